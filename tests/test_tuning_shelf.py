"""Adapters side by side on disk: which one answers, names, deletion, runs cut short, and what is taken away."""

import doctest
import io
import json
import zipfile
from pathlib import Path

import pytest

from core.errors import UnusableInput
from core.records import AdapterKind, TrainingPair
from core.tuning import lineage as lineage_module
from core.tuning import shelf as shelf_module
from core.tuning.card import write_card, zip_adapter
from core.tuning.checkpoint import FILE as CHECKPOINT
from core.tuning.lineage import Lineage, changed_pairs, hash_pairs, write_lineage
from core.tuning.pairs import write_pairs
from core.tuning.plan import TrainingPlan, scratch_of
from core.tuning.shelf import AdapterShelf

PAIRS = (TrainingPair("Who?", "Ada", "a.md", ("Whom?",)), TrainingPair("Where?", "here"))


@pytest.fixture
def shelf(tmp_path: Path) -> AdapterShelf:
    return AdapterShelf(tmp_path / "adapters")


def put(shelf: AdapterShelf, id_: str, kind: AdapterKind, trained: str, **fields) -> Path:
    """An adapter's folder, without weights: the shelf does not load them."""
    folder = shelf.folder / id_
    folder.mkdir(parents=True)
    given = {"documents": {"a.md": "v1"}, "pairs": 2, "settings": {"rank": 4}, "figures": {"loss": 0.5}} | fields
    write_lineage(folder, Lineage(kind, "0123456789ab", trained=trained, pairs_hash=hash_pairs(PAIRS), **given), {})
    write_pairs(PAIRS, folder / "pairs.jsonl")
    (folder / "adapter_model.safetensors").write_bytes(b"weights")
    return folder


def answering(shelf: AdapterShelf) -> dict[str, str]:
    return {kind: adapter.id for kind, adapter in shelf.answering().items()}


def test_examples():
    for module in (shelf_module, lineage_module):
        assert doctest.testmod(module).failed == 0


def test_the_newest_of_a_kind_answers_until_another_is_chosen(shelf: AdapterShelf):
    put(shelf, "raft-1", "raft", "2026-01-01T00:00:00+00:00")
    put(shelf, "closed-book-1", "closed-book", "2026-01-01T00:00:00+00:00")
    put(shelf, "closed-book-2", "closed-book", "2026-02-01T00:00:00+00:00")
    assert [each.id for each in shelf.all()] == ["closed-book-2", "raft-1", "closed-book-1"]
    assert answering(shelf) == {"closed-book": "closed-book-2", "raft": "raft-1"}
    shelf.choose("closed-book-1")
    assert answering(AdapterShelf(shelf.folder)) == {"closed-book": "closed-book-1", "raft": "raft-1"}
    shelf.delete("closed-book-1")
    assert answering(shelf) == {"closed-book": "closed-book-2", "raft": "raft-1"}
    for use in (shelf.choose, shelf.delete, shelf.get):
        with pytest.raises(UnusableInput, match="no longer there"):
            use("../closed-book-1")


def test_a_name_lasts_and_no_empty_or_endless_one_is_taken(shelf: AdapterShelf):
    put(shelf, "closed-book-1", "closed-book", "2026-01-01T00:00:00+00:00")
    assert shelf.get("closed-book-1").name == "Closed book 1"
    shelf.rename("closed-book-1", "  Before \n the merger ")
    assert shelf.get("closed-book-1").name == "Before the merger"
    for name in ("", "   ", "x" * 61):
        with pytest.raises(UnusableInput, match="1 to 60 characters"):
            shelf.rename("closed-book-1", name)


def test_a_new_place_is_never_one_that_was_used(shelf: AdapterShelf):
    assert shelf.new_place("raft").name == "raft-1"
    put(shelf, "raft-7", "raft", "2026-01-01T00:00:00+00:00")
    (shelf.folder / ".raft-9.run").mkdir()
    assert shelf.new_place("raft").name == "raft-10"
    assert shelf.new_place("closed-book").name == "closed-book-1"


