"""Every setting of a training run, each explained in a line, with what is recommended for the pairs that are there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core.records import AdapterKind, TrainingPair
from core.tuning.plan import BOUNDS, Lesson, Schedule, Targets, TrainingSettings, recommended_for
from core.ui.state import keep, lasting_key, recall

TARGETS: dict[Targets, str] = {"decoder": "All of the decoder", "attention": "Its attention alone"}
SCHEDULES: dict[Schedule, str] = {"linear": "Down on a line", "cosine": "Down on a cosine", "constant": "Constant"}
LESSONS: dict[Lesson, str] = {"answer": "The answer (memorise)", "refusal": "“not stated” (refuse)"}
RAFT_ONLY = ("distractors", "without_oracle", "lesson")
HELD_OUT: dict[AdapterKind, str] = {
    "closed-book": "Held out are wordings, not facts: a fact that was never trained cannot be known, but one that was "
    "should be known however it is asked for. A pair gives up a paraphrase only if it has at least two; where none "
    "has, questions with words left out stand in.",
    "raft": "Held out are passages with all their questions: what is to be learned is how to read, not what is read. "
    "At the end the adapter answers them at four strengths between the base and itself. Half is kept unless another "
    "one is better beyond chance: what is held out is asked in the same style, and other questions should not suffer.",
}


def choose_settings(kind: AdapterKind, pairs: Sequence[TrainingPair]) -> TrainingSettings:
    """Draw the settings, closed until somebody wants them; what is chosen."""
    good = recommended_for(kind, pairs)
    with st.expander("Parameters; the recommended ones are set"):
        one, two, three = st.columns(3)
        with one:
            chosen = replace(good, **_draw_lora(good))
        with two:
            chosen = replace(chosen, **_draw_optimisation(good))
        with three:
            chosen = replace(chosen, **_draw_ending(good))
            chosen = replace(chosen, **_draw_split())
        st.caption(HELD_OUT[kind])
    return replace(chosen, **raft_choice()) if kind == "raft" else chosen


def _draw_lora(good: TrainingSettings) -> dict[str, Any]:
    rank = _whole("Rank", "rank", good, "Width of the LoRA matrices: wider ones can hold more, and take more memory.")
    return {
        "rank": rank,
        "alpha": _whole("Alpha", "alpha", good, "How strongly LoRA counts: its part is scaled by alpha over rank."),
        "dropout": _share("LoRA dropout", "dropout", good, "Share of LoRA's inputs left out in a step, against rote."),
        "targets": st.selectbox(
            "Layers", list(TARGETS), format_func=TARGETS.__getitem__, help="Which layers get LoRA."
        ),
    }


def _draw_optimisation(good: TrainingSettings) -> dict[str, Any]:
    least, most = BOUNDS["learning_rate"]
    rate = st.number_input(
        "Learning rate",
        float(least),
        float(most),
        good.learning_rate,
        format="%.5f",
        help="Size of a step: a small model wants a large one.",
    )
    schedule = st.selectbox(
        "Schedule",
        list(SCHEDULES),
        format_func=SCHEDULES.__getitem__,
        help="How the learning rate goes on after its warm-up in the first twentieth.",
    )
    epochs = "How often every wording is seen. Few pairs want more epochs: about 500 steps are needed to learn them."
    return {
        "learning_rate": float(rate),
        "schedule": schedule,
        "epochs": _whole("Epochs", "epochs", good, epochs),
        "batch": _whole(
            "Batch", "batch", good, "Rows in one step. A smaller one needs less memory, and is less steady."
        ),
        "word_drop": _share("Words left out", "word_drop", good, "In rougher versions of closed-book questions."),
    }


def _draw_ending(good: TrainingSettings) -> dict[str, Any]:
    patience = "End after so many checks that were no better on what is held out; 0: never. The best weights are kept."
    refusals = "Extra rows of questions that no document answers, as a share of the others: they teach “not stated”."
    return {
        "patience": _whole("Patience", "patience", good, patience),
        "refusal_rows": _share("Refusal rows", "refusal_rows", good, refusals),
    }


def split_choice() -> dict[str, Any]:
    """The share held out and the seed, chosen once for the training, the RAFT set, the split and the export."""
    good = TrainingSettings()
    chosen: dict[str, Any] = {name: recall(f"split {name}", getattr(good, name)) for name in ("held_out", "seed")}
    return chosen


def _draw_split() -> dict[str, Any]:
    before, (least, most) = split_choice(), BOUNDS["held_out"]
    share = st.number_input(
        "Held out",
        float(least),
        float(most),
        step=0.05,
        key=lasting_key("split held_out", before["held_out"]),
        help="Share kept from training, to measure on while it goes; also in the RAFT set, the split and the export.",
    )
    seed = st.number_input(
        "Seed",
        0,
        9999,
        key=lasting_key("split seed", before["seed"]),
        help="The same seed draws the same run again, and holds out the same.",
    )
    chosen = {"held_out": float(share), "seed": int(seed)}
    for name, value in chosen.items():
        keep(f"split {name}", value)
    if chosen != before:
        st.rerun()  # what stands above shows the split, too
    return chosen


def raft_choice() -> dict[str, Any]:
    """What was chosen in the section of the RAFT set."""
    good = TrainingSettings()
    chosen: dict[str, Any] = {name: recall(f"raft {name}", getattr(good, name)) for name in RAFT_ONLY}
    return chosen


def draw_raft_choice() -> dict[str, Any]:
    """Distractors, oracle and lesson of the RAFT set; kept for the training too."""
    good, (one, two, three) = raft_choice(), st.columns(3)
    distractors = one.number_input(
        "Distractors, k",
        int(BOUNDS["distractors"][0]),
        int(BOUNDS["distractors"][1]),
        key=lasting_key("raft distractors", good["distractors"]),
        help="Wrong passages beside the right one: what the search ranks high and what does not hold the answer.",
    )
    share = two.slider(
        "Rows with their oracle, P",
        0.0,
        1.0,
        step=0.05,
        key=lasting_key("raft with oracle", 1 - good["without_oracle"]),
        help="The oracle is the passage that holds the answer. The paper leaves it out in about a fifth of the rows.",
    )
    lesson = three.radio(
        "Rows without it teach",
        list(LESSONS),
        format_func=LESSONS.__getitem__,
        key=lasting_key("raft lesson", good["lesson"]),
        help="To know the answer by heart all the same, as in the paper, or to say that the passages do not state it.",
    )
    chosen = {"distractors": int(distractors), "without_oracle": round(1 - share, 2), "lesson": lesson}
    for name, value in chosen.items():
        keep(f"raft {name}", value)
    keep("raft with oracle", share)
    return chosen


def _whole(label: str, name: str, good: TrainingSettings, says: str) -> int:
    least, most = (int(bound) for bound in BOUNDS[name])
    return int(st.number_input(label, least, most, int(getattr(good, name)), help=says))


def _share(label: str, name: str, good: TrainingSettings, says: str) -> float:
    least, most = (float(bound) for bound in BOUNDS[name])
    return float(st.number_input(label, least, most, float(getattr(good, name)), 0.05, help=says))
