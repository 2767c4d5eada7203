"""Reads Excel workbooks (.xlsx) with openpyxl: every visible sheet, the values that were stored, no formulas."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.documents.extraction import ReadText, TextBuilder
from core.documents.rows import cell_text, numbered_lines
from core.settings import Limits


def read_workbook(path: Path, limits: Limits) -> ReadText:
    """The rows of every visible sheet, one line each; the sheet's name is their heading."""
    import openpyxl

    builder = TextBuilder(limits)
    with path.open("rb") as stream:
        workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                builder.notes.append(f"Its hidden sheet “{sheet.title}” was left out.")
            else:
                sheet.reset_dimensions()  # what the file says about its size may be wrong
                builder.add_rows(numbered_lines(_sheet_cells(sheet)), heading=sheet.title)
    return builder.build("table")


def _sheet_cells(sheet: Any) -> Iterator[list[object]]:
    for row in sheet.iter_rows():
        yield [_shown_value(cell) for cell in row]


def _shown_value(cell: Any) -> object:
    """The stored value, but a share as a percentage where the sheet shows it so: 0.15 -> `15%`."""
    if isinstance(cell.value, float | int) and not isinstance(cell.value, bool) and "%" in (cell.number_format or ""):
        return f"{cell_text(round(cell.value * 100, 10))}%"
    return cell.value
