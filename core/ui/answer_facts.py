"""What an answer took, as HTML: a bar of its time by stage, tokens, memory and cost, each with its meaning on hover."""

from html import escape

from core.answering.prices import Prices, cost_of
from core.records import Answer, Memory
from core.retrieval.reranking import REREAD

ALIKE = "What several arms do alike is done once, and counted in the time of each."
STAGES = {
    "embed": "Turning the question into a vector",
    "retrieve": f"Searching the index. {ALIKE}",
    "rerank": f"Reading the {REREAD} best passages, to rank them again. {ALIKE}",
    "generate": f"Reading and writing. {ALIKE}",
    "check": "Checking whether the answer is supported, to decide on a second look",
}
CONFIDENCE = (
    "How sure the model was, 0 to 1. Read from passages without an adapter: the chance of being right, as fitted on "
    "held-out questions, where the model is the embedded one. Else: the mean probability of each token that it wrote, "
    "which tends to be too high."
)
TOKENS = "Word pieces that the model read (question and passages) and wrote."
MEMORY = (
    "Weights that this arm's model keeps in memory, counted from the loaded tensors: those of the base, which all arms "
    "share, and, after the plus, those of its adapter. The sentence encoder and the index are shared too, and not "
    "counted here."
)
MODEL = "The model that answered, and whether with an adapter."
UNKNOWN = "This model runs elsewhere. Under Prices you can set what it takes, for an estimate with these token counts."
FREE = (
    "The model runs on this machine and costs nothing by the token. Under Prices you can set what a hosted "
    "model would take, for an estimate with these token counts."
)
ESTIMATE = (
    "Tokens read and written at the prices that you set, for a thousand such questions. Another model counts tokens a "
    "little differently."
)
THOUSAND = 1_000
MEGABYTE = 1_000_000


def time_bar_html(seconds: dict[str, float], longest: float) -> str:
    """A bar as long as the time it stands for: `longest` seconds fill the width, so that cards can be compared."""
    whole = max(longest, sum(seconds.values()), 1e-9)
    stages = [(f'class="rt-{stage}" title="{_meaning(stage, took)}"', stage, took) for stage, took in seconds.items()]
    parts = "".join(f'<i {about} style="width:{100 * took / whole:.2f}%"></i>' for about, _, took in stages)
    key = "".join(f"<span {about}>{stage} {_ms(took)}</span>" for about, stage, took in stages)
    total = f"<b>{_ms(sum(seconds.values()))} ms</b>"
    return f'<div class="rt-time" aria-hidden="true">{parts}</div><p class="rt-time-key">{total}{key}</p>'


def counts_html(answer: Answer, prices: Prices) -> str:
    """Confidence, tokens, memory and cost as a list of terms."""
    read = answer.tokens - answer.tokens_written
    rows = [
        ("Model", MODEL, f"<bdi>{escape(answer.model)}</bdi>"),
        *([("Confidence", CONFIDENCE, f"{answer.confidence:.2f}")] if answer.confidence is not None else []),
        ("Tokens", TOKENS, f"{read:,} in, {answer.tokens_written:,} out" if answer.tokens else "not told"),
        *([("Memory", MEMORY, _memory(answer.memory))] if answer.memory else []),
        ("Cost", _cost_meaning(answer, prices), _cost(answer, prices)),
    ]
    cells = "".join(f'<dt title="{escape(meaning)}">{name}</dt><dd>{value}</dd>' for name, meaning, value in rows)
    return f'<dl class="rt-counts">{cells}</dl>'


def _memory(memory: Memory) -> str:
    own = f" + {memory.own_bytes / MEGABYTE:.1f}" if memory.own_bytes else ""
    return f"{memory.shared_bytes / MEGABYTE:.0f}{own} MB"


def _cost_meaning(answer: Answer, prices: Prices) -> str:
    if prices.are_set:
        return ESTIMATE
    return FREE if answer.memory else UNKNOWN


def _cost(answer: Answer, prices: Prices) -> str:
    if not prices.are_set:
        return "free, local" if answer.memory else "set prices"
    return f"${cost_of(answer, prices, THOUSAND):,.4g} <small>for 1,000 questions</small>"


def _meaning(stage: str, took: float) -> str:
    return escape(f"{1000 * took:.1f} ms. {STAGES.get(stage, stage)}")


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f}"
