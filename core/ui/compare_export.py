"""Taking a comparison along: a link that asks its question again, and files."""

from urllib.parse import quote, urlsplit

import streamlit as st

from core.answering.comparing.comparison import Comparison
from core.answering.comparing.export import render_html, render_json, render_markdown

FILES = {
    "A page (HTML)": (render_html, "comparison.html", "text/html", "One file that needs no network; opens anywhere."),
    "Markdown": (render_markdown, "comparison.md", "text/markdown", "To keep beside other notes."),
    "Data (JSON)": (render_json, "comparison.json", "application/json", "Everything that is known of it."),
}


def draw_link(one: Comparison) -> None:
    """The address that opens this page with the question filled in, to be copied."""
    with st.popover("Link", icon=":material/link:"):
        st.code(link_to(one.asked, st.context.url), language=None, wrap_lines=True)
        st.caption("Opens this page with the question filled in, on whatever documents are there then.")


def link_to(question: str, here: str | None) -> str:
    """An address of the Compare page with a question.

    >>> link_to("Why & how?", "http://localhost:8501/Compare?x=1#source-2")
    'http://localhost:8501/Compare?q=Why%20%26%20how%3F'
    """
    parts = urlsplit(here or "")
    root = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else "Compare"
    return f"{root}?q={quote(question, safe='', errors='replace')}"


def draw_export(one: Comparison) -> None:
    """The comparison as a file of each kind."""
    with st.popover("Export", icon=":material/download:"):
        for label, (render, name, kind, says) in FILES.items():
            st.download_button(
                label,
                lambda render=render: render(one),  # type: ignore[misc]
                name,
                kind,
                key=f"{name} {one.id}",
                help=says,
                icon=":material/download:",
                on_click="ignore",
                width="stretch",
            )
