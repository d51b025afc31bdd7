"""The rows of the list's grids, sifted: rows of the list here, headings, page numbers and notes there.

Not here: rows that belong together, values that come from above (``rows``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg_service.editions.reading.columns import Layout, by_position, find_layout, is_heading
from kg_service.editions.reading.goals import way_of
from kg_service.editions.reading.grid import Grid, GridCell, GridRow
from kg_service.editions.reading.lines import is_note, is_page_number, is_sum, may_be_goal
from kg_service.editions.reading.remarks import doubtful, extra_column, furniture
from kg_service.editions.reading.text import number_text, plain, squeezed
from kg_service.model import Column, Place, Remark


@dataclass(frozen=True, slots=True)
class Part:
    """One grid of the list, or the one that goes on after a page."""

    grid: Grid
    layout: Layout
    start: int
    """Index of the first row beneath the heading."""
    band: Band | None = None
    """The goal that stands above the grid, if there is one."""


@dataclass(frozen=True, slots=True)
class Band:
    """A goal that stands by itself above the rows that it is for."""

    written: str
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """A grid row that belongs to the list."""

    part: int
    """Index of its part."""
    row: GridRow
    pieces: Mapping[Column, tuple[GridCell, ...]]
    """The cells of each column; more than one where several positions hold it."""
    band: Band | None
    """The goal that stands by itself above."""
    is_start: bool
    """Whether a page or a grid begins with it."""

    def own(self, column: Column) -> bool:
        """Whether the row itself has text in the column."""
        return any(_is_own(cell) for cell in self.pieces.get(column, ()))

    def is_from_above(self, column: Column) -> bool:
        """Whether a merge from the row above covers the column."""
        return any(cell.origin and not cell.is_across for cell in self.pieces.get(column, ()))

    @property
    def number(self) -> int | None:
        """The row's own number."""
        if not self.own(Column.NUMBER):
            return None
        text = number_text(plain(self.pieces[Column.NUMBER][0].written))
        return int(text) if text.isdecimal() and len(text) < 10 else None


