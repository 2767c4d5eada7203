"""What published studies measured: figures and findings. None was run again here; `sources` says how each was read.

Figures of different studies are not comparable with one another: other questions, models and measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.deciding.options import Option
from core.records import ArmName


@dataclass(frozen=True)
class StudyScores:
    """Scores of one model on one question set, 0 to 100, by arm. `hybrid` is RAFT."""

    source: str
    setting: str
    measure: str
    scores: Mapping[ArmName, float]
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """What a study found, in our words, and for and against which options it speaks."""

    source: str
    text: str
    speaks_for: tuple[Option, ...] = ()
    speaks_against: tuple[Option, ...] = ()


RAFT_NOTE = "RAG with the untouched Llama2-7B; Hybrid is RAFT."
OVADIA_NOTE = "Fine-tuned on the plain facts; without RAFT. Questions on current events."

SCORES: tuple[StudyScores, ...] = (
    StudyScores("raft", "Llama2-7B, PubMed", "the paper’s score",
                {"rag": 58.8, "tuned": 59.7, "tuned-rag": 71.6, "hybrid": 73.30}, RAFT_NOTE),
    StudyScores("raft", "Llama2-7B, HotpotQA", "the paper’s score",
                {"rag": 0.03, "tuned": 6.38, "tuned-rag": 4.41, "hybrid": 35.28}, RAFT_NOTE),
    StudyScores("raft", "Llama2-7B, HuggingFace", "the paper’s score",
                {"rag": 26.43, "tuned": 61.06, "tuned-rag": 42.59, "hybrid": 74.00}, RAFT_NOTE),
    StudyScores("ovadia", "Mistral-7B", "accuracy, %",
                {"base": 48.1, "rag": 87.5, "tuned": 50.4, "tuned-rag": 81.0}, OVADIA_NOTE),
    StudyScores("ovadia", "Mistral-7B, paraphrased facts", "accuracy, %",
                {"base": 48.1, "rag": 87.5, "tuned": 58.8, "tuned-rag": 83.0}, OVADIA_NOTE),
    StudyScores("ovadia", "Llama2-7B", "accuracy, %",
                {"base": 35.3, "rag": 58.5, "tuned": 21.9, "tuned-rag": 32.6}, OVADIA_NOTE),
    StudyScores("ovadia", "Llama2-7B, paraphrased facts", "accuracy, %",
                {"base": 35.3, "rag": 58.5, "tuned": 39.2, "tuned-rag": 52.0}, OVADIA_NOTE),
    StudyScores("ovadia", "Orca2-7B", "accuracy, %",
                {"base": 45.6, "rag": 87.6, "tuned": 51.1, "tuned-rag": 82.0}, OVADIA_NOTE),
    StudyScores("ovadia", "Orca2-7B, paraphrased facts", "accuracy, %",
                {"base": 45.6, "rag": 87.6, "tuned": 56.6, "tuned-rag": 82.6}, OVADIA_NOTE),
    StudyScores("legal", "Qwen2.5-7B, legal corpus", "right section named, %",
                {"base": 0.3, "rag": 83.7, "tuned": 0.9, "tuned-rag": 87.5}),
    StudyScores("legal", "Qwen2.5-7B, legal corpus", "refusal recall, %",
                {"base": 41.7, "rag": 51.7, "tuned": 15.0, "tuned-rag": 16.7}),
)  # fmt: skip

FINDINGS: tuple[Finding, ...] = (
    Finding("raft", "Training with retrieved passages and distractors beat every other arm on all three sets with "
            "Llama2-7B.", ("hybrid",), ("rag", "tuned")),
    Finding("raft", "Plain fine-tuning with retrieval on top was worse than fine-tuning alone on two of three sets.",
            ("tuned",)),
    Finding("raft", "A larger untouched model with RAG (GPT-3.5: 71.60 / 41.5 / 29.08) beat RAFT on one of three sets.",
            ("rag",), ("hybrid",)),
    Finding("raft-after", "RAFT helped Llama2-7B, but neither Llama3-8B nor Mistral v0.3.", (), ("hybrid",)),
    Finding("raft-after", "RAFT models answer even when every passage is noise.", (), ("hybrid",)),
    Finding("ovadia", "On current events the untouched model with RAG beat each fine-tuned model and each combination.",
            ("rag",), ("tuned", "hybrid")),
    Finding("ovadia", "Facts trained in several wordings stick better than in one.", ("tuned",)),
    Finding("balaguer", "In agriculture fine-tuning added about 6 points of accuracy, and RAG 5 more on top.",
            ("hybrid", "tuned")),
    Finding("soudani", "On facts that are rarely asked for, RAG beat fine-tuning by far.", ("rag",), ("tuned",)),
    Finding("soudani", "Both together helped models up to 3B and hurt at 7 to 11B.", (), ("hybrid",)),
    Finding("soudani", "Full fine-tuning can destroy the use of passages (76.1 to 5.9 in one case); QLoRA keeps it.",
            (), ("tuned",)),
    Finding("soudani", "Putting the best sentence first in the prompt, with no training, beat every fine-tuned model.",
            ("neither", "rag"), ("tuned", "hybrid")),
    Finding("mallen", "On the 4,000 rarest questions a 20B model scores 16 %: rare facts need retrieval.",
            ("rag",), ("tuned", "neither")),
    Finding("mallen", "Retrieval turns about 10 % of right answers wrong; retrieving only where the model likely "
            "does not know gains 5.3 points and halves the cost.", (), ("rag",)),
    Finding("gekhman", "New facts are learned slowly, and once learned raise hallucination in proportion.",
            (), ("tuned", "hybrid")),
    Finding("legal", "Fine-tuning alone hardly named a right section (0.9 %), RAG did in 83.7 %, both in 87.5 %.",
            ("rag", "hybrid"), ("tuned",)),
    Finding("legal", "Fine-tuned arms refused far less often where they should (15 to 17 % against 52 % with RAG).",
            ("rag",), ("tuned", "hybrid")),
    Finding("legal", "With an unmerged adapter the fine-tuned arm was 1.7 times slower than the base, with 9 times "
            "fewer prompt tokens.", (), ("tuned",)),
)  # fmt: skip
