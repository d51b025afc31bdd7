"""Which measure is which in two editions, however they were cut and worded.

Not here: what became of a measure (``measures``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from kg_service.editions.assignment import assign
from kg_service.editions.differences import Mark, differences
from kg_service.editions.similarity import bigrams, contained, dice, plain
from kg_service.model import Measure, Service

_LEAST = 0.45
"""Least likeness of two measures that are the same one in other words."""
_LEAST_IN_PLACE = 0.30
"""The same of two that stand between the same neighbours."""
_LEAST_TAKEN_IN = 0.60
"""Least share of the words of a measure that another one took in."""
_SAME_KIND = 0.10
"""What two measures of one kind are more alike by."""
_WITHIN = 0.65
"""What it counts that all of the shorter measure stands in the longer one."""
_KEPT = 0.85
"""Least likeness of a passage of the other content to a measure that is not taken for gone."""
_LEFT = 6
"""Characters in a row that make a measure more than what another one has taken in of it."""
_CLAUSE = re.compile("[^；;。，,]+")


@dataclass(frozen=True, slots=True)
class Owned:
    """A measure of a certain service, since services that were split or merged are compared together."""

    number: int
    measure: Measure


def clauses(content: str) -> tuple[Measure, ...]:
    """A content cut at its punctuation, for editions of which nobody has said what the measures are."""
    titles = [found[0] for found in _CLAUSE.finditer(content)]
    return tuple(Measure(at, title, None, None, None) for at, title in enumerate(titles, start=1))


def owned_by(services: Sequence[Service]) -> list[Owned]:
    """All measures of some services, in printed order; clauses where nobody has said what they are."""
    return [
        Owned(service.row.number, measure)
        for service in services
        for measure in service.measures or clauses(service.row.content)
    ]


def pair_measures(old: Sequence[Owned], new: Sequence[Owned]) -> list[tuple[Owned, Owned]]:
    """Measures that are the same one, by the old order: those with the same words first."""
    pairs: list[tuple[int, int]] = []
    for i, one in enumerate(old):
        same = [
            j
            for j, other in enumerate(new)
            if other.measure.title == one.measure.title and j not in {j for _, j in pairs}
        ]
        pairs += [(i, same[0])] if same else []
    left_old = [i for i in range(len(old)) if i not in {i for i, _ in pairs}]
    left_new = [j for j in range(len(new)) if j not in {j for _, j in pairs}]
    values = {
        (i, j): value
        for i in left_old
        for j in left_new
        if (value := _likeness(old[i].measure, new[j].measure)) >= _LEAST
    }
    pairs += [(i, j) for i, j, _ in assign(values)]
    pairs += _alone_in_place(old, new, pairs)
    return [(old[i], new[j]) for i, j in sorted(pairs)]


def _alone_in_place(
    old: Sequence[Owned], new: Sequence[Owned], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Measures of one kind that are left over alone between the same neighbours."""
    ends = (-1, -1), (len(old), len(new))
    for (i, j), (k, m) in pairwise(sorted((*pairs, *ends))):
        if k - i == m - j == 2:
            one, other = old[i + 1].measure, new[j + 1].measure
            same_kind = one.kind is not None and one.kind == other.kind
            if same_kind and _likeness(one, other) >= _LEAST_IN_PLACE:
                yield i + 1, j + 1


def _likeness(old: Measure, new: Measure) -> float:
    same_kind = old.kind is not None and old.kind == new.kind
    words = [without(each.title, [c.title for c in each.conditions]) for each in (old, new)]
    grams = [(bigrams(old.title), bigrams(new.title)), (bigrams(words[0]), bigrams(words[1]))]
    found = max(max(dice(one, other), _WITHIN * contained(one, other)) for one, other in grams)
    return found + (_SAME_KIND if same_kind else 0.0)


def home_of(title: str, services: Sequence[Service]) -> int | None:
    """Number of the service whose content says nearly the same as a measure, in one place."""
    words = plain(title)
    for service in services:
        text = plain(service.row.content)
        if words in text or (len(words) <= len(text) and fuzz.partial_ratio(words, text) >= 100 * _KEPT):
            return service.row.number
    return None


def taken_in(title: str, pairs: Sequence[tuple[Owned, Owned]], mark: Mark) -> int | None:
    """Number of the service one of whose measures has grown by these words, or had them before."""
    for one, other in pairs:
        for piece in differences(one.measure.title, other.measure.title):
            if piece.mark is mark and contained(bigrams(title), bigrams(piece.text)) >= _LEAST_TAKEN_IN:
                long_enough = len(plain(piece.text)) >= max(3, len(plain(title)) // 2)
                if long_enough and not _has_more(title, piece.text):
                    return (other if mark is Mark.ADDED else one).number
    return None


def _has_more(title: str, taken: str) -> bool:
    """Whether a measure says a thing of its own besides what was taken from it."""
    pieces = differences(plain(title), plain(taken))
    return any(piece.mark is Mark.REMOVED and len(piece.text) >= _LEFT for piece in pieces)


def without(title: str, phrases: Sequence[str]) -> str:
    """A measure's words without some phrases, each left out once."""
    for phrase in phrases:
        title = title.replace(phrase, "", 1)
    return title
