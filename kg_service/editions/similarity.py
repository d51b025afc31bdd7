"""How alike two services read, whatever their numbers: each cell for itself, then all of them weighed.

Not here: who is paired with whom (``matching``).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kg_service.editions.bodies import as_written
from kg_service.model import Column, Row

WEIGHTS: Mapping[Column, float] = {
    Column.SERVICE: 0.40,
    Column.CONTENT: 0.35,
    Column.BENEFICIARY: 0.12,
    Column.DEPARTMENTS: 0.08,
    Column.GOAL: 0.05,
}
"""What each cell counts for; measured in ``benchmarks/matching.py``."""

_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two services are."""

    score: float
    """In [0, 1]."""
    parts: Mapping[str, float]
    """The same of each column, in [0, 1]."""


def likeness(old: Row, new: Row, aliases: Mapping[str, str]) -> Likeness:
    """Compare two rows.

    Args:
        old, new: Of two editions.
        aliases: Names of bodies to those that stand for them.

    Source: Dice's coefficient over bigrams of characters for the content (Dice 1945), normalized indel
    similarity of ``rapidfuzz`` for names.
    """
    parts = {
        Column.SERVICE: alike(old.service, new.service),
        Column.CONTENT: dice(bigrams(old.content), bigrams(new.content)),
        Column.BENEFICIARY: alike(old.beneficiary, new.beneficiary),
        Column.DEPARTMENTS: _bodies(old.departments, new.departments, aliases),
        Column.GOAL: float(old.goal == new.goal),
    }
    score = sum(weight * parts[column] for column, weight in WEIGHTS.items())
    return Likeness(score, {column.value: round(parts[column], 4) for column in WEIGHTS})


def alike(one: str, other: str) -> float:
    """How alike two short texts are, in [0, 1]; punctuation and width of characters do not count."""
    return fuzz.ratio(plain(one), plain(other)) / 100


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text as it is compared: characters of one width, letters and digits only."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=8192)
def bigrams(text: str) -> Mapping[str, int]:
    """How often each pair of neighbouring characters occurs; a single character stands for itself."""
    letters = plain(text)
    return Counter(letters[i : i + 2] for i in range(max(len(letters) - 1, min(len(letters), 1))))


def dice(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """What two multisets share, in [0, 1]; 1 for two empty ones."""
    total = sum(one.values()) + sum(other.values())
    return 2 * _shared(one, other) / total if total else 1.0


def contained(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Share of the smaller multiset that the greater one has as well, in [0, 1]."""
    least = min(sum(one.values()), sum(other.values()))
    return _shared(one, other) / least if least else 0.0


def _shared(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    return sum(min(count, other.get(key, 0)) for key, count in one.items())


def _bodies(old: Iterable[str], new: Iterable[str], aliases: Mapping[str, str]) -> float:
    before, after = set(old), set(new)
    if not before and not after:
        return 1.0
    kept = len(before) - len(before - as_written(before, after, aliases).keys())
    return kept / (len(before) + len(after) - kept)
