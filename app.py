"""Home: what this is, the state of the workspace, and the whole comparison on the sample at one click."""

import streamlit as st

from core.answering.choice import possible_arms
from core.answering.comparing.comparison import Comparison
from core.sample import suggested_questions
from core.ui.answer_columns import draw_answers, draw_question_head
from core.ui.arms_picture import draw_arms
from core.ui.compare_state import ask_aside, is_kept
from core.ui.frame import errors_shown, setup_page
from core.ui.loading import load_sample_shown
from core.ui.state import keep, recall
from core.ui.steps import draw_steps
from core.workspace import Workspace


def main() -> None:
    workspace = setup_page(
        "Retrieve or Tune",
        "Should a language model **look things up** in your documents, or be **trained** on them? "
        "Ask both the same question, see where each answer comes from, and decide on evidence.",
    )
    draw_arms()
    st.subheader("Try it on the sample", anchor=False)
    st.markdown(
        "Thirteen documents of an invented company, Wrenfield Weather Instruments. Nobody has seen these facts before: "
        "a right answer has to come from the documents. Its adapters are shipped, precomputed; "
        "the answers are computed live."
    )
    if st.button("Run the sample comparison", type="primary", icon=":material/play_arrow:"):
        with errors_shown():
            _run_sample(workspace)
    comparison: Comparison | None = recall("sample comparison", None)
    if comparison and is_kept(workspace, comparison):
        draw_question_head(comparison.asked)
        draw_answers(workspace, comparison)
        st.page_link("pages/Compare.py", label="Ask your own question", icon=":material/arrow_forward:")
    st.subheader("Your workspace", anchor=False)
    draw_steps(workspace)
    left, right = st.columns(2)
    left.page_link("pages/Documents.py", label="Add your own documents", icon=":material/upload_file:")
    right.page_link("pages/Compare.py", label="Compare the arms on a question", icon=":material/view_column:")


def _run_sample(workspace: Workspace) -> None:
    load_sample_shown(workspace)
    possible = possible_arms(True, workspace.adapters())
    arms = [name for name in possible if name in ("base", "rag", "tuned")]
    keep("sample comparison", ask_aside(workspace, suggested_questions()[0], arms))
    st.rerun()


main()
