"""What the rules on cells have said already, so that nothing is said twice.

A cell that is wrong makes a graph that is wrong and an edition that seems to have lost something. The rule on
cells knows the cause; what follows from it is left out.

Not here: the SHACL report, which keeps what the engine said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg_service.model import Column, Finding, Severity
from kg_service.validation.cells.rules import Line, line_of
from kg_service.validation.succession_rules import BASE, BEFORE
from kg_service.vocabulary import SHAPE

_PROMISES_NOTHING = str(SHAPE["content-promises-nothing"])
"""No violation, but after it a content is not compared."""
_UNKNOWN_GROUP = str(SHAPE["cell-unknown-group"])
"""That a group is another one follows from it; that it is a narrower one does not."""
_QUESTIONS = {BEFORE.undecided.iri, BASE.undecided.iri}
_GONE = {BEFORE.goal.iri, BASE.goal.iri, BEFORE.body.iri}
_COMPARED = (Column.SERVICE, Column.CONTENT)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Cells and names of which enough is said."""

    cells: frozenset[tuple[Line, Column | None]]
    groups: frozenset[tuple[Line, Column | None]]
    """Cells with a group that is not known."""
    meant: frozenset[str]
    """Names that stand there in another spelling."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Spoken:
        """What some findings of rules on cells speak of."""
        said = list(findings)
        grave = [
            f for f in said if f.place and (f.severity is Severity.VIOLATION or f.rule == _PROMISES_NOTHING)
        ]
        return cls(
            frozenset((line_of(f.place), f.place.heading) for f in grave if f.place),
            frozenset(
                (line_of(f.place), f.place.heading) for f in said if f.place and f.rule == _UNKNOWN_GROUP
            ),
            frozenset(name for f in said for name in (f.nearest or "").split("、") if name),
        )

    def covers(self, finding: Finding) -> bool:
        """Whether a finding on the graph, or of succession, only follows from what is said."""
        if finding.rule in _GONE:
            gone = finding.value or (finding.expected.zh if finding.expected else "")
            return gone in self.meant
        place = finding.place
        if place is None or (place.row is None and place.line is None):
            return False
        if finding.rule in _QUESTIONS:
            return any((line_of(place), column) in self.cells for column in _COMPARED)
        if BEFORE.audience_changed is not None and finding.rule == BEFORE.audience_changed.iri:
            return (line_of(place), place.heading) in self.cells | self.groups
        return (line_of(place), place.heading) in self.cells
