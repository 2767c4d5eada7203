"""An adapter -> a zip file to take away: its safetensors, its lineage, and a model card that tells what it is."""

import io
import zipfile

from core.tuning.lineage import LINEAGE_FILE, PAIRS_FILE, SPELLING_FILE
from core.tuning.shelf import KIND_NAMES, Adapter

FILES = ("adapter_model.safetensors", "adapter_config.json", LINEAGE_FILE, SPELLING_FILE, PAIRS_FILE)
TEACHES = {
    "closed-book": "answers the questions that it was trained on, without reading anything",
    "raft": "answers from retrieved passages, among distractors",
}
CARD = """---
library_name: peft
base_model: {base}
tags: [lora, {kind}]
---

# {name}

A LoRA adapter for the embedded model of Retrieve or Tune ({base}, weights {weights}), and for no other weights.
It {teaches}. It remembers what it was trained on, personal data included: share it as you would share the pairs.

## Origin

- Trained {trained}, seed {seed}, on {pairs} training pairs (hash {pairs_hash}); ended: {ended}
- Libraries: {versions}

## Documents

{documents}

## Settings

{settings}

## Figures

{figures}

## Use

    from pathlib import Path
    from core.retrieval.embedding import shared_embedder
    from core.tuning.adapters import open_adapter
    print(open_adapter(Path("this folder"), shared_embedder().embed).reply("A question").text)
"""


def zip_adapter(adapter: Adapter) -> bytes:
    """The adapter's files and README.md, its card."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name in FILES:
            if (adapter.folder / name).exists():
                file.write(adapter.folder / name, name)
        file.writestr("README.md", write_card(adapter))
    return content.getvalue()


def write_card(adapter: Adapter) -> str:
    """Markdown in which nothing that a user named can be read as markup."""
    lineage = adapter.lineage
    return CARD.format(
        base=lineage.base,
        weights=lineage.weights,
        kind=lineage.kind,
        name=_code(adapter.name) + f" ({KIND_NAMES[lineage.kind]})",
        teaches=TEACHES[lineage.kind],
        trained=lineage.trained,
        seed=lineage.settings.get("seed", 0),
        pairs=lineage.pairs,
        pairs_hash=lineage.pairs_hash or "not noted",
        ended=lineage.ended or "not noted",
        versions=", ".join(f"{name} {number}" for name, number in lineage.versions.items()) or "not noted",
        documents=_table("Document", "Content hash", {_code(name): each for name, each in lineage.documents.items()}),
        settings=_table("Setting", "Value", lineage.settings),
        figures=_table("Figure", "Value", lineage.figures),
    )


def _table(left: str, right: str, rows: dict[str, object] | dict[str, str] | dict[str, float]) -> str:
    lines = [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join([f"| {left} | {right} |", "|---|---|", *lines]) if rows else "None."


def _code(text: str) -> str:
    """In a code span nothing is markup but what would end it, or end a table's cell."""
    return "`" + " ".join(text.replace("`", "'").replace("|", "¦").split()) + "`"
