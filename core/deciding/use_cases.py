"""Use cases to start from: answers that are typical of each, and what the documents say of it. Each can be changed.

`expected` is where the sources put the use case; where they disagree, `says` tells so. A test holds the method to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.deciding.options import Option


@dataclass(frozen=True)
class UseCase:
    """A use case with typical answers: level by criterion; what they leave open is skipped."""

    key: str
    label: str
    says: str
    sources: tuple[str, ...]
    expected: Option
    answers: Mapping[str, str]


def _case(key: str, label: str, expected: Option, says: str, sources: str, answers: str) -> UseCase:
    """`sources` separated by blanks; `answers` as `criterion:level`, separated by blanks."""
    pairs = dict(answer.split(":") for answer in answers.split())
    return UseCase(key, label, says, tuple(sources.split()), expected, pairs)


USE_CASES: tuple[UseCase, ...] = (
    _case("support", "Customer support", "rag",
          "Support that quotes the latest policies is the documents’ standard example of RAG.", "vendor article",
          "facts:all updates:weekly pairs:few depth:terms traceability:helps errors:money breadth:any variety:few "
          "speed:seconds budget:modest accuracy:high prompting:short"),
    _case("regions", "Support across regions", "rag",
          "Policies by region, joined from many legal databases: RAG.", "article",
          "facts:all updates:monthly pairs:few traceability:must breadth:any variety:many protection:internal "
          "accuracy:high prompting:short"),
    _case("knowledge", "Internal knowledge chatbot", "rag",
          "Company chatbots and knowledge sharing are put with RAG, and so is data that must stay apart.",
          "vendor note article",
          "facts:all updates:weekly pairs:none depth:terms traceability:must errors:money breadth:any variety:many "
          "protection:deletable budget:modest skills:search infrastructure:search prompting:short"),
    _case("checking", "Fact checking", "rag",
          "Checking facts, and reducing factual errors, is named as RAG’s use.", "note",
          "facts:all updates:daily traceability:must errors:harm breadth:any variety:many accuracy:high "
          "prompting:short"),
    _case("finance", "Finance assistant with current rates", "rag",
          "Looking up current rates: RAG. For advice and fraud another document names fine-tuning.", "article vendor",
          "facts:all updates:daily pairs:few depth:terms traceability:must errors:money variety:few accuracy:high "
          "prompting:short"),
    _case("summaries", "Informative summaries of current material", "rag",
          "Summaries that inform are put with RAG; those of one domain with fine-tuning.", "note",
          "facts:all updates:weekly depth:terms traceability:helps breadth:several variety:few prompting:short"),
    _case("recommending", "Recommendations and live content", "rag",
          "Content and recommendations in real time are put with RAG.", "vendor",
          "facts:all updates:daily breadth:any variety:many budget:modest prompting:short"),
    _case("agents", "Research agent over many databases", "rag",
          "Agents that retrieve by themselves are named for health care, legal services and support.", "vendor",
          "facts:all updates:daily traceability:helps errors:money breadth:any variety:many infrastructure:search "
          "prompting:short"),
    _case("coding", "Medical coding", "tuned",
          "Deep, settled language, one narrow task and many labelled examples: as with diagnosis, fine-tuning.",
          "article vendor own",
          "facts:some updates:yearly pairs:thousands depth:settled errors:money breadth:one variety:one "
          "speed:second accuracy:high skills:training prompting:short"),
    _case("diagnosis", "Support for medical diagnosis", "tuned",
          "A deep grasp of symptoms and treatments: fine-tuning, say two documents; one of them names retrieval "
          "for health care too.", "article vendor",
          "updates:yearly pairs:thousands depth:settled errors:harm breadth:one budget:ample skills:training "
          "prompting:short"),
    _case("fraud", "Fraud detection", "tuned",
          "Named for fine-tuning in finance.", "vendor",
          "facts:model updates:yearly pairs:thousands depth:settled breadth:one variety:one speed:instant "
          "accuracy:high prompting:short"),
    _case("trading", "Trading signals", "tuned",
          "Trading bots are named for fine-tuning.", "vendor",
          "facts:some pairs:thousands depth:settled traceability:no breadth:one speed:instant budget:ample "
          "prompting:short"),
    _case("translation", "Translation of a language pair", "tuned",
          "Named for fine-tuning: one task, labelled data, no facts from outside.", "note",
          "facts:model updates:never pairs:thousands depth:settled traceability:no breadth:one prompting:short"),
    _case("domain-summaries", "Summaries in one domain", "tuned",
          "Summaries of one domain, such as law, are put with fine-tuning.", "note",
          "facts:model updates:yearly pairs:hundreds depth:settled breadth:one accuracy:high prompting:short"),
    _case("field-questions", "Questions in one settled field", "tuned",
          "Questions within one field of knowledge are put with fine-tuning; studies of rare facts say otherwise.",
          "note soudani",
          "facts:some updates:never pairs:thousands depth:settled breadth:one variety:one speed:second "
          "prompting:short"),
    _case("contracts", "Contract analysis in house wording", "tuned",
          "A model trained on legal data analyses contracts: fine-tuning.", "article vendor",
          "facts:model updates:yearly pairs:thousands depth:settled breadth:one variety:one accuracy:high "
          "prompting:short"),
    _case("style", "Code in a house style", "tuned",
          "No document names it: it is manner rather than facts, with plenty of examples at hand.", "own",
          "facts:model updates:yearly pairs:thousands depth:settled traceability:no breadth:one speed:instant "
          "prompting:short"),
    _case("legal", "Legal review with sources", "hybrid",
          "Law with RAFT: deep language, changing rules, sources shown, the highest accuracy. Plain retrieval and "
          "plain fine-tuning are each named for law too.", "article vendor note",
          "facts:some updates:monthly pairs:hundreds depth:moving traceability:must errors:harm breadth:several "
          "variety:few order:kept budget:ample accuracy:extreme skills:training infrastructure:both prompting:short"),
    _case("expert", "Expert assistant in a moving field", "hybrid",
          "Deep expertise and flexibility together, with budget: both.", "article note",
          "facts:some updates:monthly pairs:hundreds depth:moving breadth:several budget:ample accuracy:extreme "
          "infrastructure:both prompting:short"),
    _case("area", "General area trained, facts looked up", "hybrid",
          "Fine-tune for the area, retrieve for facts: the note’s way to use both.", "note",
          "facts:some updates:monthly pairs:thousands depth:moving traceability:helps accuracy:extreme "
          "skills:training prompting:short"),
    _case("prototype", "First prototype", "neither",
          "No document names it: nothing tried, nothing labelled, no budget. Prompts first.", "own",
          "facts:model pairs:none depth:everyday errors:little breadth:any budget:none accuracy:draft skills:prompts "
          "infrastructure:model prompting:no"),
    _case("writing", "General help with writing", "neither",
          "Everyday language and no outside facts: the untouched model is made for it.", "own",
          "facts:model pairs:none depth:everyday traceability:no errors:little breadth:any accuracy:draft "
          "prompting:no"),
)  # fmt: skip

USE_CASE: dict[str, UseCase] = {case.key: case for case in USE_CASES}
