"""Evaluate: named, not built yet as a page; the command does its work."""

from core.ui.coming import draw_plan
from core.ui.frame import setup_page

setup_page("Evaluate", "A set of questions with known answers through every arm, measured.")
draw_plan(
    [
        "a question set, shipped, imported or made from held-out pairs, through all arms with progress and cancel",
        "exact match, token F1, retrieval hits, refusals on unanswerable questions, latency, each with its interval",
        "facts that were trained apart from facts that were not, and only the questions where the arms differ",
        "earlier runs side by side; export as CSV, JSON and a report",
    ],
    "the same engine runs from a terminal and writes figures and a report: "
    "`python -m core evaluate --documents sample_docs --questions sample_docs/questions.jsonl "
    "--adapter sample_docs/adapters --out report`",
)
