"""A comparison -> Markdown, JSON, and one HTML page that needs nothing else: no network, no script, light and dark.

Prepares what the templates show. HTML is escaped by the template engine, Markdown by the filter `text`.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from core.answering.answerer import ARM_LABELS
from core.answering.comparing.agreement import find_agreement
from core.answering.comparing.comparison import Comparison, comparison_to_fields
from core.answering.comparing.numbered_sources import NumberedSource, cite, number_sources
from core.answering.marking import holds_evidence, marked_runs
from core.templates import template_environment

FORMAT = "retrieve-or-tune comparison, version 1"
STATES = {"supported": "✓ Supported", "contradicted": "≠ Contradicted", "unsupported": "? Unsupported"}
MARKS = {"supports": ("for", ""), "contradicts": ("against", "≠"), "copied": ("copied", "")}
"""Style of a mark, and what stands after its number."""


def render_json(comparison: Comparison) -> str:
    """Everything that is kept of the comparison, and the agreement of its answers."""
    agreement = find_agreement(comparison.answers)
    fields = {"format": FORMAT, **comparison_to_fields(comparison)}
    fields["agreement"] = {"groups": agreement.groups, "sentence": agreement.sentence}
    return json.dumps(fields, ensure_ascii=False, indent=1).encode(errors="replace").decode() + "\n"


def render_markdown(comparison: Comparison) -> str:
    """The comparison as Markdown; evidence is bold, with the number of its source."""
    return _render("comparison.md.jinja", comparison)


def render_html(comparison: Comparison) -> str:
    """The comparison as a standalone page."""
    return _render("comparison.html.jinja", comparison)


def _render(template: str, comparison: Comparison) -> str:
    text = _environment(template.endswith(".html.jinja")).get_template(template).render(_what_is_shown(comparison))
    return text.encode(errors="replace").decode().rstrip() + "\n"


@lru_cache(maxsize=2)
def _environment(autoescape: bool) -> Environment:
    environment = template_environment(Path(__file__).parent, autoescape)
    environment.filters |= {"runs": _runs, "place": _place}
    return environment


def _what_is_shown(comparison: Comparison) -> dict[str, Any]:
    sources = number_sources(comparison.answers)
    cited = [one for one in sources if holds_evidence(one.ranked.passage, one.evidence)]
    return {
        "comparison": comparison,
        "agreement": find_agreement(comparison.answers).sentence,
        "labels": ARM_LABELS,
        "states": STATES,
        "marks": MARKS,
        "cited": cited,
        "unused": [one for one in sources if one not in cited],
        "cite": lambda sentence, checked: [one.number for one in cite(sentence.evidence, sources, checked)],
        "milliseconds": lambda answer: round(1000 * sum(answer.seconds.values())),
        "listed": _listed,
    }


def _runs(source: NumberedSource) -> list[tuple[str, str]]:
    return list(marked_runs(source.ranked.passage, source.evidence))


def _place(source: NumberedSource) -> str:
    """Document, page or rows, and heading, as they are."""
    passage = source.ranked.passage
    page = f"page {passage.page}" if passage.page else ""
    rows = f"rows {passage.rows[0]} to {passage.rows[1]}" if passage.rows else ""
    return ", ".join(part for part in (passage.document, page, passage.heading, rows) if part)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