@dataclass(slots=True)
class Sifted:
    """What sifting came to."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def sift(parts: Sequence[Part]) -> Sifted:
    """Sift the rows beneath the heading of every part, in order."""
    sieve = _Sieve()
    for index, part in enumerate(parts):
        sieve.take(index, part)
    return sieve.sifted


class _Sieve:
    def __init__(self) -> None:
        self.sifted = Sifted()
        self._band: Band | None = None
        self._last: int | None = None
        self._is_under_band = False
        """Whether nothing of the list has come since the last goal on a row of its own."""
        self._lower: set[str] = set()
        """How what stands under the goals is enumerated."""

    def take(self, index: int, part: Part) -> None:
        layout, rows = part.layout, part.grid.rows
        self._band = part.band or self._band
        is_start, at = True, part.start
        last = max((i for i, row in enumerate(rows) if own_cells(row)), default=-1)
        while at < len(rows):
            row = rows[at]
            is_start = is_start or row.is_page_start
            own = own_cells(row)
            if own and is_heading(row):
                again = find_layout(part.grid, at) or layout
                for heading in rows[at : again.last + 1]:
                    self.sifted.remarks += set_aside("repeated-heading", heading)
                if dict(again.columns) != dict(layout.columns):
                    self.sifted.remarks.append(doubtful("column-change", "", row.place))
                    layout = again
                is_start, at = True, max(again.last, at) + 1
                continue
            at += 1
            if not own:
                continue
            if all(squeezed(cell.written) in layout.words for cell in own):
                self.sifted.remarks += set_aside("repeated-heading", row)
                is_start = True
            elif not self._is_alone(row, own, layout, at <= last):
                self._add(index, row, layout, is_start)
                is_start = False

    def _is_alone(self, row: GridRow, own: list[GridCell], layout: Layout, goes_on: bool) -> bool:
        """Whether the row holds one thing and no row of the list; that is set aside, or taken as a goal."""
        first = own[0]
        if _counts_columns(own) and not self.sifted.lines:
            self.sifted.remarks += set_aside("column-numbers", row)
            return True
        if is_note(first.written) and (is_sum(first.written) or not layout.is_numbered(row)):
            self.sifted.remarks += set_aside("note", row)
            return True
        if len(own) > 1:
            return False
        at = next(position for position, cell in by_position(row).items() if cell is first)
        column = layout.columns.get(at)
        follows = self._last is None or number_text(plain(first.written)) == str(self._last + 1)
        if is_page_number(first.written) and not (column is Column.NUMBER and follows):
            self.sifted.remarks += set_aside("page-number", row)
            return True
        is_under_merge = any(cell.origin and not cell.is_across for cell in row.cells)
        if _is_across(row, first):
            if goes_on and may_be_goal(first.written) and not is_under_merge:
                self._take_goal(first)
            else:
                self.sifted.remarks += set_aside("note", row)
            return True
        is_goal = column is Column.GOAL or (at == 1 and not number_text(plain(first.written)).isdecimal())
        if is_goal and column not in _TEXTS and goes_on and may_be_goal(first.written) and not is_under_merge:
            self._take_goal(first)
            return True
        return False

    def _take_goal(self, cell: GridCell) -> None:
        way = way_of(cell.written)
        if self._is_under_band and self._band and way not in ("", way_of(self._band.written)):
            if not self._lower:
                self.sifted.remarks.append(doubtful("two-levels", "", cell.place))
            self._lower.add(way)
        if way in self._lower:
            self.sifted.remarks.append(furniture("lower-heading", cell.written, cell.place))
            return
        self._band, self._is_under_band = Band(cell.written, cell.place), True
        self.sifted.remarks.append(furniture("goal-row", cell.written, cell.place))

    def _add(self, part: int, row: GridRow, layout: Layout, is_start: bool) -> None:
        cells = by_position(row)
        pieces: dict[Column, tuple[GridCell, ...]] = {}
        for column in Column:
            standing = [cells[p] for p in layout.positions(column) if p in cells]
            pieces[column] = tuple({cell.origin or cell.place: cell for cell in reversed(standing)}.values())[
                ::-1
            ]
        for position, cell in cells.items():
            if position not in layout.columns and _is_own(cell):
                heading = layout.extras.get(position, "")
                self.sifted.remarks.append(extra_column(heading, cell.written, cell.place))
        line = Line(part, row, pieces, self._band, is_start)
        if not any(line.own(column) for column in Column):
            return
        if line.own(Column.GOAL):
            self._band = None
        self._is_under_band = False
        self._last = line.number or self._last
        self.sifted.lines.append(line)


_LEAST_COUNTED = 4
_TEXTS = (Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS)


def own_cells(row: GridRow) -> list[GridCell]:
    """The cells of a row that hold text of their own, from left to right."""
    return [cell for cell in row.cells if _is_own(cell)]


def set_aside(code: str, row: GridRow) -> list[Remark]:
    """The remark on a row that is none of the list's; none on one without text of its own."""
    own = own_cells(row)
    return [furniture(code, "\t".join(cell.written for cell in own), own[0].place)] if own else []


def _counts_columns(cells: Sequence[GridCell]) -> bool:
    """Whether cells only count the columns: ``1 2 3 4``, ``（1）（2）（3）（4）``, ``甲 乙 丙 丁``."""
    texts = [number_text(plain(cell.written)) for cell in cells]
    numbers = [str(at) for at in range(1, len(texts) + 1)]
    return len(texts) >= _LEAST_COUNTED and texts in (numbers, list("甲乙丙丁戊己庚辛壬癸"[: len(texts)]))


def _is_own(cell: GridCell) -> bool:
    return cell.origin is None and bool(cell.written.strip())


def _is_across(row: GridRow, cell: GridCell) -> bool:
    """Whether a cell takes the whole row, or all of it but one position."""
    span = 1 + sum(other.origin == cell.place for other in row.cells)
    return len(row.cells) == 1 or (span > 1 and span >= len(row.cells) - 1)
