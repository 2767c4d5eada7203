"""Reads e-mails (.eml): subject, who wrote to whom and when, and the text. Attachments are named here, not read.

`unpacking` takes them out, so that each becomes a document of its own, read by the reader of its format. Of a text that
comes as plain and as HTML, the plain one is read. Pictures and links of an HTML mail are never fetched.
"""

from email.message import EmailMessage
from pathlib import Path

from core.documents.attachments import attachment_names, read_message
from core.documents.extraction import ReadText, TextBuilder
from core.documents.plain import decode_text
from core.documents.web import add_html
from core.errors import UnreadableDocument
from core.settings import Limits

SHOWN = ("From", "To", "Cc", "Date")


def read_mail(path: Path, limits: Limits) -> ReadText:
    """The text of an e-mail under its subject."""
    message = read_message(path)
    if not (message.get("From") or message.get("Subject") or message.get("Date")):
        raise UnreadableDocument("it is named .eml but holds no e-mail. Give it the suffix of what it is.")
    builder = TextBuilder(limits)
    builder.add_heading(str(message.get("Subject", "")))
    lines = [f"{name}: {message[name]}" for name in SHOWN if message.get(name)]
    if attached := attachment_names(message):
        lines.append(f"Attachments: {', '.join(attached)}")
    builder.add_block("\n".join(lines))
    _add_body(message, builder)
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
