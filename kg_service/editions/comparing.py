"""What is different between two editions, service by service, each change of one of the kinds of the model.

Not here: which service became which (``matching``), what a content gives (``measures``), the wording
(``saying``), files of changes (``outputs``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg_service.editions import saying
from kg_service.editions.audience import audience_change
from kg_service.editions.bodies import as_written
from kg_service.editions.matching import match_editions
from kg_service.editions.measures import content_shifts
from kg_service.editions.order import moved
from kg_service.model import (
    Change,
    ChangeKind,
    Column,
    Comparison,
    Edition,
    Match,
    Matching,
    Service,
    Text,
    Verdict,
)

_CONFIRM = Text("（是否同一项服务，请确认。）", " (Please confirm that it is the same service.)")


def _said(text: Text, asks: bool) -> Text:
    """What a change says, with the question where its pair is one."""
    return Text(text.zh + _CONFIRM.zh, text.en + _CONFIRM.en) if asks else text


@dataclass(frozen=True, slots=True)
class Family:
    """Services that continue each other: mostly one and one, several where they were split or merged."""

    old: tuple[Service, ...]
    new: tuple[Service, ...]
    pairs: tuple[Match, ...]
    """The likest first."""

    @property
    def main(self) -> Match:
        return self.pairs[0]

    @property
    def verdict(self) -> Verdict:
        """The least sure one."""
        verdicts = {pair.verdict for pair in self.pairs}
        return next(v for v in (Verdict.ASK, Verdict.SURE, Verdict.DECIDED) if v in verdicts)


def compare_editions(old: Edition, new: Edition, matching: Matching | None = None) -> Comparison:
    """Say what changed.

    Args:
        old, new: Two editions.
        matching: Which service became which; found out where None.

    Returns:
        Typed changes. A change of numbers alone is one only where a service moved among the others, and the
        order of bodies is none. Content that changed by more than its typed changes say is REWORDED as well.
    """
    matching = matching or match_editions(old, new)
    by_old = {service.row.number: service for service in old.services}
    by_new = {service.row.number: service for service in new.services}
    together = families(old, new, matching)
    # Where a draft puts a group that nobody knows yet is a proposal; the words of the group say more.
    broader = old.broader or new.broader
    aliases = {**old.aliases, **new.aliases}
    elsewhere = moved((family.main.old, family.main.new) for family in together)
    changes: list[Change] = []
    for family in together:
        if (family.main.old, family.main.new) in elsewhere:
            changes.append(_renumbered(family))
        changes += _of_parts(family)
        changes += _of_cells(family, broader)
        changes += _of_bodies(family, aliases)
        changes += _of_content(family)
    asked_old = {pair.old for pair in matching.doubtful}
    asked_new = {pair.new for pair in matching.doubtful}
    for number in matching.added:
        changes.append(_alone(ChangeKind.ADDED, by_new[number], number in asked_new))
    for number in matching.withdrawn:
        changes.append(_alone(ChangeKind.WITHDRAWN, by_old[number], number in asked_old))
    return Comparison(old, new, matching, tuple(sorted(changes, key=_order)))


def _order(change: Change) -> tuple[bool, int, int]:
    return change.new is None, change.new or change.old or 0, list(ChangeKind).index(change.kind)


def families(old: Edition, new: Edition, matching: Matching) -> tuple[Family, ...]:
    """Services that hang together by their pairs, by their first old number."""
    by_old = {service.row.number: service for service in old.services}
    by_new = {service.row.number: service for service in new.services}
    waiting = list(matching.pairs)
    found = []
    while waiting:
        members = [waiting.pop(0)]
        while more := [
            pair
            for pair in waiting
            if pair.old in {m.old for m in members} or pair.new in {m.new for m in members}
        ]:
            members += more
            waiting = [pair for pair in waiting if pair not in more]
        members.sort(
            key=lambda pair: (pair.verdict is not Verdict.DECIDED, -_weight(pair), pair.old, pair.new)
        )
        found.append(
            Family(
                tuple(by_old[number] for number in sorted({pair.old for pair in members})),
                tuple(by_new[number] for number in sorted({pair.new for pair in members})),
                tuple(members),
            )
        )
    return tuple(found)


def _weight(pair: Match) -> float:
    return sum(pair.parts.values())


def _alone(kind: ChangeKind, service: Service, asked: bool) -> Change:
    row, is_new = service.row, kind is ChangeKind.ADDED
    text = saying.of_service(kind, row)
    return Change(
        kind,
        None if is_new else row.number,
        row.number if is_new else None,
        row.service,
        Column.SERVICE,
        None if is_new else row.service,
        row.service if is_new else None,
        _said(text, asked),
        Verdict.ASK if asked else Verdict.SURE,
    )


def _change(
    family: Family,
    kind: ChangeKind,
    text: Text,
    column: Column | None,
    before: str | None,
    after: str | None,
    old: int | None = None,
    new: int | None = None,
    parts: Sequence[int] = (),
) -> Change:
    """A change of a family; its numbers are those of its main pair unless given."""
    new = new or family.main.new
    service = next(service for service in family.new if service.row.number == new)
    asks = family.verdict is Verdict.ASK
    return Change(
        kind,
        old or family.main.old,
        new,
        service.row.service,
        column,
        before,
        after,
        _said(text, asks),
        family.verdict,
        tuple(parts),
    )


def _renumbered(family: Family) -> Change:
    old, new = family.main.old, family.main.new
    return _change(
        *(family, ChangeKind.RENUMBERED, saying.of_order(old, new), Column.NUMBER, str(old), str(new)),
    )


def _of_parts(family: Family) -> Iterator[Change]:
    for service in family.old:
        number = service.row.number
        parts = [
            s.row for s in family.new if any((p.old, p.new) == (number, s.row.number) for p in family.pairs)
        ]
        if len(parts) > 1:
            yield _change(
                *(family, ChangeKind.SPLIT, saying.of_parts(ChangeKind.SPLIT, service.row, parts)),
                *(Column.SERVICE, service.row.service, "、".join(part.service for part in parts)),
                old=number,
                new=parts[0].number,
                parts=[part.number for part in parts],
            )
    for service in family.new:
        number = service.row.number
        parts = [
            s.row for s in family.old if any((p.old, p.new) == (s.row.number, number) for p in family.pairs)
        ]
        if len(parts) > 1:
            yield _change(
                *(family, ChangeKind.MERGED, saying.of_parts(ChangeKind.MERGED, service.row, parts)),
                *(Column.SERVICE, "、".join(part.service for part in parts), service.row.service),
                old=parts[0].number,
                new=number,
                parts=[part.number for part in parts],
            )


def _of_cells(family: Family, broader: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    by_old = {service.row.number: service for service in family.old}
    by_new = {service.row.number: service for service in family.new}
    said = set()
    for pair in family.pairs:
        old, new = by_old[pair.old], by_new[pair.new]
        found = [
            (ChangeKind.MOVED_GOAL, Column.GOAL, old.row.goal, new.row.goal)
            if old.row.goal != new.row.goal
            else None,
            (ChangeKind.RENAMED, Column.SERVICE, old.row.service, new.row.service)
            if old.row.service != new.row.service and len(family.pairs) == 1
            else None,
        ]
        kind = audience_change(old, new, broader)
        if kind is not None:
            found.append((kind, Column.BENEFICIARY, old.row.beneficiary, new.row.beneficiary))
        for cell in found:
            # The parts of a split may all have moved together.
            if cell is not None and cell not in said:
                said.add(cell)
                kind, column, before, after = cell
                text = saying.of_cell(kind, before, after)
                yield _change(family, kind, text, column, before, after, pair.old, pair.new)


def _of_bodies(family: Family, aliases: Mapping[str, str]) -> Iterator[Change]:
    before = list(dict.fromkeys(body for service in family.old for body in service.row.departments))
    after = list(dict.fromkeys(body for service in family.new for body in service.row.departments))
    kept = as_written(before, after, aliases)
    for name in before:
        if name not in kept:
            kind = ChangeKind.BODY_REMOVED
            yield _change(family, kind, saying.of_body(kind, name), Column.DEPARTMENTS, name, None)
        elif kept[name] != name:
            kind = ChangeKind.REWORDED
            text = saying.of_cell(kind, name, kept[name])
            yield _change(family, kind, text, Column.DEPARTMENTS, name, kept[name])
    for name in after:
        if name not in kept.values():
            kind = ChangeKind.BODY_ADDED
            yield _change(family, kind, saying.of_body(kind, name), Column.DEPARTMENTS, None, name)


def _of_content(family: Family) -> Iterator[Change]:
    contents_old = {service.row.number: service.row.content for service in family.old}
    contents_new = {service.row.number: service.row.content for service in family.new}
    for shift in content_shifts(family.old, family.new):
        text, before, after = saying.of_content(), shift.before, shift.after
        if shift.kind is not ChangeKind.REWORDED:
            text = saying.of_shift(shift.kind, before, after, shift.measure)
        elif shift.old is not None and shift.new is not None:
            before, after = contents_old[shift.old], contents_new[shift.new]
        yield _change(family, shift.kind, text, Column.CONTENT, before, after, shift.old, shift.new)
