"""Numbers as written, in digits of either convention or in English words -> their values. Pure.

`1.500` is fifteen hundred in Berlin and one and a half in London: both readings are kept, and two numbers are equal
where they have one in common. In other languages than English only the words up to twelve are known.
"""

import re

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "mio": 10**6, "millionen": 10**6,
    "millions": 10**6, "millones": 10**6, "миллионов": 10**6, "مليون": 10**6, "万": 10**4, "亿": 10**8,
}  # fmt: skip
FOREIGN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

WORDS: dict[str, float] = {word: at for at, word in enumerate(UNITS)}
WORDS |= {word: 10 * at for at, word in enumerate(TENS, start=2)}
WORDS |= {"dozen": 12, "half": 0.5}
FOREIGN_WORDS = {word: float(at) for line in FOREIGN for at, word in enumerate(line.split())}
AMBIGUOUS = {"un", "six", "once", "dos", "acht"}
"""Words that mean something else in another language; `six` is the same in two."""

_SMALL = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_ABROAD = "|".join(sorted(set(FOREIGN_WORDS) - AMBIGUOUS - set(WORDS), key=len, reverse=True))
_LARGE = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w.,-])(?:(?P<digits>[-−]?\d{{1,3}}(?:[ \u00a0'’]\d{{3}})+(?:[.,]\d+)?(?!\d)"
    rf"|[-−]?\d+(?:[.,]\d+)*)(?!st\b|nd\b|rd\b|th\b|\d)"
    rf"(?:[ -]?(?P<large>{_LARGE})\b)?"
    rf"|(?P<words>\b(?:(?:an?|{_SMALL}|dozen)(?:[ -](?:and[ -])?(?:{_SMALL}|hundred|thousand|million|billion|dozen))+"
    rf"|{_SMALL}|dozen|hundred|{_ABROAD}))\b)(?P<half>[ -]and[ -]a[ -]half)?",
    re.IGNORECASE,
)


def read_number(match: re.Match[str]) -> frozenset[float]:
    """The values that a match of `NUMBER` may have.

    >>> [sorted(read_number(NUMBER.search(text))) for text in ("1,500", "two hundred and five", "one and a half")]
    [[1.5, 1500.0], [205.0], [1.5]]
    """
    values = _from_digits(match["digits"]) if match["digits"] else {_from_words(match["words"])}
    times = MAGNITUDES[match["large"].lower()] if match["large"] else 1
    return frozenset(value * times + (0.5 if match["half"] else 0) for value in values)


def _from_digits(digits: str) -> set[float]:
    plain = re.sub(r"[ \u00a0'’]", "", digits).replace("−", "-")
    marks = re.findall(r"[.,]", plain)
    if len(set(marks)) == 2:
        whole, _, rest = plain.rpartition(marks[-1])
        return {float(f"{re.sub('[.,]', '', whole)}.{rest}")}
    if len(marks) > 1:
        return {float(re.sub("[.,]", "", plain))}
    decimal = float(plain.replace(",", "."))
    grouped = re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", plain)
    return {decimal, float(re.sub("[.,]", "", plain))} if grouped else {decimal}


def _from_words(words: str) -> float:
    total, current = 0.0, 0.0
    for word in re.split(r"[ -]+", words.lower()):
        if word in ("thousand", "million", "billion"):
            total += max(current, 1) * MAGNITUDES[word]
            current = 0
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * (100 if word == "hundred" else 12)
        elif word not in ("and", "a", "an"):
            current += WORDS.get(word, FOREIGN_WORDS.get(word, 0.0))
    return total + current
