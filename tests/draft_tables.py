"""Drafts of the next edition for tests: the rows of 2024, changed at known cells, as values and as files.

Not here: documents with everything that Word can do (``documents``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import docx
import openpyxl
from docx.table import Table

from kg_service.editions import rows
from kg_service.model import Cell, Column, Place, Reading, ReadRow, Remark
from kg_service.validation.earlier import store_of

HOME = Path(__file__).resolve().parent.parent
TITLE = "黑龙江省流动儿童在居住地享有关爱服务清单（2025年版）"
ORDER = (
    Column.GOAL, Column.NUMBER, Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS,
)  # fmt: skip
"""Columns as the list prints them."""
MERGED = (Column.GOAL, Column.BENEFICIARY)

Line = dict[Column, str]
Edit = str | Callable[[str], str]
"""What becomes of a cell."""


@cache
def _table() -> tuple[tuple[str, ...], ...]:
    return tuple(
        (row.goal, str(row.number), row.beneficiary, row.service, row.content, "、".join(row.departments))
        for row in rows(store_of(HOME), "heilongjiang", "2024", home=HOME)
    )


def lines() -> list[Line]:
    """The rows of the 2024 edition, each cell as it is printed."""
    return [dict(zip(ORDER, row, strict=True)) for row in _table()]


def edited(edits: Iterable[tuple[int, Column, Edit]]) -> list[Line]:
    """The rows with some cells changed; a row by its place in the table, from 1."""
    changed = lines()
    for row, column, edit in edits:
        before = changed[row - 1][column]
        changed[row - 1][column] = edit(before) if callable(edit) else edit
        assert changed[row - 1][column] != before, "the edit changes nothing"
    return changed


def reading_of(
    table: Sequence[Line],
    *,
    columns: Sequence[Column] = ORDER,
    format: str = "docx",
    remarks: Sequence[Remark] = (),
) -> Reading:
    """What reading a document with that table gives: the heading in row 1, equal goals and groups merged."""
    document = f"draft.{format}"
    read: list[ReadRow] = []
    above: Mapping[Column, Cell] = {}
    for index, line in enumerate(table, start=2):
        cells = {}
        for column in Column:
            if column not in columns:
                cells[column] = Cell("", "", Place(document, table=1, row=index, heading=column))
                continue
            place = Place(document, table=1, row=index, cell=columns.index(column) + 1, heading=column)
            written = line[column]
            upper = above.get(column) if column in MERGED and written else None
            if upper is not None and (
                upper.written != written or above[Column.GOAL].written != line[Column.GOAL]
            ):
                upper = None
            origin = (upper.origin or upper.place) if upper is not None else None
            cells[column] = Cell(re.sub(r"\s", "", written), written, place, origin)
        above = cells
        bodies = re.split(r"[、，,；;\n]", line[Column.DEPARTMENTS]) if Column.DEPARTMENTS in columns else []
        read.append(ReadRow(cells, tuple(re.sub(r"\s", "", b) for b in bodies if b.strip())))
    headings = {
        column: Place(document, table=1, row=1, cell=at, heading=column)
        for at, column in enumerate(columns, 1)
    }
    return Reading(document, format, TITLE, tuple(read), tuple(remarks), headings)


def docx_of(table: Sequence[Line], title: str = TITLE, columns: Sequence[Column] = ORDER) -> bytes:
    """A Word file with that table, goals and groups merged down as the list does it."""
    document = docx.Document()
    document.add_paragraph(title)
    grid = document.add_table(1, len(columns))
    for cell, column in zip(grid.rows[0].cells, columns, strict=True):
        cell.text = column.label.zh
    for line in table:
        for cell, column in zip(grid.add_row().cells, columns, strict=True):
            cell.text = line[column]
    for column in MERGED:
        if column in columns:
            _merge(grid, table, column, columns.index(column))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _merge(grid: Table, table: Sequence[Line], column: Column, at: int) -> None:
    first = 0
    for index in range(1, len(table) + 1):
        if index < len(table) and all(
            table[index][each] == table[first][each] for each in {Column.GOAL, column}
        ):
            continue
        if index - first > 1 and table[first][column]:
            merged = grid.cell(first + 1, at).merge(grid.cell(index, at))
            merged.text = table[first][column]
        first = index


def xlsx_of(table: Sequence[Line], title: str = TITLE) -> bytes:
    """A workbook with the title in row 1 and the heading in row 2."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "清单"
    sheet["A1"] = title
    sheet.append([column.label.zh for column in Column])
    for at, line in enumerate(table, start=3):
        for column in Column:
            cell = sheet.cell(at, column.position)
            cell.value = line[column]
            # A text that begins like a formula is a text here.
            cell.data_type = "s"
        number = line[Column.NUMBER]
        if number.isascii() and number.isdigit():
            sheet.cell(at, 1).value = int(number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(table: Sequence[Line]) -> bytes:
    """A CSV file with Chinese headings."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.label.zh for column in Column])
    writer.writerows([[line[column] for column in Column] for line in table])
    return out.getvalue().encode("utf-8-sig")
