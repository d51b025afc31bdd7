"""Readings for tests: tables as if they had been read from a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg_service.model import Cell, Column, Place, Reading, ReadRow, Row

TITLE = "黑龙江省流动儿童在居住地享有关爱服务清单（2025年版）"


def read_row(
    cells: dict[Column, str], bodies: Sequence[str], line: int, document: str = "2025.csv"
) -> ReadRow:
    """One row as read; a column that is not given is empty."""
    places = {c: Place(document, row=line, cell=c.position, heading=c) for c in Column}
    return ReadRow({c: Cell(cells.get(c, ""), cells.get(c, ""), places[c]) for c in Column}, tuple(bodies))


def reading_of(rows: Iterable[Row], *, title: str | None = TITLE, document: str = "2025.csv") -> Reading:
    """A table as a document that holds exactly it, a heading in its first line."""
    read = [
        read_row(
            {
                Column.NUMBER: str(row.number),
                Column.GOAL: row.goal,
                Column.BENEFICIARY: row.beneficiary,
                Column.SERVICE: row.service,
                Column.CONTENT: row.content,
                Column.DEPARTMENTS: "、".join(row.departments),
            },
            row.departments,
            line,
            document,
        )
        for line, row in enumerate(rows, 2)
    ]
    return Reading(document, "csv", title, tuple(read), (), {})
