"""Which continuing service each row of a draft is a version of.

A pair that a person has to decide gives none: the draft says what is asked and does not conform until
somebody has answered. The parts of a split and the outcome of a merge are services of their own that replace
the old ones.

Not here: the matching itself (``editions.matching``), the node of a new service (``proposals``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg_service.editions.drafting.known import Known
from kg_service.editions.drafting.proposals import Proposals
from kg_service.model import Edition, Match, Matching, Place, Row, Verdict


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row continues."""

    iri: str | None
    """IRI of the continuing service; None while a person has to decide."""
    is_decided: bool
    """Whether a person or the data itself says so."""
    continues: tuple[int, ...] = ()
    """Numbers in the edition before, the nearest first; those that are asked about included."""
    questions: tuple[Match, ...] = ()
    replaces: tuple[str, ...] = ()
    """IRIs of the continuing services whose place it takes, by a split or a merge."""


def identities(
    rows: Sequence[tuple[Row, Place]],
    matching: Matching | None,
    before: Edition | None,
    known: Known,
    proposals: Proposals,
) -> dict[int, Identity]:
    """The identity of each row, by number.

    Args:
        rows: The table, each row with the place of its service's name.
        matching: Of the edition before with this one; None where there is none before.
        before: The edition before.
        known: The reference data.
        proposals: Takes the services that are new.
    """
    old = {service.row.number: service.identity for service in before.services} if before else {}
    names = {service.row.number: service.row.service for service in before.services} if before else {}
    of_new = _by_new(matching.pairs if matching else ())
    questions = _by_new(matching.questions if matching else ())
    used: set[str] = set()
    found: dict[int, Identity] = {}
    for row, place in rows:
        pairs, asked = of_new.get(row.number, []), tuple(questions.get(row.number, ()))
        continues = tuple(dict.fromkeys(pair.old for pair in (*pairs, *asked)))
        if asked:
            found[row.number] = Identity(None, False, continues, asked)
            continue
        is_decided = bool(pairs) and all(pair.verdict is Verdict.DECIDED for pair in pairs)
        replaced: tuple[str, ...] = ()
        if matching and _is_part(matching, pairs):
            replaced = tuple(iri for pair in pairs if (iri := old.get(pair.old)))
            iri = proposals.service(row.service, place, replaced)
        elif pairs:
            iri = old.get(pairs[0].old) or proposals.service(names[pairs[0].old], place)
        else:
            known_by_name = _by_name(row, known, proposals.series, used) if matching is None else None
            iri = known_by_name or proposals.service(row.service, place)
        if iri in used:
            # Two services of an edition can't be the same one: what comes later is new.
            iri = proposals.service(f"{row.service}#{row.number}", place)
        used.add(iri)
        found[row.number] = Identity(iri, is_decided, continues, replaces=replaced)
    return found


def _by_new(pairs: Iterable[Match]) -> dict[int, list[Match]]:
    """The pairs of each number of the new edition, the most alike first."""
    found: dict[int, list[Match]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.old)):
        found.setdefault(pair.new, []).append(pair)
    return found


def _is_part(matching: Matching, pairs: Sequence[Match]) -> bool:
    return any(pair.old in matching.splits for pair in pairs) or any(
        pair.new in matching.merges for pair in pairs
    )


def _by_name(row: Row, known: Known, series: str, used: set[str]) -> str | None:
    """With no edition before: the service that editions of the same series know by exactly this name."""
    iri = known.concepts("services").get(row.service)
    return iri if iri in known.services_of(series) and iri not in used else None


def open_questions(found: Mapping[int, Identity]) -> tuple[Match, ...]:
    """What a person has to decide, by number."""
    asked = {(match.old, match.new): match for identity in found.values() for match in identity.questions}
    return tuple(asked.values())
