"""The evaluation questions of a workspace: what there is, and the ways to get others. Asks nothing of any arm."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import UnusableInput
from core.measuring.exposure import EXPOSURES, UNSEEN, tag_by_exposure
from core.measuring.question_making import questions_from_pairs, swap_documents
from core.records import EvaluationQuestion, TrainingPair
from core.tuning.lineage import PAIRS_FILE
from core.tuning.pairs import read_pairs
from core.ui.frame import as_text, errors_shown
from core.ui.state import keep, recall
from core.workspace import Workspace

COLUMNS = ["Question", "Accepted answers", "Document", "Not in the documents"]
BETWEEN = " | "
COUNT_PIXELS = 170
"""Wide enough for its words; two beside each other on a telephone."""


def trained_pairs(workspace: Workspace) -> tuple[TrainingPair, ...]:
    """What the closed-book adapter was trained on; nothing without one."""
    adapter = workspace.adapters().get("closed-book")
    return read_pairs(adapter / PAIRS_FILE) if adapter else ()


def draw_question_set(workspace: Workspace) -> None:
    """Counts of the set in use, and the ways to change it."""
    questions = workspace.questions
    st.subheader(f"{len(questions):,} questions" if questions else "Questions", anchor=False)
    if message := recall("question message", ""):
        st.success(as_text(message), icon=":material/check:")
        keep("question message", "")
    if questions:
        _draw_counts(questions, trained_pairs(workspace))
    with st.expander("Change the question set", expanded=not questions, icon=":material/edit:"):
        names = ["Import a file", "Type or edit", "Make from training pairs", "Make some unanswerable"]
        for tab, draw in zip(st.tabs(names), (_draw_import, _draw_editor, _draw_making, _draw_swapping), strict=True):
            with tab, errors_shown():
                draw(workspace)


def _draw_counts(questions: Sequence[EvaluationQuestion], trained: Sequence[TrainingPair]) -> None:
    tagged = tag_by_exposure(questions, trained)
    counts = {tag: sum(tag in question.tags for question in tagged) for tag in EXPOSURES}
    with st.container(horizontal=True):
        for tag, meaning in EXPOSURES.items():
            st.metric(tag.capitalize(), counts[tag], help=meaning, width=COUNT_PIXELS)


def _draw_import(workspace: Workspace) -> None:
    with st.form("import questions", clear_on_submit=True, border=False):
        file = st.file_uploader(
            "JSON Lines, CSV, or SQuAD’s JSON (1.1 or 2.0)",
            type=["jsonl", "csv", "json"],
            help="JSON Lines and CSV: question, answers (in CSV separated by |), and optionally source (the document’s "
            "name), unanswerable, tags. The file takes the place of the questions that are here.",
        )
        if st.form_submit_button("Import", icon=":material/upload_file:") and file is not None:
            taken = workspace.import_questions(file.getvalue(), file.name)
            _say_and_rerun(f"Imported {len(taken):,} questions from {file.name}")


def _draw_editor(workspace: Workspace) -> None:
    before = workspace.questions
    table = pd.DataFrame([_row(question) for question in before], columns=COLUMNS)
    edited = st.data_editor(
        table,
        num_rows="dynamic",
        width="stretch",
        hide_index=True,
        height=320,
        key=f"questions {hash(before)}",
        column_config={
            "Accepted answers": st.column_config.TextColumn(help="Several are separated by |"),
            "Not in the documents": st.column_config.CheckboxColumn(
                default=False, help="The right answer is to refuse"
            ),
        },
    )
    after = _questions(edited, before)
    if after != before and st.button("Save the changes", type="primary"):
        workspace.save_questions(after)
        _say_and_rerun(f"Saved {len(after):,} questions")


def _row(question: EvaluationQuestion) -> list[object]:
    return [question.question, BETWEEN.join(question.answers), question.source, question.unanswerable]


def _questions(table: pd.DataFrame, before: Sequence[EvaluationQuestion]) -> tuple[EvaluationQuestion, ...]:
    rows = table.to_dict("index")
    filled = [(at, row) for at, row in rows.items() if any(_cell(row, name) for name in COLUMNS[:3])]
    tags: dict[Any, tuple[str, ...]] = {at: question.tags for at, question in enumerate(before)}
    return tuple(_question(row, number, tags.get(at, ())) for number, (at, row) in enumerate(filled, start=1))


def _cell(row: Mapping[Any, Any], name: str) -> str:
    return "" if pd.isna(row[name]) else str(row[name]).strip()


def _question(row: Mapping[Any, Any], number: int, tags: tuple[str, ...]) -> EvaluationQuestion:
    question = _cell(row, "Question")
    answers = tuple(part.strip() for part in _cell(row, "Accepted answers").split("|") if part.strip())
    unanswerable = bool(row["Not in the documents"]) and not pd.isna(row["Not in the documents"])
    if not question:
        raise UnusableInput(f"Row {number} of the table has no question. Fill it in, or delete the row.")
    if bool(answers) == unanswerable:
        raise UnusableInput(f"Row {number}: give an accepted answer, or tick “Not in the documents”; one of the two.")
    return EvaluationQuestion(question, answers, _cell(row, "Document"), unanswerable, tags)


def _draw_making(workspace: Workspace) -> None:
    made = questions_from_pairs(workspace.pairs, trained_pairs(workspace))
    st.markdown(
        f"{len(made):,} of {len(workspace.pairs):,} training pairs have a wording that the closed-book adapter was not "
        "trained on. Each gives one question in that wording; pairs held out as a whole come first."
    )
    if made and st.button("Use these questions", icon=":material/conversion_path:"):
        workspace.save_questions(made)
        _say_and_rerun(f"Made {len(made):,} questions from training pairs")


def _draw_swapping(workspace: Workspace) -> None:
    questions, trained = workspace.questions, trained_pairs(workspace)
    st.markdown(
        "Hides a question’s document from the search, so that the other documents are read in its place and the right "
        "answer is to refuse. Taken are only facts that no adapter was trained on and that stand in one document only."
    )
    most = sum(UNSEEN in each.tags for each in tag_by_exposure(questions, trained))
    if not most:
        st.caption("No question of this set is about a fact that was not trained on.")
        return
    count = st.number_input("How many, at most", 1, most, min(10, most))
    if st.button("Make them unanswerable", icon=":material/visibility_off:"):
        swapped = swap_documents(questions, workspace.documents, trained, int(count))
        changed = sum(one != other for one, other in zip(questions, swapped, strict=True))
        if not changed:
            raise UnusableInput("No such fact stands in one document only, so no question was changed.")
        workspace.save_questions(swapped)
        _say_and_rerun(f"{changed} questions are now unanswerable: their document is hidden from the search")


def _say_and_rerun(message: str) -> None:
    keep("question message", message)
    st.rerun()
