"""What separates the bodies of a cell: the mark 、 and nothing else.

Not here: the names themselves (``names``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg_service.model import Column, Finding, Reading, Severity, Text
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, printed_cells, same
from kg_service.validation.cells.spelling import visible

SEPARATOR = Rule(
    "cell-body-separator",
    Severity.WARNING,
    Text("部门之间的标点", "Mark between bodies"),
    Text("部门之间用顿号（、）。请改用顿号。", "Bodies are separated by 、. Write that mark."),
)
JOINED = Rule(
    "cell-joined-bodies",
    Severity.VIOLATION,
    Text("部门连在一起", "Bodies run together"),
    Text(
        "部门之间缺少顿号（、），会被当成一个部门。请补上。",
        "The mark 、 between bodies is missing, so that they are read as one. Add it.",
    ),
)
RULES = (SEPARATOR, JOINED)

_MARKS = re.compile(r"[、，,；;／/|｜]")
_SPACES = re.compile(r"(?<=\S)[^\S\n\r]+(?=\S)")
_NAME = 3
"""Characters of the shortest name: 团省委, 省妇联."""


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on the column 责任部门."""
    for printed in printed_cells(reading, Column.DEPARTMENTS):
        text = visible(printed.cell.written).strip()
        names = parts(text)
        joined = [(part, found) for part in names if (found := together(part, reference))]
        for part, found in joined:
            due = "、".join(found)
            yield JOINED.finding(
                printed.place,
                Text(f"“{part}”应写作“{due}”。", f"“{part}” is written “{due}”."),
                value=part,
                expected=same(due),
                nearest=due,
            )
        if len(names) > 1 and not joined:
            yield from _marks(printed, text, names)


def parts(written: str) -> tuple[str, ...]:
    """The names in a cell, white space inside of them removed, in printed order.

    White space parts names only where what stands on both sides is long enough to be one, since typesetting
    wraps a name anywhere.
    """
    names: list[str] = []
    for piece in _MARKS.split(written):
        words = piece.split()
        if len(words) > 1 and all(len(word) >= _NAME for word in words):
            names.extend(words)
        elif words:
            names.append("".join(words))
    return tuple(names)


def separates_names(written: str, start: int, end: int) -> bool:
    """Whether the white space from *start* to *end* parts two names, as ``parts`` has it."""
    before = _MARKS.split(written[:start])[-1].split()
    after = _MARKS.split(written[end:])[0].split()
    return bool(before and after) and all(len(word) >= _NAME for word in (*before, *after))


def together(part: str, reference: Reference) -> tuple[str, ...]:
    """The known bodies that *part* consists of, with no mark or 和, 与, 及 between; empty where it does "
    "not."""
    if not reference.bodies or part in reference.bodies or part in reference.other_names:
        return ()
    one, several = _patterns((*reference.bodies, *reference.other_names))
    return tuple(one.findall(part)) if several.fullmatch(part) else ()


@lru_cache(maxsize=16)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One name, and several of them in a row; the longer of two that begin alike comes first."""
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    several = f"(?:{pattern})(?:(?:和|与|及|以及|会同|·|。)?(?:{pattern}))+"
    return re.compile(pattern), re.compile(several)


def _marks(printed: Printed, text: str, names: tuple[str, ...]) -> Iterator[Finding]:
    marks = {mark for mark in _MARKS.findall(text) if mark != "、"}
    spaced = any(separates_names(text, match.start(), match.end()) for match in _SPACES.finditer(text))
    if not marks and not spaced:
        return
    found = " ".join(sorted(marks))
    due = "、".join(names)
    yield SEPARATOR.finding(
        printed.place,
        Text(
            f"部门之间用了{' ' + found if found else '空格'}。应为“{due}”。",
            f"Bodies are separated by {found or 'a space'}. It should be “{due}”.",
        ),
        value=printed.text,
        expected=same(due),
        nearest=due,
    )
