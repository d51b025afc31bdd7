"""At which cell of a document a finding is noted.

A finding that is about no cell of the table is noted at the heading of the table, or at the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg_service.model import Finding, Reading
from kg_service.validation.outputs.wording import ORDER


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cell as the file kind counts it; see ``Place``."""

    sheet: str | None
    table: int | None
    row: int | None
    cell: int | None


def by_anchor(findings: Iterable[Finding], reading: Reading) -> dict[Anchor, list[Finding]]:
    """Findings on one document by the cell that they are noted at, the gravest first."""
    heading = min(
        (place for place in reading.headings.values() if place.row is not None),
        key=lambda place: (place.row or 0, place.cell or 0),
        default=None,
    )
    beginning = (
        Anchor(heading.sheet, heading.table, heading.row, heading.cell)
        if heading
        else Anchor(None, None, None, None)
    )
    notes: dict[Anchor, list[Finding]] = {}
    for finding in findings:
        place = finding.place
        anchor = beginning
        if place is not None and place.row is not None and place.cell is not None:
            anchor = Anchor(place.sheet, place.table, place.row, place.cell)
        elif place is not None and place.row is not None and heading is not None:
            anchor = Anchor(place.sheet, place.table, place.row, heading.cell)
        notes.setdefault(anchor, []).append(finding)
    return {anchor: sorted(found, key=lambda f: ORDER.index(f.severity)) for anchor, found in notes.items()}
