"""What a rule on cells is, and how it makes a finding.

Not here: the rules themselves (one module a family), which of them are run (``kg_service.validation.cells``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg_service.model import Cell, Column, Finding, Place, Reading, ReadRow, Severity, Text
from kg_service.vocabulary import SHAPE


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a person can look up by its name."""

    name: str
    """Local name in the namespace of the shapes, e.g. ``cell-unknown-body``."""
    severity: Severity
    title: Text
    """What is wrong, in a few words."""
    help: Text
    """Why it matters and what to do."""

    @property
    def iri(self) -> str:
        """Where findings and reports point to."""
        return str(SHAPE[self.name])

    def finding(
        self,
        place: Place,
        text: Text,
        *,
        value: str | None = None,
        expected: Text | None = None,
        nearest: str | None = None,
    ) -> Finding:
        """A finding at a cell; *value* is what stands there."""
        return Finding(
            severity=self.severity,
            rule=self.iri,
            focus="",
            path=None,
            value=value,
            text=text,
            detail="",
            place=place,
            expected=expected,
            nearest=nearest,
        )


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell that is printed once, however many rows its value holds for."""

    row: ReadRow
    """The first row that it holds for."""
    column: Column
    cell: Cell
    place: Place
    """Of the printed cell, with its heading."""

    @property
    def text(self) -> str:
        """As the graph would have it."""
        return self.cell.text


def printed_cells(reading: Reading, *columns: Column) -> Iterator[Printed]:
    """The cells of some columns, of all where none is named, row by row; a merged one once, at its origin."""
    seen: set[Place] = set()
    for row in reading.rows:
        for column in columns or tuple(Column):
            cell = row.cells[column]
            place = cell_place(cell, column)
            if place not in seen:
                seen.add(place)
                yield Printed(row, column, cell, place)


def cell_place(cell: Cell, column: Column) -> Place:
    """Where a person corrects the value: the cell itself, or the one that it was taken from."""
    place = cell.origin or cell.place
    return place if place.heading is column else replace(place, heading=column)


def heading_place(reading: Reading, column: Column) -> Place:
    """Where the heading of a column stands; the row of headings, else the document, where it has none."""
    own = reading.headings.get(column)
    if own is not None:
        return replace(own, heading=column)
    known = min(reading.headings.values(), key=lambda place: place.row or 0, default=None)
    if known is None:
        return Place(reading.document, heading=column)
    return replace(known, cell=None, column=None, heading=column)


Line = tuple[int | None, str | None, int | None, int | None, int | None]
"""What tells one row of a document from another: page, sheet, table, row; the line where there is no row."""


def line_of(place: Place) -> Line:
    """The row of a document that a place is in."""
    return place.page, place.sheet, place.table, place.row, place.line if place.row is None else None


def excerpt(text: str, start: int, end: int, around: int = 6) -> str:
    """The part of a text with a few characters on both sides."""
    head = "…" if start > around else ""
    tail = "…" if end + around < len(text) else ""
    return f"{head}{text[max(0, start - around) : end + around]}{tail}".replace("\n", "")


def shortened(text: str, most: int) -> str:
    """The beginning of a text that is longer."""
    return text if len(text) <= most else text[:most] + "…"


def same(zh: str) -> Text:
    """A value that reads the same in both languages."""
    return Text(zh, zh)
