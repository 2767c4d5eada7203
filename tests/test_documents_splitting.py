"""Passages quote their document to the character, lose nothing and cut at sensible places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.splitting import split_into_passages
from core.errors import UnusableInput
from core.records import Document, Heading, Page, Passage
from core.settings import RetrievalSettings

SMALL = RetrievalSettings(passage_characters=100, overlap_characters=20)
SCRIPTS = [
    "مطر وبرد في كل يوم",
    "今日は雨です。明日は晴れ。",
    "비가 옵니다 ",
    "👩🏽‍🚒🏴󠁧󠁢󠁳󠁣󠁴󠁿🌧",
    "e\u0301a\u0300",
    "שלום ",
    "\u202eabc\u202c",
    "\n",
    ". ",
]
TEXTS = (
    st.text(alphabet=st.sampled_from("ab .!\n;é。 \t"), max_size=900)
    | st.text(max_size=400)
    | st.lists(st.sampled_from(SCRIPTS), max_size=60).map("".join)
)
"""Few letters, so that texts repeat themselves; any letters; and scripts that are easily cut wrongly."""


def check(document: Document, passages: tuple[Passage, ...], limit: int) -> None:
    covered: set[int] = set()
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert len(passage.text) <= limit
        covered |= set(range(passage.start, passage.end))
    assert all(character.isspace() or at in covered for at, character in enumerate(document.text))
    assert len({passage.id for passage in passages}) == len(passages)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, kind=st.sampled_from(["prose", "table"]), overlap=st.integers(0, 50), data=st.data())
def test_passages_quote_and_cover_any_document(text: str, kind: str, overlap: int, data: st.DataObject) -> None:
    starts = sorted(data.draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=5)))
    levels = [data.draw(st.integers(0, 6)) for _ in starts]
    document = Document(
        "a",
        "v",
        text,
        kind,
        headings=tuple(Heading("h", start, level) for start, level in zip(starts, levels, strict=True)),
    )  # type: ignore[arg-type]
    passages = split_into_passages(document, RetrievalSettings(passage_characters=100, overlap_characters=overlap))
    check(document, passages, limit=100)


@pytest.mark.parametrize("letter", ["x", "雨", "🌧", "مطر"])
def test_a_giant_line_without_spaces_is_cut_anywhere_and_loses_nothing(letter: str) -> None:
    document = Document("a", "v", letter * (50_000 // len(letter)))
    passages = split_into_passages(document, RetrievalSettings(600, 100))
    check(document, passages, 600)
    assert len(passages) <= 102


def test_a_text_that_repeats_itself_is_quoted_where_it_stands() -> None:
    document = Document("a", "v", "The same line again. " * 200)
    passages = split_into_passages(document, SMALL)
    check(document, passages, 100)
    assert [passage.start for passage in passages] == sorted({passage.start for passage in passages})
    assert passages[-1].end == len(document.text.rstrip())


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.integers(1, 99), min_size=1, max_size=60))
def test_table_rows_stay_whole_and_are_told_once(rows: list[int]) -> None:
    text = "\n".join(f"Row {at}: {'x' * length}"[:100] for at, length in enumerate(rows))
    passages = split_into_passages(Document("a", "v", text, "table"), SMALL)
    assert "\n".join(passage.text for passage in passages) == text


def test_only_a_row_longer_than_the_limit_is_cut() -> None:
    text = "Code: E17\n" + "Note: " + "long words " * 30 + "\nCode: E22"
    passages = split_into_passages(Document("a", "v", text, "table"), SMALL)
    check(Document("a", "v", text, "table"), passages, 100)
    assert passages[0].text == "Code: E17"
    assert passages[-1].text == "Code: E22"


def test_tables_of_two_sheets_share_no_passage() -> None:
    document = Document("a", "v", "Part: A\n\nPart: B", "table", headings=(Heading("One", 0), Heading("Two", 9)))
    passages = split_into_passages(document, SMALL)
    assert [(passage.text, passage.heading) for passage in passages] == [("Part: A", "One"), ("Part: B", "Two")]


def test_prose_is_cut_between_sentences_and_overlaps_by_whole_ones() -> None:
    text = "Rain fell all day long. It was wet. The gauge showed nine. " * 5
    passages = split_into_passages(Document("a", "v", text), RetrievalSettings(100, 40))
    assert all(passage.text.endswith(".") and passage.text[0] in "RIT" for passage in passages)
    assert any(later.start < earlier.end for earlier, later in zip(passages, passages[1:], strict=False))
    assert all(earlier.end - later.start <= 40 for earlier, later in zip(passages, passages[1:], strict=False))


def test_sections_are_kept_apart_and_short_ones_joined() -> None:
    sections = ["# Manual\n", "## Care\n" + "Wipe the funnel now. " * 3, "## Cold\n" + "Bring batteries inside. " * 3]
    text = "".join(sections)
    starts = [text.index(section) for section in sections]
    headings = tuple(Heading(name, at) for name, at in zip(["Manual", "Care", "Cold"], starts, strict=True))
    passages = split_into_passages(Document("a", "v", text, headings=headings), SMALL)
    assert [(passage.start, passage.heading) for passage in passages] == [(0, "Care"), (starts[2], "Cold")]


def test_the_page_and_the_heading_are_those_of_the_start() -> None:
    text = "a" * 90 + "\n\n" + "b" * 90
    document = Document("a.pdf", "v1", text, pages=(Page(1, 0, 90), Page(2, 92, 182)), headings=(Heading("B", 92),))
    passages = split_into_passages(document, RetrievalSettings(100, 0))
    assert [(passage.page, passage.heading) for passage in passages] == [(1, ""), (2, "B")]
    assert passages[1].id == "a.pdf:v1:92-182"


@pytest.mark.parametrize(("length", "overlap"), [(99, 0), (4001, 0), (200, -1), (200, 101), (200, 200)])
def test_settings_that_make_no_sense_are_refused(length: int, overlap: int) -> None:
    with pytest.raises(UnusableInput, match="choose"):
        split_into_passages(Document("a", "v", "text"), RetrievalSettings(length, overlap))
