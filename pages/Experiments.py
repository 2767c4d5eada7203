"""Experiments: named, not built yet."""

from core.ui.coming import draw_plan
from core.ui.frame import setup_page

setup_page("Experiments", "What happens when a fact changes, a document goes, or there is less to train on.")
draw_plan(
    [
        "**Edit a fact**: indexing again against training again, in time and in right answers",
        "**Forget a document**: which arms still tell what it said",
        "**How much data**: right answers against the number of pairs and of wordings",
        "**Lost skills**: general questions before and after tuning",
        "**Break-even**: training cost against the saving of each question, where there is one",
    ],
    "replace a document on the Documents page and ask the same question again on Compare: the adapter is marked stale.",
)
