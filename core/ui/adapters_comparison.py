"""Two adapters side by side: settings and figures, with what differs marked."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from core.tuning.shelf import KIND_NAMES, Adapter

NAMES = {
    "trained_wordings_exact": "trained wordings exact",
    "held_out_exact": "held-out exact",
    "held_out_exact_before": "held-out exact before",
    "held_out_f1": "held-out F1",
    "held_out_f1_plain_rag": "plain RAG’s held-out F1",
    "held_out_loss": "held-out loss",
    "held_out_loss_before": "held-out loss before",
    "loss": "training loss",
    "seconds": "training time",
}
SHARES = ("exact", "f1", "strength")
STRENGTH = "held_out_f1_at_strength_"


def draw_comparison(adapters: Sequence[Adapter]) -> None:
    """Choose two, and see where they differ."""
    st.subheader("Compare two", anchor=False)
    one, other = st.columns(2)
    ids = [each.id for each in adapters]
    names = {each.id: f"{each.name} ({KIND_NAMES[each.lineage.kind]})" for each in adapters}
    first = one.selectbox("One", ids, 0, format_func=names.__getitem__)
    second = other.selectbox("Other", ids, 1, format_func=names.__getitem__)
    by_id = {each.id: each for each in adapters}
    st.html(comparison_table(by_id[first], by_id[second]))
    st.caption("Rows in which they differ are shaded and carry ≠.")


def comparison_table(one: Adapter, other: Adapter) -> str:
    """An HTML table; a setting or figure that one of them lacks is a dash."""
    left, right = _described(one), _described(other)
    rows = "".join(_row(name, left.get(name, "–"), right.get(name, "–")) for name in {**left, **right})
    head = f"<thead><tr><th></th><th>{escape(one.name)}</th><th>{escape(other.name)}</th></tr></thead>"
    return f'<div class="rt-wide"><table class="rt-grid">{head}<tbody>{rows}</tbody></table></div>'


def _row(name: str, left: str, right: str) -> str:
    differs = ' class="differs"' if left != right else ""
    return f"<tr{differs}><th>{escape(name)}</th><td>{escape(left)}</td><td>{escape(right)}</td></tr>"


def _described(adapter: Adapter) -> dict[str, str]:
    lineage = adapter.lineage
    about = {
        "kind": KIND_NAMES[lineage.kind],
        "trained": lineage.trained.replace("T", " ")[:16],
        "pairs": f"{lineage.pairs:,} ({lineage.pairs_hash or 'hash not noted'})",
        "documents": f"{len(lineage.documents)}",
        "ended": lineage.ended or "not noted",
    }
    measured = lineage.figures | lineage.settings
    return about | {name_figure(name): show_value(value, name) for name, value in measured.items()}


def name_figure(name: str) -> str:
    """As people read it.

    >>> name_figure("held_out_f1_at_strength_0.5"), name_figure("best_step")
    ('held-out F1 at strength 50 %', 'best step')
    """
    if name.startswith(STRENGTH):
        return f"held-out F1 at strength {float(name.removeprefix(STRENGTH)):.0%}".replace("%", " %")
    return NAMES.get(name, name.replace("_", " "))


def show_value(value: Any, name: str) -> str:
    """A share in per cent, another number in few digits, a text as it is.

    >>> show_value(0.95, "held_out_exact"), show_value(61.25, "seconds"), show_value("linear", "schedule")
    ('95 %', '61.2 s', 'linear')
    """
    if isinstance(value, str):
        return value.replace("_", " ")
    if any(share in name for share in SHARES):
        return f"{100 * value:.0f} %"
    return f"{value:.1f} s" if name == "seconds" else f"{value:g}"
