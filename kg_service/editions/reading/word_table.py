"""A Word table as a grid: which cell stands at which position, merges across and down included.

``row.cells`` of python-docx hides merges and fails on ragged tables, so that the cells are walked here.
Columns whose edges lie so close together that nobody sees it count as one: Word makes such slivers when cells
are dragged.

Source: ECMA-376 Part 1, 17.4.

Not here: the text of the cells (``word_text``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg_service.editions.reading.limits import COLUMNS, ROWS
from kg_service.editions.reading.word_xml import child, flag, name, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

SLIVER_TWIPS = 170
"""3 mm; no column of text is that narrow."""
_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"})


@dataclass(frozen=True, slots=True)
class WordCell:
    """One ``w:tc``."""

    element: _Element
    first: int
    """Position of its left edge in the grid, from 1."""
    last: int
    """Position of its right edge."""
    above: WordCell | None = None
    """The cell whose merge covers this one from above."""
    left: WordCell | None = None
    """The cell whose merge covers this one from the left, in the old way of writing that."""


@dataclass(frozen=True, slots=True)
class WordRow:
    """One ``w:tr``."""

    element: _Element
    number: int
    """From 1; deleted rows are counted too, since Word shows them."""
    cells: tuple[WordCell, ...]

    @property
    def is_deleted(self) -> bool:
        """Whether a tracked change deletes the row."""
        return child(self.element, "w:trPr", "w:del") is not None

    @property
    def is_inserted(self) -> bool:
        """Whether a tracked change inserts it."""
        return child(self.element, "w:trPr", "w:ins") is not None

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden."""
        return bool(flag(child(self.element, "w:trPr"), "w:hidden"))


def layout_of(table: _Element, document: str) -> tuple[WordRow, ...]:
    """Lay a ``w:tbl`` out.

    Args:
        table: The element.
        document: What to call the file in messages.

    Raises:
        DocumentTooLargeError: It has too many rows or columns.
    """
    rows = list(_inside(table, "w:tr"))
    ROWS.hold(document, len(rows))
    spans = [list(_spans(row)) for row in rows]
    COLUMNS.hold(document, max((cells[-1][2] for cells in spans if cells), default=0))
    edges = _edges(table, spans)
    laid: list[WordRow] = []
    open_: dict[int, WordCell] = {}
    for index, (element, cells) in enumerate(zip(rows, spans, strict=True), start=1):
        made: list[WordCell] = []
        below: dict[int, WordCell] = {}
        for cell, start, end in cells:
            first, last = edges[start] + 1, edges[end]
            properties = child(cell, "w:tcPr")
            merge = child(properties, "w:vMerge")
            goes_on = merge is not None and value(merge) in (None, "continue", "cont")
            above = open_.get(first) if goes_on else None
            across = child(properties, "w:hMerge")
            is_covered = across is not None and value(across) in (None, "continue", "cont")
            left = (made[-1].left or made[-1]) if is_covered and made else None
            new = WordCell(cell, first, max(last, first), above, left)
            made.append(new)
            if merge is not None:
                below[first] = above or new
        row = WordRow(element, index, tuple(made))
        if row.is_deleted:
            # With the row that a merge begins in, the merge goes; the rows beneath keep what is theirs.
            open_ = {first: cell for first, cell in open_.items() if below.get(first) is cell}
        else:
            open_ = below
        laid.append(row)
    return tuple(laid)


def column_count(rows: tuple[WordRow, ...]) -> int:
    """Columns of the grid."""
    return max((cell.last for row in rows for cell in row.cells), default=0)


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also inside of content controls."""
    for element in parent:
        kind = name(element)
        if kind == wanted:
            yield element
        elif kind in _WRAPPERS:
            yield from _inside(element, wanted)


def _spans(row: _Element) -> Iterator[tuple[_Element, int, int]]:
    """The cells of a row with the edges between which they stand, from 0; deleted ones left out."""
    at = max(number(child(row, "w:trPr", "w:gridBefore")) or 0, 0)
    for cell in _inside(row, "w:tc"):
        properties = child(cell, "w:tcPr")
        if child(properties, "w:cellDel") is not None:
            continue
        width = max(number(child(properties, "w:gridSpan")) or 1, 1)
        yield cell, at, at + width
        at += width


def _edges(table: _Element, spans: list[list[tuple[_Element, int, int]]]) -> dict[int, int]:
    """Each edge of the file's own grid that a cell has, to the number of the edge that people see."""
    columns = child(table, "w:tblGrid")
    widths = [number(each, "w") or 0 for each in (columns if columns is not None else ())]
    used = sorted({edge for cells in spans for _, start, end in cells for edge in (start, end)})
    alone = {(start, end) for cells in spans for _, start, end in cells}
    is_measured = bool(used) and len(widths) >= used[-1] and any(widths)
    edges: dict[int, int] = {}
    at, begun = -1, 0
    for edge in used:
        is_sliver = bool(edges) and is_measured and sum(widths[begun:edge]) < SLIVER_TWIPS
        if not is_sliver or any(begun <= start and end <= edge for start, end in alone):
            at, begun = at + 1, edge
        edges[edge] = at
    return edges
