"""Reads e-mails (.eml): subject, who wrote to whom and when, and the text. Attachments are named, not read.

Of a text that comes as plain and as HTML, the plain one is read. Pictures and links of an HTML mail are never fetched.
"""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from core.documents.checks import harmless_name
from core.documents.extraction import ReadText, TextBuilder
from core.documents.plain import decode_text
from core.documents.web import add_html
from core.errors import UnreadableDocument
from core.settings import Limits

SHOWN = ("From", "To", "Cc", "Date")


def read_mail(path: Path, limits: Limits) -> ReadText:
    """The text of an e-mail under its subject."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not (message.get("From") or message.get("Subject") or message.get("Date")):
        raise UnreadableDocument("it is named .eml but holds no e-mail. Give it the suffix of what it is.")
    builder = TextBuilder(limits)
    builder.add_heading(str(message.get("Subject", "")))
    builder.add_block("\n".join(f"{name}: {message[name]}" for name in SHOWN if message.get(name)))
    _add_body(message, builder)
    for name in _attachments(message):
        builder.notes.append(f"Its attachment “{name}” was left out. Save it and add it as a file of its own.")
    return builder.build()


def _add_body(message: EmailMessage, builder: TextBuilder) -> None:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    if part.get_content_type() == "text/html":
        add_html(content, builder, part.get_content_charset())
    else:
        builder.add_block(_decode(content, part.get_content_charset()))


def _decode(content: bytes, encoding: str | None) -> str:
    """Text in the encoding that the mail tells, if that is true, else in the likeliest."""
    try:
        return content.decode(encoding or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode_text(content)


def _attachments(message: EmailMessage) -> list[str]:
    parts = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    return [harmless_name(str(part.get_filename() or "unnamed")) for part in parts]
