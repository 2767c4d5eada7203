"""Finds the files that an e-mail carries. It reads none of them, and does not go into e-mails attached to it.

An attached e-mail is a file as well, `.eml`. Pictures within the text, such as those of signatures, are left out.
"""

import email
import email.policy
import mimetypes
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from core.documents.checks import harmless_name

MAIL = ".eml"
ATTACHED_MAIL = "message/rfc822"


def read_message(path: Path) -> EmailMessage:
    """The e-mail in a file, whatever the file holds: a parser of e-mails refuses nothing."""
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def attached_files(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Harmless name and content of each attachment, in order."""
    return ((_name(part), _content(part)) for part in _attached_parts(message))


def attachment_names(message: EmailMessage) -> list[str]:
    """What `attached_files` gives, without decoding it."""
    return [_name(part) for part in _attached_parts(message)]


def _attached_parts(part: EmailMessage) -> Iterator[EmailMessage]:
    for child in part.get_payload() if part.is_multipart() else ():
        if not isinstance(child, EmailMessage):
            continue
        if child.get_content_type() == ATTACHED_MAIL or _is_file(child):
            yield child
        else:
            yield from _attached_parts(child)


def _is_file(part: EmailMessage) -> bool:
    is_attached = part.get_content_disposition() == "attachment"
    if part.get_content_maintype() == "image":
        return is_attached and not part.get("Content-ID")
    return is_attached or bool(part.get_filename())


def _name(part: EmailMessage) -> str:
    """As the mail calls it, else by its type; an attached e-mail by its subject."""
    kind = part.get_content_type()
    if kind == ATTACHED_MAIL:
        inner = _inner(part)
        name = part.get_filename() or str(inner.get("Subject", "") if inner else "") or "message"
        return harmless_name(name.removesuffix(MAIL).replace("/", " ") + MAIL)
    return harmless_name(str(part.get_filename() or f"unnamed{mimetypes.guess_extension(kind) or ''}"))


def _content(part: EmailMessage) -> bytes:
    inner = _inner(part)
    if inner is not None:
        return inner.as_bytes()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _inner(part: EmailMessage) -> EmailMessage | None:
    """The e-mail that this part is."""
    inside = part.get_payload() if part.get_content_type() == ATTACHED_MAIL else None
    return inside[0] if isinstance(inside, list) and inside and isinstance(inside[0], EmailMessage) else None
