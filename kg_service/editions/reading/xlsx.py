"""Excel workbooks: each sheet that is seen is one grid, its cells as the sheet shows them.

The cells are read from the sheet's own XML, since what a list's editor must be told (a formula without a
value, a hidden column) is what libraries for spreadsheets leave out.

Not here: opening the archive (``package``), texts and formats (``workbook``, ``shown``), notes, text boxes,
headers and footers (``sheet_around``), what is remarked (``sheet_remarks``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg_service.editions.reading.grid import Around, Grid, GridCell, GridRow, RawDocument
from kg_service.editions.reading.limits import CELLS, CHARACTERS, COLUMNS, ROWS
from kg_service.editions.reading.package import open_package
from kg_service.editions.reading.sheet_around import around_sheet, pictures, shapes_of, text_boxes
from kg_service.editions.reading.sheet_remarks import CELL_ERROR, MACROS, NO_VALUE, hidden_parts, hidden_sheet
from kg_service.editions.reading.shown import shown
from kg_service.editions.reading.workbook import (
    Position,
    Workbook,
    number,
    open_workbook,
    position,
    text_of,
    unescaped,
)
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Place, Remark, Text

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(content: bytes, document: str) -> RawDocument:
    """Take a workbook apart.

    Args:
        content: The file: .xlsx, or .xlsm, whose program is not run.
        document: What the person calls it.

    Returns:
        One grid for each sheet that is not hidden and holds anything, merges clipped to what is written.
        Hidden rows and columns are taken and remarked, hidden sheets are set aside and remarked.

    Raises:
        EncryptedDocumentError: It is locked with a password.
        DocumentTooLargeError: It has too many rows, columns, cells or characters in a cell.
        UnreadableDocumentError: It is damaged or no workbook.
    """
    package = open_package(content, document)
    book = open_workbook(package)
    grids: list[Grid] = []
    around: list[Around] = []
    remarks: list[Remark] = []
    if package.has_macros:
        remarks.append(MACROS.at(Place(document)))
    total = 0
    has_visible = any(not sheet.is_hidden for sheet in book.sheets)
    for sheet in book.sheets:
        root = package.xml(sheet.part)
        cells, place = _Cells(document, sheet.name), Place(document, sheet=sheet.name)
        cells.read(root, book)
        if sheet.is_hidden and has_visible:
            remarks.extend(hidden_sheet(cells.texts, place))
        elif grid := cells.grid(root):
            total += sum(len(row.cells) for row in grid.rows)
            CELLS.hold(document, total)
            grids.append(grid)
        if not (sheet.is_hidden and has_visible):
            remarks.extend((*cells.remarks, *hidden_parts(cells.texts, root, place)))
            first = min((row for row, _ in cells.texts), default=1)
            around.extend(around_sheet(package, sheet, root))
            shapes = tuple(shapes_of(package, sheet))
            around.extend(text_boxes(shapes, place, first))
            remarks.extend(pictures(shapes, place))
    return RawDocument(document, "xlsx", tuple(grids), tuple(around), tuple(remarks))


@dataclass(slots=True)
class _Cells:
    """The cells of one sheet that hold anything."""

    document: str
    name: str
    texts: dict[Position, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def place(self, row: int, cell: int | None = None) -> Place:
        return Place(self.document, sheet=self.name, row=row, cell=cell)

    def read(self, root: _Element, book: Workbook) -> None:
        last_row = 0
        for row in root.iterfind("{*}sheetData/{*}row"):
            last_row = number(row.get("r")) or last_row + 1
            last_cell = 0
            for cell in row.iterfind("{*}c"):
                at = position(cell.get("r")) or (last_row, last_cell + 1)
                last_cell = at[1]
                self._take(at, cell, book)
        ROWS.hold(self.document, max((row for row, _ in self.texts), default=0))
        COLUMNS.hold(self.document, max((column for _, column in self.texts), default=0))

    def _take(self, position: Position, cell: _Element, book: Workbook) -> None:
        text = _text(cell, book, self.document)
        formula = cell.find("{*}f")
        if formula is not None and not text and cell.get("t") != "str":
            written = f"={formula.text}" if formula.text else "="
            self.remarks.append(NO_VALUE.at(self.place(*position), written))
        if cell.get("t") == "e":
            self.remarks.append(CELL_ERROR.at(self.place(*position), text))
        CHARACTERS.hold(self.document, len(text))
        if text.strip():
            self.texts[position] = text
            CELLS.hold(self.document, len(self.texts))

    def grid(self, root: _Element) -> Grid | None:
        if not self.texts:
            return None
        origins = dict(self._merged(root))
        last_of_row: dict[int, int] = {}
        for row, column in (*self.texts, *origins):
            last_of_row[row] = max(last_of_row.get(row, 0), column)
        CELLS.hold(self.document, sum(last_of_row.values()))
        rows = (
            GridRow(
                tuple(self._cell(row, column, origins) for column in range(1, last_of_row[row] + 1)),
                self.place(row),
            )
            for row in sorted(last_of_row)
        )
        return Grid(tuple(rows), Place(self.document, sheet=self.name))

    def _cell(self, row: int, column: int, origins: dict[Position, Position]) -> GridCell:
        origin = origins.get((row, column))
        if origin is None:
            return GridCell(self.texts.get((row, column), ""), self.place(row, column))
        text = self.texts.get(origin, "")
        return GridCell(text, self.place(row, column), self.place(*origin), is_across=origin[1] < column)

    def _merged(self, root: _Element) -> Iterator[tuple[Position, Position]]:
        """Each position that a merge covers, with the merge's first; none beyond what is written."""
        last_row = max(row for row, _ in self.texts)
        last_column = max(column for _, column in self.texts)
        covered = 0
        for merge in root.iterfind("{*}mergeCells/{*}mergeCell"):
            begin, _, end = merge.get("ref", "").partition(":")
            first, last = position(begin), position(end)
            if first is None or last is None:
                continue
            rows = range(first[0], min(last[0], last_row) + 1)
            columns = range(first[1], min(last[1], last_column) + 1)
            covered += len(rows) * len(columns)
            CELLS.hold(self.document, covered)
            yield from (
                ((row, column), first)
                for row in rows
                for column in columns
                if (row, column) != first and (row, column) not in self.texts
            )


def _text(cell: _Element, book: Workbook, document: str) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else text_of(inline)
    value = cell.findtext("{*}v")
    if value is None:
        return ""
    if kind == "s":
        index = number(value.strip())
        if index is None or index >= len(book.strings):
            raise UnreadableDocumentError(document, _BROKEN)
        return book.strings[index]
    if kind == "b":
        return "TRUE" if value.strip() == "1" else "FALSE"
    if kind == "n":
        style = number(cell.get("s")) or 0
        code = book.codes[style] if style < len(book.codes) else "General"
        return shown(value.strip(), code, is_1904=book.is_1904)
    return unescaped(value)


_BROKEN = Text(
    "文件不完整或已损坏：单元格指向不存在的文字。请在 Excel 里重新保存，再试一次。",
    "The file is damaged: a cell points at a text that is not there. Save it again in Excel and try again.",
)
