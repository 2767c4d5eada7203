"""What an experiment can be told before it runs: a form for each, by its key. A form gives options, or None to wait."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.measuring.experiments import break_even, data_amount, edit_fact, forget_document, fragmentation, lost_skills
from core.measuring.experiments.lab import Materials
from core.tuning.plan import RECOMMENDED
from core.ui.frame import as_text

Options = dict[str, Any]


def draw_form(key: str, materials: Materials) -> Options | None:
    """Draw the experiment's form; its options once the button is pressed. Raises `UnusableInput` for unusable ones."""
    return FORMS[key](materials)


def _edit_fact(materials: Materials) -> Options | None:
    edits = edit_fact.suggest_edits(materials)
    chosen = st.selectbox(
        "Fact",
        edits,
        format_func=lambda edit: f"{edit.question} → {edit.old_answer} ({edit.document})",
        help="Facts of training pairs that stand exactly once in their document.",
    )
    with st.form("edit a fact", border=False):
        new = st.text_input("New answer", chosen.new_answer, help="Takes the old one’s place in the sentence.")
        st.markdown(f"Now: {as_text(chosen.old_sentence.strip())}")
        epochs = _epochs()
        raft = "raft" in materials.adapters and st.toggle(
            "Train the RAFT adapter again too",
            help="Hybrid reads the edited document in any case. This shows what training it again adds; takes longer.",
        )
        if not _pressed():
            return None
    document, pair = (
        materials.document(chosen.document),
        next(pair for pair in materials.pairs if pair.question == chosen.question and pair.answer == chosen.old_answer),
    )
    assert document is not None, "It was suggested from these documents."
    return edit_fact.options_of(edit_fact.edit_of(document, pair, new.strip()), epochs, raft)


def _forget_document(materials: Materials) -> Options | None:
    with st.form("forget a document", border=False):
        name = st.selectbox(
            "Document",
            forget_document.forgettable(materials),
            help="Deleted in a copy only. Asked is what stands in no other document.",
        )
        epochs = _epochs()
        return {"document": name, "epochs": epochs} if _pressed() else None


def _lost_skills(materials: Materials) -> Options | None:
    with st.form("lost skills", border=False):
        count = len(lost_skills.general_questions())
        st.markdown(f"{count} shipped questions on invented everyday passages, to the base model and to each adapter.")
        return {} if _pressed() else None


def _data_amount(materials: Materials) -> Options | None:
    possible = data_amount.sizes_for(materials)
    with st.form("how much data", border=False):
        sizes = st.multiselect("Training pairs", possible, possible)
        one, two = st.columns(2)
        seeds = one.number_input("Trainings for each point", 1, 10, 3, help="Each on pairs drawn anew.")
        most = len(data_amount.questions_on(materials, len(materials.questions)))
        questions = two.number_input("Questions", 1, most, min(40, most), help="In wordings not trained on.")
        epochs = _epochs()
        st.caption("Each training takes from seconds to minutes. It can be stopped and gone on with.")
        if not _pressed() or not sizes:
            return None
    return {"sizes": sorted(sizes), "seeds": int(seeds), "questions": int(questions), "epochs": epochs}


def _break_even(materials: Materials) -> Options | None:
    with st.form("break-even", border=False):
        st.markdown("Measures indexing, one whole training, and questions to both arms. Then move the use below it.")
        questions = st.number_input("Questions to time", 1, len(materials.questions), min(20, len(materials.questions)))
        epochs = _epochs()
        return {"questions": int(questions), "epochs": epochs} if _pressed() else None


def _fragmentation(materials: Materials) -> Options | None:
    most = sum(bool(question.answers) for question in materials.questions)
    with st.form("fragmented data", border=False):
        questions = st.number_input("Questions", 1, most, min(40, most), help="Asked of RAG for each way of splitting.")
        return {"questions": int(questions)} if _pressed() else None


def _epochs() -> int:
    good = RECOMMENDED["closed-book"].epochs
    says = f"{good} are recommended. Fewer are quicker and learn less."
    with st.expander("Training"):
        return int(st.number_input("Epochs", 1, 200, good, help=says))


def _pressed() -> bool:
    return st.form_submit_button("Run the experiment", type="primary", icon=":material/science:")


FORMS: dict[str, Callable[[Materials], Options | None]] = {
    edit_fact.KEY: _edit_fact,
    forget_document.KEY: _forget_document,
    lost_skills.KEY: _lost_skills,
    data_amount.KEY: _data_amount,
    break_even.KEY: _break_even,
    fragmentation.KEY: _fragmentation,
}
