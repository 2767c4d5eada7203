"""The result on the Decide page: the balance beside the questions, and the recommendation with what it rests on."""

from html import escape

import streamlit as st

from core.deciding.balance import Balance, rows_of, weigh
from core.deciding.criteria import CRITERIA
from core.deciding.options import OPTION_LABELS
from core.deciding.recommendation import FIRMNESS, Recommendation
from core.ui.deciding_tables import arithmetic_html, influences_html, list_html, shares_html
from core.ui.frame import as_text
from core.ui.state import recall

SHARE_MEANS = (
    "How the weight of all criteria is shared out among the four. 25 % each before anything is answered. "
    "It is no probability of being right."
)
DRAWS_MEAN = (
    "The bracket on a bar holds 90 of 100 results with other weights. Each weight moves by about half of itself "
    "(Dirichlet, always the same 2,000 draws), and a skipped question speaks for options picked at random."
)
MOST_WEIGHTS = 6


def draw_balance(found: Recommendation) -> None:
    """The shares as they stand, and what the answer to the present question moved."""
    with st.container(border=True):
        st.markdown("**The balance**", help=f"{SHARE_MEANS} {DRAWS_MEAN}")
        before = _without_present_answer(found)
        st.html(shares_html(found.balance, found.confidence, before))
        moved = "Small figures: what this answer moved, in points." if before else ""
        st.caption(f"{found.answered} of {len(CRITERIA)} questions answered. {moved}")
        st.markdown(as_text(found.sentence))


def _without_present_answer(found: Recommendation) -> Balance | None:
    key = CRITERIA[min(recall("decide question", 0), len(CRITERIA) - 1)].key
    if key not in found.case.answers:
        return None
    return weigh(rows_of(found.case.answer(key, None), found.measurements))


def draw_recommendation(found: Recommendation) -> None:
    """Verdict, contradictions, what comes first, what would reverse it, influence and arithmetic."""
    st.html(_verdict_html(found))
    if found.leader is None:
        st.info("Answer a question, or start from a use case. Your own evaluation counts too, where there is one.")
    for conflict in found.conflicts:
        st.warning(as_text(conflict.text), icon=":material/compare_arrows:")
    if found.obstacles:
        st.subheader("Before that", anchor=False)
        st.html(list_html([escape(each) for each in found.obstacles]))
    if found.leader:
        _draw_reversals(found)
        _draw_influence(found)
    with st.expander("Check the arithmetic"):
        st.html(arithmetic_html(found))


def _verdict_html(found: Recommendation) -> str:
    if found.leader is None:
        return f'<p class="rt-verdict none"><strong>No recommendation yet</strong>{escape(found.sentence)}</p>'
    open_ = f" Open questions: {found.open}." if found.open else ""
    return (
        f'<p class="rt-verdict {found.leader}"><strong>{OPTION_LABELS[found.leader]} · '
        f"{FIRMNESS[found.firmness].lower()}</strong>{escape(found.sentence)}{open_}</p>"
    )


def _draw_reversals(found: Recommendation) -> None:
    st.subheader(
        "What would reverse it",
        anchor=False,
        help="Each gives that result when it is applied to your case. The nearest answer, or a short way over several; "
        "the nearest weight in halves; the nearest measured accuracy in whole percent.",
    )
    answers = [each.text for each in found.reversals if not each.weights]
    weights = [each.text for each in found.reversals if each.weights]
    if not found.reversals:
        st.caption("No single answer, weight or measured figure, and no set of four answers, would.")
    st.html(list_html([escape(text) for text in answers + weights[:MOST_WEIGHTS]]))


def _draw_influence(found: Recommendation) -> None:
    if not found.leader or not found.influences:
        return
    st.subheader(
        f"What carries {OPTION_LABELS[found.leader]}, and what works against it",
        anchor=False,
        help="Leave-one-out: points of share that the leader would lose, or win (-), were this criterion not asked.",
    )
    st.html(influences_html(found.influences, found.leader))
