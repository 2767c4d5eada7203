"""The parts of plain English sentences that `statements` reads: patterns for subjects, amounts, times and names."""

import re

NUMBER = (
    r"(?:\d+(?:[.,]\d+)*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|one|two"
    r"|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|half a)"
)
RATE = (
    r"(?: (?:a|per|an|each) (?:day|week|month|year|night|hour|kilometre|kilometer|mile|pair|person"
    r"|trip|piece|hundred))?"
)
CURRENCY = r"(?:euros?|dollars?|pounds?|francs?|crowns?|cents?|EUR|USD|GBP|CHF)"
MONEY = rf"(?:[€$£] ?{NUMBER}|(?:EUR|USD|GBP|CHF) {NUMBER}|{NUMBER} {CURRENCY}|{NUMBER} ?[€$£]){RATE}"
DURATION = rf"{NUMBER}(?: (?:full|working|business|calendar))? (?:second|minute|hour|day|week|month|quarter|year)s?"
UNIT = (
    r"(?:percent|per cent|%|°C|degrees|centimetres?|millimetres?|kilometres?|metres?|centimeters?"
    r"|millimeters?|kilometers?"
    r"|meters?|inch(?:es)?|feet|miles?|grams?|kilograms?|kg|tonnes?|litres?|liters?|millilitres?|watts?|volts?"
    r"|kilowatts?|newton metres|newtons?|millibars?|square (?:metres|millimetres)|characters|letters"
    r"|digits|pages|people"
    r"|employees|members|hours|days|weeks|months|years|minutes|seconds|floors|rooms|seats|places)"
)
AMOUNT = rf"(?:{MONEY}|{NUMBER}(?: working)? {UNIT}{RATE})"

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = rf"(?:\d\d? {MONTH}(?: \d{{4}})?|{MONTH} \d\d?(?:, \d{{4}})?|{MONTH} \d{{4}}|{MONTH})"
DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
TIME = (
    rf"(?:on (?:the )?(?:night of )?(?:{DATE}|\d\d?(?:st|nd|rd|th)(?: of (?:each|every|the) month)?"
    rf"|{DAYS}(?: at \d\d?[:.]\d\d)?"
    rf"|the (?:first|second|third|fourth|last) (?:{DAYS}|working day) of (?:the|each|every) month)"
    rf"|in (?:{DATE}|\d{{4}})|every (?:{MONTH}|{DAYS}|day|night|week|month|year|(?:{NUMBER}|other)"
    rf" (?:day|week|month|year)s?)"
    rf"|once a (?:week|month|year)|twice a (?:week|month|year)|at \d\d?[:.]\d\d)"
)
NAME = r"(?!The |An? )(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?[A-Z][a-z][\w'’-]+(?: [A-Z]\.)?(?: [A-Z][a-z][\w'’-]+){1,2}"

CONTACT = r"(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d -]{2,}\d(?:-\d+)*|[A-Z]{1,3}-?\d+)"
CLOCKS = r"\d\d?[:.]\d\d to \d\d?[:.]\d\d"
POINT = rf"(?:{DATE}|{DAYS}|\d{{4}}|\d\d?[:.]\d\d)"

SUBJECT = r"(?P<subject>[A-Z][\w'’-]*(?: (?:[\w'’°-]+|\d+\.\d+)){0,9}?)"
PARTICIPLES = (
    r"(?:founded|built|opened|closed|revised|reviewed|paid|published|held|updated|emptied|cleaned"
    r"|inspected|checked|tested"
    r"|printed|written|introduced|abolished|launched|released|sold|completed|finished|repaired|replaced|renewed|elected"
    r"|signed|sent|counted|delivered|refreshed|served|produced|installed|invented|registered|planned|awarded|won)"
)
_BASE_FORMS = dict(
    each.split("-")
    for each in (
        "retired-retire arrived-arrive closed-close replaced-replace bought-buy left-leave won-win dries-dry".split()
    )
)
_SECOND_NOUN = re.compile(r"^(?!The |An? |Every |Each )\w+ (?:the|an?) ")
"""`Abroad the fee …`: what stands before the article is no part of the subject."""

_UNCLEAR_FIRST = frozenset(
    "it he she they we you i this that these those there here his her their its our your my some many most others "
    "other another both all each everyone everybody nobody no none such what which who when where how if then "
    "after before during until since while because although as at in on by for from to with without and but or so "
    "not only even also just please do does is are was were has have can may must will would one two three".split()
)
_UNCLEAR_ANYWHERE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|must|shall|should"
    r"|will|would|which|who|whom"
    r"|that|if|when|where|because|and|or|but|not|other|others|second|same|former|latter|following|above|below|latest"
    r"|upper|lower|most|least|us|me|one|ones|table|list|rest|remaining|old|new|first|last|next|previous|it|them|him)\b",
    re.IGNORECASE,
)
_EMPTY_ALONE = frozenset(
    "answer question problem result difference reason number part thing way case example rule limit "
    "maximum minimum total "
    "average sum amount figure value order exception choice point idea aim".split()
)
KEEPS_CAPITAL = re.compile(r"[A-Z]{2}|[A-Z][\w-]*\d|[A-Z]\w*'s\b")
ARTICLES = ("The", "A", "An", "Every", "Each")


def is_clear_subject(subject: str) -> bool:
    """Whether a subject can be understood without the sentence before: it names a thing, in one piece.

    >>> [is_clear_subject(text) for text in ("The deposit", "It", "The other one", "The number", "Search mode")]
    [True, False, False, False, True]
    """
    words = subject.split()
    if (
        words[0].lower() in _UNCLEAR_FIRST - {"each"}
        or _UNCLEAR_ANYWHERE.search(subject)
        or _SECOND_NOUN.match(subject)
    ):
        return False
    content = [word for word in words if word not in ARTICLES]
    if len(content) == 1 and (content[0].lower() in _EMPTY_ALONE or content[0].lower().endswith("ly")):
        return False
    return bool(content)


def is_vague_subject(subject: str) -> bool:
    """Whether a subject names its thing by one word alone, which another document may use for another thing.

    >>> is_vague_subject("The deposit"), is_vague_subject("The deposit for the key"), is_vague_subject("Ada Byrne")
    (True, False, False)
    """
    words = subject.split()
    return len([word for word in words if word not in ARTICLES]) == 1 and not KEEPS_CAPITAL.match(words[-1])


def lower_first(subject: str) -> str:
    """A subject as it stands within a sentence; names keep their capital.

    >>> lower_first("The deposit"), lower_first("Ada Byrne"), lower_first("Standard delivery"), lower_first("HR")
    ('the deposit', 'Ada Byrne', 'standard delivery', 'HR')
    """
    first, _, rest = subject.partition(" ")
    is_name = rest[:1].isupper() or KEEPS_CAPITAL.match(first)
    return subject if is_name and first not in ARTICLES else subject[:1].lower() + subject[1:]


def base_form(verb: str) -> str:
    """A verb as it follows `does` or `did`.

    >>> base_form("opened"), base_form("retired"), base_form("costs")
    ('open', 'retire', 'cost')
    """
    return _BASE_FORMS.get(verb, verb.removesuffix("ed").removesuffix("s"))
