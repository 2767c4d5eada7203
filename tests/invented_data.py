"""Data files like those that the embedded model is trained on, of a few invented rows each."""

import gzip
import json
from pathlib import Path


def write_rows(file: Path, rows: list[dict]) -> None:
    with gzip.open(file, "wt", encoding="utf8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def authored_row(index: int) -> dict:
    passage = f"Record{index} tells of boat{index}. The boat of record{index} is kept at pier{index} near the old mill."
    return {
        "passage": passage,
        "questions": [
            {
                "question": f"Where is boat{index} kept?",
                "paraphrase": f"What is boat{index} at?",
                "answer": f"pier{index}",
            },
            {"question": f"Who owns boat{index}?", "paraphrase": "", "answer": None},
        ],
    }


def labelled_row(name: str, index: int) -> dict:
    return {
        "question": f"What colour is the {name} door number{index}?",
        "passage": f"The {name} door number{index} is painted shade{index} since the spring of last year.",
        "answer": f"shade{index}",
    }


def write_pretraining_files(folder: Path) -> Path:
    """Every file that `ExampleSource` and the measurement read, in `folder`."""
    write_rows(folder / "authored.jsonl.gz", [authored_row(index) for index in range(24)])
    for name in ("qamr", "fairytale_qa.train", "fairytale_qa.validation", "covid_qa"):
        write_rows(folder / f"{name}.jsonl.gz", [labelled_row(name, index) for index in range(12)])
    sentence = "The quick brown ferry number {} crosses the wide river before noon every single day. "
    write_rows(folder / "plain_text.jsonl.gz", [{"text": "".join(sentence.format(n) for n in range(40))}])
    return folder
