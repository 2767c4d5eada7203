"""What the answers come to: who agrees with whom, how two differ word by word, and the user's vote."""

from html import escape

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.comparing.agreement import agree, find_agreement
from core.answering.comparing.comparison import Comparison, Vote
from core.answering.comparing.history import tally_votes
from core.answering.comparing.word_difference import word_difference
from core.records import ArmName
from core.ui.compare_history import VOTE_LABELS
from core.ui.compare_state import vote
from core.ui.frame import errors_shown
from core.workspace import Workspace

TAGS = {"removed": ("del", "only in the first"), "added": ("ins", "only in the second")}


def agreement_html(one: Comparison) -> str:
    """The sentence about who agrees, with a sign that is no colour; empty for a single answer."""
    agreement = find_agreement(one.answers)
    kind, sign = ("same", "=") if agreement.is_unanimous else ("differ", "≠")
    if not agreement.sentence:
        return ""
    return f'<p class="rt-agreement rt-{kind}"><span aria-hidden="true">{sign}</span>{escape(agreement.sentence)}</p>'


def draw_vote(workspace: Workspace, one: Comparison) -> None:
    """Which arm answered best, or that none did; kept with the workspace."""
    if not one.answers:
        return
    options: list[Vote] = [*one.arms, "none"]
    chosen = st.segmented_control(
        "Which answered best?",
        options,
        format_func=VOTE_LABELS.__getitem__,
        default=one.vote if one.vote in options else None,
        key=f"vote {one.id}",
        help="Kept with your workspace. Click again to take it back.",
    )
    if chosen != one.vote:
        with errors_shown():
            vote(workspace, one, chosen)


def votes_so_far(workspace: Workspace) -> str:
    """`Votes so far: RAG 2 of 3 · Base 0 of 3`; empty before the first."""
    tallies = tally_votes(workspace.history.heads())
    told = [f"{VOTE_LABELS[name]} {tally.votes} of {tally.chances}" for name, tally in tallies.items() if tally.chances]
    return f"Votes so far: {' · '.join(told)}." if told else ""


def draw_differences(one: Comparison) -> None:
    """The word difference of two answers, first of two that disagree."""
    said = {each.answer.arm: each.answer.text for each in one.answers}
    if len(said) < 2:
        return
    with st.expander("Word by word: how two answers differ", icon=":material/difference:"):
        first, second = _most_interesting(one)
        left, right = st.columns(2)
        names, label = list(said), ARM_LABELS.__getitem__
        a = left.selectbox("First", names, names.index(first), label, key=f"first {one.id}")
        b = right.selectbox("Second", names, names.index(second), label, key=f"second {one.id}")
        st.html(difference_html(said[a], said[b]))


def _most_interesting(one: Comparison) -> tuple[ArmName, ArmName]:
    """Two arms that spoke and disagree, else two that disagree, else the first two."""
    pairs = [(a, b) for at, a in enumerate(one.answers) for b in one.answers[at + 1 :]]
    pairs.sort(key=lambda pair: (agree(*pair), pair[0].answer.refused or pair[1].answer.refused))
    return pairs[0][0].answer.arm, pairs[0][1].answer.arm


def difference_html(one: str, other: str) -> str:
    """Both texts as one: struck out what only the first has, underlined what only the second has."""
    pieces = word_difference(one, other)
    if all(piece.kind == "same" for piece in pieces):
        return '<p class="rt-difference">The same words.</p>'
    parts = []
    for piece in pieces:
        text = escape(piece.text)
        if piece.kind == "same":
            parts.append(text)
        else:
            tag, means = TAGS[piece.kind]
            parts.append(f'<{tag} title="{means}">{text}</{tag}>')
    legend = "<del>only in the first</del> <ins>only in the second</ins>"
    return f'<p class="rt-difference">{"".join(parts)}</p><p class="rt-facts rt-difference-key">{legend}</p>'
