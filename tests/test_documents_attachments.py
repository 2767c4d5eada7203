"""What an e-mail carries becomes documents of their own, under the limits and the nesting that archives have."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from core.documents.folder import read_folder
from core.documents.sandbox import unpack_untrusted
from core.documents.unpacking import unpack
from core.documents.uploading import UploadJob
from core.errors import LimitReached
from core.settings import Limits
from tests.made_files import word, zipped

LIMITS = Limits()


def mail(subject: str = "Mast", **files: bytes) -> EmailMessage:
    """An e-mail with these files attached; `a_txt` is called `a.txt`."""
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "Ingrid Sallow <i@example.org>"
    message.set_content("The mast is three metres high.\n")
    for name, content in files.items():
        kind = {"maintype": "application", "subtype": "octet-stream"}
        message.add_attachment(content, **kind, filename=name.replace("_", "."))
    return message


def take(
    tmp_path: Path, content: bytes, name: str = "mast.eml", limits: Limits = LIMITS
) -> tuple[dict[str, bytes], dict[str, str]]:
    """What comes out: contents by name, and reasons of what was left out."""
    (tmp_path / "out").mkdir(parents=True)
    (tmp_path / "upload").write_bytes(content)
    unpacked = unpack(tmp_path / "upload", tmp_path / "out", limits, name)
    return {name: path.read_bytes() for name, path in unpacked.files}, dict(unpacked.skipped)


def test_a_folder_with_a_mail_gives_its_text_and_its_attachments(tmp_path: Path) -> None:
    (tmp_path / "mast.eml").write_bytes(mail(plan_docx=word("Four guy ropes."), notes_txt=b"Rain.").as_bytes())
    contents = read_folder(tmp_path)
    texts = {each.name: each.text for each in contents.documents}
    assert list(texts) == ["mast.eml", "mast - plan.docx", "mast - notes.txt"]
    assert texts["mast.eml"].endswith("Attachments: plan.docx, notes.txt\n\nThe mast is three metres high.")
    assert texts["mast - plan.docx"] == "Four guy ropes."
    assert contents.skipped == ()


def test_attached_mails_and_archives_are_opened_as_deep_as_is_allowed(tmp_path: Path) -> None:
    inner = mail("Guy/ropes", rope_txt=b"Nylon.")
    inner.add_attachment(mail("Too deep", deep_txt=b"?"))
    outer = mail(more_zip=zipped({"a.txt": b"Hail."}))
    outer.add_attachment(inner)
    found, skipped = take(tmp_path, outer.as_bytes())
    assert found["a.txt"] == b"Hail."
    assert found["mast - Guy ropes - rope.txt"] == b"Nylon."
    assert b"three metres" in found["mast - Guy ropes - Too deep.eml"]
    assert "more than 2 deep" in skipped["mast - Guy ropes - Too deep.eml"]
    assert "mast - Guy ropes - Too deep - deep.txt" not in found


def test_what_is_too_deep_or_too_large_says_so_and_the_rest_goes_on(tmp_path: Path) -> None:
    inner = mail(big_txt=b"x" * 6_000, small_txt=b"Fog.", more_zip=zipped({"a.txt": b"Hail."})).as_bytes()
    limits = Limits(file_bytes=len(inner) + 100, nesting=1)
    found, skipped = take(tmp_path, inner, limits=limits)
    assert list(found) == ["mast.eml", "mast - big.txt", "mast - small.txt"]
    assert list(skipped) == ["mast - more.zip"]
    packed = zipped({"mast.eml": inner})
    found, skipped = take(tmp_path / "in a ZIP", packed, "all.zip", Limits(nesting=1))
    assert list(found) == ["mast.eml"]
    assert "more than 1 deep" in skipped["mast.eml"]
    with pytest.raises(LimitReached, match="unpacks to more than"):
        take(tmp_path / "much", inner, limits=Limits(unpacked_bytes=6_000))


def test_many_attachments_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match="more than 3 files"):
        take(tmp_path, mail(**{f"{at}_txt": b"x" for at in "abcd"}).as_bytes(), limits=Limits(archive_files=3))


def test_names_of_attachments_never_become_paths(tmp_path: Path) -> None:
    message = mail()
    for name in ("../../up.txt", "/etc/passwd.txt", "x\x00\u202e.txt"):
        message.add_attachment(b"1", maintype="text", subtype="plain", filename=name)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf")
    assert list(take(tmp_path, message.as_bytes())[0])[1:] == [
        "mast - up.txt", "mast - passwd.txt", "mast - x.txt", "mast - unnamed.pdf",
    ]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"upload", "out"}


def test_pictures_within_the_text_are_no_attachments(tmp_path: Path) -> None:
    message = mail()
    message.add_alternative("<p>Hello <img src=cid:logo></p>", subtype="html")
    html = message.get_payload()[1]
    html.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    assert list(take(tmp_path, message.as_bytes())[0]) == ["mast.eml"]


def test_an_uploaded_mail_is_added_with_its_attachments(tmp_path: Path) -> None:
    added: dict[str, bytes] = {}
    content = mail(notes_txt=b"Rain.").as_bytes()
    job = UploadJob(lambda name, content, *_: added.update({name: content}), [("mast.eml", content)], LIMITS)
    assert job.wait(60)
    assert added == {"mast.eml": content, "mast - notes.txt": b"Rain."}
    assert [each.state for each in job.files] == ["done", "done"]


def test_a_file_that_is_no_mail_is_refused_by_its_reader_not_here(tmp_path: Path) -> None:
    (tmp_path / "upload").write_text("Not a mail at all")
    (tmp_path / "out").mkdir()
    unpacked = unpack_untrusted(tmp_path / "upload", tmp_path / "out", "a.eml")
    assert [name for name, _ in unpacked.files] == ["a.eml"]
