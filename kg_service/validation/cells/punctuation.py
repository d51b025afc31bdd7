"""Punctuation: widths, pairs, doubled and left-over marks, the full stop at the end.

Not here: what separates bodies (``names``), spaces (``characters``).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg_service.model import Column, Finding, Reading, Severity, Text
from kg_service.validation.cells.corrected import DOUBLE, EDGE, FULL, corrected, half_width_in
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, excerpt, printed_cells, same

HALF_WIDTH = Rule(
    "cell-half-width",
    Severity.WARNING,
    Text("半角标点", "Half-width punctuation"),
    Text(
        "中文文字里用全角标点。请把半角的标点改成全角。",
        "Chinese text has full-width punctuation. Write the full-width mark.",
    ),
)
FULL_WIDTH = Rule(
    "cell-full-width",
    Severity.WARNING,
    Text("全角字母或数字", "Full-width letter or digit"),
    Text("数字和字母用半角。请改成半角。", "Digits and letters are half-width. Write the half-width form."),
)
UNBALANCED = Rule(
    "cell-unbalanced",
    Severity.WARNING,
    Text("括号或引号不成对", "Unpaired bracket or quotation mark"),
    Text(
        "括号、引号、书名号成对使用，先左后右。请补上或删去。",
        "Brackets and quotation marks come in pairs, the left one first. Add or remove one.",
    ),
)
DOUBLED = Rule(
    "cell-doubled-punctuation",
    Severity.WARNING,
    Text("标点重复", "Doubled punctuation"),
    Text("两个标点连在一起。请只留一个。", "Two marks stand side by side. Keep one."),
)
LEFT_OVER = Rule(
    "cell-stray-punctuation",
    Severity.WARNING,
    Text("首尾多余的标点", "Mark left over at the edge"),
    Text(
        "单元格以分隔用的标点开头或结尾，可能漏了内容。请删去标点或补上内容。",
        "The cell begins or ends with a separating mark; something may be missing. Remove the mark or "
        "add what is missing.",
    ),
)
FINAL_STOP = Rule(
    "cell-final-stop",
    Severity.INFO,
    Text("句末标点与其他行不同", "Full stop unlike the other rows"),
    Text(
        "同一栏里，末尾要么都有句号，要么都没有。请统一。",
        "In one column, either every cell ends in a full stop or none does. Make them alike.",
    ),
)
RULES = (HALF_WIDTH, FULL_WIDTH, UNBALANCED, DOUBLED, LEFT_OVER, FINAL_STOP)

_PAIRS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "[": "]",
    "「": "」",
    "『": "』",
}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
_LOOSE = {"(": "（", ")": "）"}
"""Half and full width pair with each other; that they differ is another finding."""


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on every printed cell, and on how the cells of a column end."""
    for printed in printed_cells(reading):
        if reference.spelled_otherwise(printed.column, printed.text):
            # ``names`` says how it is written, marks and all.
            continue
        yield from _half_width(printed)
        yield from _full_width(printed)
        yield from _unbalanced(printed)
        yield from _doubled(printed)
        yield from _left_over(printed)
    yield from _final_stops(reading)


def _half_width(printed: Printed) -> Iterator[Finding]:
    text = printed.text
    found = half_width_in(text, printed.column)
    if not found:
        return
    first = found[0]
    marks = "".join(sorted({match.group() for match in found}))
    due = corrected(printed.cell.written, printed.column)
    yield HALF_WIDTH.finding(
        printed.place,
        Text(
            f"“{excerpt(text, first.start(), first.end())}”中的 {' '.join(marks)} 是半角标点。请改成全角。",
            f"The mark {' '.join(marks)} in “{excerpt(text, first.start(), first.end())}” is half-width. "
            "Write it full-width.",
        ),
        value=marks,
        expected=same(due),
        nearest=due,
    )


def _full_width(printed: Printed) -> Iterator[Finding]:
    found = FULL.findall(printed.text)
    if found and printed.column is not Column.NUMBER:
        narrow = corrected(printed.cell.written, printed.column)
        yield FULL_WIDTH.finding(
            printed.place,
            Text(
                f"“{'”“'.join(found)}”是全角的。请改成半角。",
                f"“{'”, “'.join(found)}” is full-width. Write it half-width.",
            ),
            value="".join(found),
            expected=same(narrow),
            nearest=narrow,
        )


def _unbalanced(printed: Printed) -> Iterator[Finding]:
    waiting: list[tuple[str, int]] = []
    wrong: list[tuple[str, int]] = []
    for at, character in enumerate(printed.text):
        mark = _LOOSE.get(character, character)
        if mark in _PAIRS:
            waiting.append((mark, at))
        elif mark in _CLOSING:
            if waiting and waiting[-1][0] == _CLOSING[mark]:
                waiting.pop()
            else:
                wrong.append((character, at))
    wrong.extend(waiting)
    if wrong and printed.column is not Column.NUMBER:
        mark, at = min(wrong, key=lambda pair: pair[1])
        shown = excerpt(printed.text, at, at + 1)
        yield UNBALANCED.finding(
            printed.place,
            Text(
                f"“{shown}”中的 {mark} 不成对。请补上或删去。",
                f"The {mark} in “{shown}” has no partner. Add or remove one.",
            ),
            value=mark,
        )


def _doubled(printed: Printed) -> Iterator[Finding]:
    found = DOUBLE.search(printed.text)
    if found and printed.column is not Column.NUMBER:
        shown = excerpt(printed.text, found.start(), found.end())
        yield DOUBLED.finding(
            printed.place,
            Text(
                f"“{shown}”中的标点重复。请只留一个。",
                f"Two marks stand side by side in “{shown}”. Keep one.",
            ),
            value=found.group(),
            expected=same(corrected(printed.cell.written, printed.column)),
        )


def _left_over(printed: Printed) -> Iterator[Finding]:
    found = EDGE.search(printed.text)
    if found and len(printed.text) > 1 and printed.column is not Column.NUMBER:
        yield LEFT_OVER.finding(
            printed.place,
            Text(
                f"单元格以“{found.group()}”{'开头' if found.start() == 0 else '结尾'}。请删去标点，"
                "或补上漏掉的内容。",
                f"The cell {'begins' if found.start() == 0 else 'ends'} with “{found.group()}”. Remove "
                "it, or add what is missing.",
            ),
            value=found.group(),
        )


def _final_stops(reading: Reading) -> Iterator[Finding]:
    # Names of the other columns are known, and ``names`` says how they are written.
    for column in (Column.CONTENT, Column.SERVICE):
        cells = [printed for printed in printed_cells(reading, column) if printed.text]
        stopped = [printed for printed in cells if printed.text.endswith(("。", "．", "."))]
        few, has = (
            (stopped, True)
            if 2 * len(stopped) <= len(cells)
            else ([p for p in cells if p not in stopped], False)
        )
        if 3 * len(few) > len(cells):
            continue
        for printed in few:
            yield FINAL_STOP.finding(
                printed.place,
                Text(
                    "末尾有句号，其他行没有。请统一。",
                    "It ends in a full stop, the other rows do not. Make them alike.",
                )
                if has
                else Text(
                    "末尾没有句号，其他行有。请统一。",
                    "It has no full stop at the end, the other rows have. Make them alike.",
                ),
                value=printed.text[-1],
            )
