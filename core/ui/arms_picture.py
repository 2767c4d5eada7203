"""A picture of the three arms: what each is given when it is asked."""

import streamlit as st

ARMS = {
    "Base": (("question", "model"), "The untouched model, asked without your documents. The control."),
    "RAG": (("question", "passages", "model"), "The passages that fit the question are found first and read."),
    "Fine-tuned": (("question", "tuned model"), "Trained on questions and answers of your documents; reads nothing."),
}


def draw_arms() -> None:
    """One line of boxes an arm, from the question to the answer."""
    figures = "".join(
        f"<figure>{_flow(parts)}<figcaption><b>{name}</b>{says}</figcaption></figure>"
        for name, (parts, says) in ARMS.items()
    )
    st.html(f'<div class="rt-arms">{figures}</div>')


def _flow(parts: tuple[str, ...]) -> str:
    boxes = [f"<span>{part}</span>" for part in (*parts, "answer")]
    return f'<div class="rt-flow">{"<i>→</i>".join(boxes)}</div>'
