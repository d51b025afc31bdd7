"""Two editions side by side: which service became which, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg_service.model.document import Column, Row
from kg_service.model.terms import Text


@dataclass(frozen=True, slots=True)
class Condition:
    """An eligibility condition, as far as comparing needs it."""

    title: str
    met_by: str | None
    """Slug of the scheme: ``child``, ``household``, ``guardian``, ``locality``."""
    explicitness: str | None
    """Slug: ``explicit``, ``named-but-undefined``, ``left-open`` …"""
    rules_of: str | None = None
    """Slug of whose rules hold: residence or registered residence."""
    min_age: int | None = None
    """Completed years, inclusive; None where it says nothing of age."""
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that a service gives."""

    position: int
    title: str
    """An exact passage of the content."""
    kind: str | None
    """Slug of the scheme ``measure-kinds``."""
    recipient: str | None
    commitment: str | None
    """Slug: ``firm``, ``conditional``, ``where-available``, ``promoted``."""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One service of one edition with what is read into it."""

    row: Row
    identity: str | None
    """IRI of the continuing service; None where no one has said which it is."""
    measures: tuple[Measure, ...] = ()
    conditions: tuple[Condition, ...] = ()
    """Those on the whole service."""
    min_age: int | None = None
    """Completed years, inclusive, of the audience."""
    max_age: int | None = None
    replaces: tuple[str, ...] = ()
    """IRIs of continuing services whose place its own took, by a split or a merge."""


NO_EDITION = ("none", "无", "-")
"""What a person writes who wants no edition before, in any case."""


def is_no_edition(name: str) -> bool:
    """Whether a person says that there is to be no edition before."""
    return name.strip().lower() in NO_EDITION


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition as it is compared."""

    name: str
    """``heilongjiang/2024``, or the document as the person gave it."""
    title: str | None
    services: tuple[Service, ...]
    """By number."""
    broader: Mapping[str, tuple[str, ...]]
    """Name of each beneficiary group to the names of all wider groups, nearest first."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Every known name of a body, full or short, to the one that stands for it."""
    ended: Mapping[str, str] = field(default_factory=dict)
    """IRI of each continuing service whose end the data tells of to what it says (``skos:changeNote``)."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table."""
        return tuple(service.row for service in self.services)

    def row(self, number: int | None) -> Row | None:
        """The row of a number; None where there is none."""
        return next((service.row for service in self.services if service.row.number == number), None)


class Verdict(StrEnum):
    """How sure a pair is."""

    DECIDED = "decided"
    """A person said so, or both name the same continuing service."""
    SURE = "sure"
    """Similar enough to be taken without asking."""
    ASK = "ask"
    """Similar, but a person should decide; not taken for granted anywhere."""


@dataclass(frozen=True, slots=True)
class Match:
    """A service of the old edition and the one of the new that continues it."""

    old: int
    """Number in the old edition."""
    new: int
    """Number in the new edition."""
    score: float
    """Similarity in [0, 1]; 1 for a decision."""
    verdict: Verdict
    parts: Mapping[str, float]
    """What the score is made of: ``service``, ``content``, ``beneficiary``, ``departments``, ``goal``."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Which service of the new edition continues which of the old."""

    pairs: tuple[Match, ...]
    """By old number. One old may have several new ones (a split) and the other way (a merge)."""
    added: tuple[int, ...]
    """Numbers of the new edition that continue nothing."""
    withdrawn: tuple[int, ...]
    """Numbers of the old edition that nothing continues."""
    splits: Mapping[int, tuple[int, ...]]
    """Old number to the new ones, where there are several."""
    merges: Mapping[int, tuple[int, ...]]
    """New number to the old ones, where there are several."""
    doubtful: tuple[Match, ...] = ()
    """Not alike enough to be taken, too alike to be passed over; a person decides. None is in *pairs*."""
    unfit: tuple[Text, ...] = ()
    """Decisions of a person that could not be followed to the letter, and why."""

    @property
    def questions(self) -> tuple[Match, ...]:
        """What a person should decide, by old number."""
        asked = [pair for pair in (*self.pairs, *self.doubtful) if pair.verdict is Verdict.ASK]
        return tuple(sorted(asked, key=lambda pair: (pair.old, pair.new)))


class ChangeKind(StrEnum):
    """What can happen to a service from edition to edition."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    SPLIT = "split"
    MERGED = "merged"
    RENAMED = "renamed"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    MOVED_GOAL = "moved-goal"
    AUDIENCE_WIDENED = "audience-widened"
    AUDIENCE_NARROWED = "audience-narrowed"
    AUDIENCE_CHANGED = "audience-changed"
    BODY_ADDED = "body-added"
    BODY_REMOVED = "body-removed"
    MEASURE_ADDED = "measure-added"
    MEASURE_WITHDRAWN = "measure-withdrawn"
    CONDITION_TIGHTENED = "condition-tightened"
    CONDITION_RELAXED = "condition-relaxed"
    COMMITMENT_STRENGTHENED = "commitment-strengthened"
    COMMITMENT_WEAKENED = "commitment-weakened"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different."""

    kind: ChangeKind
    old: int | None
    """Number in the old edition; None for what is added."""
    new: int | None
    """Number in the new edition; None for what is withdrawn."""
    service: str
    """Name of the service, of the new edition where it is there."""
    column: Column | None
    """Where it shows in the table."""
    before: str | None
    after: str | None
    text: Text
    """The change in one sentence."""
    verdict: Verdict = Verdict.SURE
    """Of the pair that it rests on."""
    parts: tuple[int, ...] = ()
    """Numbers of all parts: of the new edition for a split, of the old one for a merge; else empty."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is different between two editions."""

    old: Edition
    new: Edition
    matching: Matching
    changes: tuple[Change, ...]
    """By new number, withdrawn ones by their old number."""

    @property
    def aliases(self) -> Mapping[str, str]:
        """Every name of a body in either edition to the one that stands for it; the new edition decides."""
        return {**self.old.aliases, **self.new.aliases}

    def both(self, match: Match) -> tuple[Row, Row]:
        """The rows of a pair, the old one first."""
        old, new = self.old.row(match.old), self.new.row(match.new)
        assert old is not None
        assert new is not None
        return old, new

    def of_kind(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """The changes of some kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)
