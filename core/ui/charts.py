"""A chart as data -> Altair, on the page. Colours and shapes hold in the light and in the dark theme."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from core.measuring.charts import Chart, Point

COLOURS = ["#2590bf", "#c96a1b", "#35945a", "#a863c4", "#8f8117", "#d3557a"]
"""Each has a contrast of at least 3:1 to white and to the dark theme's ground."""
SHAPES = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross"]
ROW = 15
PLOT = 340
AXIS, LEGEND_ROW, LEGEND_COLUMNS = 55, 26, 3


def draw_chart(chart: Chart) -> None:
    """The chart under its title, with what it shows in words."""
    st.markdown(f"**{chart.title}**", help=chart.says)
    drawn = _intervals(chart) if chart.kind == "intervals" else _plane(chart)
    st.altair_chart(drawn, width="stretch", alt=chart.says)


def _intervals(chart: Chart) -> Any:
    """A band for each label, in it a row for each series: a mark with its interval."""
    value_axis = alt.X("value:Q", title=chart.unit or None, scale=alt.Scale(domain=[0, chart.upper]))
    base = alt.Chart(_table(chart)).encode(
        y=alt.Y("label:N", sort=chart.labels, title=None, axis=alt.Axis(labelLimit=220), scale=alt.Scale(padding=0.25)),
        yOffset=alt.YOffset("series:N", sort=chart.series),
        color=_colour(chart),
        tooltip=_tooltip(chart),
    )
    rules = base.mark_rule(strokeWidth=2.5).encode(x=alt.X("low:Q", title=chart.unit or None), x2="high:Q")
    marks = base.mark_point(filled=True, size=80, opacity=1).encode(x=value_axis, shape=_shape(chart))
    return (rules + marks).properties(height=len(chart.labels) * (len(chart.series) + 1) * ROW + _around(chart))


def _plane(chart: Chart) -> Any:
    """Values upwards over x, with intervals; a line joins a series in a chart of lines, names stand in a scatter."""
    base = alt.Chart(_table(chart)).encode(
        x=alt.X("x:Q", title=chart.x_title, scale=alt.Scale(zero=True, nice=True)),
        color=_colour(chart),
        tooltip=_tooltip(chart),
    )
    value_axis = alt.Y("value:Q", title=chart.y_title or chart.unit, scale=alt.Scale(domain=[0, chart.upper]))
    rules = base.mark_rule(strokeWidth=2).encode(y="low:Q", y2="high:Q")
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(y=value_axis, shape=_shape(chart))
    if chart.kind == "lines":
        return (base.mark_line(strokeWidth=2).encode(y=value_axis) + rules + marks).properties(height=PLOT)
    return (rules + marks).properties(height=PLOT)


def _around(chart: Chart) -> int:
    """Pixels for the axis and the legend, which Streamlit counts to a chart's height."""
    return AXIS + LEGEND_ROW * -(-len(chart.series) // LEGEND_COLUMNS) * (len(chart.series) > 1)


def _table(chart: Chart) -> pd.DataFrame:
    return pd.DataFrame([_row(chart, point) for point in chart.points])


def _row(chart: Chart, point: Point) -> dict[str, Any]:
    known = point.low is not None and point.high is not None
    return {
        "label": point.label,
        "series": point.series,
        "x": point.x,
        "value": point.value,
        "low": point.low if known else point.value,
        "high": point.high if known else point.value,
        "says": f"{point.value:.1f} {chart.unit}".strip(),
        "interval": f"{point.low:.1f} to {point.high:.1f}" if known else "none",
        "questions": "" if point.n is None else str(point.n),
    }


def _tooltip(chart: Chart) -> list[alt.Tooltip]:
    names = {"label": "", "series": "", "x": chart.x_title, "says": "Value", "interval": "95 % interval"}
    names |= {"questions": "Questions"}
    first = chart.points[0]
    there = {"label": first.label, "x": first.x is not None, "questions": first.n is not None}
    return [alt.Tooltip(key, title=title or key) for key, title in names.items() if there.get(key, True)]


def _colour(chart: Chart) -> alt.Color:
    legend = alt.Legend(title=None, orient="top", columns=LEGEND_COLUMNS) if len(chart.series) > 1 else None
    return alt.Color("series:N", sort=chart.series, scale=alt.Scale(domain=chart.series, range=COLOURS), legend=legend)


def _shape(chart: Chart) -> alt.Shape:
    return alt.Shape("series:N", sort=chart.series, scale=alt.Scale(domain=chart.series, range=SHAPES), legend=None)
