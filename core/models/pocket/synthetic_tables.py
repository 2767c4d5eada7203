"""Invented tables and questions about one of their cells, to learn to read rows of column: value."""

import random

SYLLABLES = (
    "ba bel bri cal cor da den dor el fen gar hol ir jun kel la lin mar mo nor "
    "ol pen quin ra sel tam ul ven wil yor zan"
).split()
ENTITIES = {
    "Name": ["Extension", "Department", "Office", "Role", "Start year", "Phone", "Manager"],
    "Product": ["Price", "Weight", "Colour", "Warranty", "Stock", "Battery life", "Article number"],
    "Part": ["Quantity", "Shelf", "Supplier", "Price", "Reorder level", "Material"],
    "Code": ["Meaning", "Severity", "Cause", "Action"],
    "Room": ["Seats", "Floor", "Opening time", "Booked by", "Daily rate"],
    "Course": ["Teacher", "Starts", "Fee", "Places", "Level", "Room"],
    "Station": ["Altitude", "Rainfall", "Wind limit", "Installed", "Next service"],
}
QUESTIONS = [
    "What is the {column} of {key}?",
    "What {column} does {key} have?",
    "Which {column} is given for {key}?",
    "{key}: what is the {column}?",
    "Tell me the {column} for {key}.",
    "I need {key}'s {column}.",
]
BACKWARDS = ["Which {entity} has the {column} {value}?", "What {entity} is listed with {column} {value}?"]
WORDS = "north south red grey steel brass oak spare main lower upper urgent minor quiet daily weekly left right".split()


def draw_table_question(chance: random.Random) -> tuple[str, tuple[str, ...], str]:
    """A question, one to three passages of table rows and the answer; one time in eight it is not there."""
    entity = chance.choice(list(ENTITIES))
    columns = chance.sample(ENTITIES[entity], min(len(ENTITIES[entity]), chance.randint(2, 5)))
    rows: list[dict[str, str]] = []
    for _ in range(chance.randint(4, 12)):
        rows.append(_row(entity, columns, rows, chance))
    per_passage = chance.randint(3, 6)
    pieces = [rows[i : i + per_passage] for i in range(0, len(rows), per_passage)][:3]
    asked, column = chance.choice([row for piece in pieces for row in piece]), chance.choice(columns)
    passages = tuple("\n".join(_written(row) for row in piece) for piece in pieces)
    if chance.random() < 1 / 8:
        return _ask(entity, column, _row(entity, columns, rows, chance), chance), passages, "not stated"
    if chance.random() < 0.2 and sum(row[column] == asked[column] for row in rows) == 1:
        template = chance.choice(BACKWARDS)
        question = template.format(entity=entity.lower(), column=column.lower(), value=asked[column])
        return question, passages, asked[entity]
    return _ask(entity, column, asked, chance), passages, asked[column]


def _ask(entity: str, column: str, row: dict[str, str], chance: random.Random) -> str:
    return chance.choice(QUESTIONS).format(column=column.lower(), key=row[entity])


def _written(row: dict[str, str]) -> str:
    return "; ".join(f"{column}: {value}" for column, value in row.items())


def _row(entity: str, columns: list[str], others: list[dict[str, str]], chance: random.Random) -> dict[str, str]:
    """A row about something that none of the others is about."""
    key = _key(entity, chance)
    while any(key == other[entity] for other in others):
        key = _key(entity, chance)
    return {entity: key} | {column: _value(chance) for column in columns}


def _key(entity: str, chance: random.Random) -> str:
    return f"{chance.choice('ABCDEF')}-{chance.randint(1, 99):02}" if entity == "Code" else _invented(chance, 2)


def _value(chance: random.Random) -> str:
    kind = chance.randrange(6)
    number = chance.choice([chance.randint(1, 20), chance.randint(10, 999), chance.randint(1000, 9999)])
    forms = [
        str(number),
        f"{number}.{chance.randint(0, 99):02}",
        f"{number} {chance.choice(['mm', 'kg', 'EUR', 'days', 'hours', 'months', '%', 'W'])}",
        _invented(chance, chance.randint(1, 2)),
        f"{chance.choice(WORDS)} {chance.choice(WORDS)}",
        f"{chance.randint(2001, 2031)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    ]
    return forms[kind]


def _invented(chance: random.Random, words: int) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize() for _ in range(words))
