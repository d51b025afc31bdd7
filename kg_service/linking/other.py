"""The things of the other side, as far as they are compared: their names, types and what is above them.

Not here: where they are read from (``sources``), how they are compared (``scoring``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kg_service.vocabulary import SKOS


def last_part(iri: str) -> str:
    """What an IRI ends in: *Place* of ``http://schema.org/Place``."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


class Role(StrEnum):
    """What a name is to its thing; the values are the properties that SSSOM names as match fields."""

    LABEL = str(SKOS.prefLabel)
    OTHER = str(SKOS.altLabel)
    CODE = str(SKOS.notation)


@dataclass(frozen=True, slots=True)
class OtherName:
    """One way to call a thing of the other side."""

    text: str
    lang: str
    """``zh``, ``en``, or empty where nothing is said."""
    role: Role = Role.LABEL


@dataclass(frozen=True, slots=True)
class OtherThing:
    """One thing of the other side."""

    iri: str
    names: tuple[OtherName, ...]
    """At least one; labels first."""
    types: tuple[str, ...] = ()
    """IRIs of its classes, or what a table calls them."""
    type_names: tuple[str, ...] = ()
    """What they are called, for people."""
    above: tuple[str, ...] = ()
    """Names of what is right above it."""

    @property
    def label(self) -> OtherName:
        """What it is called first: in Chinese where it can be."""
        labels = [name for name in self.names if name.role is Role.LABEL] or list(self.names)
        return min(labels, key=lambda name: name.lang != "zh")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of the things, and where to go on after them."""

    things: tuple[OtherThing, ...]
    cursor: str
    """What ``Source.batches`` takes to go on."""
    seen: int
    """Things up to here, those of earlier batches included."""
    total: int | None
    """Of all things; None where nobody knows."""


class Source(Protocol):
    """Where the other side's things come from."""

    @property
    def fingerprint(self) -> str:
        """The same for the same things in the same order."""

    def batches(self, after: str = "", seen: int = 0) -> Iterator[Batch]:
        """The things, batch by batch.

        Args:
            after: ``Batch.cursor`` of the last one that was done; empty to begin.
            seen: Its ``Batch.seen``.
        """
