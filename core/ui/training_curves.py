"""What a training run reported, drawn: losses, exact match, learning rate, gradient norm; and sample answers."""

from collections.abc import Sequence
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from core.tuning.progress import Check, Progress
from core.ui.charts import COLOURS

HEIGHT = 170
MOST_POINTS = 300
TRAINING, HELD_OUT = "training", "held out"
MARKS = {True: "✓ right", False: "not yet"}


def draw_curves(history: Sequence[Progress]) -> None:
    """Four charts by step; nothing before the second step."""
    steps = _thinned([each for each in history if each.learning_rate is not None and each.loss is not None])
    checks = [each.check for each in history if each.check]
    if len(steps) < 2:
        return
    left, right = st.columns(2)
    losses = [(each.step, each.loss, TRAINING) for each in steps] + [
        (each.step, each.loss, HELD_OUT) for each in checks
    ]
    with left:
        _draw("Loss", "Nats for each token: training, and what is held out", _loss_chart(losses))
    with right:
        exact = [(check.step, check.exact) for check in checks]
        chart = _line(exact, "Share", COLOURS[2], format_=".0%", upper=1.0, points=True)
        _draw("Held-out exact match", "Share of a held-out sample that is answered exactly; step 0 is untouched", chart)
    left, right = st.columns(2)
    with left:
        rates = [(each.step, each.learning_rate) for each in steps]
        _draw("Learning rate", "Size of a step", _line(rates, "Rate", COLOURS[3], format_=".1e"))
    with right:
        norms = [(each.step, each.gradient_norm) for each in steps]
        says = "Length of the gradient before it is cut to 1; where it soars, the learning rate is too large"
        _draw("Gradient norm", says, _line(norms, "Norm", COLOURS[1]))


def _draw(title: str, says: str, chart: Any) -> None:
    st.markdown(f"**{title}**", help=says)
    st.altair_chart(chart.properties(height=HEIGHT), width="stretch", alt=says)


def _loss_chart(losses: Sequence[tuple[int, float | None, str]]) -> Any:
    table = pd.DataFrame(losses, columns=["Step", "Loss", "Of"])
    kinds = alt.Scale(domain=[TRAINING, HELD_OUT], range=COLOURS[:2])
    base = alt.Chart(table).encode(
        x=alt.X("Step:Q"),
        y=alt.Y("Loss:Q", title=None, scale=alt.Scale(zero=True)),
        color=alt.Color("Of:N", scale=kinds, legend=alt.Legend(title=None, orient="top")),
        tooltip=["Step", alt.Tooltip("Loss", format=".3f"), "Of"],
    )
    dashes = alt.StrokeDash("Of:N", scale=alt.Scale(domain=[TRAINING, HELD_OUT], range=[[1, 0], [5, 3]]), legend=None)
    marks = base.transform_filter(alt.datum.Of == HELD_OUT).mark_point(filled=True, size=45, opacity=1)
    return base.mark_line(strokeWidth=2).encode(strokeDash=dashes) + marks


def _line(
    values: Sequence[tuple[int, float | None]],
    name: str,
    colour: str,
    format_: str = ".3f",
    upper: float | None = None,
    points: bool = False,
) -> Any:
    scale = alt.Scale(zero=True) if upper is None else alt.Scale(domain=[0, upper])
    axis = alt.Axis(format=format_, tickCount=4)
    table = pd.DataFrame(values, columns=["Step", name])
    return (
        alt.Chart(table)
        .mark_line(strokeWidth=2, color=colour, point={"color": colour, "size": 45} if points else False)
        .encode(
            x=alt.X("Step:Q"),
            y=alt.Y(f"{name}:Q", title=None, scale=scale, axis=axis),
            tooltip=["Step", alt.Tooltip(name, format=format_)],
        )
    )


def _thinned(steps: Sequence[Progress]) -> Sequence[Progress]:
    """At most some hundred of them, the last one included: more cannot be told apart."""
    every = -(-len(steps) // MOST_POINTS)
    return steps[::-1][::every][::-1] if every > 1 else steps


def draw_answers(before: Check, now: Check) -> None:
    """Some held-out questions: the answer wanted, what the untouched model wrote, and what is written now."""
    st.markdown(f"**Answers on held-out questions, step {now.step:,}**", help="The model writes in lower case.")
    untouched = {each.question: each.written for each in before.answers}
    rows = "".join(
        f"<tr><td>{escape(each.question)}</td><td>{escape(each.wanted)}</td>"
        f"<td>{escape(untouched.get(each.question, ''))}</td><td>{escape(each.written)}</td>"
        f'<td><span class="rt-pill rt-{"done" if each.is_right else "todo"}">{MARKS[each.is_right]}</span></td></tr>'
        for each in now.answers
    )
    head = "<tr><th>Question</th><th>Wanted</th><th>Untouched model</th><th>Now</th><th></th></tr>"
    st.html(f'<div class="rt-wide"><table class="rt-grid"><thead>{head}</thead><tbody>{rows}</tbody></table></div>')
