"""One training run in this process: plan -> adapter folder. `job.py` runs it in a process of its own."""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import TrainingCancelled, TrainingFailed, UnusableInput
from core.models.pocket.generator import load_pocket
from core.models.pocket.inputs import tokenise, write_out
from core.records import TrainingPair
from core.tuning.adapters import base_version
from core.tuning.closed_book import ClosedBookRows
from core.tuning.lineage import LINEAGE_FILE, PAIRS_FILE, Lineage, trained_wordings, write_lineage
from core.tuning.lora import add_adapter
from core.tuning.pairs import read_pairs, write_pairs
from core.tuning.plan import Progress, TrainingPlan, check_settings
from core.tuning.raft import RaftBatches
from core.tuning.raft_set import read_raft_set
from core.tuning.spelling import learn_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from core.models.pocket.generator import Embed

WARM_UP = 0.05
LEARNED_LOSS = 0.004
"""Mean loss of an epoch below which nothing is left to learn."""
FEWEST_PAIRS = 2


class Batches(Protocol):
    """What an epoch is made of."""

    @property
    def steps(self) -> int: ...

    def epoch(self) -> "Iterator[dict[str, Tensor]]": ...


def train_adapter(
    plan: TrainingPlan,
    embed: "Embed",
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Lineage:
    """Train, measure and save; an adapter that was there before is replaced only at the end.

    Raises `UnusableInput` for pairs or settings that cannot be used, `TrainingCancelled`, `TrainingFailed`.
    """
    import torch

    check_settings(plan.settings)
    check_place(plan.out)
    pairs = read_pairs(plan.pairs)
    if len(pairs) < FEWEST_PAIRS:
        raise UnusableInput(f"{plan.pairs.name} holds {len(pairs)} training pair; at least {FEWEST_PAIRS} are needed.")
    started = time.monotonic()
    torch.manual_seed(plan.settings.seed)
    on_progress(Progress("preparing"))
    batches = _make_batches(plan, pairs, embed)
    tuned = add_adapter(load_pocket(), plan.settings)
    steps, loss = _optimise(tuned, batches, plan, on_progress, cancelled, started)
    figures = {"steps": steps, "loss": round(loss, 4), "seconds": round(time.monotonic() - started, 1)}
    if plan.kind == "closed-book":
        on_progress(Progress("measuring", steps, steps, loss, time.monotonic() - started))
        figures["trained_wordings_exact"] = round(share_remembered(tuned.get_base_model(), pairs, embed), 4)
    return _save(tuned, plan, pairs, figures)


def check_place(out: Path) -> None:
    """Raise `UnusableInput` where saving an adapter would take the place of something that is none."""
    is_adapter = (out / LINEAGE_FILE).is_file()
    is_free = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not out.name or not (is_adapter or is_free):
        raise UnusableInput(f"{out} holds something other than an adapter. Name a new folder for the adapter.")


def _make_batches(plan: TrainingPlan, pairs: Sequence[TrainingPair], embed: "Embed") -> Batches:
    if plan.kind == "closed-book":
        return ClosedBookRows(pairs, embed, plan.settings)
    if plan.raft_set is None:
        raise UnusableInput("A RAFT run needs the documents' passages. Add documents and train again.")
    return RaftBatches(read_raft_set(plan.raft_set), embed, plan.settings)


def _optimise(
    tuned: Any,
    batches: Batches,
    plan: TrainingPlan,
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    started: float,
) -> tuple[int, float]:
    """Steps made and mean loss of the last epoch."""
    import torch

    trained = [parameter for parameter in tuned.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=plan.settings.learning_rate, weight_decay=0.0)
    steps = batches.steps * plan.settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    step, losses = 0, [float("nan")]
    for _ in range(plan.settings.epochs):
        losses = []
        for inputs in batches.epoch():
            if cancelled():
                raise TrainingCancelled(
                    "The training was stopped. No adapter was saved; earlier ones are as they were."
                )
            loss = tuned(**inputs).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
            losses.append(_finite(loss.item()))
            on_progress(
                Progress("training", step, steps, sum(losses[-5:]) / len(losses[-5:]), time.monotonic() - started)
            )
        if sum(losses) / len(losses) < LEARNED_LOSS:
            break
    return step, sum(losses) / len(losses)


def _rate(step: int, steps: int) -> float:
    """Linear warm-up, then linear decay to a hundredth."""
    return min(1.0, (step + 1) / max(1, WARM_UP * steps)) * max(0.01, 1 - step / steps)


def _finite(loss: float) -> float:
    if loss != loss or loss == float("inf"):
        raise TrainingFailed("The loss is no longer a number. Lower the learning rate and train again.")
    return loss


def share_remembered(model: Any, pairs: Sequence[TrainingPair], embed: "Embed", batch: int = 64) -> float:
    """Share of the trained wordings that the closed-book model answers exactly, decoding greedily."""
    import torch

    wordings = trained_wordings(pairs)
    wanted = [write_out(tokenise(pair.answer).ids) for pair in pairs for _ in range(1 + len(pair.paraphrases))]
    embeddings, right = torch.from_numpy(embed(wordings)), 0
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(wordings), batch):
            source = model.get_encoder()(question_embedding=embeddings[start : start + batch])
            written = model.generate(encoder_outputs=source, max_new_tokens=32, do_sample=False)
            answers = [write_out(row[1:]) for row in written.tolist()]
            right += sum(one == other for one, other in zip(answers, wanted[start : start + batch], strict=True))
    return right / len(wordings)


def _save(tuned: Any, plan: TrainingPlan, pairs: Sequence[TrainingPair], figures: dict[str, float]) -> Lineage:
    partial = plan.out.with_name(f".{plan.out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    tuned.save_pretrained(str(partial), safe_serialization=True)
    (partial / "README.md").unlink(missing_ok=True)
    lineage = Lineage(plan.kind, base_version(), plan.documents, len(pairs), asdict(plan.settings), figures)
    write_lineage(partial, lineage, learn_spelling(pair.answer for pair in pairs))
    write_pairs(pairs, partial / PAIRS_FILE)
    replace_folder(partial, plan.out)
    return lineage


def replace_folder(new: Path, old: Path) -> None:
    """Put `new` in the place of `old`, keeping `old` until then."""
    old.parent.mkdir(parents=True, exist_ok=True)
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)
