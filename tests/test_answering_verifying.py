"""The verifier: its labelled cases hold a floor, and each rule of it does what a reader of the card would expect."""

import pytest

from core.answering.verifying import verify
from core.records import CheckedSentence, Passage
from core.retrieval.embedding import SentenceEmbedder
from tests.verifier_cases import STATES, found_states, precision_and_recall, read_cases

HANDBOOK = (
    "The lunch break lasts 40 minutes and is not paid. Tea breaks last 10 minutes each.\n\n"
    "Petra Lindqvar heads the People team. The company was founded on 4 May 1984."
)


MANAGERS = "Alice is the manager of Bob. Bob is the manager of Carol."


def passage_of(text: str, start: int = 0, document: str = "handbook.pdf", page: int | None = None) -> Passage:
    return Passage(f"{document}:{start}", document, "v1", start, start + len(text), text, page)


def check(embedder: SentenceEmbedder, answer: str, question: str, *passages: Passage) -> tuple[CheckedSentence, ...]:
    return verify(answer, question, passages or [passage_of(HANDBOOK)], embedder.embed)


def test_there_are_enough_cases_and_each_half_holds_every_state_equally():
    halves = [read_cases("development"), read_cases("test")]
    assert sum(map(len, halves)) >= 160
    for cases in halves:
        counts = [sum(case.state == state for case in cases) for state in STATES]
        assert max(counts) - min(counts) <= 2
    assert not {case.passage.text for case in halves[0]} & {case.passage.text for case in halves[1]}


def test_the_cases_that_nothing_was_tuned_on_hold_the_floor(embedder: SentenceEmbedder):
    cases = read_cases("test")
    right, found = [case.state for case in cases], found_states(cases, embedder)
    scores = {state: precision_and_recall(right, found, state) for state in STATES}
    assert scores["supported"][0] >= 0.85
    assert scores["contradicted"][0] >= 0.85
    assert min(recall for _, recall in scores.values()) >= 0.75


@pytest.mark.parametrize(
    ("answer", "question", "state", "marked"),
    [
        ("40 minutes", "How long is the lunch break?", "supported", "40 minutes"),
        ("The lunch break lasts 50 minutes.", "How long is the lunch break?", "contradicted", "40 minutes"),
        ("2,400 seconds", "How long is the lunch break?", "supported", "40 minutes"),
        ("40 minutes", "How long is each of the tea breaks?", "contradicted", "10 minutes"),
        ("40 minutes", "How long is the fire drill?", "unsupported", ""),
        ("Yes", "Is the lunch break paid?", "contradicted", "is not paid"),
        ("No", "Is the lunch break paid?", "supported", ""),
        ("Petra Lindqvar", "Who heads the People team?", "supported", "Petra Lindqvar"),
        ("Ada Byron", "Who heads the People team?", "contradicted", "Petra Lindqvar"),
        ("May 4, 1984", "When was the company founded?", "supported", "4 May 1984"),
        ("1985", "When was the company founded?", "contradicted", "4 May 1984"),
        ("The company sells umbrellas in Peru.", "What does the company sell?", "unsupported", ""),
    ],
)
def test_the_state_and_the_characters_it_rests_on(
    embedder: SentenceEmbedder, answer: str, question: str, state: str, marked: str
):
    (sentence,) = check(embedder, answer, question)
    assert (sentence.state, sentence.text) == (state, answer)
    assert sentence.reason.endswith(".")
    assert bool(sentence.evidence) == (state != "unsupported")
    for each in sentence.evidence:
        assert HANDBOOK[each.start : each.end] == each.text
        assert each.stance == {"supported": "supports", "contradicted": "contradicts"}[state]
    assert not marked or marked in " ".join(each.text for each in sentence.evidence)


