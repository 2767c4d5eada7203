"""The table of experiments. To add one, write a module with `missing` and `run` and name it here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.measuring.experiments import (
    break_even,
    data_amount,
    edit_fact,
    forget_document,
    fragmentation,
    lost_skills,
)
from core.measuring.experiments.finding import Finding
from core.measuring.experiments.lab import Lab, Materials


@dataclass(frozen=True)
class Experiment:
    """`asks`: the question it answers. `missing`: what a workspace lacks for it, in words, or nothing."""

    key: str
    title: str
    asks: str
    missing: Callable[[Materials], str]
    run: Callable[[Lab, Mapping[str, Any]], Finding]


EXPERIMENTS = (
    Experiment(
        edit_fact.KEY,
        edit_fact.TITLE,
        "A fact in a document changes. How long until each arm tells the new one?",
        edit_fact.missing,
        edit_fact.run,
    ),
    Experiment(
        forget_document.KEY,
        forget_document.TITLE,
        "A document has to go. Which arm still tells what only it knew?",
        forget_document.missing,
        forget_document.run,
    ),
    Experiment(
        lost_skills.KEY,
        lost_skills.TITLE,
        "What did the model unlearn while it learned your documents?",
        lost_skills.missing,
        lost_skills.run,
    ),
    Experiment(
        data_amount.KEY,
        data_amount.TITLE,
        "How many training pairs, and how many wordings of each, does fine-tuning need?",
        data_amount.missing,
        data_amount.run,
    ),
    Experiment(
        break_even.KEY,
        break_even.TITLE,
        "From how many questions on does training pay for itself, if ever?",
        break_even.missing,
        break_even.run,
    ),
    Experiment(
        fragmentation.KEY,
        fragmentation.TITLE,
        "What becomes of RAG when the documents are split badly?",
        fragmentation.missing,
        fragmentation.run,
    ),
)
EXPERIMENT = {each.key: each for each in EXPERIMENTS}
