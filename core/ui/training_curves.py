"""What a training run reported, drawn: losses, exact match, learning rate, gradient norm; and sample answers."""

from collections.abc import Sequence
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from core.tuning.progress import Check, Progress
from core.ui.charts import COLOURS

HEIGHT = 190
MOST_POINTS = 300
TRAINING, HELD_OUT = "training", "held out"
STEPS = alt.Axis(format="d", tickMinStep=1, tickCount=6)
MARKS = {True: "✓ right", False: "not yet"}


def draw_curves(history: Sequence[Progress]) -> None:
    """Four charts by step; nothing before the second step."""
    steps = _thinned([each for each in history if each.learning_rate is not None and each.loss is not None])
    checks = [each.check for each in history if each.check]
    if len(steps) < 2:
        return
    along = alt.X("Step:Q", scale=alt.Scale(domain=[0, steps[-1].step], nice=False), title=None, axis=STEPS)
    losses = [(each.step, each.loss, TRAINING) for each in steps] + [
        (each.step, each.loss, HELD_OUT) for each in checks
    ]
    exact = [(check.step, check.exact) for check in checks]
    rates = [(each.step, each.learning_rate) for each in steps]
    norms = [(each.step, each.gradient_norm) for each in steps]
    left, right = st.columns(2)
    with left:
        _draw("Loss by step", "Nats for each token: training, and what is held out", _loss_chart(losses, along))
        _draw("Learning rate by step", "Size of a step", _line(rates, along, COLOURS[3], ".1e"))
    with right:
        says = "Share of a held-out sample that is answered exactly; step 0 is the untouched model"
        chart = _line(exact, along, COLOURS[2], ".0%", upper=1.0, points=True)
        _draw("Held-out exact match by step", says, chart)
        says = "Length of the gradient before it is cut to 1; where it soars, the learning rate is too large"
        _draw("Gradient norm by step", says, _line(norms, along, COLOURS[1], ".1f"))


def _draw(title: str, says: str, chart: Any) -> None:
    st.markdown(f"**{title}**", help=says)
    st.altair_chart(chart.properties(height=HEIGHT), width="stretch", alt=says)


def _loss_chart(losses: Sequence[tuple[int, float | None, str]], along: alt.X) -> Any:
    table = pd.DataFrame(losses, columns=["Step", "Value", "Of"])
    kinds = alt.Scale(domain=[TRAINING, HELD_OUT], range=COLOURS[:2])
    legend = alt.Legend(title=None, orient="top-right", symbolType="stroke", symbolStrokeWidth=3)
    base = alt.Chart(table).encode(
        x=along,
        y=alt.Y("Value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4)),
        color=alt.Color("Of:N", scale=kinds, legend=legend),
        tooltip=["Step", alt.Tooltip("Value", format=".3f"), "Of"],
    )
    marks = base.transform_filter(alt.datum.Of == HELD_OUT).mark_point(filled=True, size=45, opacity=1)
    return base.mark_line(strokeWidth=2) + marks


def _line(
    values: Sequence[tuple[int, float | None]],
    along: alt.X,
    colour: str,
    form: str,
    upper: float | None = None,
    points: bool = False,
) -> Any:
    scale = alt.Scale(zero=True) if upper is None else alt.Scale(domain=[0, upper])
    table = pd.DataFrame(values, columns=["Step", "Value"])
    return (
        alt.Chart(table)
        .mark_line(strokeWidth=2, color=colour, point={"color": colour, "size": 45} if points else False)
        .encode(
            x=along,
            y=alt.Y("Value:Q", title=None, scale=scale, axis=alt.Axis(format=form, tickCount=4)),
            tooltip=["Step", alt.Tooltip("Value", format=form)],
        )
    )


def _thinned(steps: Sequence[Progress]) -> Sequence[Progress]:
    """At most some hundred of them, the last one included: more cannot be told apart."""
    every = -(-len(steps) // MOST_POINTS)
    return steps[::-1][::every][::-1] if every > 1 else steps


def draw_answers(before: Check, now: Check) -> None:
    """Some held-out questions: the answer wanted, what the untouched model wrote, and what is written now."""
    says = "The same five at every check; the model writes in lower case. Step 0 is the untouched model."
    st.markdown(f"**Answers on held-out questions after step {now.step:,}**", help=says)
    untouched = {each.question: each.written for each in before.answers}
    rows = "".join(
        f"<tr><td>{escape(each.question)}</td><td>{escape(each.wanted)}</td>"
        f"<td>{escape(untouched.get(each.question, ''))}</td><td>{escape(each.written)}</td>"
        f'<td><span class="rt-pill rt-{"done" if each.is_right else "todo"}">{MARKS[each.is_right]}</span></td></tr>'
        for each in now.answers
    )
    head = "<tr><th>Question</th><th>Wanted</th><th>Untouched model</th><th>Now</th><th></th></tr>"
    st.html(f'<div class="rt-wide"><table class="rt-grid"><thead>{head}</thead><tbody>{rows}</tbody></table></div>')
