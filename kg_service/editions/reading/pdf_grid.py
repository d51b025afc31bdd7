"""Cells of a table on a page, and tables that go on over pages.

Not here: where the rules are (``pdf_rules``), what a cell says (``pdf_text``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from kg_service.editions.reading.grid import Grid, GridCell, GridRow
from kg_service.editions.reading.pdf_rules import NEAR, RuledTable
from kg_service.editions.reading.pdf_text import Char
from kg_service.model import Place

Inside: TypeAlias = dict[int, list[Char]]
"""Characters by the index of the cell that they are in."""


class PageGrid:
    """The part of a table that is on one page, as rows and columns."""

    def __init__(self, table: RuledTable) -> None:
        boxes = table.cells
        self.columns = _edges(edge for x0, _, x1, _ in boxes for edge in (x0, x1))
        self.lines = _edges(edge for _, y0, _, y1 in boxes for edge in (y0, y1))
        self._at: dict[tuple[int, int], int] = {}
        self._first: list[tuple[int, int]] = []
        self.is_open = [False] * self.width
        """Of each column, whether its last cell goes on over the page."""
        for index, (x0, y0, x1, y1) in enumerate(boxes):
            first = _nearest(self.lines, y0), _nearest(self.columns, x0)
            self._first.append(first)
            for column in range(first[1], _nearest(self.columns, x1)):
                self.is_open[column] = self.is_open[column] or table.is_open[index]
                for row in range(first[0], _nearest(self.lines, y1)):
                    self._at.setdefault((row, column), index)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns) - 1

    @property
    def size(self) -> int:
        """Number of positions."""
        return self.width * (len(self.lines) - 1)

    def sorted_in(self, chars: Iterable[Char]) -> tuple[Inside, list[Char]]:
        """The characters of each cell, and those that are in none."""
        inside: Inside = {}
        left: list[Char] = []
        for char in chars:
            row = bisect_right(self.lines, (char["top"] + char["bottom"]) / 2) - 1
            column = bisect_right(self.columns, (char["x0"] + char["x1"]) / 2) - 1
            index = self._at.get((row, column))
            if index is None:
                left.append(char)
            else:
                inside.setdefault(index, []).append(char)
        return inside, left

    def rows(self, texts: Mapping[int, str], place: Place) -> list[GridRow]:
        """The rows, each cell at every position that it covers.

        Args:
            texts: What each cell says, by its index.
            place: Of the table.
        """
        return [
            GridRow(
                tuple(self._cell(row, column, texts, place) for column in range(self.width)),
                replace(place, row=row + 1),
            )
            for row in range(len(self.lines) - 1)
        ]

    def _cell(self, row: int, column: int, texts: Mapping[int, str], place: Place) -> GridCell:
        here = replace(place, row=row + 1, cell=column + 1)
        index = self._at.get((row, column))
        if index is None:
            return GridCell("", here)
        first_row, first_column = self._first[index]
        if (row, column) == (first_row, first_column):
            return GridCell(texts.get(index, ""), here)
        origin = replace(place, row=first_row + 1, cell=first_column + 1)
        return GridCell(texts.get(index, ""), here, origin, is_across=column > first_column)


@dataclass(slots=True)
class GrowingTable:
    """A table that may go on over the page."""

    place: Place
    edges: list[float]
    page: int
    rows: list[GridRow]
    is_open: list[bool]
    """Of each column, whether its last cell goes on over the page."""
    is_ruled: bool = True
    """Whether rules make its cells where it begins."""

    def go_on(self, rows: list[GridRow], is_open: list[bool], page: int) -> None:
        """Add the rows of the next page; a merged cell that its end does not close goes on there."""
        rows[0] = replace(rows[0], is_page_start=True)
        if not all(self.is_open):
            # Where every cell is open, the row itself is parted, which is for others to see.
            start = self._after_headings(rows)
            for column, is_open_here in enumerate(self.is_open):
                if is_open_here and start < len(rows):
                    self._merge(rows, start, column)
        self.rows.extend(rows)
        self.is_open, self.page = is_open, page

    def _after_headings(self, rows: list[GridRow]) -> int:
        """How many rows the page repeats from the beginning of the table."""
        count = 0
        for row, first in zip(rows, self.rows, strict=False):
            if [cell.written for cell in row.cells] != [cell.written for cell in first.cells]:
                break
            count += 1
        return count

    def _merge(self, rows: list[GridRow], start: int, column: int) -> None:
        above, below = self.rows[-1].cells[column], rows[start].cells[column]
        origin = above.origin or above.place
        written = "\n".join(filter(None, (above.written, below.written)))
        for among, place in ((self.rows, origin), (rows, below.place)):
            for at, row in enumerate(among):
                cells = tuple(
                    replace(
                        cell,
                        written=written,
                        origin=None if cell.place == origin else origin,
                        is_across=False,
                    )
                    if place in (cell.place, cell.origin)
                    else cell
                    for cell in row.cells
                )
                among[at] = replace(row, cells=cells)

    def goes_on_in(self, grid: PageGrid, page: int) -> bool:
        """Whether a table at the beginning of a page is this one: its columns stand at the same places."""
        return (
            self.page + 1 == page
            and len(self.edges) == len(grid.columns)
            and all(abs(a - b) <= NEAR for a, b in zip(self.edges, grid.columns, strict=True))
        )

    def finished(self) -> Grid:
        """The table as one grid."""
        return Grid(tuple(self.rows), self.place)


def _edges(values: Iterable[float]) -> list[float]:
    """The edges of a grid: values that are near to each other are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return edges


def _nearest(edges: list[float], value: float) -> int:
    at = bisect_right(edges, value)
    return min(
        (each for each in (at - 1, at) if 0 <= each < len(edges)), key=lambda each: abs(edges[each] - value)
    )
