"""A chart -> SVG for a report: no script, no network; colours come from the page's style, so that it fits both themes.

Series differ in colour and in the shape of their marks. Every text goes through ElementTree, which escapes it.
"""

import math
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from core.measuring.charts import Chart, Point

WIDTH, LEFT, RIGHT, TOP, AXIS = 720, 130, 24, 34, 44
ROW = 15
PLOT = 240
SERIES_COLOURS = 6
"""Classes `s0` to `s5` of the report's style."""


def draw_svg(chart: Chart) -> str:
    """Markup of one `<svg>`, with `chart.says` as its description."""
    height = _plot_height(chart) + TOP + AXIS
    svg = Element("svg", {"viewBox": f"0 0 {WIDTH} {height}", "role": "img", "class": "chart"})
    SubElement(svg, "title").text = chart.title
    SubElement(svg, "desc").text = chart.says
    _draw_legend(svg, chart)
    (_draw_intervals if chart.kind == "intervals" else _draw_plane)(svg, chart)
    return tostring(svg, encoding="unicode")


def _plot_height(chart: Chart) -> int:
    return len(chart.labels) * _band(chart) if chart.kind == "intervals" else PLOT


def _band(chart: Chart) -> int:
    return ROW * len(chart.series) + ROW


def _draw_intervals(svg: Element, chart: Chart) -> None:
    """A band for each label, in it a row for each series."""
    place = _scale(0, chart.upper, LEFT, WIDTH - RIGHT)
    bottom = TOP + _plot_height(chart)
    for value in _ticks(chart.upper):
        _line(svg, place(value), TOP, place(value), bottom, "grid")
        _text(svg, place(value), bottom + 16, f"{value:g} {chart.unit}".strip(), "middle")
    for label in chart.labels:
        top = TOP + chart.labels.index(label) * _band(chart)
        _line(svg, 0, top, WIDTH - RIGHT, top, "grid")
        _text(svg, LEFT - 10, top + _band(chart) / 2 + 4, label, "end")
    for point in chart.points:
        row = chart.labels.index(point.label) * _band(chart) + (chart.series.index(point.series) + 1) * ROW
        _draw_point(svg, chart, point, place(point.value), TOP + row, place)


def _draw_point(svg: Element, chart: Chart, point: Point, x: float, y: float, place: Callable[[float], float]) -> None:
    group = SubElement(svg, "g", {"class": _colour(chart, point.series)})
    SubElement(group, "title").text = _words(chart, point)
    if point.low is not None and point.high is not None:
        _line(group, place(point.low), y, place(point.high), y, "interval")
    _mark(group, x, y, chart.series.index(point.series))


def _draw_plane(svg: Element, chart: Chart) -> None:
    """Values upwards over x; a line joins the points of a series in a chart of lines."""
    farthest = max((point.x or 0 for point in chart.points), default=1) * 1.05 or 1
    across, up = _scale(0, farthest, LEFT, WIDTH - RIGHT), _scale(0, chart.upper, TOP + PLOT, TOP)
    for value in _ticks(chart.upper):
        _line(svg, LEFT, up(value), WIDTH - RIGHT, up(value), "grid")
        _text(svg, LEFT - 10, up(value) + 4, f"{value:g} {chart.unit}".strip(), "end")
    for value in _ticks(farthest):
        _text(svg, across(value), TOP + PLOT + 16, f"{value:,g}", "middle")
    _text(svg, (LEFT + WIDTH - RIGHT) / 2, TOP + PLOT + 36, chart.x_title, "middle")
    for name in chart.series:
        _draw_series(svg, chart, name, across, up)


def _draw_series(
    svg: Element, chart: Chart, name: str, across: Callable[[float], float], up: Callable[[float], float]
) -> None:
    points = sorted((point for point in chart.points if point.series == name), key=lambda point: point.x or 0)
    group = SubElement(svg, "g", {"class": _colour(chart, name)})
    if chart.kind == "lines":
        path = " ".join(f"{across(point.x or 0):.1f},{up(point.value):.1f}" for point in points)
        SubElement(group, "polyline", {"points": path, "class": "interval", "fill": "none"})
    for point in points:
        x = across(point.x or 0)
        if point.low is not None and point.high is not None:
            _line(group, x, up(point.low), x, up(point.high), "interval")
        mark = SubElement(group, "g")
        SubElement(mark, "title").text = _words(chart, point)
        _mark(mark, x, up(point.value), chart.series.index(name))


def _draw_legend(svg: Element, chart: Chart) -> None:
    at = 8.0
    for number, name in enumerate(chart.series if len(chart.series) > 1 else []):
        group = SubElement(svg, "g", {"class": _colour(chart, name)})
        _mark(group, at, 12, number)
        _text(svg, at + 10, 16, name, "start")
        at += 34 + 6.6 * len(name)


def _words(chart: Chart, point: Point) -> str:
    """What a mark says when the pointer rests on it."""
    name = " · ".join(filter(None, [point.label, point.series]))
    interval = "" if point.low is None or point.high is None else f" (95 %: {point.low:.1f} to {point.high:.1f})"
    count = f", {point.n} questions" if point.n else ""
    return f"{name}: {point.value:.1f} {chart.unit}{interval}{count}"


def _colour(chart: Chart, series: str) -> str:
    return f"s{chart.series.index(series) % SERIES_COLOURS}"


def _mark(parent: Element, x: float, y: float, shape: int) -> None:
    """A filled mark: circle, square, diamond or triangle, in turn."""
    if shape % 4 == 0:
        SubElement(parent, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "5", "class": "mark"})
        return
    shapes: list[list[tuple[float, float]]] = [
        [(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
        [(0, -6), (6, 0), (0, 6), (-6, 0)],
        [(0, -6), (6, 5), (-6, 5)],
    ]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in shapes[shape % 4 - 1])
    SubElement(parent, "polygon", {"points": points, "class": "mark"})


def _line(parent: Element, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    SubElement(parent, "line", {key: f"{value:.1f}" for key, value in ends.items()} | {"class": style})


def _text(parent: Element, x: float, y: float, words: str, anchor: str) -> None:
    SubElement(parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}).text = words


def _scale(first: float, last: float, start: float, end: float) -> Callable[[float], float]:
    span = (last - first) or 1.0
    return lambda value: start + (min(max(value, first), last) - first) / span * (end - start)


def _ticks(upper: float) -> Iterable[float]:
    """Five or so round values from 0."""
    step = 10 ** math.floor(math.log10(upper / 4)) if upper > 0 else 1.0
    step = next(step * factor for factor in (1, 2, 2.5, 5, 10) if upper / (step * factor) <= 5.5)
    return [number * step for number in range(int(upper / step + 1e-9) + 1)]
