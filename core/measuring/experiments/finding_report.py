"""A finding -> CSV and a standalone HTML page with its sentence, chart and table. No network, no script."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from core.measuring.experiments.finding import Finding
from core.measuring.report import safe_cell
from core.measuring.report_page import page_environment


def render_finding_html(finding: Finding, settings: Mapping[str, Any]) -> str:
    template = page_environment().get_template("finding.html.jinja")
    return template.render(finding=finding, settings=settings).encode("utf8", "replace").decode("utf8")


def render_finding_csv(finding: Finding) -> str:
    """The table, or the chart's points where there is none; no cell can start a formula."""
    rows = finding.table or tuple(
        {"Series": each.series, "Row": each.label, "x": each.x, "Value": each.value} for each in finding.chart.points
    )
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(rows[0] if rows else ())
    writer.writerows([safe_cell(cell) for cell in row.values()] for row in rows)
    return "\ufeff" + stream.getvalue().encode("utf8", "replace").decode("utf8")
