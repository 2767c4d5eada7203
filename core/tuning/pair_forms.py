"""Training pairs <-> the rows that other tools train on: Alpaca, OpenAI chat and ShareGPT. Pure.

Sources: the data folder of LLaMA-Factory and the dataset formats of axolotl, which read all three.
A conversation gives a pair for each question that is answered in it; what a system says there is left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from core.records import TrainingPair

Form = Literal["alpaca", "openai", "sharegpt"]
Fields = dict[str, Any]
FORMS: dict[Form, str] = {"alpaca": "Alpaca", "openai": "OpenAI chat", "sharegpt": "ShareGPT"}
_ASKS, _ANSWERS, _SAYS_NOTHING = ("user", "human"), ("assistant", "gpt", "model"), ("system", "developer")


def as_rows(pairs: Iterable[TrainingPair], form: Form) -> Iterator[Fields]:
    """A row for each question and paraphrase of each pair.

    >>> next(as_rows([TrainingPair("Who?", "Ada")], "alpaca"))
    {'instruction': 'Who?', 'input': '', 'output': 'Ada'}
    """
    for pair in pairs:
        for question in (pair.question, *pair.paraphrases):
            yield _row(question, pair.answer, form)


def _row(question: str, answer: str, form: Form) -> Fields:
    if form == "alpaca":
        return {"instruction": question, "input": "", "output": answer}
    if form == "openai":
        return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}
    return {"conversations": [{"from": "human", "value": question}, {"from": "gpt", "value": answer}]}


def form_of(row: Mapping[str, Any]) -> Form | None:
    """The form of a row; None where it is none of these.

    >>> form_of({"instruction": "Who?", "output": "Ada"}), form_of({"question": "Who?"})
    ('alpaca', None)
    """
    if "messages" in row:
        return "openai"
    if "conversations" in row or "conversation" in row:
        return "sharegpt"
    return "alpaca" if {"instruction", "output"} <= row.keys() else None


def fields_of(row: Mapping[str, Any]) -> list[Fields]:
    """What each pair of a row holds, under our own names. Raises `ValueError` saying what is wrong with the row."""
    form = form_of(row)
    if form == "alpaca":
        asked = [row.get("instruction"), row.get("input")]
        return [_others(row) | {"question": "\n".join(filter(None, asked)), "answer": row["output"]}]
    if form is None:
        return [dict(row)]
    turns = row.get("messages") or row.get("conversations") or row.get("conversation")
    return [_others(row) | each for each in _answered_turns(turns)]


def _others(row: Mapping[str, Any]) -> Fields:
    """What a row of ours holds beside its form."""
    return {key: row[key] for key in ("source", "tags", "passage", "origin") if key in row}


def _answered_turns(turns: object) -> Iterator[Fields]:
    if (
        not isinstance(turns, Sequence)
        or isinstance(turns, str)
        or not all(isinstance(each, Mapping) for each in turns)
    ):
        raise ValueError("a conversation must be a list of messages, each with who says what.")
    asked, found = "", False
    for turn in turns:
        role, text = turn.get("role", turn.get("from")), turn.get("content", turn.get("value"))
        if not isinstance(text, str):
            raise ValueError("the content of a message must be text.")
        if role in _ASKS:
            asked = text
        elif role in _ANSWERS and asked:
            found = True
            yield {"question": asked, "answer": text}
            asked = ""
        elif role not in _ANSWERS and role not in _SAYS_NOTHING:
            raise ValueError(f"“{role}” is no role that is known; use user and assistant, or human and gpt.")
    if not found:
        raise ValueError("no message of a user is answered in it. Add the answer, or delete the row.")
