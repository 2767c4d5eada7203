"""Where the founding documents or the studies contradict each other: both sides side by side, never averaged."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """What one side says, and who says it."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """A question to which the sources give two answers; `criterion` is the walk-through's question it touches."""

    topic: str
    criterion: str
    one: Side
    other: Side


def _between(topic: str, criterion: str, one: tuple[str, str], other: tuple[str, str]) -> Disagreement:
    """Each side as its text and its sources, separated by blanks."""
    sides = (Side(text, tuple(sources.split())) for text, sources in (one, other))
    return Disagreement(topic, criterion, *sides)


DISAGREEMENTS: tuple[Disagreement, ...] = (
    _between(
        "Is RAG with fine-tuning better than RAG alone?",
        "accuracy",
        ("Yes: about 5 points on top of fine-tuning in agriculture; 87.5 against 83.7 % in law; the documents too.",
         "balaguer legal note article"),
        ("No: on current events RAG alone beats every combination, with three models; above 3B both together hurt.",
         "ovadia soudani"),
    ),
    _between(
        "Does RAFT keep what it promises?",
        "accuracy",
        ("Best arm on all three sets with Llama2-7B; an article claims 89 % in law.", "raft article"),
        ("No gain with Llama3-8B or Mistral v0.3; and RAFT models answer from pure noise.", "raft-after"),
    ),
    _between(
        "How is RAFT done?",
        "accuracy",
        ("The paper: one oracle passage and four distractors; the oracle is left out of about a fifth of the rows.",
         "raft"),
        ("Its reference implementation: three distractors by default, and the oracle never left out.", "raft"),
    ),
    _between(
        "Which way hallucinates less?",
        "errors",
        ("Fine-tuning, in a narrow field: the model knows the structure of the data.", "article"),
        ("RAG, as sources can be traced. Newly trained facts raise hallucination, and fine-tuned arms refuse less.",
         "course course-ms gekhman legal"),
    ),
    _between(
        "Which way is faster per answer?",
        "speed",
        ("Fine-tuning: no retrieval before the answer.", "article note"),
        ("Not with an unmerged adapter: 1.7 times slower than the base in one study.", "legal"),
    ),
    _between(
        "Which way is cheaper?",
        "budget",
        ("RAG, as nothing has to be trained.", "vendor article"),
        ("It depends: RAG adds computing to every answer, and needs complex infrastructure.", "note article"),
    ),
    _between(
        "How many samples are enough?",
        "pairs",
        ("10 to 100 at least.", "article"),
        ("A small set makes little difference.", "course course-ms"),
    ),
    _between(
        "Law and medicine",
        "depth",
        ("Fine-tuning: contracts, diagnoses, special wording.", "vendor article note"),
        ("Retrieval, for legal services and health care; RAFT for law; RAG by far in a study of a legal corpus.",
         "vendor article legal"),
    ),
    _between(
        "Finance",
        "updates",
        ("Fine-tuning: fraud detection, financial advice, trading.", "vendor"),
        ("RAG: a chatbot that looks up current rates.", "article"),
    ),
    _between(
        "Summaries",
        "depth",
        ("Fine-tuning, where they are those of one domain.", "note"),
        ("RAG, where they are to inform.", "note"),
    ),
    _between(
        "Does fine-tuning harm other skills?",
        "breadth",
        ("It may: overfitting; full fine-tuning can destroy the use of passages.", "note soudani"),
        ("Not with QLoRA, which kept it.", "soudani"),
    ),
    _between(
        "Does retrieval always help?",
        "facts",
        ("With rare facts and current events, by far.", "soudani ovadia mallen"),
        ("It turns about one right answer in ten wrong; retrieve only where the model likely does not know.", "mallen"),
    ),
)  # fmt: skip
