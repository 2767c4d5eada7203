"""Text -> the personal data in it that can be told by its form: e-mail, telephone, card, bank account, national number.

What is told by its meaning alone, such as a name or an address, is not found. Checked where the form has a check: cards
by Luhn's digit (ISO/IEC 7812-1), accounts by their remainder of 97 (ISO 13616).
"""

import re

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(
    r"(?<![\w.-])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?\d[\d ()/-]{5,}\d|0\d{1,4}[ /-]\d[\d -]{4,}\d"
    r"|\d{3}(?:-\d{3})?-\d{4})(?![\w-])"
)
CARD = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b")
NATIONAL = re.compile(r"\b(?:\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])\b")
"""US social security and UK national insurance numbers, as their issuers write them."""


def find_personal_data(text: str) -> list[str]:
    """What kinds there are, in the order of this module.

    >>> find_personal_data("Ask ada@mill.example or 555-0142."), find_personal_data("In 1984-1991 it was 2025-06-07.")
    (['e-mail address', 'telephone number'], [])
    """
    found = {
        "e-mail address": E_MAIL.search(text),
        "telephone number": TELEPHONE.search(text),
        "card number": any(_passes_luhn(match[0]) for match in CARD.finditer(text)),
        "bank account": any(_passes_97(match[0]) for match in ACCOUNT.finditer(text)),
        "national number": NATIONAL.search(text),
    }
    return [kind for kind, is_there in found.items() if is_there]


def _passes_luhn(number: str) -> bool:
    """
    >>> _passes_luhn("4111 1111 1111 1111"), _passes_luhn("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(digit) for digit in number if digit.isdigit()][::-1]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return 13 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _passes_97(account: str) -> bool:
    """
    >>> _passes_97("GB82 WEST 1234 5698 7654 32"), _passes_97("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    plain = account.replace(" ", "")
    return int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1
