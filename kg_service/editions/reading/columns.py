"""The heading of a grid: which rows it takes, and which column of the list each position holds.

Not here: what a heading's words mean (``headings``), the rows beneath (``rows``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg_service.editions.reading.grid import Grid, GridCell, GridRow
from kg_service.editions.reading.headings import Meaning, are_headings, meaning_of, named_in
from kg_service.editions.reading.text import number_text, plain, squeezed
from kg_service.model import Column, Place

_LEAST_NUMBERS = 0.6
_LOOKED_AT = 200
"""Rows beneath a heading that tell what a column without one holds."""
_INDEX = (Column.NUMBER, Column.GOAL)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column of the list stands in a grid."""

    first: int
    """Index of the first row of the heading."""
    last: int
    """Index of its last row; headings may take two."""
    columns: Mapping[int, Column]
    """Position in the grid, from 1, to column; several positions may hold one column."""
    parts: Mapping[int, int]
    """Position to the number of its lowest heading cell, so that two columns of bodies stay apart."""
    extras: Mapping[int, str]
    """Positions with a heading that is none of the list's, and its words."""
    headings: Mapping[Column, Place]
    words: frozenset[str]
    """What the heading's cells say, white space removed."""

    def positions(self, column: Column) -> list[int]:
        """Where a column stands, from left to right."""
        return sorted(position for position, each in self.columns.items() if each is column)

    def is_numbered(self, row: GridRow) -> bool:
        """Whether a row has a number in a column of numbers."""
        cells = by_position(row)
        texts = (cells[p].written for p in self.positions(Column.NUMBER) if p in cells)
        return any(number_text(plain(text)).isdecimal() for text in texts)


def position_of(cell: GridCell, index: int) -> int:
    """Position of a cell in its grid, from 1."""
    return cell.place.cell if cell.place.cell is not None else index + 1


def by_position(row: GridRow) -> dict[int, GridCell]:
    """The cells of a row by position."""
    return {position_of(cell, index): cell for index, cell in enumerate(row.cells)}


def width_of(rows: Iterable[GridRow]) -> int:
    """The last position that any of the rows has; 0 without any."""
    return max((max(by_position(row), default=0) for row in rows), default=0)


def named_by(row: GridRow) -> set[Column]:
    """Those of the columns that every list names which the cells of a row name."""
    return named_in(cell.written for cell in row.cells)


def is_heading(row: GridRow) -> bool:
    """Whether the row names enough columns to be a heading."""
    return are_headings(cell.written for cell in row.cells)


def find_layout(grid: Grid, start: int = 0) -> Layout | None:
    """The heading of a grid, from row *start* on; None where it has none."""
    found = next((i for i in range(start, len(grid.rows)) if is_heading(grid.rows[i])), None)
    if found is None:
        return None
    first, last = _block(grid.rows, found, start)
    meanings, sources = _meanings(grid.rows[first : last + 1])
    columns = _chosen(meanings, sources)
    _place_index(columns, sources, grid, last + 1)
    words = {squeezed(cell.written) for row in grid.rows[first : last + 1] for cell in row.cells}
    extras = {position: plain(cell.written) for position, cell in sources.items() if position not in columns}
    lowest = _lowest(grid.rows[first : last + 1])
    numbers = {place: n for n, place in enumerate(dict.fromkeys(lowest.values()))}
    return Layout(
        first,
        last,
        columns,
        {position: numbers[lowest[position]] for position in columns if position in lowest},
        extras,
        {
            column: replace(sources[position].place, heading=column)
            for position, column in sorted(columns.items(), reverse=True)
            if position in sources and meaning_of(sources[position].written)
        },
        frozenset(words - {""}),
    )


