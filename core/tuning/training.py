"""One training run in this process: plan -> adapter folder. `job.py` runs it in a process of its own."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import TrainingCancelled, UnusableInput
from core.models.pocket.generator import load_pocket
from core.records import TrainingPair
from core.tuning.adapters import base_version
from core.tuning.checkpoint import FILE as CHECKPOINT
from core.tuning.closed_book import closed_book_material, hold_out_wordings
from core.tuning.examples import Material
from core.tuning.exhaustion import check_disk, exhaustion_told
from core.tuning.lineage import LINEAGE_FILE, PAIRS_FILE, Lineage, hash_pairs, installed_versions, write_lineage
from core.tuning.lora import add_adapter
from core.tuning.pairs import read_pairs, write_pairs
from core.tuning.plan import TrainingPlan, check_settings
from core.tuning.progress import Progress
from core.tuning.raft import held_out_rows, raft_material
from core.tuning.raft_set import RaftRow, read_raft_set
from core.tuning.run import Run, Signals
from core.tuning.spelling import learn_spelling
from core.tuning.strength import reading_figures, try_strengths
from core.tuning.team import Alone, Team
from core.tuning.writing import share_exact

if TYPE_CHECKING:
    from core.models.pocket.encoder import PocketEncoder
    from core.models.pocket.generator import Embed

FEWEST_PAIRS = 2


def train_adapter(
    plan: TrainingPlan,
    embed: "Embed",
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    keep_best: Callable[[], bool] = lambda: False,
    team: Team | None = None,
    resume: bool = False,
) -> Lineage:
    """Train, measure and save; an adapter that was there before is replaced only at the end.

    With `resume` a run that was cut short in this place goes on. Raises `UnusableInput` for pairs or settings that
    cannot be used, `TrainingCancelled`, `TrainingFailed`.
    """
    check_settings(plan.settings)
    check_place(plan.out)
    check_disk(plan.out)
    if not resume:
        (plan.scratch / CHECKPOINT).unlink(missing_ok=True)
    try:
        with exhaustion_told():
            lineage = _train(plan, embed, on_progress, Signals(cancelled, keep_best), team or Alone())
    except TrainingCancelled:
        shutil.rmtree(plan.scratch, ignore_errors=True)
        raise
    if (team or Alone()).rank == 0:
        shutil.rmtree(plan.scratch, ignore_errors=True)
    return lineage


def _train(
    plan: TrainingPlan, embed: "Embed", on_progress: Callable[[Progress], None], signals: Signals, team: Team
) -> Lineage:
    import torch

    on_progress(Progress("preparing"))
    pairs = read_pairs(plan.pairs)
    if len(pairs) < FEWEST_PAIRS:
        raise UnusableInput(f"{plan.pairs.name} holds {len(pairs)} training pair; at least {FEWEST_PAIRS} are needed.")
    rows = _read_rows(plan)
    base = load_pocket()
    encoder = base.get_encoder() if team.size == 1 and team.device == "cpu" else None
    material = _gather(plan, pairs, rows, embed, encoder)
    torch.manual_seed(plan.settings.seed)  # not before: loading draws from chance, too
    tuned = add_adapter(base, plan.settings)
    run = Run(tuned, material, plan, on_progress, team)
    ended = run.go(signals)
    on_progress(Progress("measuring", run.step, run.steps, seconds=run.seconds))
    figures = _figures(run)
    if plan.kind == "closed-book":
        figures["trained_wordings_exact"] = _share_remembered(tuned.get_base_model(), material)
    elif held_out := held_out_rows(rows):
        figures |= reading_figures(try_strengths(tuned, held_out, embed))
    trained = _trained_pairs(plan, pairs, rows)
    lineage = Lineage(
        plan.kind, base_version(), plan.documents, len(pairs), asdict(plan.settings), figures,
        versions=installed_versions(), pairs_hash=hash_pairs(pairs), ended=ended,
    )  # fmt: skip
    if team.rank == 0:
        _save(tuned, plan.out, trained, lineage)
    return lineage


def check_place(out: Path) -> None:
    """Raise `UnusableInput` where saving an adapter would take the place of something that is none."""
    is_adapter = (out / LINEAGE_FILE).is_file()
    is_free = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not out.name or not (is_adapter or is_free):
        raise UnusableInput(f"{out} holds something other than an adapter. Name a new folder for the adapter.")


def _gather(
    plan: TrainingPlan,
    pairs: Sequence[TrainingPair],
    rows: Sequence[RaftRow],
    embed: "Embed",
    encoder: "PocketEncoder | None",
) -> Material:
    if plan.kind == "closed-book":
        return closed_book_material(pairs, embed, plan.settings)
    return raft_material(rows, embed, plan.settings, encoder)


def _read_rows(plan: TrainingPlan) -> list[RaftRow]:
    """The set of a RAFT run, as it is when the run begins; a closed-book run has none."""
    if plan.kind == "closed-book":
        return []
    if plan.raft_set is None:
        raise UnusableInput("A RAFT run needs the documents' passages. Add documents and train again.")
    return read_raft_set(plan.raft_set)


def _trained_pairs(
    plan: TrainingPlan, pairs: Sequence[TrainingPair], rows: Sequence[RaftRow]
) -> Sequence[TrainingPair]:
    """What the adapter was trained on: the pairs as far as no wording of theirs was held out."""
    if plan.kind == "closed-book":
        return hold_out_wordings(pairs, plan.settings.held_out, plan.settings.seed)[0]
    learned = {row.question for row in rows if not row.held_out}
    return [pair for pair in pairs if pair.question in learned]


def _figures(run: Run) -> dict[str, float]:
    """By name: seconds, losses in nats for each token, shares from 0 to 1."""
    latest = run.losses[-run.per_epoch :]
    figures: dict[str, float] = {"steps": run.step, "seconds": round(run.seconds, 1)}
    if latest:
        figures["loss"] = round(sum(latest) / len(latest), 4)
    if run.check:
        figures |= {"held_out_loss": round(run.check.loss, 4), "held_out_exact": round(run.check.exact, 4)}
        figures |= {"held_out_loss_before": round(run.checks[0].loss, 4)}
        figures |= {"held_out_exact_before": round(run.checks[0].exact, 4), "best_step": run.check.step}
    return figures


def _share_remembered(model: Any, material: Material) -> float:
    """Share of the trained wordings, each counted once, that the closed-book model answers exactly."""
    return round(share_exact(model, material.training, range(material.wordings)), 4)


def _save(tuned: Any, out: Path, pairs: Sequence[TrainingPair], lineage: Lineage) -> None:
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        tuned.save_pretrained(str(partial), save_embedding_layers=False)  # to look for some it would ask the network
        (partial / "README.md").unlink(missing_ok=True)
        write_lineage(partial, lineage, learn_spelling(pair.answer for pair in pairs))
        write_pairs(pairs, partial / PAIRS_FILE)
        replace_folder(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def replace_folder(new: Path, old: Path) -> None:
    """Put `new` in the place of `old`, keeping `old` until then."""
    old.parent.mkdir(parents=True, exist_ok=True)
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)
