"""Decide: named, not built yet."""

from core.ui.coming import draw_plan
from core.ui.frame import setup_page

setup_page("Decide", "From your case and your own figures to a decision that you can defend.")
draw_plan(
    [
        "a few questions about your case, each with why it matters and where the rule comes from",
        "weights that you can move, and your own measurements beside the published studies, for and against",
        "a recommendation with its reasons, its confidence, and what would reverse it",
        "a decision record to download",
    ],
    "compare the arms on your own questions, with the questions that matter most to you first.",
)