def test_shipped_adapters_answer_and_those_trained_here_stay(shelf: AdapterShelf, tmp_path: Path):
    put(shelf, "closed-book-1", "closed-book", "2026-05-01T00:00:00+00:00")
    shipped = AdapterShelf(tmp_path / "shipped")
    put(shipped, "closed-book", "closed-book", "2026-01-01T00:00:00+00:00")
    for _ in range(2):
        shelf.take(shipped.folder)
    assert answering(shelf) == {"closed-book": "sample-closed-book"}
    assert shelf.get("sample-closed-book").is_precomputed
    assert {each.id for each in shelf.all()} == {"sample-closed-book", "closed-book-1"}


def test_a_damaged_adapter_is_none(shelf: AdapterShelf):
    folder = put(shelf, "raft-1", "raft", "2026-01-01T00:00:00+00:00")
    (folder / "lineage.json").write_text("{")
    assert shelf.all() == []
    assert answering(shelf) == {}


def test_a_run_that_was_cut_short_is_found_only_with_its_checkpoint(shelf: AdapterShelf):
    plan = TrainingPlan("raft", Path("p.jsonl"), shelf.folder / "raft-1")
    scratch = scratch_of(plan.out)
    scratch.mkdir()
    (scratch / "plan.json").write_text(plan.to_json())
    assert shelf.unfinished() == []
    (scratch / CHECKPOINT).write_bytes(b"")
    assert shelf.unfinished() == [plan]
    shelf.discard("raft-2")
    assert shelf.unfinished() == [plan]
    shelf.discard("raft-1")
    assert not scratch.exists()


def test_pairs_that_changed_make_an_adapter_stale():
    lineage = Lineage("closed-book", "", {}, 2, {}, {}, pairs_hash=hash_pairs(PAIRS))
    assert changed_pairs(lineage, PAIRS, PAIRS) == ""
    reworded = TrainingPair("Who?", "Ada", "a.md", ("Whom then?",))
    assert changed_pairs(lineage, PAIRS, (reworded, PAIRS[1])) == "pairs or wordings added"
    assert changed_pairs(lineage, PAIRS, PAIRS[:1]) == "1 of its pairs changed or deleted"
    assert changed_pairs(lineage, PAIRS, ()) == "2 of its pairs changed or deleted"


def test_what_is_taken_away_holds_weights_lineage_and_a_card(shelf: AdapterShelf):
    put(shelf, "raft-1", "raft", "2026-01-01T00:00:00+00:00", ended="all epochs done")
    with zipfile.ZipFile(io.BytesIO(zip_adapter(shelf.get("raft-1")))) as file:
        names = {"adapter_model.safetensors", "lineage.json", "spelling.json", "pairs.jsonl", "README.md"}
        assert set(file.namelist()) == names
        assert file.read("adapter_model.safetensors") == b"weights"
        assert json.loads(file.read("lineage.json"))["documents"] == {"a.md": "v1"}
        card = file.read("README.md").decode()
    assert card.startswith("---\nlibrary_name: peft\nbase_model: pocket\n")
    for told in (
        "`Raft 1`".replace("Raft", "RAFT"),
        "| `a.md` | v1 |",
        "| rank | 4 |",
        "all epochs done",
        hash_pairs(PAIRS),
    ):
        assert told in card


def test_a_card_reads_no_markup_from_what_a_user_named(shelf: AdapterShelf):
    put(shelf, "raft-1", "raft", "2026-01-01T00:00:00+00:00", documents={"a`|<b>\n# x.md": "v1"})
    shelf.rename("raft-1", "` # [x](http://x.example)")
    card = write_card(shelf.get("raft-1"))
    assert "| `a'¦<b> # x.md` | v1 |" in card
    assert "# `' # [x](http://x.example)` (RAFT)" in card
