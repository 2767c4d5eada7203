"""The same engine without a browser: ask, train and evaluate on a folder of documents.

Messages go to stderr and results to stdout. The exit code is 0, or 2 with a one-line reason for unusable input.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from core.answering.answerer import ARM_LABELS
from core.answering.choice import Ingredients, make_arms, parse_arms
from core.documents.folder import read_folder
from core.documents.sandbox import read_untrusted
from core.errors import AppError, UnusableInput
from core.records import AdapterKind, Answer, ArmName, Look
from core.settings import (
    EMBEDDED,
    ENDPOINT_VARIABLES,
    JUDGE_VARIABLES,
    MODEL_VARIABLE,
    Endpoint,
    HuggingFaceModel,
    OtherModel,
    Settings,
    TrainingLimits,
    read_settings,
)
from core.tuning.progress import Progress
from core.workspace import Workspace

NEEDS: dict[ArmName, AdapterKind] = {
    "tuned": "closed-book",
    "auto": "closed-book",
    "tuned-rag": "closed-book",
    "hybrid": "raft",
}
DEFAULT_ARMS: tuple[ArmName, ...] = ("base", "rag", "tuned")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        given.run(given)
    except AppError as error:
        _say(" ".join(str(error).split()))
        return 2
    return 0


def ask(given: argparse.Namespace) -> None:
    with _workspace(given) as workspace:
        ingredients = replace(_ingredients(given, workspace, _names(given)), second_look=given.second_look)
        arms = make_arms(_names(given), ingredients)
        answers = [arm.answer(given.question) for arm in arms]
    if given.json:
        sys.stdout.write(json.dumps({"question": given.question, "answers": [asdict(each) for each in answers]}) + "\n")
    else:
        sys.stdout.write("\n\n".join(map(_in_words, answers)) + "\n")


def train(given: argparse.Namespace) -> None:
    with _workspace(given) as workspace:
        _train(workspace, given.kind, given.out)


def evaluate(given: argparse.Namespace) -> None:
    """Into the folder `--out`: where a run of the same settings was cut short there, it goes on."""
    from core.laboratory import evaluation_setup
    from core.measuring.evaluation import Watch
    from core.measuring.question_files import parse_question_file
    from core.measuring.running import begin_or_find_run, continue_run

    questions = parse_question_file(_read(given.questions), given.questions.name)
    with _workspace(given) as workspace:
        names = _names(given)
        if given.judge and not workspace.settings.judge:
            raise UnusableInput(f"There is no judge. Set {JUDGE_VARIABLES}_URL and {JUDGE_VARIABLES}_MODEL first.")
        setup = evaluation_setup(workspace, names, check_sentences=not given.no_sentence_checks, judged=given.judge)
        setup = replace(setup, ingredients=_ingredients(given, workspace, names), precomputed=())
        run = begin_or_find_run(given.out, setup, questions)
        watch = Watch(on_progress=lambda done, all_: _count("Answered", done, all_))
        costs = continue_run(run, setup, watch).costs
    own, checking = costs["of_which_answering"], costs["of_which_checking_sentences"]
    _say(f"{costs['evaluation_seconds']} s: the arms' own answers {own} s, checking their sentences {checking} s")
    _say(f"Wrote results.json, results.csv and report.html to {given.out}")


@contextmanager
def _workspace(given: argparse.Namespace) -> Iterator[Workspace]:
    """A workspace for this command alone, with the documents and pairs that it was given."""
    settings = read_settings()
    contents = read_folder(given.documents, settings.limits, read_untrusted)
    for name, reason in contents.skipped:
        _say(f"Left out {name}: {reason}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # The limits on training are for visitors who share a machine.
        workspace = Workspace(Path(folder), replace(settings, home=None, training=TrainingLimits()))
        if given.pairs:
            workspace.import_pairs(_read(given.pairs), given.pairs.name)
        try:
            workspace.add_documents(contents.documents, lambda done, all_: _count("Indexed", done, all_))
            yield workspace
        finally:
            workspace.close()


def _ingredients(given: argparse.Namespace, workspace: Workspace, names: Sequence[ArmName]) -> Ingredients:
    """The workspace's index, the model to ask, and the adapters that these arms need: those given, or trained now."""
    retrieval = replace(workspace.settings.retrieval, rerank=given.rerank)
    plain = Ingredients(workspace.index(), {}, retrieval, model=_model(given, workspace.settings))
    if plain.model:
        return plain
    adapters: dict[AdapterKind, Path] = {}
    if given.adapter:
        from core.tuning.lineage import find_adapters

        adapters = find_adapters(given.adapter)
    for kind in sorted({NEEDS[name] for name in names if name in NEEDS} - set(adapters)):
        if given.pairs:
            adapters[kind] = workspace.folder / "adapters" / kind
            _train(workspace, kind, adapters[kind])
    return replace(plain, adapters=adapters)


