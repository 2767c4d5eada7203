"""Odd and hostile files, made when a test asks for one: small on disk, quick to make, each with what should come of it.

An outcome is a piece of the text that must be read, or of the reason that must be given after `!`.
"""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from tests.made_files import changed_pdf, database, mail, pdf, sheet, slides, word, word_with, zipped

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = "=cmd|' /C calc'!A0"
URL = "http://127.0.0.1:9/x.png"
"""Nothing listens there; nobody should ask."""


@dataclass(frozen=True)
class OddFile:
    title: str
    name: str
    make: Callable[[], bytes]
    outcome: str


def _script(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.launchURL('x:')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def _loop(writer: PdfWriter) -> None:
    """A page tree whose node is its own child."""
    root = writer.root_object["/Pages"].get_object()
    root["/Kids"].append(writer.root_object.raw_get("/Pages"))


def _bomb(writer: PdfWriter) -> None:
    """A page whose content unpacks from few kilobytes to half a megabyte."""
    stream = DecodedStreamObject()
    stream.set_data(b"BT (rain) Tj ET\n" * 30_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())


def _broken_second_page(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf (Two. Tj ET << ")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(stream)


def _form_loop(writer: PdfWriter) -> None:
    """A drawing that draws itself."""
    form = DecodedStreamObject()
    form.set_data(b"/Me Do")
    reference = writer._add_object(form)
    form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    form[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Me"): reference})}
    )
    writer.pages[0][NameObject("/Resources")][NameObject("/XObject")] = DictionaryObject({NameObject("/Me"): reference})
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf (The rain gauge) Tj ET /Me Do")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)


def huge_sheet() -> bytes:
    """A sheet of 100,000 rows in few kilobytes."""
    with zipfile.ZipFile(io.BytesIO(sheet([["a"]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>7</v></c></row>' % (at, at) for at in range(1, 100_001))
    part = "xl/worksheets/sheet1.xml"
    head = parts[part].split(b"<sheetData>")[0]
    return zipped(parts | {part: head + b"<sheetData>" + rows + b"</sheetData></worksheet>"})


def far_cell() -> bytes:
    """One value in the last cell that a sheet can have."""
    with zipfile.ZipFile(io.BytesIO(sheet([["rain"]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    head = parts[part].split(b"<sheetData>")[0]
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far away</t></is></c></row>'
    return zipped(parts | {part: head + b"<sheetData>" + cell + b"</sheetData></worksheet>"})


def broken_database() -> bytes:
    content = bytearray(
        database("CREATE TABLE t (a)", "INSERT INTO t VALUES ('rain')", *["INSERT INTO t SELECT a FROM t"] * 10)
    )
    content[5000:9000] = b"\xff" * 4000
    return bytes(content)


def nested_mail(depth: int) -> bytes:
    boundary = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(depth))
    return f"Subject: deep\nFrom: a@example.org\n{boundary}Content-Type: text/plain\n\nrain\n".encode()


def lying_zip_part() -> bytes:
    """A Word file whose directory says that the text part has 10 bytes, though it has 3 MB."""
    content = bytearray(zipped({"word/document.xml": b"<w>" + b" " * 3_000_000 + b"</w>"}))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, 10)
    return bytes(content)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "'
    + b"ha" * 500
    + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10 if at else b"&a;" * 10) for at in range(9))
    + b']><w:document xmlns:w="w">&a8;</w:document>'
)
FETCH = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="w">&x;</w:document>'
)
RELATION = (
    '<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    f'Target="{URL}" TargetMode="External"/></Rel'
)
HEADER = b"SQLite format 3\0"
RECURSIVE = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


def _files() -> list[OddFile]:
    return [
        # Nothing, or nothing that is text
        OddFile("an empty text", "a.txt", lambda: b"", "!empty"),
        OddFile("only spaces", "a.txt", lambda: b" \n\t\r\n", "!no text"),
        OddFile("only zero-width characters", "a.md", "\u200b\ufeff\u202e".encode, "!no text"),
        OddFile("only zero bytes", "a.txt", lambda: bytes(1000), "!binary"),
        OddFile("binary as .txt", "a.txt", lambda: bytes(range(256)) * 40, "!binary"),
        OddFile("a picture as .txt", "a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "!a picture"),
        OddFile("a picture as .pdf", "a.pdf", lambda: b"\xff\xd8\xff\xe0" + bytes(50), "!a picture"),
        OddFile("a packed file as .csv", "a.csv", lambda: gzip.compress(b"a,b"), "!gzip"),
        OddFile("a program as .docx", "a.docx", lambda: b"\x7fELF" + bytes(50), "!a program"),
        OddFile("an unknown kind", "a.exe", lambda: b"MZ\x90", "!.exe"),
        OddFile("no suffix", "README", lambda: b"rain", "!without a suffix"),
        # Text
        OddFile("a line of 20 MB", "a.txt", lambda: b"rain " * 4_000_000, "!characters"),
        OddFile("a line of 26 MB", "a.txt", lambda: b"x" * 26_000_000, "!MB"),
        OddFile("a line of 900,000 letters without a space", "a.txt", lambda: b"x" * 900_000, "xxxx"),
        OddFile("a million blank lines", "a.txt", lambda: b"\n" * 1_000_000 + b"rain", "rain"),
        OddFile("mixed line ends", "a.txt", lambda: b"one\r\ntwo\rthree\n\r\nfour", "three\n\nfour"),
        OddFile("UTF-16 without a mark", "a.txt", lambda: "Rain and hail".encode("utf-16-le"), "Rain and hail"),
        OddFile("UTF-32", "a.txt", lambda: "Rain and hail".encode("utf-32"), "Rain and hail"),
        OddFile("half a UTF-8 character", "a.txt", lambda: "Regen für Köln".encode()[:-1] + b"\xc3", "Regen"),
        OddFile("right to left with turning marks", "a.txt", "\u202eمطر وبرد\u202c 9 مم".encode, "مطر وبرد 9 مم"),
        OddFile("emoji of several code points", "a.txt", "Rain 👩🏽‍🚒🏴󠁧󠁢󠁳󠁣󠁴󠁿 falls".encode, "👩🏽"),
        OddFile("half of a pair as JSON", "a.json", lambda: b'{"a": "\\ud800 rain"}', "rain"),
        OddFile("letters with 5,000 accents", "a.txt", lambda: ("a" + "\u0301" * 5000 + " rain").encode(), "rain"),
        OddFile("scripts in text", "a.txt", lambda: SCRIPT.encode(), "<script>"),
        OddFile("scripts in Markdown", "a.md", lambda: f"# {SCRIPT}\n\n[x](javascript:alert(1)) rain".encode(), "rain"),
        OddFile("a fence that never ends", "a.md", lambda: b"# A\n```\n" + b"# b\n" * 5000, "# b"),
        OddFile("50,000 headings", "a.md", lambda: b"# h\nrain\n" * 50_000, "rain"),
        OddFile(
            "a table of 5,000 columns",
            "a.md",
            lambda: b"|a" * 5000 + b"|\n" + b"|-" * 5000 + b"|\n" + b"|1" * 5000 + b"|",
            "a: 1",
        ),
        # HTML
        OddFile("scripts in HTML", "a.html", lambda: f"<p>rain</p>{SCRIPT}&lt;b&gt;".encode(), "rain"),
        OddFile(
            "HTML that fetches",
            "a.html",
            lambda: f"<base href={URL}><img src={URL}><iframe src={URL}></iframe>rain".encode(),
            "rain",
        ),
        OddFile("50,000 tags deep", "a.html", lambda: b"<div>" * 50_000 + b"rain", "!"),
        OddFile(
            "a cell over a million columns",
            "a.html",
            lambda: b"<table><tr><td colspan=1000000 rowspan=1000000>rain<tr><td>b</table>",
            "rain",
        ),
        OddFile("HTML that never closes", "a.html", lambda: b"<html><body><p>rain<p><b><i" + b"<u" * 3000, "rain"),
        OddFile("an unclosed comment", "a.html", lambda: b"<p>rain</p><!-- " + b"secret " * 1000, "rain"),
        # Tables in text
        OddFile("a formula in CSV", "a.csv", lambda: f"Name,Note\nrain,{FORMULA}\n".encode(), FORMULA),
        OddFile("a quote that never ends", "a.csv", lambda: b'a,b\n"rain,' + b"x,y\n" * 50_000, "!"),
        OddFile("100,000 rows", "a.csv", lambda: b"a,b\n" + b"1,2\n" * 100_000, "!rows"),
        OddFile(
            "20,000 columns",
            "a.csv",
            lambda: b",".join(b"c%d" % at for at in range(20_000)) + b"\n" + b"1," * 20_000,
            "c0: 1",
        ),
        OddFile("rows of uneven length", "a.csv", lambda: b"a,b\n1\n1,2,3,4\n", "Column 4: 4"),
        OddFile("JSON nested 100,000 deep", "a.json", lambda: b"[" * 100_000 + b"]" * 100_000, "!nested"),
        OddFile("JSON nested 900 deep", "a.json", lambda: b'{"a":' * 900 + b"1" + b"}" * 900, "!"),
        OddFile("a number of 100,000 digits", "a.json", lambda: b'{"a": ' + b"9" * 100_000 + b"}", "!"),
        OddFile("JSON that is none", "a.json", lambda: b"{'a': 1}", "!no valid JSON"),
        OddFile("NaN and infinity", "a.json", lambda: b'{"a": NaN, "b": -Infinity, "c": 1e999}', "nan"),
        OddFile("JSON Lines broken in line 2", "a.jsonl", lambda: b'{"a": 1}\n{', "!line 2"),
        # PDF
        OddFile("a PDF cut in half", "a.pdf", lambda: pdf("rain")[:400], "!"),
        OddFile("a PDF without its end", "a.pdf", lambda: pdf("The rain gauge")[:-6], "The rain gauge"),
        OddFile(
            "a PDF with a password", "a.pdf", lambda: changed_pdf(lambda writer: writer.encrypt("secret")), "!password"
        ),
        OddFile("a PDF with a script", "a.pdf", lambda: changed_pdf(_script), "rain gauge"),
        OddFile("a PDF whose pages form a loop", "a.pdf", lambda: changed_pdf(_loop), "!"),
        OddFile("a PDF that draws 30,000 words", "a.pdf", lambda: changed_pdf(_bomb), "!"),
        OddFile("a PDF whose drawing draws itself", "a.pdf", lambda: changed_pdf(_form_loop), "!"),
        OddFile(
            "a PDF with one damaged page",
            "a.pdf",
            lambda: changed_pdf(_broken_second_page, "One.", "Two.", "Three."),
            "One.\n\nThree.",
        ),
        OddFile(
            "a PDF with rubbish before it", "a.pdf", lambda: b"rubbish\n" * 20 + pdf("The rain gauge"), "The rain gauge"
        ),
        OddFile("a scan", "a.pdf", lambda: pdf(""), "!OCR"),
        OddFile("markup in a PDF", "a.pdf", lambda: pdf(SCRIPT), "<script>"),
        # Office
        OddFile("a Word file cut in half", "a.docx", lambda: word("rain")[:5000], "!broken"),
        OddFile("a workbook as .docx", "a.docx", lambda: sheet([["rain"]]), "!holds something else"),
        OddFile("old Word", "a.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "!password or of an older"),
        OddFile("an entity bomb", "a.docx", lambda: word_with("word/document.xml", lambda _: BOMB), "!"),
        OddFile("an entity that reads a file", "a.docx", lambda: word_with("word/document.xml", lambda _: FETCH), "!"),
        OddFile(
            "a Word bomb", "a.docx", lambda: word_with("word/media/x.bin", lambda _: bytes(150_000_000)), "!unpacks"
        ),
        OddFile("a Word file that lies about its size", "a.docx", lying_zip_part, "!"),
        OddFile(
            "a linked picture in Word",
            "a.docx",
            lambda: word_with(
                "word/_rels/document.xml.rels",
                lambda old: old.replace(
                    b"</Rel",
                    RELATION.encode(),
                ),
            ),
            "rain gauge",
        ),
        OddFile("markup in Word", "a.docx", lambda: word(SCRIPT), "<script>"),
        OddFile("formulas in a workbook", "a.xlsx", lambda: sheet([["Name", "Sum"], ["rain", "=SUM(1,2)"]]), "rain"),
        OddFile("a sheet of 100,000 rows", "a.xlsx", huge_sheet, "!rows"),
        OddFile("a value in the last cell", "a.xlsx", far_cell, "far away"),
        OddFile("a workbook without sheets", "a.xlsx", lambda: zipped({"xl/workbook.xml": b"<workbook/>"}), "!"),
        OddFile("slides cut in half", "a.pptx", lambda: slides("Rain")[:9000], "!"),
        OddFile("markup on a slide", "a.pptx", lambda: slides(SCRIPT), "<script>"),
        OddFile("slides without a part", "a.pptx", lambda: zipped({"ppt/presentation.xml": b"<p/>"}), "!"),
        # Databases
        OddFile(
            "a database with a hostile view",
            "a.db",
            lambda: database("CREATE TABLE t (a)", "INSERT INTO t VALUES ('rain')", f"CREATE VIEW v AS {RECURSIVE}"),
            "a: rain",
        ),
        OddFile(
            "a table named with quotes",
            "a.sqlite",
            lambda: database(
                'CREATE TABLE "t""; DROP TABLE t" (a)', 'INSERT INTO "t""; DROP TABLE t" VALUES (\'rain\')'
            ),
            "a: rain",
        ),
        OddFile(
            "binary values",
            "a.db",
            lambda: database("CREATE TABLE t (a, b)", "INSERT INTO t VALUES ('rain', x'00ff00')"),
            "a: rain",
        ),
        OddFile("a database without tables", "a.db", lambda: database("CREATE TABLE t (a)"), "!no text"),
        OddFile("a damaged database", "a.db", broken_database, "!"),
        OddFile("only the head of a database", "a.db", lambda: HEADER + bytes(200), "!"),
        OddFile("a text as .sqlite", "a.sqlite", lambda: b"rain", "!is none"),
        # Mail
        OddFile("markup in a mail", "a.eml", lambda: mail(SCRIPT, SCRIPT), "<script>"),
        OddFile("a mail with a picture elsewhere", "a.eml", lambda: mail(html=f"<p>rain<img src={URL}></p>"), "rain"),
        OddFile("a mail with a program", "a.eml", lambda: mail(attachment="../../x.exe"), "rain gauge"),
        OddFile(
            "a mail in a false encoding",
            "a.eml",
            lambda: b"Subject: r\nContent-Type: text/plain; charset=none\n\nrain \xe9t\xe9",
            "rain été",
        ),
        OddFile("mail parts 300 deep", "a.eml", lambda: nested_mail(300), "!"),
        OddFile("no mail", "a.eml", lambda: b"rain", "!no e-mail"),
    ]


ODD_FILES = _files()
