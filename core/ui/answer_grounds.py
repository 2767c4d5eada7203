"""What an answer comes from beside its sources, as HTML: the nearest training pairs, the searches of a second look."""

from collections.abc import Sequence
from html import escape

from core.answering.nearest import NearPair
from core.records import Look

NEAREST = (
    "What the adapter was trained on that comes nearest to this question, with the cosine similarity of the questions, "
    "-1 to 1. An answer from memory can be right only if something near was trained."
)
LOOKS = (
    "The verifier did not find the first answer supported, so other questions were searched for, at most twice. Each "
    "is listed with what was answered and whether the passages found support it."
)


def nearest_html(pairs: Sequence[NearPair]) -> str:
    """The nearest training pairs, folded away below the best one's similarity; nothing without pairs."""
    if not pairs:
        return ""
    rows = "".join(map(_pair_html, pairs))
    summary = f"Nearest training pairs: similarity {pairs[0].similarity:.2f}"
    return f'<details class="rt-more"><summary title="{NEAREST}">{summary}</summary><ol>{rows}</ol></details>'


def _pair_html(pair: NearPair) -> str:
    asked, answer = f"<bdi>{escape(pair.question)}</bdi>", f"<b><bdi>{escape(pair.answer)}</bdi></b>"
    return f'<li><span class="n">{pair.similarity:.2f}</span>{asked} → {answer}</li>'


def looks_html(looks: Sequence[Look]) -> str:
    """The searches in their order; nothing where the first was enough."""
    if len(looks) < 2:
        return ""
    rows = "".join(_look_html(number, look) for number, look in enumerate(looks, start=1))
    outcome = "and found support" if any(look.used and look.supported for look in looks) else "and found none"
    summary = f"Looked {len(looks)} times {outcome}"
    return f'<details class="rt-more" open><summary title="{LOOKS}">{summary}</summary><ol>{rows}</ol></details>'


def _look_html(number: int, look: Look) -> str:
    """Why it was asked, what, and what came of it, a line each; the one that the answer is from stands out."""
    said = "refused" if look.refused else f"<b><bdi>{escape(look.text)}</bdi></b>"
    state = ("supported" if look.supported else "not supported") + (", used" if look.used else "")
    return (
        f'<li class="rt-look{" rt-look-used" if look.used else ""}"><small>{number}. Asked {escape(look.why)}</small>'
        f"<span>“<bdi>{escape(look.question)}</bdi>”</span><span>→ {said} <small>({state})</small></span></li>"
    )