def _model(given: argparse.Namespace, settings: Settings) -> OtherModel | None:
    """The model asked for, None for the embedded one. Raises `UnusableInput` where it is not set up."""
    if given.model == EMBEDDED:
        return None
    if found := settings.model(given.model):
        return found
    missing = MODEL_VARIABLE if given.model == HuggingFaceModel.kind else f"{ENDPOINT_VARIABLES}_URL and _MODEL"
    raise UnusableInput(f"There is no {given.model} model. Set {missing} first.")


def _train(workspace: Workspace, kind: AdapterKind, out: Path) -> None:
    from core.retrieval.embedding import shared_embedder
    from core.tuning.training import train_adapter

    plan = replace(workspace.plan_training(kind), out=out)
    lineage = train_adapter(plan, shared_embedder().embed, _show_progress)
    figures = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in lineage.figures.items())
    _say(f"Trained the {kind} adapter on {lineage.pairs} pairs: {figures}. It lies in {out}")


def _show_progress(progress: Progress) -> None:
    if progress.loss is not None and (progress.step % 20 == 0 or progress.step == progress.steps):
        left = progress.seconds_left or 0
        _say(f"{progress.stage}: step {progress.step} of {progress.steps}, loss {progress.loss:.3f}, {left:.0f} s left")


def _names(given: argparse.Namespace) -> list[ArmName]:
    """The arms asked for; without a choice those that are possible, the fine-tuned ones only with pairs or adapter."""
    if given.arms:
        return parse_arms(given.arms)
    has_adapters = given.model == EMBEDDED and (given.pairs or given.adapter)
    return [name for name in DEFAULT_ARMS if name not in NEEDS or has_adapters]


def _in_words(answer: Answer) -> str:
    lines = [f"{ARM_LABELS[answer.arm]}: {answer.text}"]
    lines += [f"  {answer.note}"] if answer.note else []
    evidence = {(each.document, each.start): each for each in answer.evidence}
    lines += [f"  “{each.text}” in {_place(each.document, each.page)}" for each in evidence.values()]
    lines += [
        f"  look {number}: {_look_in_words(look)}"
        for number, look in enumerate(answer.looks, start=1)
        if answer.looks[1:]
    ]
    sure = "" if answer.confidence is None else f"confidence {answer.confidence:.2f}, "
    return "\n".join([*lines, f"  {sure}{1000 * sum(answer.seconds.values()):.0f} ms"])


def _look_in_words(look: Look) -> str:
    state = "supported" if look.supported else "not supported"
    return f"asked {look.why}: “{look.question}” → {look.text} ({state}{', used' if look.used else ''})"


def _place(document: str, page: int | None) -> str:
    return f"{document}, page {page}" if page else document


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnusableInput(f"{file} cannot be read: {error.strerror or error}. Check the path.") from error


def _count(verb: str, done: int, all_: int) -> None:
    if done == all_ or done % 50 == 0:
        _say(f"{verb} {done} of {all_}")


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m core", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asking = _command(commands, "ask", ask, "ask one question of several arms")
    asking.add_argument("question")
    asking.add_argument(
        "--second-look", action="store_true", help="let RAG search again where its answer is unsupported"
    )
    asking.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    _add_models(asking)
    training = _command(commands, "train", train, "train an adapter")
    training.add_argument("--pairs", type=Path, required=True, metavar="FILE.jsonl")
    training.add_argument("--kind", choices=["closed-book", "raft"], default="closed-book")
    training.add_argument("--out", type=Path, required=True, metavar="DIR")
    measuring = _command(commands, "evaluate", evaluate, "put a question set through several arms")
    measuring.add_argument(
        "--questions", type=Path, required=True, metavar="FILE", help=".jsonl, .csv or SQuAD's .json"
    )
    measuring.add_argument("--no-sentence-checks", action="store_true", help="do not verify the answers; quicker")
    measuring.add_argument("--judge", action="store_true", help="ask the configured language model's opinion too")
    measuring.add_argument("--out", type=Path, required=True, metavar="DIR", help="a run cut short there goes on")
    _add_models(measuring)
    return parser


def _command(commands: Any, name: str, run: Any, help_: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=help_)
    command.set_defaults(run=run)
    command.add_argument("--documents", type=Path, required=True, metavar="DIR")
    return command


def _add_models(command: argparse.ArgumentParser) -> None:
    one = command.add_mutually_exclusive_group()
    one.add_argument("--pairs", type=Path, metavar="FILE.jsonl", help="train the adapters that the arms need on these")
    one.add_argument("--adapter", type=Path, metavar="DIR", help="an adapter, or a folder of adapters")
    command.add_argument("--arms", metavar="ARMS", help=f"any of {','.join(ARM_LABELS)}; default base,rag,tuned")
    command.add_argument("--rerank", action="store_true", help="rank the first ten passages again by reading them")
    command.add_argument(
        "--model",
        choices=[EMBEDDED, HuggingFaceModel.kind, Endpoint.kind],
        default=EMBEDDED,
        help=f"the model to ask; others are set up by {MODEL_VARIABLE} and {ENDPOINT_VARIABLES}_URL, _MODEL, _KEY",
    )


if __name__ == "__main__":
    raise SystemExit(main())
