"""Which grids of a document are the list, and what else stands in it.

Nothing is dropped in silence: what is no cell of a row is in the remarks, with its words and its place.

Not here: file kinds (their readers), what is wrong with a row (``validation``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg_service.editions.reading.columns import Layout, by_position, find_layout, named_by, width_of
from kg_service.editions.reading.goals import split_goal
from kg_service.editions.reading.grid import Around, Grid, RawDocument
from kg_service.editions.reading.headings import NAMED, meaning_of
from kg_service.editions.reading.limits import LIST_CHARACTERS, LIST_ROWS, hold_list
from kg_service.editions.reading.lines import is_page_number, may_be_goal
from kg_service.editions.reading.remarks import doubtful, furniture
from kg_service.editions.reading.rows import build_rows
from kg_service.editions.reading.sift import Band, Part, own_cells, set_aside, sift
from kg_service.editions.reading.text import number_text, plain, squeezed
from kg_service.editions.reading.title import find_title
from kg_service.errors import NoTableError
from kg_service.model import Column, Place, Reading, ReadRow, Remark

_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d+", re.IGNORECASE)
"""Names that a program gives to sheets."""
FLAT = frozenset({"txt", "csv", "tsv"})
"""Kinds of file that can't tell a merged cell from an empty one."""


def find_table(raw: RawDocument) -> Reading:
    """Find the list in a document that was taken apart.

    Raises:
        NoTableError: No grid has the headings of the list.
        DocumentTooLargeError: The list has too many rows, characters or bodies.
    """
    finder = _Finder(raw)
    parts = finder.parts()
    if not parts:
        raise _no_table(raw)
    _hold_size(raw.document, parts)
    sifted = sift(parts)
    built = build_rows(sifted.lines, raw.format not in FLAT)
    hold_list(raw.document, built.rows)
    title = finder.title()
    remarks = [*finder.remarks, *finder.around(), *sifted.remarks, *built.remarks]
    remarks += _on_the_whole(parts, built.rows and built.rows[0].cells[Column.GOAL].text, bool(built.rows))
    headings: dict[Column, Place] = {}
    for part in parts:
        headings = {**part.layout.headings, **headings}
    return Reading(
        raw.document,
        raw.format,
        title,
        tuple(built.rows),
        _with_columns(_in_order(raw, remarks), built.rows),
        {column: headings[column] for column in Column if column in headings},
    )


def _hold_size(document: str, parts: Sequence[Part]) -> None:
    """Refuse what is too large before its rows are looked at one by one."""
    rows = [row for part in parts for row in part.grid.rows if any(cell.written for cell in row.cells)]
    LIST_ROWS.hold(document, len(rows))
    LIST_CHARACTERS.hold(document, sum(len(cell.written) for row in rows for cell in row.cells))


