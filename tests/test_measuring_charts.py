"""Charts of a run: what they hold, and that their SVG is well-formed, escaped and complete."""

from xml.etree.ElementTree import fromstring

import altair as alt
import pytest

from core.measuring.charts import Chart, Point, run_charts
from core.measuring.evaluation import evaluate
from core.measuring.metrics import Aids
from core.measuring.svg import draw_svg
from core.records import Answer, CheckedSentence
from core.ui import charts as drawn
from tests.test_measuring_evaluation import FEE, QUESTIONS, base, rag

HOSTILE = "<script>alert(1)</script>"
SVG = "{http://www.w3.org/2000/svg}"


def make_chart(kind: str) -> Chart:
    points = tuple(
        Point(series, 10.0 * at, label=f"row {at}", x=float(at), low=10.0 * at - 4, high=10.0 * at + 4, n=9)
        for series in ("one", HOSTILE)
        for at in range(1, 4)
    )
    return Chart("Title & more", kind, points, HOSTILE, x_title="Pairs")  # type: ignore[arg-type]


def test_a_run_has_charts_of_what_it_measured():
    titles = [chart.title for chart in run_charts(evaluate([rag(), base()], QUESTIONS))]
    assert titles == [
        "Right answers, by what the adapter has seen",
        "Right answers against the time they take",
        "Refusals",
        "Retrieval and citations",
    ]
    only_closed = [chart.title for chart in run_charts(evaluate([base()], [FEE]))]
    assert only_closed == ["Right answers, by what the adapter has seen", "Refusals"]


def test_support_is_shown_beside_right_answers_where_it_was_checked():
    checks = Aids(check=lambda answer: [CheckedSentence(answer.text, "supported", "because")])
    charts = {chart.title: chart for chart in run_charts(evaluate([rag(), base()], QUESTIONS, aids=checks))}
    chart = charts["Supported, and right"]
    assert chart.series == ["Supported sentences", "Exact match"]
    assert {point.value for point in chart.points if point.series == "Supported sentences"} == {100}


def test_an_arm_has_the_same_place_in_every_chart_even_where_a_part_was_not_measured_of_it():
    def of_rag_alone(answer: Answer) -> list[CheckedSentence]:
        return [CheckedSentence(answer.text, "supported", "because")] if answer.arm == "rag" else []

    charts = run_charts(evaluate([base(), rag()], QUESTIONS, aids=Aids(check=of_rag_alone)))
    assert {chart.title: chart.labels for chart in charts}["Supported, and right"] == ["Base", "RAG"]
    assert charts[0].labels == ["Base", "RAG"]


def test_accuracy_has_a_point_with_interval_for_each_arm():
    chart = run_charts(evaluate([rag(), base()], QUESTIONS))[0]
    assert chart.labels == ["RAG", "Base"]
    point = chart.points[0]
    assert (point.value, point.n) == (40, 5)
    assert point.low is not None
    assert 0 <= point.low < 40


@pytest.mark.parametrize("kind", ["intervals", "lines", "scatter"])
def test_svg_is_well_formed_and_shows_every_point(kind: str):
    chart = make_chart(kind)
    svg = fromstring(draw_svg(chart).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))
    marks = [each for each in svg.iter() if each.get("class") == "mark"]
    assert len(marks) == len(chart.points) + len(chart.series), "and one a series in the legend"
    assert HOSTILE not in draw_svg(chart)
    titles = [each.text for each in svg.iter(f"{SVG}title")]
    assert any(title and title.endswith("30.0 % (95 %: 26.0 to 34.0), 9 questions") for title in titles)


@pytest.mark.parametrize("kind", ["intervals", "lines", "scatter"])
def test_the_page_draws_the_same_points(kind: str):
    chart = make_chart(kind)
    spec = (drawn._intervals if kind == "intervals" else drawn._plane)(chart)
    assert isinstance(spec, alt.LayerChart)
    data = next(iter(spec.to_dict()["datasets"].values()))
    assert [row["value"] for row in data] == [point.value for point in chart.points]
