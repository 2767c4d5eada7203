"""A decision record -> Markdown, and one HTML page that needs nothing else: no network, no script, light and dark.

Prepares what the templates show. HTML is escaped by the template engine, Markdown by the filter `text`.
"""

from pathlib import Path
from typing import Any

from core.deciding.consequences import CONSEQUENCES
from core.deciding.criteria import CRITERIA, CRITERION
from core.deciding.measured import MEASURED
from core.deciding.obstacles import obstacles_of
from core.deciding.options import OPTION_LABELS, OPTION_MEANS, OPTIONS, show_strength
from core.deciding.recommendation import FIRMNESS
from core.deciding.record import DecisionRecord, carried_comment
from core.deciding.sources import SOURCES, cite
from core.deciding.studies import FINDINGS
from core.deciding.use_cases import USE_CASE
from core.templates import template_environment

MOST_REVERSALS = 8


def render_markdown(record: DecisionRecord) -> str:
    """The record as Markdown, to keep beside the code that it decides on."""
    return _render("record.md.jinja", record, autoescape=False)


def render_html(record: DecisionRecord) -> str:
    """The record as a standalone page."""
    return _render("record.html.jinja", record, autoescape=True)


def _render(template: str, record: DecisionRecord, autoescape: bool) -> str:
    environment = template_environment(Path(__file__).parent, autoescape)
    environment.filters |= {"percent": _percent, "strength": show_strength, "cite": cite}
    return environment.get_template(template).render(_what_is_shown(record)) + "\n"


def _what_is_shown(record: DecisionRecord) -> dict[str, Any]:
    found = record.recommendation
    decision = record.decision
    return {
        "record": record,
        "found": found,
        "case": found.case,
        "decision": decision,
        "options": OPTIONS,
        "labels": OPTION_LABELS,
        "means": OPTION_MEANS,
        "firmness": FIRMNESS[found.firmness].lower(),
        "criteria": CRITERIA,
        "criterion": CRITERION,
        "use_case": USE_CASE[found.case.use_case].label if found.case.use_case else "",
        "measured": [(each, each.figures(found.measurements)) for each in MEASURED.values()],
        "consequences": CONSEQUENCES[decision] if decision else (),
        "studies": [each for each in FINDINGS if decision in (*each.speaks_for, *each.speaks_against)],
        "obstacles": obstacles_of(found.case, decision) if decision else (),
        "reversals": found.reversals[:MOST_REVERSALS],
        "sources": SOURCES.values(),
        "carried": carried_comment(record),
    }


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
