"""What the rules on cells have said already, so that nothing is said twice.

A cell that is wrong makes a graph that is wrong and an edition that seems to have lost something. The rule on
cells knows the cause; what follows from it is left out. Only a violation hides what is as grave: after a
warning a violation or a question of the same cell is still told.

Not here: the SHACL report, which keeps what the engine said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg_service.model import Column, Finding, Severity
from kg_service.validation.cells.rules import Line, line_of
from kg_service.validation.succession_rules import BASE, BEFORE
from kg_service.vocabulary import SHAPE


def _iris(*names: str) -> frozenset[str]:
    return frozenset(str(SHAPE[name]) for name in names)


_NOTHING_LEFT = _iris("cell-empty", "cell-placeholder", "cell-wrong-column")
"""After these nothing of the cell can be compared."""
_NO_COLUMN = _iris("column-missing", "column-misplaced")
_REPEATED = _iris("service-repeated")
_UNKNOWN_GROUP = _iris("cell-unknown-group")
"""That a group is another one follows from it; that it is a narrower one does not."""
_QUESTIONS = {BEFORE.undecided.iri, BASE.undecided.iri}
_GONE = {BEFORE.goal.iri, BASE.goal.iri, BEFORE.body.iri}
_OF_AUDIENCE = {BEFORE.audience.iri, BASE.audience.iri}
_OF_CELLS = _iris("Succession-serviceGoal", "Succession-serviceBody", "Succession-character")
"""What is said of a cell that is wrong anyway says nothing new."""
_SUCCESSION = {rule.iri for family in (BEFORE, BASE) for rule in family.rules} - {BEFORE.unfit.iri}
_COMPARED = (Column.SERVICE, Column.CONTENT)

_At = tuple[Line, Column | None]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Cells, columns and names of which enough is said."""

    lost: frozenset[_At]
    """Cells of which nothing can be used."""
    wrong: frozenset[_At]
    """Cells with a violation."""
    marked: frozenset[_At]
    """Cells with a violation or a warning."""
    groups: frozenset[_At]
    """Cells with a group that is not known."""
    columns: frozenset[Column | None]
    """Columns that are not there, or hold what belongs to another one."""
    repeated: frozenset[str]
    """Services that stand there twice, so that it is open which of the two continues the one before."""
    meant: frozenset[str]
    """Names that stand there in another spelling."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Spoken:
        """What some findings of rules on cells speak of."""
        said = [(finding, finding.place) for finding in findings if finding.place is not None]

        def cells(of: Iterable[Finding]) -> frozenset[_At]:
            return frozenset((line_of(f.place), f.place.heading) for f in of if f.place is not None)

        return cls(
            cells(f for f, _ in said if f.rule in _NOTHING_LEFT),
            cells(f for f, _ in said if f.severity is Severity.VIOLATION),
            cells(f for f, _ in said if f.severity is not Severity.INFO),
            cells(f for f, _ in said if f.rule in _UNKNOWN_GROUP),
            frozenset(place.heading for f, place in said if f.rule in _NO_COLUMN),
            frozenset(f.value or "" for f, _ in said if f.rule in _REPEATED),
            frozenset(name for f, _ in said for name in (f.nearest or "").split("、") if name),
        )

    def covers(self, finding: Finding) -> bool:
        """Whether a finding on the graph, or of succession, only follows from what is said."""
        place, rule = finding.place, finding.rule
        if place is not None and place.heading in self.columns:
            return True
        if rule in _SUCCESSION and self.columns & {*_COMPARED}:
            # Without names or contents nobody can say which service is which.
            return True
        if rule in _GONE:
            gone = finding.value or (finding.expected.zh if finding.expected else "")
            return gone in self.meant
        if place is None or (place.row is None and place.line is None):
            return False
        at = (line_of(place), place.heading)
        if rule in _QUESTIONS:
            is_lost = any((line_of(place), column) in self.lost for column in _COMPARED)
            return is_lost or finding.value in self.repeated
        if BEFORE.audience_changed is not None and rule == BEFORE.audience_changed.iri:
            return at in self.wrong | self.groups
        if rule in _OF_CELLS:
            return at in self.marked
        if rule in _SUCCESSION - _OF_AUDIENCE:
            # A page number or a lost character in a content takes no measure away.
            return at in self.lost
        return at in self.wrong
