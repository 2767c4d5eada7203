"""How much of what a RAFT run learned is kept: a point between base and tuned weights.

Tuned weights answer better what is like their training set and worse what is not; a point on the line between them and
the base often does better than both ends (WiSE-FT: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models",
arXiv:2109.01903). Strengths are tried on held-out rows alone, decoded as the arm decodes what no search has scored. The
kept one is folded into the adapter's weights, so that nothing else has to know of it.
"""

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.models.generator import NOT_STATED
from core.models.pocket.generator import PocketGenerator
from core.models.pocket.inputs import Row, collate, make_rows, tokenise
from core.models.pocket.labels import make_labels
from core.models.pocket.span_prior import sentence_fits, span_prior
from core.retrieval.remembered import RememberedVectors
from core.tuning.lora import fold_strength, trained_weights
from core.tuning.raft_set import RaftRow

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.pocket.encoder import PocketEncoderOutput
    from core.models.pocket.generator import Embed
    from core.models.pocket.model import PocketModel

STRENGTHS = (0.25, 0.5, 0.75, 1.0)
HALF, FEWEST_ROWS = 0.5, 12
"""What is kept where fewer rows are held out."""
CLEAR = 2.4
"""Standard errors of a difference: by chance one of three other strengths is so much better once in forty times."""


@dataclass(frozen=True)
class Reading:
    """Held-out rows as read at one strength: token F1 of each, share exactly right, loss in nats for each token.

    Strength 0 is the base, without the question's way into memory: plain RAG.
    """

    strength: float
    f1s: tuple[float, ...]
    exact: float
    loss: float

    @property
    def f1(self) -> float:
        """Mean over the rows."""
        return statistics.fmean(self.f1s)


@dataclass(frozen=True)
class ReadRow:
    """One held-out row; its passages as the encoder, which no adapter changes, read them once for all strengths.

    `prior`: what a span counts by where it begins.
    """

    rows: list[Row]
    prior: "Tensor"
    passages: "PocketEncoderOutput"
    embedding: "Tensor"
    answer: list[int]


def try_strengths(tuned: Any, held_out: Sequence[RaftRow], embed: "Embed") -> list[Reading]:
    """What a trained `PeftModel` reads at each strength, plain RAG first; then it has the strength that is kept."""
    tuned = tuned.to("cpu").eval()  # where arms answer, also what was trained elsewhere
    model, weights = tuned.get_base_model(), trained_weights(tuned)
    read = read_rows(model, held_out, embed)
    tried = []
    for strength in (0.0, *STRENGTHS):
        fold_strength(tuned, weights, strength)
        tried.append(measure_reading(model, read, strength))
    fold_strength(tuned, weights, best_reading(tried).strength)
    return tried


def best_reading(tried: Sequence[Reading]) -> Reading:
    """Half of what was learned, unless the held-out rows say beyond chance that another strength reads better.

    Held-out rows are put in the words of those that were learned, so they speak for what was learned and not for what
    it cost elsewhere: Wortsman et al. recommend a half where that cannot be measured. Plain RAG is no adapter: left
    out.

    >>> half, whole = Reading(0.5, (1, 0) * 6, 0.5, 1), Reading(1, (0, 1) * 5 + (1, 1), 0.6, 1)
    >>> best_reading([half, whole]).strength, best_reading([Reading(0.5, (0,) * 12, 0, 1), whole]).strength
    (0.5, 1)
    """
    half = next(each for each in tried if each.strength == HALF)
    better = [each for each in tried if each.strength and _is_clearly_better(each, half)]
    return max(better, key=lambda each: each.f1, default=half)


def _is_clearly_better(one: Reading, other: Reading) -> bool:
    differences = [a - b for a, b in zip(one.f1s, other.f1s, strict=True)]
    if len(differences) < FEWEST_ROWS:
        return False
    error = statistics.stdev(differences) / math.sqrt(len(differences))
    return statistics.fmean(differences) > CLEAR * error


def reading_figures(tried: Sequence[Reading]) -> dict[str, float]:
    """By name, as in a lineage: what the kept strength reads, plain RAG beside it, and the F1 of every strength.

    >>> figures = reading_figures([Reading(0, (0.5,), 0.5, 2), Reading(0.5, (0.8,), 0.6, 1)])
    >>> figures["strength"], figures["held_out_f1"], figures["held_out_f1_plain_rag"]
    (0.5, 0.8, 0.5)
    """
    best, plain = best_reading(tried), tried[0]
    figures = {"strength": best.strength, "held_out_f1": best.f1, "held_out_f1_plain_rag": plain.f1}
    figures |= {"held_out_exact": best.exact, "held_out_exact_before": plain.exact}
    figures |= {"held_out_loss": best.loss, "held_out_loss_before": plain.loss}
    figures |= {f"held_out_f1_at_strength_{each.strength:g}": each.f1 for each in tried if each.strength}
    return {name: round(value, 4) for name, value in figures.items()}


def read_rows(model: "PocketModel", held_out: Sequence[RaftRow], embed: "Embed") -> list[ReadRow]:
    """Run the encoder over each row's passages."""
    import torch

    embed = RememberedVectors(embed)
    embeddings = torch.from_numpy(embed([row.question for row in held_out]))
    read = []
    with torch.inference_mode():
        for row, embedding in zip(held_out, embeddings, strict=True):
            rows = make_rows(row.question, row.passages)
            prior = span_prior(rows, sentence_fits(row.question, row.passages, embed), row.passages)
            passages = model.get_encoder()(**collate([rows]))
            read.append(ReadRow(rows, prior, passages, embedding[None], tokenise(row.answer).ids))
    return read


def measure_reading(model: "PocketModel", read: Sequence[ReadRow], strength: float) -> Reading:
    """Answer every row as the arm would; at strength 0 without memory, as plain RAG does."""
    import torch

    generator, refusal = PocketGenerator(model, _no_embedding), tokenise(NOT_STATED).ids
    f1s, exact, loss, tokens = list[float](), 0, 0.0, 0
    with torch.inference_mode():
        for row in read:
            source = _with_memory(model, row) if strength else row.passages
            said, _ = generator.decide(source, row.rows, row.prior)
            written = said.ids if said else refusal
            f1s.append(token_f1(written, row.answer))
            exact += written == row.answer
            labels = make_labels([row.answer])
            loss += float(model(encoder_outputs=source, labels=labels).loss) * labels.numel()
            tokens += labels.numel()
    return Reading(strength, tuple(f1s), exact / len(read), loss / tokens)


def token_f1(written: Sequence[int], wanted: Sequence[int]) -> float:
    """Harmonic mean of precision and recall, in word pieces.

    >>> token_f1([7, 8, 9, 9], [9, 8])
    0.6666666666666666
    """
    shared = (Counter(written) & Counter(wanted)).total()
    return 2 * shared / (len(written) + len(wanted)) if shared else 0.0


def _with_memory(model: "PocketModel", row: ReadRow) -> "PocketEncoderOutput":
    import torch

    memory: PocketEncoderOutput = model.get_encoder()(question_embedding=row.embedding)
    return type(memory)(**{name: torch.cat([memory[name], row.passages[name]], 1) for name in memory})


def _no_embedding(_: Sequence[str]) -> Any:
    raise AssertionError("What is read was embedded before.")
