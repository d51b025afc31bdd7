"""Where in a text the words stand that were searched for.

Not here: which things hold them (``texts``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg_service.folding import fold
from kg_service.web.find.words import Word

AROUND = 40
"""Characters of a long text that are shown before its first hit."""
SHOWN = 160
"""Characters of a long text that are shown."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text."""

    text: str
    hit: bool


def holds(text: str, words: Sequence[Word]) -> bool:
    """Does *text* hold one of the words?"""
    folded = fold(text)
    return any(way in folded for word in words for way in word.ways)


def stretches(text: str, words: Sequence[Word]) -> Iterator[Stretch]:
    """The whole text, cut where hits begin and end; the longer of two that begin at one place."""
    ways = sorted({way for word in words for way in word.ways}, key=len, reverse=True)
    at = 0
    for found in re.finditer("|".join(map(re.escape, ways)) or "(?!)", fold(text)):
        if found.start() > at:
            yield Stretch(text[at : found.start()], False)
        yield Stretch(text[found.start() : found.end()], True)
        at = found.end()
    if text[at:]:
        yield Stretch(text[at:], False)


def excerpt(text: str, words: Sequence[Word]) -> list[Stretch]:
    """A long text from shortly before its first hit, cut off; a short one whole."""
    if len(text) <= SHOWN:
        return list(stretches(text, words))
    folded = fold(text)
    places = [at for word in words for way in word.ways if (at := folded.find(way)) >= 0]
    start = max(0, min(places, default=0) - AROUND)
    shown = list(stretches(text[start : start + SHOWN], words))
    before = [Stretch("…", False)] if start else []
    return [*before, *shown, *([Stretch("…", False)] if start + SHOWN < len(text) else [])]
