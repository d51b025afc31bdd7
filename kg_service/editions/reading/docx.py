"""Word documents: tables as grids, and all the text around them, as they print once changes are accepted.

The parts are read as XML, not by python-docx, whose objects hide merges, tracked changes and text boxes.

Not here: opening the archive (``package``), old .doc files (``doc``), which table is the list (``table``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg_service.editions.reading import word_remarks as say
from kg_service.editions.reading.grid import Around, Grid, GridCell, GridRow, RawDocument, settled
from kg_service.editions.reading.limits import CELLS, CHARACTERS
from kg_service.editions.reading.package import Package, open_package
from kg_service.editions.reading.word_numbering import Numbering
from kg_service.editions.reading.word_table import WordCell, WordRow, column_count, layout_of
from kg_service.editions.reading.word_text import Runs, Words, all_text, is_mark_deleted
from kg_service.editions.reading.word_xml import blocks, child, name, value
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Place, Remark, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

LEAST_COLUMNS = 4
"""A table with fewer is no list; where it holds another table, it only lays the page out."""

_NOTE_PARTS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_NO_BODY = Text(
    "这不是 Word 文档：文件里没有正文。请在 Word 里重新保存。",
    "This is no Word document: it has no body. Save it again in Word.",
)


def read(content: bytes, document: str) -> RawDocument:
    """Take a Word document apart.

    Args:
        content: A .docx, .docm, .dotx or .dotm file.
        document: What the person calls it.

    Returns:
        Each table as a grid, one inside of a layout table or text box included; tables, rows and columns are
        counted as Word shows them.

    Raises:
        UnreadableDocumentError: It is damaged, locked, too large, or no Word document.
    """
    package = open_package(content, document)
    main = package.main_part()
    if main is None or not package.holds(main):
        raise UnreadableDocumentError(document, _NO_BODY)
    body = child(package.xml(main), "w:body")
    if body is None:
        raise UnreadableDocumentError(document, _NO_BODY)
    reader = _Reader(package, main)
    if package.has_macros:
        reader.remarks.append(say.macros(Place(document)))
    reader.body(body)
    reader.parts_around()
    around = settled(reader.around, len(reader.grids))
    return RawDocument(document, "docx", tuple(reader.grids), around, tuple(reader.remarks))


@dataclass(slots=True)
class _Said:
    """The paragraphs of a cell or box as text, with what does not print."""

    lines: list[str] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    numbers: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)

    @property
    def written(self) -> str:
        return "\n".join(self.lines)


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self.document = package.document
        self.package, self.main = package, main
        self.grids: list[Grid] = []
        self.remarks: list[Remark] = []
        self.around: list[Around] = []
        self._related = list(package.relationships(main).values())
        styles = self._part("styles")
        self._runs = Runs(styles)
        self._numbering = Numbering.of(self._part("numbering"), styles)
        self._notes: dict[tuple[str, str], Place] = {}
        self._paragraphs = self._tables = self._cells = 0

    def body(self, body: _Element) -> None:
        """Read the blocks of the document itself."""
        goes_on = False
        for block in blocks(body):
            match name(block):
                case "w:p":
                    self._paragraphs += 1
                    place = Place(self.document, paragraph=self._paragraphs)
                    goes_on = self._paragraph(block, place, goes_on)
                case "w:tbl":
                    self._table(block)
                case _:
                    self.remarks.append(say.embedded_file(Place(self.document, paragraph=self._paragraphs)))

    def parts_around(self) -> None:
        """Read headers, footers, notes and comments."""
        for each in self._related:
            if each.is_external or not self.package.holds(each.target):
                continue
            if each.kind in ("header", "footer"):
                self._aside(each.kind, self.package.xml(each.target), Place(self.document))
            elif each.kind in _NOTE_PARTS:
                kind = _NOTE_PARTS[each.kind]
                for note in self.package.xml(each.target):
                    if value(note, "type") in (None, "normal"):
                        place = self._notes.get((kind, value(note, "id") or ""), Place(self.document))
                        self._aside(kind, note, place)

    def _part(self, kind: str) -> _Element | None:
        target = next((each.target for each in self._related if each.kind == kind), None)
        return self.package.xml(target) if target and self.package.holds(target) else None

    def _add(self, kind: str, written: str, place: Place) -> None:
        CHARACTERS.hold(self.document, len(written))
        if written.strip():
            before = None if kind in ("header", "footer") else len(self.grids)
            is_before = not self.grids and kind not in ("header", "footer")
            self.around.append(Around(kind, written, place, is_before, before))

    def _paragraph(self, paragraph: _Element, place: Place, goes_on: bool) -> bool:
        """Take a paragraph outside of the list's tables; whether the next one goes on with it."""
        said = _Said()
        self._take(paragraph, said)
        last = self.around[-1] if goes_on and self.around else None
        if last is not None and last.kind == "paragraph":
            self.around[-1] = replace(last, written=last.written + said.written)
        else:
            self._add("paragraph", said.written, place)
        self._remark(said, place)
        return is_mark_deleted(paragraph)

    def _aside(self, kind: str, container: _Element, place: Place) -> None:
        """Take a header, note or text box as one text."""
        said = _Said()
        self._flow(container, said)
        self._add(kind, said.written, place)
        self._remark(said, place)

    def _flow(self, container: _Element, said: _Said) -> None:
        """The blocks of a container as text, tables inside of it row by row."""
        goes_on = False
        for block in blocks(container):
            if name(block) == "w:p":
                self._take(block, said, goes_on=goes_on)
                goes_on = is_mark_deleted(block)
            elif name(block) == "w:tbl":
                self._tables += 1
                table = _Said()
                for row in layout_of(block, self.document):
                    if row.is_deleted:
                        continue
                    cells = []
                    for cell in row.cells:
                        inner = _Said(words=said.words)
                        self._flow(cell.element, inner)
                        cells.append(inner.written)
                    table.lines.append("\t".join(cells))
                said.lines.append(table.written)
                said.tables.append(table.written)

    def _take(self, paragraph: _Element, said: _Said, *, goes_on: bool = False) -> None:
        text = self._runs.text(paragraph, said.words)
        if number := self._numbering.next(paragraph):
            said.numbers.append(number)
            text = number + text
        if goes_on and said.lines:
            said.lines[-1] += text
        else:
            said.lines.append(text)

    def _remark(self, said: _Said, place: Place) -> None:
        """Remarks on what does not print, text boxes and notes included."""
        words = said.words
        self.remarks += say.of_words(words, place)
        if said.numbers:
            self.remarks.append(say.automatic_number(" ".join(said.numbers), place))
        self._notes.update(dict.fromkeys(words.notes, place))
        boxes, words.boxes = words.boxes, []
        for box in boxes:
            self._box(box, place)

    def _box(self, box: _Element, place: Place) -> None:
        said = _Said()
        for block in blocks(box):
            if name(block) == "w:p":
                self._take(block, said)
            elif name(block) == "w:tbl":
                self._table(block)
        self._add("text-box", said.written, place)
        self._remark(said, place)

    def _table(self, table: _Element) -> None:
        self._tables += 1
        place = Place(self.document, table=self._tables)
        rows = layout_of(table, self.document)
        if column_count(rows) < LEAST_COLUMNS and _holds_tables(rows):
            self._lay_out(rows, place)
            return
        grid_rows: list[GridRow] = []
        origins: dict[int, GridCell] = {}
        pending: list[tuple[_Said, Place]] = []
        for row in rows:
            at = replace(place, row=row.number)
            if row.is_deleted:
                self.remarks.append(say.tracked_row(_text_of(row), at, is_deleted=True))
                continue
            cells: list[GridCell] = []
            for cell in row.cells:
                cells += self._cell(cell, at, origins, pending)
            self._cells += len(cells)
            CELLS.hold(self.document, self._cells)
            found = "\t".join(cell.written for cell in cells if cell.origin is None)
            if row.is_inserted:
                self.remarks.append(say.tracked_row(found, at, is_deleted=False))
            if row.is_hidden:
                self.remarks.append(say.hidden_row(found, at))
            grid_rows.append(GridRow(tuple(cells), at))
        # What stands in boxes and notes of the cells follows the grid that it is anchored in.
        if grid_rows:
            self.grids.append(Grid(tuple(grid_rows), place))
        for said, at in pending:
            self._remark(said, at)

    def _cell(
        self, cell: WordCell, row: Place, origins: dict[int, GridCell], pending: list[tuple[_Said, Place]]
    ) -> list[GridCell]:
        """The positions that a cell takes: the first, and those that its merges cover."""
        place = replace(row, cell=cell.first)
        cover = cell.above or cell.left
        if cover is not None and (upper := origins.get(id(cover.element))):
            hidden = _Said()
            for paragraph in blocks(cell.element):
                if name(paragraph) == "w:p":
                    hidden.lines.append(self._runs.text(paragraph, hidden.words))
            if hidden.written.strip():
                self.remarks.append(say.covered_text(hidden.written, place))
            first = GridCell(upper.written, place, upper.place, is_across=cell.above is None)
        else:
            said = _Said()
            self._flow(cell.element, said)
            CHARACTERS.hold(self.document, len(said.written))
            self.remarks += [say.nested_table(text, place) for text in said.tables]
            pending.append((said, place))
            first = GridCell(said.written, place)
        origins[id(cell.element)] = replace(first, place=first.origin or first.place)
        origin = first.origin or first.place
        covered = (replace(row, cell=position) for position in range(cell.first + 1, cell.last + 1))
        return [first, *(GridCell(first.written, each, origin, is_across=True) for each in covered)]

    def _lay_out(self, rows: Sequence[WordRow], place: Place) -> None:
        """A table that only lays the page out: its paragraphs stand around, its tables are grids."""
        for row in rows:
            at = replace(place, row=row.number)
            if row.is_deleted:
                self.remarks.append(say.tracked_row(_text_of(row), at, is_deleted=True))
                continue
            for cell in row.cells:
                goes_on = False
                for block in blocks(cell.element):
                    if name(block) == "w:tbl":
                        self._table(block)
                    elif name(block) == "w:p":
                        goes_on = self._paragraph(block, replace(at, cell=cell.first), goes_on)


def _text_of(row: WordRow) -> str:
    """All the words of a row, deleted ones too."""
    return "\t".join(all_text(cell.element) for cell in row.cells)


def _holds_tables(rows: Sequence[WordRow]) -> bool:
    return any(name(block) == "w:tbl" for row in rows for cell in row.cells for block in blocks(cell.element))
