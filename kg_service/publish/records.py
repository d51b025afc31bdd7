"""What a snapshot says of itself: when, by whom and why it was made, its editions, and what was checked.

Not here: the manifest that holds it (``layout``), the log of all switches (``history``).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """One edition in a snapshot."""

    name: str
    """``heilongjiang/2024``."""
    graph: str
    """IRI of its named graph."""
    fingerprint: str
    """SHA-256 of its canonical N-Triples in hexadecimal digits; see ``editions``."""
    triples: int
    services: int
    checked: str = ""
    """Fingerprint of the shapes and reference data that it was validated with; empty where it was not."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that a person let pass."""

    rule: str
    focus: str
    path: str
    value: str
    message: str
    """In English."""
    who: str
    when: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same warning."""
        return self.rule, self.focus, self.path, self.value


@dataclass(frozen=True, slots=True)
class Correction:
    """A published edition that was changed all the same, and why."""

    edition: str
    """Its name."""
    reason: str
    who: str
    when: str
    """ISO 8601, UTC."""
    before: str
    after: str
    """Fingerprints of the edition."""


@dataclass(frozen=True, slots=True)
class Record:
    """All of it; empty for a snapshot that was only built."""

    when: str = ""
    """ISO 8601, UTC."""
    who: str = ""
    reason: str = ""
    source: str = ""
    """What was published: ``home``, ``files`` or ``data``."""
    editions: tuple[EditionRecord, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def edition(self, name: str) -> EditionRecord | None:
        """The edition of that name."""
        return next((edition for edition in self.editions if edition.name == name), None)

    def plain(self) -> dict[str, Any]:
        """As plain values, for a manifest."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Record":
        """The opposite of ``plain``; what other versions of the program wrote besides is passed over.

        Raises:
            TypeError, ValueError: They are no values of a record.
        """
        made: dict[str, Any] = _known(cls, values)
        for name, kind in (("editions", EditionRecord), ("accepted", Accepted), ("corrections", Correction)):
            made[name] = tuple(kind(**_known(kind, each)) for each in values.get(name, ()))
        return cls(**made)


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def now() -> str:
    """This moment in UTC, to the second: ``2026-11-27T08:00:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
