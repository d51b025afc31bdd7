"""How many changes of which kind there are: over all, by goal and by body; and the choice of some of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg_service.editions.bodies import as_written
from kg_service.model import Change, ChangeKind, Comparison, Row


@dataclass(frozen=True, slots=True)
class Sums:
    """Numbers of changes."""

    kinds: Mapping[ChangeKind, int]
    """In the order of the model; kinds without a change are left out."""
    goals: Mapping[str, Mapping[ChangeKind, int]]
    """By goal, that of the new edition where the service is there, in the order of the editions."""
    bodies: Mapping[str, Mapping[ChangeKind, int]]
    """By body of either edition, most changes first. A service of three bodies counts with each."""


def sum_up(comparison: Comparison, changes: Iterable[Change] | None = None) -> Sums:
    """Count changes.

    Args:
        comparison: Two editions.
        changes: Those to count; all where None.
    """
    told = list(comparison.changes if changes is None else changes)
    goals: dict[str, Counter[ChangeKind]] = {}
    for row in (*comparison.new.rows, *comparison.old.rows):
        goals.setdefault(row.goal, Counter())
    bodies: dict[str, Counter[ChangeKind]] = {}
    for change in told:
        rows = list(rows_of(change, comparison))
        goals[rows[0].goal][change.kind] += 1
        for body in bodies_of(change, comparison):
            bodies.setdefault(body, Counter())[change.kind] += 1
    return Sums(
        _ordered(Counter(change.kind for change in told)),
        {goal: _ordered(count) for goal, count in goals.items() if count},
        {
            body: _ordered(count)
            for body, count in sorted(bodies.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
        },
    )


def select(
    comparison: Comparison,
    kinds: Collection[ChangeKind] = (),
    goals: Collection[str] = (),
    bodies: Collection[str] = (),
) -> tuple[Change, ...]:
    """The changes of some kinds, of services under some goals and of some bodies; empty means any.

    A goal or body counts in either edition: what left a body concerns it as well.
    """
    return tuple(
        change
        for change in comparison.changes
        if (not kinds or change.kind in kinds)
        and (not goals or any(row.goal in goals for row in rows_of(change, comparison)))
        and (not bodies or any(body in bodies for body in bodies_of(change, comparison)))
    )


def rows_of(change: Change, comparison: Comparison) -> Iterator[Row]:
    """The rows that a change is about, that of the new edition first."""
    for number, edition in ((change.new, comparison.new), (change.old, comparison.old)):
        row = edition.row(number)
        if row is not None:
            yield row


def bodies_of(change: Change, comparison: Comparison) -> list[str]:
    """The bodies that a change concerns, by one name each."""
    aliases = comparison.aliases
    if change.kind is ChangeKind.BODY_REMOVED:
        old, new = [change.before or ""], []
    elif change.kind is ChangeKind.BODY_ADDED:
        old, new = [], [change.after or ""]
    else:
        old, new = (
            list(row.departments) if (row := edition.row(number)) else []
            for edition, number in ((comparison.old, change.old), (comparison.new, change.new))
        )
    # A body that is written otherwise now is still called what it was called.
    before = sorted({body for row in comparison.old.rows for body in row.departments})
    earlier = {now: then for then, now in as_written(before, new, aliases).items()}
    names = [*(earlier.get(name, name) for name in new), *old]
    return list(dict.fromkeys(aliases.get(name, name) for name in names))


def _ordered(count: Counter[ChangeKind]) -> dict[ChangeKind, int]:
    return {kind: count[kind] for kind in ChangeKind if count[kind]}
