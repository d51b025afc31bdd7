"""Services that were split into several, or merged into one: what one has lost stands in another.

Not here: pairs of one with one (``matching``).
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from kg_service.editions.deciding import Pair
from kg_service.editions.similarity import bigrams, dice, plain
from kg_service.model import Row

CONTAINED = 0.40
"""Least share of a part's words that must stand in the whole."""
GAIN = 0.12
"""Least share of the whole that a part must bring in beyond the other parts."""
COVERED = 0.50
"""Least share of the whole that its parts must make up together."""
OVERWHELMING = 0.95
"""Shares from which nobody needs to be asked."""

_CLAUSE, _AHEAD = 0.60, 0.15
"""Least likeness of two clauses that say the same, and by how much it has to be ahead of any other."""
_GRAM = 3
_SEPARATOR = re.compile("[；;，,。]")
_COMMON = 0.10
"""Words that stand in more than this share of the rows say nothing about where they come from."""


@dataclass(frozen=True, slots=True)
class Part:
    """An old service and a new one of which the one is a part of the other."""

    old: int
    new: int
    share: float
    """Of the part's words that stand in the whole, in [0, 1]."""
    is_overwhelming: bool


class _Contents:
    """The contents of both editions by their trigrams, common ones left out."""

    def __init__(self, old: Mapping[int, Row], new: Mapping[int, Row]) -> None:
        self._texts = {("old", n): plain(row.content) for n, row in old.items()}
        self._texts |= {("new", n): plain(row.content) for n, row in new.items()}
        self._clauses = {("old", n): _clauses(row.content) for n, row in old.items()}
        self._clauses |= {("new", n): _clauses(row.content) for n, row in new.items()}
        self._grams = {key: set(_grams(text)) for key, text in self._texts.items()}
        for rows in (old, new):
            side = "old" if rows is old else "new"
            seen = Counter(gram for n in rows for gram in self._grams[side, n])
            limit = max(2, _COMMON * len(rows))
            common = {gram for gram, count in seen.items() if count > limit}
            for grams in self._grams.values():
                grams -= common

    def places(self, whole: tuple[str, int], *parts: tuple[str, int]) -> frozenset[int]:
        """Characters of a content that stand in one of some others, three or more in a row."""
        found: set[int] = set()
        known: set[str] = set().union(*(self._grams[part] for part in parts)) & self._grams[whole]
        for at, gram in enumerate(_grams(self._texts[whole])):
            if gram in known:
                found.update(range(at, at + _GRAM))
        return frozenset(found)

    def won(self, whole: tuple[str, int], mates: Collection[tuple[str, int]], part: tuple[str, int]) -> float:
        """Share of a content in clauses that read like the part, and clearly less like any of the mates."""
        clauses = self._clauses[whole]
        total = sum(map(len, clauses))
        ours = [clause for mate in mates for clause in self._clauses[mate]]
        found = 0
        for clause in clauses:
            like = _likest(clause, self._clauses[part])
            if like >= _CLAUSE and like >= _likest(clause, ours) + _AHEAD:
                found += len(clause)
        return found / total if total else 0.0

    def countable(self, key: tuple[str, int]) -> frozenset[int]:
        """Characters of a content that are worth looking for."""
        return self.places(key, key)


def find_parts(
    old: Mapping[int, Row],
    new: Mapping[int, Row],
    pairs: Collection[Pair],
    fixed_old: Collection[int],
    fixed_new: Collection[int],
    apart: Callable[[int, int], bool],
) -> list[Part]:
    """Find what continues a service beside, or in place of, the one that it is paired with.

    Args:
        old, new: Rows by number.
        pairs: Those taken so far.
        fixed_old, fixed_new: Services of which a person said all there is to say.
        apart: Whether two are known not to be the same service.

    Returns:
        Pairs to add: at most one more for each service that was in none.
    """
    contents = _Contents(old, new)
    splits = _parts(contents, "old", old, new, pairs, (fixed_old, fixed_new), apart)
    found = [Part(whole, part, share, sure) for whole, part, share, sure in splits]
    taken = {*pairs, *((part.old, part.new) for part in found)}
    turned = _parts(
        *(contents, "new", new, old, [(b, a) for a, b in taken], (fixed_new, fixed_old)),
        lambda whole, part: apart(part, whole),
    )
    return found + [Part(part, whole, share, sure) for whole, part, share, sure in turned]


def _parts(
    contents: _Contents,
    side: str,
    wholes: Mapping[int, Row],
    rows: Mapping[int, Row],
    pairs: Collection[Pair],
    fixed: tuple[Collection[int], Collection[int]],
    apart: Callable[[int, int], bool],
) -> Iterator[tuple[int, int, float, bool]]:
    """Whole, part, share of the part, and whether it is beyond doubt; *wholes* are those of *side*."""
    other = "new" if side == "old" else "old"
    paired = {part for _, part in pairs}
    free = [number for number in rows if number not in paired and number not in fixed[1]]
    for whole in wholes:
        if whole in fixed[0]:
            continue
        known = contents.countable((side, whole))
        mates = [part for one, part in pairs if one == whole]
        shares = {
            part: share
            for part in free
            if not apart(whole, part)
            and (share := _share(contents, (other, part), (side, whole))) >= CONTAINED
        }
        if not known or not shares:
            continue
        chosen = list(mates)
        for part in sorted(shares, key=lambda part: (-shares[part], part)):
            before = contents.places((side, whole), *((other, mate) for mate in chosen))
            after = contents.places((side, whole), *((other, mate) for mate in (*chosen, part)))
            gain = len((after - before) & known) / len(known)
            if (
                max(gain, contents.won((side, whole), [(other, mate) for mate in chosen], (other, part)))
                >= GAIN
            ):
                chosen.append(part)
        covered = contents.places((side, whole), *((other, part) for part in chosen)) & known
        if len(chosen) < 2 or len(covered) < COVERED * len(known):
            continue
        for part in chosen:
            if part not in mates:
                free.remove(part)
                sure = shares[part] >= OVERWHELMING and len(covered) >= OVERWHELMING * len(known)
                yield whole, part, shares[part], sure


def _share(contents: _Contents, part: tuple[str, int], whole: tuple[str, int]) -> float:
    countable = contents.countable(part)
    return len(contents.places(part, whole) & countable) / len(countable) if countable else 0.0


def _clauses(content: str) -> tuple[str, ...]:
    return tuple(clause for found in _SEPARATOR.split(content) if len(clause := plain(found)) >= _GRAM)


def _likest(clause: str, clauses: Collection[str]) -> float:
    return max((dice(bigrams(clause), bigrams(other)) for other in clauses), default=0.0)


def _grams(text: str) -> list[str]:
    return [text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)]
