"""What an experiment found: one sentence, one chart, the figures behind them. Plain data, kept as JSON."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from core.errors import UnusableInput
from core.measuring.charts import Chart

Cell = str | int | float | None


@dataclass(frozen=True)
class Finding:
    """`table`: rows of cells by column. `figures`: numbers by name that a page computes on, such as costs.

    `notes`: what a reader has to know to read it right. `computed`: ISO 8601 in UTC.
    """

    experiment: str
    title: str
    sentence: str
    chart: Chart
    table: tuple[dict[str, Cell], ...] = ()
    notes: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    computed: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


def finding_to_json(finding: Finding) -> str:
    return json.dumps(asdict(finding), ensure_ascii=False, indent=1) + "\n"


def read_finding(file: Path) -> Finding:
    """Raises `UnusableInput` when the file is damaged."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Finding).validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnusableInput(f"{file.parent.name} is damaged and cannot be shown. Run the experiment again.") from error
