"""What the content of a service gives, before and after: measures, and how firmly each is promised.

Not here: which measure is which (``pairing``), conditions (``conditions``), the other cells (``comparing``),
the wording (``saying``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg_service.editions.conditions import Shift, condition_shifts, phrase_shifts
from kg_service.editions.differences import Mark, differences
from kg_service.editions.pairing import Owned, home_of, owned_by, pair_measures, taken_in, without
from kg_service.editions.similarity import plain
from kg_service.editions.strength import Cut, Less, less_promised
from kg_service.model import ChangeKind, Measure, Service

COMMITMENTS = ("promoted", "where-available", "conditional", "firm")
"""From the weakest to the strongest."""

_FILLING = re.compile("[的地得对为给向在予以]")
_OF_CONDITION, _OF_COMMITMENT = 1, 6
"""Characters that a change of condition or of commitment may bring about beside the words of conditions."""
_OF_CONDITIONS = (ChangeKind.CONDITION_RELAXED, ChangeKind.CONDITION_TIGHTENED)


def content_shifts(old: Sequence[Service], new: Sequence[Service]) -> tuple[Shift, ...]:
    """What changed of what is given.

    Args:
        old, new: The service in the two editions; several on one side where it was split or merged.

    Returns:
        Measures withdrawn and added, conditions and commitments in printed order; and REWORDED, without
        words, for a pair of services whose contents differ by more than these say.
    """
    words = [(service.row.service, service.row.content) for service in old]
    if words == [(service.row.service, service.row.content) for service in new]:
        # The same words promise the same, whoever read them and cut them as they did.
        return tuple(_of_service(old, new))
    before, after = owned_by(old), owned_by(new)
    pairs = pair_measures(before, after)
    shifts: list[Shift] = []
    reworded: dict[tuple[int, int], None] = {}
    for one in before:
        if one not in {pair[0] for pair in pairs}:
            title = one.measure.title
            home = home_of(title, new) or taken_in(title, pairs, Mark.ADDED)
            if home is None:
                shifts.append(Shift(ChangeKind.MEASURE_WITHDRAWN, one.number, None, title, None, title))
            else:
                reworded[one.number, home] = None
    for other in after:
        if other not in {pair[1] for pair in pairs}:
            title = other.measure.title
            home = home_of(title, old) or taken_in(title, pairs, Mark.REMOVED)
            if home is None:
                shifts.append(Shift(ChangeKind.MEASURE_ADDED, None, other.number, None, title, title))
            else:
                reworded[home, other.number] = None
    said = content_of(old), content_of(new)
    found = [_of_measure(one, other, before, after, said) for one, other in pairs]
    for (one, other), own in zip(pairs, found, strict=True):
        shifts += [shift for shift in own if not _is_said_elsewhere(shift, (one, other), pairs, found)]
        if _is_reworded(one.measure, other.measure, own):
            reworded[one.number, other.number] = None
    shifts += _of_service(old, new)
    if len(old) == len(new) == 1:
        places = [after.index(other) for _, other in pairs]
        if not shifts or places != sorted(places) or _are_joined_otherwise(old[0], new[0], pairs):
            reworded[old[0].row.number, new[0].row.number] = None
    contents = {number: content for number, (_, content) in zip(_numbers(old), words, strict=True)}
    same = {service.row.number for service in new if service.row.content in contents.values()}
    shifts += [Shift(ChangeKind.REWORDED, a, b, None, None) for a, b in reworded if b not in same]
    return tuple(_distinct(shifts))


def _numbers(services: Sequence[Service]) -> list[int]:
    return [service.row.number for service in services]


def _is_said_elsewhere(
    shift: Shift,
    pair: tuple[Owned, Owned],
    pairs: Sequence[tuple[Owned, Owned]],
    found: Sequence[Sequence[Shift]],
) -> bool:
    """Whether a measure in the same words is only promised otherwise because of a word in another measure."""
    if shift.kind in _OF_CONDITIONS or pair[0].measure.title != pair[1].measure.title:
        return False
    return any(
        one.measure.title != other.measure.title and any(each.kind is shift.kind for each in own)
        for (one, other), own in zip(pairs, found, strict=True)
    )


def _are_joined_otherwise(old: Service, new: Service, pairs: Sequence[tuple[Owned, Owned]]) -> bool:
    """Whether other words or signs stand between two measures that follow each other in both contents."""
    before, after = _joints(old), _joints(new)
    partners = {one.measure.position: other.measure.position for one, other in pairs}
    return any(
        partners.get(position + 1) == partners[position] + 1
        and position in before
        and partners[position] in after
        and before[position] != after[partners[position]]
        for position in partners
    )


def _joints(service: Service) -> dict[int, str]:
    """What stands after each measure and before the next one, by position of the first."""
    content, at = service.row.content, 0
    places = []
    for measure in service.measures:
        start = content.find(measure.title, at)
        if start < 0:
            return {}
        at = start + len(measure.title)
        places.append((measure.position, start, at))
    return {one[0]: content[one[2] : other[1]] for one, other in pairwise(places)}


def content_of(services: Sequence[Service]) -> str:
    """All that some services say."""
    return "\n".join(service.row.content for service in services)


def less_of(old: Measure, new: Measure, content: str) -> tuple[Less, ...]:
    """What of a measure is less by its words alone, where its commitment and its conditions do not say it.

    Args:
        old, new: The measure in the two editions.
        content: All that the services which the new one belongs to say.
    """
    conditions = [condition.title for each in (old, new) for condition in each.conditions]
    return tuple(
        less
        for less in less_promised(old.title, new.title, content)
        if not (less.cut is Cut.STRENGTH and old.commitment != new.commitment)
        and not any((less.before or less.after or "") in title for title in conditions)
    )


def _of_words(old: Owned, new: Owned, said: tuple[str, str]) -> Iterator[Shift]:
    at = (old.number, new.number)
    for less in less_of(old.measure, new.measure, said[1]):
        if less.cut is not Cut.WORDS:
            kind = ChangeKind.COMMITMENT_WEAKENED
            yield Shift(kind, *at, less.before or None, less.after, new.measure.title)
    for less in less_of(new.measure, old.measure, said[0]):
        # What only came beside the rest, such as 全面, is not a promise of more.
        if less.cut is not Cut.WORDS and less.before and less.after is not None:
            kind = ChangeKind.COMMITMENT_STRENGTHENED
            yield Shift(kind, *at, less.after, less.before, new.measure.title)


def _of_measure(
    old: Owned, new: Owned, before: Sequence[Owned], after: Sequence[Owned], said: tuple[str, str]
) -> tuple[Shift, ...]:
    """What became of one measure; *before* and *after* are all of the service, *said* its contents."""
    return (*_of_terms(old, new, before, after), *_of_words(old, new, said))


def _of_terms(old: Owned, new: Owned, before: Sequence[Owned], after: Sequence[Owned]) -> tuple[Shift, ...]:
    """On what conditions and how firmly a measure is given now."""
    one, other = old.measure, new.measure
    at = (old.number, new.number)
    found = list(condition_shifts(one.conditions, other.conditions, at, other.title))
    conditions = [
        shift
        for shift in found
        if _is_its_own(shift.before, one, before)
        and _is_its_own(shift.after, other, after)
        and not _stands_in_both(shift, one, other)
    ]
    conditions += phrase_shifts(one.title, other.title, at, conditions)
    commitment = _commitment(one, other, at)
    ends = {one.commitment, other.commitment}
    if commitment is None or (ends == {"firm", "conditional"} and conditions):
        # What is given on a condition is said by the condition.
        return tuple(conditions)
    if ends == {"firm", "conditional"} and found:
        # The condition is another measure's, and so is the change.
        return ()
    if "where-available" in ends:
        # Given where there are the means: the commitment says it.
        local = {
            condition.title
            for condition in (*one.conditions, *other.conditions)
            if condition.met_by == "locality"
        }
        conditions = [shift for shift in conditions if not {shift.before, shift.after} & local]
    return (*conditions, commitment)


def _stands_in_both(shift: Shift, old: Measure, new: Measure) -> bool:
    """Whether the words of a condition were there before and are there now, however they were read."""
    words = shift.before or shift.after or ""
    return None in (shift.before, shift.after) and words in old.title and words in new.title


def _is_its_own(condition: str | None, measure: Measure, measures: Sequence[Owned]) -> bool:
    """Whether a condition stands in the words of the measure itself, or in those of none.

    What is only shared with a measure before it comes and goes with the order of the measures.
    """
    if condition is None or condition in measure.title:
        return True
    return not any(condition in each.measure.title for each in measures)


def _commitment(old: Measure, new: Measure, at: tuple[int, int]) -> Shift | None:
    if old.commitment == new.commitment or {old.commitment, new.commitment} - set(COMMITMENTS):
        return None
    is_stronger = COMMITMENTS.index(new.commitment or "") > COMMITMENTS.index(old.commitment or "")
    kind = ChangeKind.COMMITMENT_STRENGTHENED if is_stronger else ChangeKind.COMMITMENT_WEAKENED
    return Shift(kind, *at, old.commitment, new.commitment, new.title)


def _of_service(old: Sequence[Service], new: Sequence[Service]) -> Iterator[Shift]:
    # What the column of beneficiaries says is a matter of the audience.
    audience = "\n".join(service.row.beneficiary for service in (*old, *new))
    before, after = (
        list(dict.fromkeys(c for service in services for c in service.conditions if c.title not in audience))
        for services in (old, new)
    )
    yield from condition_shifts(before, after, (old[0].row.number, new[0].row.number), "")


def _is_reworded(old: Measure, new: Measure, shifts: Sequence[Shift]) -> bool:
    """Whether the words differ by more than what *shifts* of the measure say already."""
    if old.title == new.title:
        return False
    if not shifts:
        return True
    conditions = [shift for shift in shifts if shift.kind in _OF_CONDITIONS]
    before = without(old.title, [shift.before for shift in conditions if shift.before])
    after = without(new.title, [shift.after for shift in conditions if shift.after])
    pieces = differences(_FILLING.sub("", plain(before)), _FILLING.sub("", plain(after)))
    changed = [
        sum(len(piece.text) for piece in pieces if piece.mark is mark) for mark in (Mark.REMOVED, Mark.ADDED)
    ]
    return max(changed) > (_OF_COMMITMENT if len(shifts) > len(conditions) else _OF_CONDITION)


def _distinct(shifts: Sequence[Shift]) -> Iterator[Shift]:
    """Each once, though several measures may share a condition."""
    seen: set[Shift] = set()
    for shift in shifts:
        key = replace(shift, measure="") if shift.kind in _OF_CONDITIONS else shift
        if key not in seen:
            seen.add(key)
            yield shift