@dataclass(slots=True)
class _Finder:
    """Goes through the grids and the text around them once."""

    raw: RawDocument
    remarks: list[Remark] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """Indices in ``raw.around`` of the texts that were taken as title or goals."""
    first: int | None = None
    """Index of the first grid of the list."""
    _title: str | None = None

    def parts(self) -> list[Part]:
        """The grids of the list; of each other one a remark is made."""
        parts: list[Part] = []
        seen: set[str] = set()
        numbers: set[str] = set()
        for index, grid in enumerate(self.raw.grids):
            layout = find_layout(grid)
            if layout is not None:
                part = Part(grid, layout, layout.last + 1)
                if parts and _repeats(_services(part), seen) and _repeats(_numbers(part), numbers):
                    self.remarks.append(doubtful("repeated-table", "", grid.place))
                    self._other(grid)
                    continue
                if self.first is None:
                    self.first = index
                band = self._heading(part, is_first=not parts)
            elif parts and _goes_on(grid, parts[-1]):
                part, band = Part(grid, parts[-1].layout, 0), None
            else:
                self._other(grid)
                continue
            seen |= _services(part)
            numbers |= _numbers(part)
            parts.append(replace(part, band=band or self._goal(index, part.layout, len(parts))))
        self._first_goal(parts)
        self._sheets(parts)
        return parts

    def title(self) -> str | None:
        """The title above the list."""
        if self._title is None:
            before = [
                (index, each)
                for index, each in enumerate(self.raw.around)
                if index not in self.used and _is_above(each, self.first)
            ]
            found = find_title([each.written for _, each in before if each.kind == "paragraph"])
            texts = [index for index, each in before if each.kind == "paragraph"]
            if found is None:
                found = find_title([each.written for _, each in before if each.kind == "text-box"], sure=True)
                texts = [index for index, each in before if each.kind == "text-box"]
            if found is not None:
                self._title = found.text
                for at in found.lines:
                    each = self.raw.around[texts[at]]
                    self.used.add(texts[at])
                    self.remarks.append(furniture("title", each.written, each.place))
        return self._title

    def around(self) -> list[Remark]:
        """Remarks on the texts outside of tables that are neither title nor goal."""
        remarks = []
        for index, each in enumerate(self.raw.around):
            if index not in self.used and each.written.strip():
                code = "page-number" if is_page_number(each.written) else each.kind
                remarks.append(furniture(code, each.written, each.place))
        return remarks

    def _other(self, grid: Grid) -> None:
        texts = [cell.written for row in grid.rows for cell in own_cells(row)]
        if texts:
            self.remarks.append(furniture("other-table", "\t".join(texts), grid.place))

    def _heading(self, part: Part, is_first: bool) -> Band | None:
        """Remarks on the heading and on what stands above it in the same grid; the goal that does."""
        above = part.grid.rows[: part.layout.first]
        lines = [
            ("\t".join(c.written for c in cells), cells[0].place)
            for row in above
            if (cells := own_cells(row))
        ]
        band = None
        lacks_goal = Column.GOAL not in part.layout.columns.values()
        # Above the first table, only an enumerator tells a goal from a title.
        is_told = bool(lines) and (not is_first or bool(split_goal(lines[-1][0]).before))
        if lacks_goal and is_told and may_be_goal(lines[-1][0]):
            band = Band(*lines.pop())
            self.remarks.append(furniture("goal-row", band.written, band.place))
        title = find_title([written for written, _ in lines]) if is_first else None
        if title is not None:
            self._title = title.text
        for index, (written, place) in enumerate(lines):
            code = "title" if title and index in title.lines else "row-above"
            self.remarks.append(furniture("page-number" if is_page_number(written) else code, written, place))
        for row in part.grid.rows[part.layout.first : part.layout.last + 1]:
            self.remarks += set_aside("heading" if is_first else "repeated-heading", row)
        return band

    def _goal(self, index: int, layout: Layout, parts: int) -> Band | None:
        """The goal in the last paragraph above a grid that has no column of goals."""
        if Column.GOAL in layout.columns.values():
            return None
        goals = [at for at in self._paragraphs_above(index) if may_be_goal(self.raw.around[at].written)]
        numbered = [at for at in goals if split_goal(self.raw.around[at].written).before]
        if parts and goals and goals[-1] == self._paragraphs_above(index)[-1]:
            return self._take(goals[-1])
        # A sentence may stand between the goal and its table.
        return self._take(numbered[-1]) if numbered else None

    def _first_goal(self, parts: list[Part]) -> None:
        """A goal above the first grid is known for one by those above the others."""
        if self.first is None or parts[0].band or not any(part.band for part in parts[1:]):
            return
        above = self._paragraphs_above(self.first)
        if above and may_be_goal(self.raw.around[above[-1]].written):
            parts[0] = replace(parts[0], band=self._take(above[-1]))

    def _sheets(self, parts: list[Part]) -> None:
        """A sheet for each goal is called by it, where nothing else says the goal."""
        names = [part.grid.place.sheet or "" for part in parts]
        says_it = any(part.band or Column.GOAL in part.layout.columns.values() for part in parts)
        if len(set(names)) < 2 or says_it or not all(may_be_goal(name) for name in names):
            return
        if any(_UNNAMED.fullmatch(name) for name in names):
            return
        for at, (part, name) in enumerate(zip(parts, names, strict=True)):
            parts[at] = replace(part, band=Band(name, part.grid.place))
            self.remarks.append(doubtful("goal-sheet", name, part.grid.place))

    def _paragraphs_above(self, index: int) -> list[int]:
        return [
            at
            for at, each in enumerate(self.raw.around)
            if each.before_grid == index and each.kind == "paragraph" and not is_page_number(each.written)
        ]

    def _take(self, at: int) -> Band:
        each = self.raw.around[at]
        self.used.add(at)
        self.remarks.append(furniture("goal-paragraph", each.written, each.place))
        return Band(each.written, each.place)


