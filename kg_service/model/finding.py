"""What a check has to say."""

from dataclasses import dataclass
from enum import StrEnum

from kg_service.model.document import Place
from kg_service.model.terms import Text


class Severity(StrEnum):
    """How much a finding weighs, in SHACL's three steps."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule has to say about one node or one cell."""

    severity: Severity
    rule: str
    """IRI of the named shape, or of the rule on cells (``rule_iri``)."""
    focus: str
    """IRI of the node, or ``_:id``; empty for a rule on cells."""
    path: str | None
    """The property or path in question, as SPARQL writes it; None where the rule is about the node itself."""
    value: str | None
    """What was found."""
    text: Text
    """What is wrong and what to do."""
    detail: str
    """The engine's own words; empty for a rule on cells."""
    place: Place | None = None
    expected: Text | None = None
    """What should stand there, where it can be said shortly."""
    nearest: str | None = None
    """The valid value that is most like the one found."""
