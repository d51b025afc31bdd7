"""A content taken apart into measures: passages that, in order, make up all of it but the separators.

A separator is one of ；，、。 or 或 or 或者, the latter also after ； or ，. Nothing inside of brackets or
quotation marks is one. Which rule says what: docs, reading rules 1.1 to 1.6.

Not here: what a measure is (``interpretation``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg_service.editions.drafting.rules import Rules

HARD, SOFT, ITEM = "；。", "，", "、"
_OPEN, _CLOSE = "（(〔【[《“‘「『", "）)〕】]》”’」』"
_PREPOSITIONS = ("为", "对", "向", "给")
_OR = re.compile("或者?")


@dataclass(frozen=True, slots=True)
class Passage:
    """One measure's words."""

    start: int
    end: int
    clause: int
    """Which clause between ； or 。 it stands in, from 0."""
    is_alternative: bool = False
    """Whether 或 joins it to the one before."""
    is_list_of_alternatives: bool = False
    """Whether that 或 follows a ，, so that it closes a list of alternatives."""

    def of(self, content: str) -> str:
        """The words."""
        return content[self.start : self.end]


def passages(content: str, rules: Rules) -> tuple[Passage, ...]:
    """The measures of a content, in its order; none of an empty one."""
    outside = _outside(content)
    found: list[Passage] = []
    for number, (start, end) in enumerate(_cut(content, 0, len(content), HARD, outside)):
        for passage in _of_clause(content, start, end, outside, rules):
            found.append(replace(passage, clause=number))
    return tuple(found)


def _outside(content: str) -> list[bool]:
    """Whether each character stands outside of brackets and quotation marks; unpaired ones open nothing."""
    outside, stack = [True] * len(content), list[tuple[str, int]]()
    for index, character in enumerate(content):
        if character in _OPEN:
            stack.append((_CLOSE[_OPEN.index(character)], index))
        elif any(character == close for close, _ in stack):
            while stack:
                close, opened = stack.pop()
                if close == character:
                    outside[opened : index + 1] = [False] * (index + 1 - opened)
                    break
    return outside


def _cut(content: str, start: int, end: int, marks: str, outside: list[bool]) -> list[tuple[int, int]]:
    """The pieces between *marks*; of marks in a row only one parts, the others stay with a piece."""
    pieces: list[tuple[int, int]] = []
    begin = start
    for index in range(start, end):
        if content[index] in marks and outside[index] and index > begin:
            pieces.append((begin, index))
            begin = index + 1
    if begin < end:
        pieces.append((begin, end))
    elif pieces and end < len(content):
        # Another mark parts this piece from the next one, and only one may.
        pieces[-1] = (pieces[-1][0], end)
    return _without_empty(content, pieces)


def _without_empty(content: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A piece of nothing but separators goes to the piece before it."""
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        if kept and not content[start:end].strip(HARD + SOFT + ITEM):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _of_clause(content: str, start: int, end: int, outside: list[bool], rules: Rules) -> list[Passage]:
    found: list[Passage] = []
    waiting: int | None = None
    """Where an opening phrase begins that belongs to what follows."""
    for part_start, part_end in _cut(content, start, end, SOFT, outside):
        words = content[part_start:part_end]
        # A list of alternatives may close with ，或.
        joined = _OR.match(words) if found and waiting is None else None
        own = part_start + joined.end() if joined else part_start
        begins = part_start if waiting is None else waiting
        if found and waiting is None and _goes_on(words, rules):
            found[-1] = replace(found[-1], end=part_end)
            continue
        if part_end < end and _opens(words, rules):
            waiting = begins
            continue
        if not _gives(words, rules) and found:
            found[-1] = replace(found[-1], end=part_end)
            waiting = None
            continue
        is_or = joined is not None
        found += _of_part(
            content, Passage(own if is_or else begins, part_end, 0, is_or, is_or), outside, rules
        )
        waiting = None
    if waiting is not None:
        if found:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Passage(waiting, end, 0))
    return found


def _goes_on(words: str, rules: Rules) -> bool:
    """Whether a part says what the measure before it is for."""
    return rules.begins("purpose", words) and not rules.begins("verb", words)


def _opens(words: str, rules: Rules) -> bool:
    """Whether a part says no more than for whom or by which rules something is given."""
    if rules.begins("basis", words) and not rules.fits("verb", words):
        return True
    return not _gives(words, rules) and rules.begins("opening", words)


def _gives(words: str, rules: Rules) -> bool:
    return rules.fits("giving", words) or rules.first("kind", words) is not None


def _of_part(content: str, part: Passage, outside: list[bool], rules: Rules) -> list[Passage]:
    """A part at its 或 and 、, where each side gives one thing by itself."""
    found = [part]
    for match in _OR.finditer(content, part.start + 1, part.end):
        last = found[-1]
        if not outside[match.start()] or match.end() >= part.end or match.start() <= last.start:
            continue
        left, right = content[last.start : match.start()], content[match.end() : part.end]
        if _is_predicate(right, rules) and _gives(left, rules):
            found[-1] = replace(last, end=match.start())
            found.append(Passage(match.end(), part.end, 0, True))
    return [piece for passage in found for piece in _items(content, passage, outside, rules)]


def _is_predicate(words: str, rules: Rules) -> bool:
    """Whether words begin with a verb, or with whom they give to and then a verb."""
    if rules.begins("verb", words):
        return True
    return words[:1] in _PREPOSITIONS and rules.fits("verb", re.split("[，；。、]", words)[0])


def _items(content: str, part: Passage, outside: list[bool], rules: Rules) -> list[Passage]:
    pieces = _cut(content, part.start, part.end, ITEM, outside)
    words = [content[start:end] for start, end in pieces]
    if len(pieces) < 2 or words[-1].endswith("等服务") or not _stand_alone(words, rules):
        return [part]
    first = replace(part, end=pieces[0][1])
    return [first, *(Passage(start, end, 0) for start, end in pieces[1:])]


def _stand_alone(words: list[str], rules: Rules) -> bool:
    """Whether each item has a head or a verb of its own."""
    if any(re.search("等[^等]{0,4}$", each) for each in words):
        return False
    if all(rules.begins("verb", each) for each in words[1:]):
        return True
    return all(rules.fits("head", each) for each in words) and "在内的" not in words[-1]
