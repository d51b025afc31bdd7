"""Rows of a table that no rules part: bands of white space between the numbers of the rows.

Not here: columns (``pdf_spaces``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_CLEAR = 1.0
"""Points by which the least space between two rows is wider than the widest within one."""
_ONE_LINE = 2.0
"""Points that the feet of words of one line may be apart."""
_PITCH = 1.0
"""Of the height of a line: how far the next one of a cell may be below it."""

Band = tuple[float, float]
"""Top and bottom, in points from the upper edge of the page."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters in a row; lengths in points from the upper left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2

    def is_over(self, other: Word) -> bool:
        """Whether the two have a part of the width in common."""
        return self.x0 < other.x1 and other.x0 < self.x1


def lines_of_words(words: Iterable[Word]) -> list[list[Word]]:
    """Words of one line together, from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.bottom, each.x0)):
        if lines and word.bottom - lines[-1][-1].bottom <= _ONE_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def bands_of(
    numbers: Sequence[Word],
    whole: Sequence[Sequence[Word]],
    merged: Sequence[Sequence[Word]],
    *,
    is_first: bool,
) -> list[Band] | None:
    """The rows of a page.

    Args:
        numbers: From top to bottom, one a row.
        whole: The words of each column in which every row has a text of its own.
        merged: Those of each column in which a text may be for several rows.
        is_first: Whether the table begins on the page.

    Returns:
        From top to bottom, without a gap; None where they are not certain.
    """
    if not numbers or not all(whole):
        return None
    own = [*numbers, *(word for words in whole for word in words)]
    every = [*own, *(word for words in merged for word in words)]
    # A text for several rows may stand in the space between two.
    cuts = _by_gaps(numbers, every) or _by_gaps(numbers, own) or _by_first_lines(numbers, whole)
    if cuts is None:
        return None
    ends = [min(w.top for w in every) - 1, *cuts, max(w.bottom for w in every) + 1]
    bands = list(pairwise(ends))
    return bands if all(_fits(words, bands, own, numbers, is_first) for words in merged) else None


def _by_gaps(numbers: Sequence[Word], own: Sequence[Word]) -> list[float] | None:
    """Between two numbers the widest gap, where every such gap is wider than those within rows."""
    gaps = _gaps(own)
    cuts: list[Band] = []
    for one, other in pairwise(numbers):
        between = [gap for gap in gaps if one.middle < gap[0] and gap[1] < other.middle]
        if not between:
            return None
        cuts.append(max(between, key=_width))
    least = min(map(_width, cuts), default=None)
    if least is None:
        return None
    others = [gap for gap in gaps if gap not in cuts]
    # Before the first number and after the last one, a row may go on over the page.
    outer = [gap for gap in others if gap[1] <= numbers[0].middle or gap[0] >= numbers[-1].middle]
    cuts += [gap for gap in outer if _width(gap) >= least - _CLEAR]
    within = [_width(gap) for gap in others if gap not in cuts]
    if max(within, default=0.0) + _CLEAR > least:
        return None
    return sorted((top + bottom) / 2 for top, bottom in cuts)


def _by_first_lines(numbers: Sequence[Word], whole: Sequence[Sequence[Word]]) -> list[float] | None:
    """Above each number, where every cell begins on the line of its number.

    Were cells centred, one with an even number of lines would have none beside its number; some has to.
    """
    is_shown = False
    for words in whole:
        lines = [line[0].bottom for line in lines_of_words(words)]
        if lines[0] < numbers[0].bottom - _ONE_LINE:
            return None
        ends = [number.bottom for number in numbers[1:]] + [float("inf")]
        for number, end in zip(numbers, ends, strict=True):
            of_row = [at for at in lines if number.bottom - _ONE_LINE <= at < end - _ONE_LINE]
            if not of_row or abs(of_row[0] - number.bottom) > _ONE_LINE:
                return None
            is_shown = is_shown or len(of_row) % 2 == 0
    return [number.top - 0.5 for number in numbers[1:]] if is_shown else None


def _fits(
    words: Sequence[Word], bands: Sequence[Band], own: Sequence[Word], numbers: Sequence[Word], is_first: bool
) -> bool:
    """Whether it is certain for which rows the texts of a column with merged cells are."""
    starts: dict[int, float] = {}
    for paragraph in _paragraphs(words):
        at = {_band_of(word, bands) for word in paragraph}
        if len(at) > 1:
            return False
        starts.setdefault(at.pop(), paragraph[0].bottom)
    if len(starts) == len(bands):
        return True
    # A text for several rows stands at their top, or nobody knows where they begin.
    if is_first and 0 not in starts:
        return False
    first_lines = {
        at: min((word.bottom for word in own if _band_of(word, bands) == at), default=0.0)
        for at in range(len(bands))
    }
    tops = {_band_of(number, bands): number.bottom for number in numbers}
    is_at_top = all(
        abs(bottom - first_lines[at]) <= _ONE_LINE for at, bottom in (*starts.items(), *tops.items())
    )
    deep = [at for at in tops if len(lines_of_words(w for w in own if _band_of(w, bands) == at)) > 1]
    return is_at_top and bool(deep)


def _paragraphs(words: Sequence[Word]) -> list[list[Word]]:
    """Lines of a column that follow each other closely."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.bottom, each.x0)):
        last = found[-1][-1] if found else None
        if last is not None and word.top - last.bottom < _PITCH * (last.bottom - last.top):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _gaps(words: Sequence[Word]) -> list[Band]:
    """Heights at which none of the words stands, between them."""
    gaps: list[Band] = []
    bottom = None
    for word in sorted(words, key=lambda each: each.top):
        if bottom is not None and word.top > bottom:
            gaps.append((bottom, word.top))
        bottom = word.bottom if bottom is None else max(bottom, word.bottom)
    return gaps


def _width(gap: Band) -> float:
    return gap[1] - gap[0]


def _band_of(word: Word, bands: Sequence[Band]) -> int:
    return next((at for at, (top, bottom) in enumerate(bands) if top <= word.middle <= bottom), -1)
