"""The evidence on the Decide page: for and against, the user's figures beside published ones, who contradicts whom."""

from html import escape

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.deciding.balance import Row
from core.deciding.claims import CLAIMS
from core.deciding.criteria import CRITERION
from core.deciding.disagreements import DISAGREEMENTS, Side
from core.deciding.measured import MEASURED
from core.deciding.measurements import Measurements
from core.deciding.options import OPTION_LABELS, OPTIONS, Option
from core.deciding.recommendation import Recommendation
from core.deciding.sources import SOURCES
from core.deciding.studies import FINDINGS, SCORES, StudyScores
from core.records import ArmName
from core.ui.deciding_tables import cite_html, list_html, score_html, table_html

SHOWN_ARMS: tuple[ArmName, ...] = ("base", "rag", "tuned", "tuned-rag", "hybrid")


def draw_evidence(found: Recommendation) -> None:
    """All of it, about one option that the user picks; the leader at first."""
    option: Option = st.segmented_control(
        "Evidence on",
        OPTIONS,
        default=found.leader or "rag",
        format_func=OPTION_LABELS.__getitem__,
        key=f"evidence on {found.leader}",
    ) or (found.leader or "rag")
    left, right = st.columns(2)
    with left:
        st.subheader(f"For {OPTION_LABELS[option]}", anchor=False)
        st.html(_reasons_html(found, option, found.speaking(option, 1), "for"))
    with right:
        st.subheader(f"Against {OPTION_LABELS[option]}", anchor=False)
        st.html(_reasons_html(found, option, found.speaking(option, -1), "against"))
    _draw_own_figures(found.measurements)
    _draw_scores(found.measurements)
    _draw_disagreements()
    _draw_claims(option)
    _draw_sources()


def _reasons_html(found: Recommendation, option: Option, rows: list[Row], side: str) -> str:
    """The user's case first, then what studies found."""
    reasons = [_reason_html(found, option, row) for row in rows]
    for finding in FINDINGS:
        if option in (finding.speaks_for if side == "for" else finding.speaks_against):
            reasons.append(f"{escape(finding.text)} {cite_html((finding.source,))}")
    return list_html(reasons) if reasons else '<p class="rt-note">Nothing.</p>'


def _reason_html(found: Recommendation, option: Option, row: Row) -> str:
    force = row.weight * getattr(row.strengths, option)
    head = f"<b>{row.label}: {escape(row.answer)}</b> ({force:+.1f})"
    if row.measured:
        figures = MEASURED[row.key].figures(found.measurements)
        where = f"your run {figures.run}, {figures.computed[:10]}" if figures else ""
        return f'{head} <span class="rt-cite">{escape(where)}</span>'
    level = CRITERION[row.key].level(found.case.answers[row.key])
    return f"{head}<br>{level.because} {cite_html(level.sources)}"


def _draw_own_figures(measurements: Measurements) -> None:
    st.subheader("Your own figures", anchor=False, help="From the newest complete evaluation of this workspace.")
    if not measurements:
        st.info("Nothing was measured here yet. Evaluate the arms on your own questions, and the figures count here.")
        st.page_link("pages/Evaluate.py", label="Evaluate the arms", icon=":material/monitoring:")
        return
    rows = []
    for criterion in MEASURED.values():
        figures = criterion.figures(measurements)
        if figures:
            when = figures.computed.replace("T", " ")[:16]
            where = f'<span class="rt-cite">run {escape(figures.run)}, {escape(when)} UTC</span>'
            rows.append([criterion.label, f"{escape(criterion.answer(measurements))} {where}", criterion.why])
    st.html(table_html("Measured on your documents", ["Figure", "By arm", "What it is"], rows, "text"))
    st.page_link("pages/Evaluate.py", label="Look at the run", icon=":material/monitoring:")


def _draw_scores(measurements: Measurements) -> None:
    """The user's accuracy in the first line, the published scores below it."""
    st.subheader(
        "Beside published figures",
        anchor=False,
        help="Each line has its own questions, model and measure: compare within a line, never between lines.",
    )
    rows = [_scores_row(SOURCES[each.source].short, each) for each in SCORES]
    if measurements.accuracy:
        percent = {arm: 100 * value for arm, value in measurements.accuracy.values.items()}
        rows.insert(0, _scores_row("Your run", StudyScores("own", measurements.accuracy.run, "token F1, %", percent)))
    heads = ["Study", "Setting", *(ARM_LABELS[arm] for arm in SHOWN_ARMS)]
    st.html(table_html("Scores, 0 to 100, the best of a line in bold; Hybrid is RAFT", heads, rows, "scores"))


def _scores_row(name: str, scores: StudyScores) -> list[str]:
    best = max(scores.scores.values())
    note = f'<span class="rt-cite">{escape(scores.measure)}. {escape(scores.note)}</span>'
    cells = (score_html(scores.scores.get(arm), best) for arm in SHOWN_ARMS)
    return [name, f"{escape(scores.setting)} {note}", *cells]


def _draw_disagreements() -> None:
    st.subheader("Where they contradict each other", anchor=False, help="Both sides are shown; nothing was averaged.")
    rows = [[each.topic, _side_html(each.one), _side_html(each.other)] for each in DISAGREEMENTS]
    st.html(
        table_html("Documents and studies against one another", ["Question", "One side", "The other"], rows, "text")
    )


def _side_html(side: Side) -> str:
    return f"{escape(side.text)} {cite_html(side.sources)}"


def _draw_claims(option: Option) -> None:
    about = [each for each in CLAIMS if option in (*each.speaks_for, *each.speaks_against)]
    with st.expander(f"Everything the founding documents say on {OPTION_LABELS[option]} ({len(about)})"):
        rows = [
            [
                each.kind.capitalize(),
                escape(each.text) + cite_html(each.sources),
                "for" if option in each.speaks_for else "against",
            ]
            for each in about
        ]
        st.html(table_html("Claimed figures come without a source that could be checked", _CLAIM_HEADS, rows, "text"))


_CLAIM_HEADS = ["Kind", "What it says", "Side"]


def _draw_sources() -> None:
    with st.expander("Sources, and how each was read"):
        rows = [[each.short, each.title, each.read] for each in SOURCES.values()]
        st.html(table_html("No study was run again here", ["Source", "Full name", "Read"], rows, "text"))