def _block(rows: Sequence[GridRow], found: int, start: int) -> tuple[int, int]:
    """First and last row of the heading around one of its rows."""
    first = last = found
    while first > start and _covers(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and (_covers(rows[last], rows[last + 1]) or _only_names(rows[last + 1])):
        last += 1
    return first, last


def _covers(upper: GridRow, lower: GridRow) -> bool:
    """Whether a heading cell of *upper* reaches down into *lower*."""
    places = {cell.origin or cell.place for cell in upper.cells}
    return any(
        cell.origin in places and not cell.is_across and meaning_of(cell.written) for cell in lower.cells
    )


def _only_names(row: GridRow) -> bool:
    """Whether a row holds headings and nothing else, but too few to be a heading by itself."""
    meanings = [meaning_of(cell.written) for cell in row.cells if cell.written.strip()]
    return bool(meanings) and all(meanings) and not is_heading(row)


def _meanings(rows: Sequence[GridRow]) -> tuple[dict[int, Meaning], dict[int, GridCell]]:
    """Per position what its heading means, and the heading cell; the lowest that means something counts."""
    meanings: dict[int, Meaning] = {}
    sources: dict[int, GridCell] = {}
    for row in rows:
        for position, cell in by_position(row).items():
            own = replace(cell, place=cell.origin or cell.place, origin=None, is_across=False)
            meaning = meaning_of(cell.written)
            if meaning:
                meanings[position] = meaning
            if meaning or (position not in meanings and (cell.written.strip() or position not in sources)):
                sources[position] = own
    return meanings, sources


def _lowest(rows: Sequence[GridRow]) -> dict[int, Place]:
    """Per position the place of the lowest heading cell that says anything."""
    return {
        position: cell.origin or cell.place
        for row in rows
        for position, cell in by_position(row).items()
        if cell.written.strip()
    }


def _chosen(meanings: Mapping[int, Meaning], sources: Mapping[int, GridCell]) -> dict[int, Column]:
    """One heading cell a column, the surest; of bodies all, but for a second list beside the first."""
    columns: dict[int, Column] = {}
    again = _second(Column.SERVICE, meanings, sources)
    for column in Column:
        standing = sorted(position for position, meaning in meanings.items() if meaning.column is column)
        if not standing:
            continue
        best = min(meanings[position].rank for position in standing)
        if column is Column.DEPARTMENTS:
            kept = [position for position in standing if position < again] or standing
        else:
            first = next(position for position in standing if meanings[position].rank == best)
            kept = [position for position in standing if sources[position].place == sources[first].place]
        columns.update((position, column) for position in kept)
    return columns


def _second(column: Column, meanings: Mapping[int, Meaning], sources: Mapping[int, GridCell]) -> int:
    """Where the same heading stands a second time; behind everything where it does not."""
    standing = sorted(position for position, meaning in meanings.items() if meaning.column is column)
    first = next((sources[position] for position in standing), None)
    words = squeezed(first.written) if first else ""
    return next(
        (p for p in standing if first and sources[p] != first and squeezed(sources[p].written) == words),
        max(meanings, default=0) + 1,
    )


def _place_index(columns: dict[int, Column], sources: Mapping[int, GridCell], grid: Grid, start: int) -> None:
    """Find number and goal by what stands beneath, where their headings are empty or shared."""
    # Number and goal stand to the left of what every list names; what stands further on is not looked at.
    first = min((position for position, column in columns.items() if column not in _INDEX), default=1)
    blank = {p for p in range(1, first) if p not in sources or not sources[p].written.strip()}
    shared = {position for position, column in columns.items() if column in _INDEX}
    leading = sorted(position for position in blank | shared if position < first)
    rows = [by_position(row) for row in grid.rows[start : start + _LOOKED_AT] if not is_heading(row)]
    texts = {position: list(_texts(rows, position)) for position in leading}
    numeric = [position for position in leading if _is_numeric(texts[position])]
    if Column.NUMBER not in columns.values() and numeric:
        columns[numeric[0]] = Column.NUMBER
    # One heading over both: the position that holds no numbers is the goal's.
    doubled = [position for position in shared if columns.get(position) is Column.NUMBER]
    if len(doubled) > 1 and any(position in numeric for position in doubled):
        for position in set(doubled) - set(numeric):
            del columns[position]
            blank.add(position)
    if Column.GOAL not in columns.values():
        free = [p for p in leading if p in blank and p not in columns and texts[p]]
        if free:
            columns[free[0]] = Column.GOAL


def _texts(rows: Sequence[Mapping[int, GridCell]], position: int) -> Iterator[str]:
    for cells in rows:
        cell = cells.get(position)
        if cell is not None and cell.origin is None and cell.written.strip():
            yield number_text(plain(cell.written))


def _is_numeric(texts: Sequence[str]) -> bool:
    numbers = sum(text.isdecimal() for text in texts)
    return bool(texts) and numbers >= _LEAST_NUMBERS * len(texts)
