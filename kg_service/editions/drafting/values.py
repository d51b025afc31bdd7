"""What is read into one row, as plain values: measures and conditions with the place of their words.

Concepts are named by scheme and slug, ``measure-kinds/cash-benefit``; norms by IRI.

Not here: how it is found (``editions.interpretation``) or written (``describing``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg_service.model import Column

PROPOSED = "review-statuses/proposed"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a cell."""

    column: Column
    start: int
    """Character of the cell, from 0."""
    end: int
    """The character after the last."""

    def of(self, text: str) -> str:
        """The words, *text* being the cell's."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ReadCondition:
    """A condition as it stands in a row."""

    words: str
    span: Span
    met_by: tuple[str, ...]
    """Concepts of ``condition-subjects``."""
    explicitness: str
    situations: tuple[str, ...] = ()
    rules_of: str | None = None
    min_age: int | None = None
    max_age: int | None = None
    age_printed: str | None = None
    english: str | None = None
    """None where nobody has translated it yet."""
    review: str = PROPOSED
    translation: str = PROPOSED
    source: str | None = None
    """IRI of the condition of an earlier edition that this was carried over from."""

    @property
    def is_of_service(self) -> bool:
        """Whether it holds for the whole service: it stands in the column of beneficiaries."""
        return self.span.column is Column.BENEFICIARY


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    """A measure as it stands in a row."""

    words: str
    span: Span
    kinds: tuple[str, ...]
    """One or two of ``measure-kinds``; none where no rule fits."""
    recipients: tuple[str, ...]
    commitment: str
    conditions: tuple[int, ...] = ()
    """Which of the row's conditions it depends on, from 0."""
    alternatives: tuple[int, ...] = ()
    """Positions, from 1, of the measures that may be given instead."""
    stages: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    rules_of: str | None = None
    norms: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    """Concepts of ``programmes`` and ``venues``."""
    english: str | None = None
    review: str = PROPOSED
    translation: str = PROPOSED
    source: str | None = None
    """IRI of the measure of an earlier edition that this was carried over from."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """Everything that is read into one row."""

    measures: tuple[ReadMeasure, ...] = ()
    """In the order of the text."""
    conditions: tuple[ReadCondition, ...] = ()
    """Those on the whole service first, then by the measure that needs them."""


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """What the name of a group of beneficiaries says."""

    min_age: int | None = None
    max_age: int | None = None
    age_printed: str | None = None
    stages: tuple[str, ...] = ()
    situations: tuple[str, ...] = field(default=())
