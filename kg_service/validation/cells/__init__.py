"""Rules on the cells of a draft, before anything is made of them.

One module a family: each has its ``RULES`` and a ``check``. They look at what stands in the document, so that
what they say is about a cell that the editor can see.

Not here: rules on the graph (``shapes/``), rules against an edition before (``succession``).
"""

from __future__ import annotations

from types import ModuleType

from kg_service.model import Column, Finding, Reading
from kg_service.validation.cells import (
    characters,
    columns,
    duplicates,
    names,
    numbering,
    presence,
    promises,
    punctuation,
    remarks,
    separators,
)
from kg_service.validation.cells.reference import Reference, load_reference, series_of_title
from kg_service.validation.cells.rules import Line, Rule, line_of

__all__ = ["RULES", "Reference", "Rule", "check_cells", "load_reference", "series_of_title"]

_FAMILIES: tuple[ModuleType, ...] = (
    presence, numbering, columns, names, separators, duplicates, promises, characters, punctuation, remarks,
)  # fmt: skip

_OF_MEANING = frozenset(
    rule.iri for family in (names, separators, duplicates, promises) for rule in family.RULES
)
"""Rules that have nothing to say of a text which belongs elsewhere."""

RULES: tuple[Rule, ...] = tuple(rule for family in _FAMILIES for rule in family.RULES)
"""Every rule on cells, by family."""


def check_cells(reading: Reading, reference: Reference) -> tuple[Finding, ...]:
    """What the rules on cells have to say of a document.

    Args:
        reading: The document as read.
        reference: The names that hold for its series.

    Returns:
        Findings in the order of the families.
    """
    found = [finding for family in _FAMILIES for finding in family.check(reading, reference)]
    elsewhere = {_at(finding) for finding in found if finding.rule == columns.WRONG_COLUMN.iri}
    moved = {
        finding.place.heading for finding in found if finding.place and finding.rule == columns.MISPLACED.iri
    }
    return tuple(
        finding
        for finding in found
        if finding.rule not in _OF_MEANING or (_at(finding) not in elsewhere and _at(finding)[1] not in moved)
    )


def _at(finding: Finding) -> tuple[Line | None, Column | None]:
    place = finding.place
    return (line_of(place), place.heading) if place is not None else (None, None)