def _is_above(each: Around, first: int | None) -> bool:
    if each.before_grid is not None and first is not None:
        return each.before_grid <= first
    return each.is_before_table


def _goes_on(grid: Grid, part: Part) -> bool:
    """Whether a grid without a heading goes on with the list: as wide, and numbered or shaped as its rows."""
    layout = part.layout
    if width_of(grid.rows) != max(width_of(part.grid.rows), *layout.columns):
        return False
    if any(layout.is_numbered(row) for row in grid.rows):
        return True
    contents = layout.positions(Column.CONTENT)
    if layout.positions(Column.NUMBER) and len(grid.rows) > 1:
        return False
    return all(
        any(p in (cells := by_position(row)) and cells[p].written.strip() for p in contents)
        for row in grid.rows
    )


def _services(part: Part) -> set[str]:
    return {text for text in _said(part, Column.SERVICE) if not meaning_of(text)}


def _numbers(part: Part) -> set[str]:
    return {text for text in _said(part, Column.NUMBER) if number_text(text).isdecimal()}


def _said(part: Part, column: Column) -> set[str]:
    positions = part.layout.positions(column)
    rows = (by_position(row) for row in part.grid.rows[part.start :])
    return {squeezed(cells[p].written) for cells in rows for p in positions if p in cells} - {""}


def _repeats(given: set[str], known: set[str]) -> bool:
    return 2 * len(given & known) > len(given)


def _on_the_whole(parts: Sequence[Part], goal: object, has_rows: bool) -> list[Remark]:
    """Remarks on the list as one."""
    layout, place = parts[0].layout, parts[0].grid.place
    remarks = []
    if len(parts) > 1:
        remarks.append(doubtful("several-tables", "", place))
    if not has_rows:
        return [*remarks, doubtful("no-rows", "", place)]
    if Column.NUMBER not in layout.columns.values():
        remarks.append(doubtful("no-number-column", "", place))
    if Column.GOAL not in layout.columns.values() and not goal:
        remarks.append(doubtful("no-goal", "", place))
    for heading in dict.fromkeys(layout.extras.values()):
        if meaning_of(heading):
            remarks.append(doubtful("second-column", heading, place))
    bodies = {layout.parts.get(position) for position in layout.positions(Column.DEPARTMENTS)}
    if len(bodies) > 1:
        remarks.append(doubtful("several-body-columns", "", layout.headings[Column.DEPARTMENTS]))
    return remarks


def _no_table(raw: RawDocument) -> NoTableError:
    rows = [row for grid in raw.grids for row in grid.rows]
    best = max(rows, key=lambda row: len(named_by(row)), default=None)
    if best is None or not named_by(best):
        return NoTableError(raw.document, ())
    missing = [column.label for column in NAMED if column not in named_by(best)]
    return NoTableError(raw.document, missing, " ".join(plain(cell.written) for cell in own_cells(best)))


def _with_columns(remarks: Sequence[Remark], rows: Sequence[ReadRow]) -> tuple[Remark, ...]:
    """The remarks on cells of the list with the name of their column."""
    columns = {
        replace(cell.place, heading=None): column for row in rows for column, cell in row.cells.items()
    }
    return tuple(
        replace(remark, place=replace(remark.place, heading=columns[remark.place]))
        if remark.place.cell is not None and remark.place in columns
        else remark
        for remark in remarks
    )


def _in_order(raw: RawDocument, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The remarks in the order of the document, as far as places tell."""
    grids = {(grid.place.sheet, grid.place.table): index for index, grid in enumerate(raw.grids)}
    around = {id(each.place): 2 * each.before_grid for each in raw.around if each.before_grid is not None}

    def key(remark: Remark) -> tuple[int, int, int, int]:
        place = remark.place
        if place.line is not None:
            return (0, place.line, place.column or 0, 0)
        in_grid = (place.sheet is not None or place.table is not None) and (place.sheet, place.table) in grids
        if in_grid:
            segment = 2 * grids[place.sheet, place.table] + 1
        else:
            segment = around.get(id(place), -1 if place.paragraph is None else 2 * len(raw.grids))
        return (segment, place.page or 0, place.row or place.paragraph or 0, place.cell or 0)

    return tuple(sorted([*raw.remarks, *remarks], key=key))
