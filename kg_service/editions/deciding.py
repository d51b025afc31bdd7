"""Where in two editions the decisions of a person apply, and where they no longer fit.

Not here: the decisions (``decided``) and their file (``decisions``), what is made of the rest (``matching``).
"""

from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from kg_service.editions.decided import (
    Decision,
    DecisionKind,
    Decisions,
    Side,
    contradicts,
    mark_of,
    side_of,
)
from kg_service.model import Edition, Row, Text

Pair = tuple[int, int]
"""Number in the old edition, number in the new one."""

_ALIKE = 60.0
"""Least likeness in [0, 100] of a name under the old number to be taken for the row that was meant."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the decisions come to for two editions, by number."""

    pairs: tuple[Pair, ...] = ()
    """Old and new that a person joined, splits and merges included."""
    unsure: frozenset[Pair] = frozenset()
    """Those of *pairs* whose words are others now than when they were joined."""
    apart: frozenset[Pair] = frozenset()
    """Old and new that are not the same service."""
    new: frozenset[int] = frozenset()
    """New ones that continue nothing."""
    withdrawn: frozenset[int] = frozenset()
    """Old ones that nothing continues."""
    unfit: tuple[Text, ...] = ()
    """What could not be followed to the letter, and why."""


def rule(decisions: Decisions, old: Edition, new: Edition) -> Rulings:
    """Find the rows that decisions speak of.

    Args:
        decisions: In the order of their file; a later one outweighs an earlier one.
        old, new: The two editions. One that is a document, not published yet, may be what any decision means.

    Returns:
        What holds. A decision whose row has other words now still holds and is told of; one whose row is not
        there at all is told of and holds no more.
    """
    found: list[tuple[Decision, Pair, bool]] = []
    unfit: list[Text] = []
    for decision in decisions.entries:
        sides = ((decision.old, old), (decision.new, new))
        if any(side is not None and not side.may_be_of(edition.name) for side, edition in sides):
            continue
        one, other = _find(decision.old, old), _find(decision.new, new)
        for side, row in ((decision.old, one), (decision.new, other)):
            if side is not None and row is None:
                unfit.append(_gone(decision, side, decisions.document))
        if (decision.old and one is None) or (decision.new and other is None):
            continue
        changed = _is_changed(decision.old, one) or _is_changed(decision.new, other)
        if changed:
            unfit.append(_changed(decision, decisions.document))
        placed = replace(
            decision,
            old=side_of(old, one) if one else None,
            new=side_of(new, other) if other else None,
        )
        found = [entry for entry in found if not contradicts(entry[0], placed)]
        found.append((placed, (one.number if one else 0, other.number if other else 0), changed))
    joining = {DecisionKind.SAME, DecisionKind.SPLIT, DecisionKind.MERGE}
    joined = [(pair, changed) for decision, pair, changed in found if decision.kind in joining]
    return Rulings(
        tuple(sorted(pair for pair, _ in joined)),
        frozenset(pair for pair, changed in joined if changed),
        frozenset(pair for decision, pair, _ in found if decision.kind is DecisionKind.DIFFERENT),
        frozenset(pair[1] for decision, pair, _ in found if decision.kind is DecisionKind.NEW),
        frozenset(pair[0] for decision, pair, _ in found if decision.kind is DecisionKind.WITHDRAWN),
        tuple(unfit),
    )


def _find(side: Side | None, edition: Edition) -> Row | None:
    """The row that is meant: by its words, else by its name, else by its number where the name is alike."""
    if side is None:
        return None
    marked = [row for row in edition.rows if side.mark and mark_of(row) == side.mark]
    named = [row for row in edition.rows if side.service and row.service == side.service]
    for rows in (marked, named):
        if rows:
            there = [row for row in rows if row.number == side.number]
            return (there or rows)[0] if len(rows) == 1 or there or rows is marked else None
    numbered = [row for row in edition.rows if row.number == side.number]
    alike = [row for row in numbered if fuzz.ratio(row.service, side.service) >= _ALIKE]
    return alike[0] if alike and side.service else None


def _is_changed(side: Side | None, row: Row | None) -> bool:
    if side is None or row is None:
        return False
    return mark_of(row) != side.mark if side.mark else row.service != side.service


def _gone(decision: Decision, side: Side, document: str) -> Text:
    name = side.service or side.mark
    return Text(
        f"{_at(decision, document).zh}决定“{decision.kind}”不再适用：{side.edition} 里已没有“{name}”这一行。",
        f"{_at(decision, document).en}the decision “{decision.kind}” applies no more: "
        f"{side.edition} has no row “{name}” now.",
    )


def _changed(decision: Decision, document: str) -> Text:
    names = [side.service or side.mark for side in (decision.old, decision.new) if side is not None]
    return Text(
        f"{_at(decision, document).zh}决定“{decision.kind}”（{' → '.join(names)}）之后，"
        "这一行的文字已有改动；请再确认一次。",
        f"{_at(decision, document).en}since the decision “{decision.kind}” ({' → '.join(names)}) was made, "
        "the words of the row have changed; confirm it once more.",
    )


def _at(decision: Decision, document: str) -> Text:
    if not document or not decision.line:
        return Text("", "")
    return Text(f"{document}，第 {decision.line} 行：", f"{document}, line {decision.line}: ")
