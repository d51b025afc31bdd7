"""What every reader of a file kind hands on: tables as grids of cells, and the text around them.

A reader knows its file kind and nothing of the list; ``table`` knows the list and no file kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg_service.model import Place, Remark


@dataclass(frozen=True, slots=True)
class GridCell:
    """One position of a table's grid."""

    written: str
    """Text of the cell, paragraphs parted by newlines; where a merge covers this one, its text."""
    place: Place
    """This position, with row and cell."""
    origin: Place | None = None
    """First position of the merge that covers this one; None where it is the cell's own text."""
    is_across: bool = False
    """Whether the merge comes from the left and not from above."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row, as wide as it is: rows of one table may differ."""

    cells: tuple[GridCell, ...]
    place: Place
    is_page_start: bool = False
    """Whether a page of the document begins with this row, where the file kind can tell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a document, one sheet of a workbook, the one table of a CSV file."""

    rows: tuple[GridRow, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Around:
    """Text outside of every table: a title, a note, a text box, a header or footer."""

    kind: str
    """``paragraph``, ``text-box``, ``header``, ``footer``, ``footnote``, ``comment`` …"""
    written: str
    place: Place
    is_before_table: bool
    """Whether it stands before the first table."""
    before_grid: int | None = None
    """Index of the grid that follows it, from 0, where the file kind can tell; None also after the last."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file taken apart; nothing of it is left out."""

    document: str
    """As the person gave it."""
    format: str
    """See ``Reading.format``."""
    grids: tuple[Grid, ...]
    around: tuple[Around, ...]
    remarks: tuple[Remark, ...] = ()
    """What the reader itself had to decide: tracked changes, hidden rows."""


def row_of(document: str, number: int, texts: Sequence[str]) -> GridRow:
    """A row of a file that has one table and no merges.

    Args:
        document: As the person gave it.
        number: Of the row, from 1.
        texts: Of its cells.
    """
    return GridRow(
        tuple(GridCell(text, Place(document, row=number, cell=at)) for at, text in enumerate(texts, start=1)),
        Place(document, row=number),
    )


def settled(around: Iterable[Around], grids: int) -> tuple[Around, ...]:
    """The texts around, once all grids are known.

    Args:
        around: Texts, each taken to stand before the grid that would come next.
        grids: How many came; what waited for one more stands behind the last.
    """
    return tuple(replace(each, before_grid=None) if each.before_grid == grids else each for each in around)
