"""The card of an answer and its numbered sources: states without colour, citations that lead somewhere, no markup."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from core.answering.checking import CheckedAnswer
from core.answering.comparing.numbered_sources import number_sources
from core.documents.page_pictures import PNG, PagePicture
from core.records import Answer, CheckedSentence, Document, Evidence, Page, Passage, RankedPassage, SentenceState
from core.ui.answer_card import answer_html
from core.ui.page_view import page_html
from core.ui.sources_panel import source_html

TAGS = set("div span a p section mark sup b i abbr figure figcaption img".split())
ATTRIBUTES = set("class id tabindex role href title style src alt width aria-label target".split())
HOSTILE = "</span><script>alert(1)</script><img src=x onerror=\"alert('1')\">&lt;b&gt;"


class Seen(HTMLParser):
    """What a browser makes of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def passage_of(number: int, text: str = "Probation lasts five months.", document: str = "a.pdf") -> Passage:
    return Passage(f"p{number}", document, "v1", 100 * number, 100 * number + len(text), text, page=number)


def evidence_of(passage: Passage, start: int, end: int, used: bool = True, stance: str = "supports") -> Evidence:
    text, at = passage.text[start:end], passage.start
    return Evidence(passage.document, at + start, at + end, text, passage.id, used=used, stance=stance)  # type: ignore[arg-type]


def checked_of(
    *sentences: CheckedSentence, passages: tuple[Passage, ...] = (), used: bool = True, refused: bool = False
) -> CheckedAnswer:
    ranked = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate(passages, start=1))
    text = " ".join(sentence.text for sentence in sentences)
    answer = Answer("rag" if used else "tuned", "How long?", text, refused, 0.9, "pocket", ranked if used else ())
    return CheckedAnswer(answer, sentences, ranked, used)


def spoken(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("state", ["supported", "contradicted", "unsupported"])
def test_a_state_is_told_in_words_too_and_its_reason_is_there(state: SentenceState):
    html = answer_html(checked_of(CheckedSentence("five months", state, "The passage says so.")), [])
    assert f'class="rt-sentence rt-{state}" tabindex="0"' in html
    assert f"{state.capitalize()}. The passage says so." in spoken(html)


def test_citations_lead_to_sources_that_are_on_the_page():
    passages = passage_of(1, "Nothing of use."), passage_of(2)
    sentence = CheckedSentence("five months", "supported", "Yes.", (evidence_of(passages[1], 16, 27),))
    checked = checked_of(sentence, passages=passages)
    sources = number_sources([checked])
    assert [one.ranked.passage.id for one in sources] == ["p2", "p1"], "What is cited comes first."
    (target,) = re.findall(r'href="#([^"]+)"', answer_html(checked, sources))
    assert f'id="{target}"' in source_html(sources[0])
    assert "five months<sup>[1]</sup>" in source_html(sources[0])


def test_a_source_is_numbered_once_for_all_arms_and_says_who_read_it():
    passage = passage_of(2)
    read = checked_of(CheckedSentence("x", "unsupported", "No."), passages=(passage,))
    found = checked_of(CheckedSentence("x", "unsupported", "No."), passages=(passage,), used=False)
    (source,) = number_sources([read, found])
    assert "Read by RAG · Found afterwards for Fine-tuned, not used" in spoken(source_html(source))


def test_what_was_found_afterwards_is_labelled_so_on_the_card():
    sentence = CheckedSentence("x", "unsupported", "No.")
    assert "Found afterwards, not used" in spoken(
        answer_html(checked_of(sentence, passages=(passage_of(1),), used=False), [])
    )
    assert "Found afterwards" not in spoken(answer_html(checked_of(sentence, passages=(passage_of(1),)), []))


def test_a_refusal_is_shown_as_one():
    html = answer_html(checked_of(refused=True), [])
    assert "Refused" in spoken(html)
    assert "rt-sentence" not in html


def test_several_sentences_are_counted_by_state():
    sentences = [CheckedSentence("A.", "supported", "Yes."), CheckedSentence("B.", "supported", "Yes.")]
    html = answer_html(checked_of(*sentences, CheckedSentence("C.", "contradicted", "No.")), [])
    assert "2 supported 1 contradicted" in spoken(html)


def test_nothing_a_model_or_a_document_says_is_markup():
    passage = replace(passage_of(1, HOSTILE, document=f"{HOSTILE}.pdf"), heading=HOSTILE)
    sentence = CheckedSentence(HOSTILE, "contradicted", HOSTILE, (evidence_of(passage, 3, 30, stance="contradicts"),))
    checked = checked_of(sentence, passages=(passage,))
    sources = number_sources([checked])
    document = Document(f"{HOSTILE}.pdf", "v1", " " * 100 + HOSTILE, pages=(Page(1, 100, 100 + len(HOSTILE)),))
    boxes = tuple((at / 200, 0.1, (at + 0.8) / 200, 0.2) for at in range(len(HOSTILE)))
    picture = PagePicture(PNG, 10, 10, HOSTILE, boxes)
    page = page_html(document, document.pages[0], picture, sources[0].evidence, 1)
    assert 'class="rt-box rt-against"' in page
    for html in (answer_html(checked, sources), source_html(sources[0]), page):
        seen = Seen(html)
        assert seen.tags <= TAGS
        assert seen.attributes <= ATTRIBUTES
        assert HOSTILE in re.sub(r"\[1\]≠", "", "".join(seen.texts))


def test_boxes_of_a_page_carry_the_number_and_a_cue_that_is_no_colour():
    text = "Probation lasts five months."
    document = Document("a.pdf", "v1", text, pages=(Page(1, 0, len(text)),))
    passage = Passage("p", "a.pdf", "v1", 0, len(text), text, page=1)
    boxes = tuple((at / 100, 0.1, (at + 0.8) / 100, 0.12) for at in range(len(text)))
    evidence = [evidence_of(passage, 16, 27, stance="contradicts")]
    html = page_html(document, document.pages[0], PagePicture(PNG, 10, 10, text, boxes), evidence, 3)
    assert "<b>[3]≠</b>" in html
    (left, width) = re.findall(r"left:([\d.]+)%;top:[\d.]+%;width:([\d.]+)%", html)[0]
    assert abs(float(left) - 16) < 1
    assert abs(float(width) - 11) < 1
    assert 'alt="Page 1 of a.pdf"' in html
    assert 'href="Compare?document=a.pdf&amp;page=1"' in html
