"""Measures of an edition that promise less than they did, by their words alone.

Not here: when other words promise less (``strength``), changes of other kinds (``comparing``).
"""

from __future__ import annotations

from dataclasses import dataclass

from kg_service.editions.comparing import families
from kg_service.editions.measures import content_of, less_of
from kg_service.editions.pairing import owned_by, pair_measures
from kg_service.editions.strength import Less
from kg_service.model import Comparison, Verdict


@dataclass(frozen=True, slots=True)
class Weakened:
    """One way in which a measure promises less."""

    old: int
    """Number of its service in the earlier edition."""
    new: int
    before: str
    """The whole measure as it was."""
    after: str
    """And as it is."""
    less: Less
    verdict: Verdict
    """How sure it is that the services are the same."""


def weakened(comparison: Comparison) -> tuple[Weakened, ...]:
    """Every measure that is still there and promises less, by the old order."""
    found = []
    for family in families(comparison.old, comparison.new, comparison.matching):
        content = content_of(family.new)
        if content == content_of(family.old):
            continue
        for one, other in pair_measures(owned_by(family.old), owned_by(family.new)):
            for less in less_of(one.measure, other.measure, content):
                ends = (one.number, other.number, one.measure.title, other.measure.title)
                found.append(Weakened(*ends, less, family.verdict))
    return tuple(found)
