"""Where in the document each node of a draft comes from.

Not here: what is wrong there (``validation``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg_service.editions.drafting.describing import DescribedRow
from kg_service.editions.drafting.proposals import Proposal
from kg_service.model import Column, Place, Reading, ReadRow

_PARTS = ("", "#quotation", "#selector")
_COLUMNS = (
    (re.compile("rowNumber"), Column.NUMBER),
    (re.compile("thematicArea"), Column.GOAL),
    (re.compile("audience"), Column.BENEFICIARY),
    (re.compile("hasCompetentAuthority|hasParticipation"), Column.DEPARTMENTS),
    (re.compile("description|produces"), Column.CONTENT),
    (re.compile("title|isVersionOf"), Column.SERVICE),
)


def title_place(reading: Reading) -> Place:
    """Where the title stands, or the document as a whole."""
    title = next((remark.place for remark in reading.remarks if remark.code == "title"), None)
    return title or Place(reading.document)


def column_of(path: str) -> Column | None:
    """The column that a property of a service is read from; *path* as SPARQL writes it."""
    return next((column for pattern, column in _COLUMNS if pattern.search(path)), None)


def places_of(
    described: Mapping[int, DescribedRow],
    rows: Mapping[int, ReadRow],
    proposals: Sequence[Proposal],
    title: Place,
    edition: str,
) -> dict[str, Place]:
    """IRI of every node that the draft makes or points to for its own to the cell that it came from."""
    found = dict.fromkeys(
        (edition, f"{edition}/source", f"{edition}/source#checksum", f"{edition}/table.csv"), title
    )
    for number, row in described.items():
        cells = rows[number].cells
        found[row.service] = cells[Column.SERVICE].place
        for column in Column:
            found[row.cell(column)] = cells[column].place
        for kind, spans in (
            ("measure", [m.span.column for m in row.reading.measures]),
            ("condition", [c.span.column for c in row.reading.conditions]),
            ("participation", [Column.DEPARTMENTS for _ in row.bodies]),
        ):
            for position, column in enumerate(spans, 1):
                for part in _PARTS:
                    found[row.part(kind, position) + part] = cells[column].place
        for iri, column in ((row.goal, Column.GOAL), (row.group, Column.BENEFICIARY)):
            if iri:
                found.setdefault(iri, cells[column].place)
    for proposal in proposals:
        if proposal.place:
            found[proposal.iri] = proposal.place
    return found