@pytest.mark.parametrize(
    ("passage", "question", "answer", "state"),
    [
        (MANAGERS, "Who is Carol's manager?", "Bob", "supported"),
        (MANAGERS, "Who is the manager of Carol?", "Alice", "contradicted"),
        ("Paris is the capital of France.", "What is the capital?", "The capital of France is Lyon.", "contradicted"),
        ("Ein Antrag kann bis zum 15. März gestellt werden.", "Bis wann kann man den Antrag stellen?",
         "Ein Antrag kann bis zum 15. Mai gestellt werden.", "contradicted"),
        ("Python 3.12 came out on 2 October 2023.", "When did Python 3.11 come out?", "2 October 2023", "unsupported"),
        ("Revenue grew by 12 percent.", "How did revenue develop?", "Revenue fell by 12 percent.", "contradicted"),
        ("The invoice is due.", "How soon is the invoice due?", "it is that", "unsupported"),
        ("会议在每周三下午三点举行。", "会议在星期几举行？", "每周三", "supported"),
    ],
)  # fmt: skip
def test_who_is_what_to_whom_counts(embedder: SentenceEmbedder, passage: str, question: str, answer: str, state: str):
    assert check(embedder, answer, question, passage_of(passage))[0].state == state


def test_each_sentence_of_an_answer_has_a_state_of_its_own(embedder: SentenceEmbedder):
    answer = "The lunch break lasts 40 minutes. Tea breaks last 20 minutes each. Parking costs 3 euros."
    states = [sentence.state for sentence in check(embedder, answer, "How long are the breaks?")]
    assert states == ["supported", "contradicted", "unsupported"]


def test_a_sentence_cut_by_the_end_of_a_passage_and_a_page_is_whole_again(embedder: SentenceEmbedder):
    text = "Visitors sign the book. The deposit for the key fob\n\nis 15 euros, and you get it back."
    cut = text.index("\n\n")
    parts = passage_of(text[:cut], 0, page=1), passage_of(text[cut + 2 :], cut + 2, page=2)
    (sentence,) = check(embedder, "15 euros", "How much is the deposit for the key fob?", *parts)
    assert sentence.state == "supported"
    (evidence,) = sentence.evidence
    assert text[evidence.start : evidence.end] == evidence.text == "15 euros"
    assert (evidence.passage_id, evidence.page) == (parts[1].id, 2)


def test_evidence_may_reach_over_the_end_of_a_page(embedder: SentenceEmbedder):
    text = "The form is signed by the head of\nthe purchasing department on Fridays."
    parts = passage_of(text[:33], 0, page=1), passage_of(text[34:], 34, page=2)
    answer = "the head of the purchasing department"
    (sentence,) = check(embedder, answer, "Who signs the form?", *parts)
    assert sentence.state == "supported"
    assert [text[each.start : each.end] for each in sentence.evidence] == ["head of\nthe purchasing department"]


def test_of_several_rows_the_one_asked_about_counts(embedder: SentenceEmbedder):
    rows = passage_of("Part: Mole; Price in euros: 58\nPart: Whisk; Price in euros: 72", document="prices.csv")
    question = "What does the Whisk cost?"
    assert check(embedder, "72 euros", question, rows)[0].state == "supported"
    wrong = check(embedder, "58 euros", question, rows)[0]
    assert wrong.state == "contradicted"
    assert [each.text for each in wrong.evidence] == ["72"]


def test_another_year_or_model_than_the_question_says_is_no_support(embedder: SentenceEmbedder):
    old = passage_of("In 2023 the limit for a hotel was 95 euros.")
    assert check(embedder, "95 euros", "What was the limit for a hotel in 2021?", old)[0].state == "unsupported"
    row = passage_of("Article: Linnet 3; Price in euros: 189")
    assert check(embedder, "189 euros", "What does the Linnet 4 cost?", row)[0].state == "unsupported"


@pytest.mark.parametrize("passages", [[], [passage_of("")], [passage_of(" \n\n ")]])
def test_without_text_nothing_is_supported(embedder: SentenceEmbedder, passages: list[Passage]):
    (sentence,) = verify("24 months", "How long?", passages, embedder.embed)
    assert (sentence.state, sentence.evidence) == ("unsupported", ())


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "   ",
        "?!",
        "<script>alert(1)</script>",
        "\u202e12",
        "9" * 400,
        "1/0",
        "x" * 5000,
        "№ ½ ²",
        "one " * 500,
        "]]>",
    ],
)
def test_odd_answers_do_not_break_it(embedder: SentenceEmbedder, answer: str):
    for sentence in verify(answer, "How long (is [it]?", [passage_of(HANDBOOK)], embedder.embed):
        assert sentence.text in answer
        assert sentence.state in STATES
