"""HTML of the Decide page's tables and bars. Everything that is no constant of ours is escaped here."""

from collections.abc import Sequence
from html import escape

from core.deciding.balance import Balance, Row
from core.deciding.confidence import Confidence
from core.deciding.influence import Influence
from core.deciding.options import (
    OPTION_LABELS,
    OPTION_MEANS,
    OPTIONS,
    Option,
    Strengths,
    show_strength,
    strength_in_words,
)
from core.deciding.recommendation import Recommendation
from core.deciding.sources import cite

FULL_BAR = 0.6
"""Share at which a bar is full; an option takes more only where nearly all weight is one criterion’s."""


def table_html(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], style: str = "") -> str:
    """A table whose first column heads its rows. The cells are HTML already."""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    return (
        f'<div class="rt-wide" role="region" aria-label="{caption}" tabindex="0"><table class="rt-table {style}">'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def cite_html(sources: tuple[str, ...]) -> str:
    return f'<span class="rt-cite">{escape(cite(sources))}</span>'


def shares_html(balance: Balance, confidence: Confidence, before: Balance | None = None) -> str:
    """A bar for each option with its 5th to 95th percentile; what has changed against `before`."""
    rows = (_share_html(option, balance, confidence, before) for option in OPTIONS)
    return f'<div class="rt-shares">{"".join(rows)}</div>'


def _share_html(option: Option, balance: Balance, confidence: Confidence, before: Balance | None) -> str:
    share, low, high = balance.shares[option], confidence.low[option], confidence.high[option]
    moved = 100 * (share - before.shares[option]) if before else 0.0
    move = f"<small>{moved:+.1f}</small>" if abs(moved) >= 0.05 else ""
    first = " first" if option == balance.leader else ""
    at, width = _percent(low), _percent(high - low)
    return (
        f'<div class="rt-share{first}"><abbr class="name" title="{OPTION_MEANS[option]}" style="text-decoration:none">'
        f"{OPTION_LABELS[option]}</abbr>"
        f'<span class="value">{100 * share:.1f} %{move}</span>'
        f'<span class="bar" title="90 of 100 draws lie between {100 * low:.1f} and {100 * high:.1f} %">'
        f'<i class="rt-{option}" style="width:{_percent(share)}"></i>'
        f'<b style="left:{at};width:{width}"></b></span></div>'
    )


def _percent(share: float) -> str:
    return f"{100 * min(share / FULL_BAR, 1):.1f}%"


def strengths_html(strengths: Strengths) -> str:
    """What an answer says for each option, in words and as a number."""
    chips = (
        f"<span><b>{OPTION_LABELS[option]}</b> {strength_in_words(strength)} ({show_strength(strength)})</span>"
        for option, strength in zip(OPTIONS, strengths, strict=True)
    )
    return f'<div class="rt-chips">{"".join(chips)}</div>'


def arithmetic_html(found: Recommendation) -> str:
    """Every criterion with its answer, weight and strengths, down to the shares: the whole method to check."""
    heads = ["Criterion", "Answer", "Weight", *(OPTION_LABELS[option] for option in OPTIONS)]
    head = "".join(f'<th scope="col"{" class=n" if at > 1 else ""}>{each}</th>' for at, each in enumerate(heads))
    body = "".join(_criterion_row(row) for row in found.rows)
    total = sum(row.weight for row in found.rows)
    foot = _figures_row("Weighted average", "", f"{total:g}", [show_strength(each) for each in found.balance.averages])
    foot += _figures_row("Share", "", "", [f"{100 * found.balance.shares[option]:.1f} %" for option in OPTIONS])
    return (
        f'<div class="rt-wide" role="region" aria-label="The arithmetic" tabindex="0"><table class="rt-table sums">'
        f"<caption>{_ARITHMETIC}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


_ARITHMETIC = (
    "Strength of each answer for each option. Weighted average = sum of weight × strength / sum of weights. "
    "Share = 25 % + average / 12. How strong an answer speaks is this project’s judgement: the sources give no numbers."
)


def _criterion_row(row: Row) -> str:
    answer = '<span class="off">skipped</span>' if row.skipped else escape(row.answer)
    return _figures_row(row.label, answer, f"{row.weight:g}", [show_strength(each) for each in row.strengths])


def _figures_row(name: str, answer: str, weight: str, figures: Sequence[str]) -> str:
    cells = "".join(f'<td class="n">{each}</td>' for each in figures)
    return f'<tr><th scope="row">{name}</th><td>{answer}</td><td class="n">{weight}</td>{cells}</tr>'


def influences_html(found: Sequence[Influence], leader: Option) -> str:
    """A bar for each criterion: to the right what it adds to the leader's share, to the left what it takes."""
    longest = max((abs(each.change) for each in found), default=0) or 1
    rows = "".join(_influence_html(each, leader, longest) for each in found)
    return f'<div class="rt-force">{rows}</div>'


def _influence_html(influence: Influence, leader: Option, longest: float) -> str:
    width = 50 * abs(influence.change) / longest
    side = f"left:50%;width:{width:.1f}%" if influence.change >= 0 else f"right:50%;width:{width:.1f}%"
    other = influence.leader if influence.leader != leader else None
    note = f"<br><small>without it {OPTION_LABELS[other]} leads</small>" if other else ""
    return (
        f"<span>{influence.label}{note}</span>"
        f'<span class="track" aria-hidden="true"><i class="rt-{leader}" style="{side}"></i></span>'
        f'<span class="n">{show_strength(round(100 * influence.change, 1))}</span>'
    )


def score_html(score: float | None, best: float) -> str:
    """A score from 0 to 100 with a bar under it, in bold where it is the best of its line."""
    if score is None:
        return "–"
    shown = f"<b>{score:.1f}</b>" if score == best else f"{score:.1f}"
    return f'{shown}<span class="rt-score" aria-hidden="true"><i style="width:{score:.0f}%"></i></span>'


def list_html(items: Sequence[str]) -> str:
    """The items are HTML already."""
    return f'<ul class="rt-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>'
