"""序号: numbers run from 1 without a gap, each once.

The longest rising run of numbers is taken to be right, so that one wrong number is one finding and does not
make those after it wrong.

Not here: an empty number (``presence``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule, cell_place, same

NOT_A_NUMBER = Rule(
    "cell-not-a-number",
    Severity.VIOLATION,
    Text("序号不是数字", "Number that is none"),
    Text(
        "序号是从1起的整数，只写数字，不带标点、汉字和编号格式。请改成应有的数字。",
        "A number is a whole number from 1, digits alone, without punctuation. Write the number that is due.",
    ),
)
DOUBLE = Rule(
    "cell-double-number",
    Severity.VIOLATION,
    Text("序号重复", "Number used twice"),
    Text("每个序号只用一次。请改成应有的数字。", "Each number is used once. Write the number that is due."),
)
ORDER = Rule(
    "cell-number-order",
    Severity.VIOLATION,
    Text("序号次序有误", "Number out of order"),
    Text(
        "序号自上而下递增。请改正数字，或把这一行移到应在的地方。",
        "Numbers rise from top to bottom. Correct the number, or move the row to where it belongs.",
    ),
)
GAP = Rule(
    "cell-number-gap",
    Severity.VIOLATION,
    Text("序号有缺", "Gap in the numbers"),
    Text(
        "序号从1起连续。请补上缺少的行，或把后面的序号依次改小。",
        "Numbers run from 1 without a gap. Add the row that is missing, or number the rest anew.",
    ),
)
RULES = (NOT_A_NUMBER, DOUBLE, ORDER, GAP)

_SHOWN = 5
"""Missing numbers that a finding spells out."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings on the column 序号."""
    rows = reading.rows
    if all(not row.text(Column.NUMBER) for row in rows):
        return
    kept = _rising([_plausible(row, len(rows)) for row in rows])
    right = {rows[index].number for index in kept}
    numbers = {row.number for row in rows}
    before, last = 0, -1
    for index in kept:
        number = rows[index].number or 0
        between = rows[last + 1 : index]
        yield from _wrong(between, before, right)
        missing = [n for n in range(before + 1, number) if n not in numbers]
        # A row whose number is wrong stands for the number that is due there.
        missing = missing[len([row for row in between if _is_wrong(row, len(rows), right)]) :]
        if missing:
            yield _gap(rows[index], missing)
        before, last = number, index
    yield from _wrong(rows[last + 1 :], before, right)


def _plausible(row: ReadRow, count: int) -> int | None:
    number = row.number
    # 230 for 23 is a slip of the hand and no gap of two hundred rows.
    return number if number is not None and number <= 2 * count + 10 else None


def _rising(numbers: Sequence[int | None]) -> list[int]:
    """Indexes of a longest strictly rising subsequence; of several, one with the smallest numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = [None] * len(numbers)
    for index, number in enumerate(numbers):
        if number is None:
            continue
        at = bisect_left(tails, number)
        if at < len(tails) and tails[at] == number:
            # Of a number that is used twice, the first row is right.
            continue
        before[index] = ends[at - 1] if at else None
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [index]
    chain: list[int] = []
    at_end: int | None = ends[-1] if ends else None
    while at_end is not None:
        chain.append(at_end)
        at_end = before[at_end]
    return chain[::-1]


def _is_wrong(row: ReadRow, rows: int, right: set[int | None]) -> bool:
    """Whether the row's number is not one that belongs somewhere else in the table."""
    return row.number is None or row.number in right or row.number > rows


def _wrong(rows: Sequence[ReadRow], before: int, right: set[int | None]) -> Iterator[Finding]:
    for offset, row in enumerate(rows, start=1):
        text, number = row.text(Column.NUMBER), row.number
        place = cell_place(row.cells[Column.NUMBER], Column.NUMBER)
        due = str(before + offset)
        if not text:
            continue
        if number is None:
            yield NOT_A_NUMBER.finding(
                place,
                Text(
                    f"序号“{text}”不是数字。应为 {due}。",
                    f"The number “{text}” is no number. It should be {due}.",
                ),
                value=text,
                expected=same(due),
                nearest=due,
            )
        elif number in right:
            yield DOUBLE.finding(
                place,
                Text(
                    f"序号 {number} 已经用过。这一行应为 {due}，请核对。",
                    f"The number {number} is used before. This row should be {due}: check it.",
                ),
                value=text,
                expected=same(due),
            )
        else:
            yield ORDER.finding(
                place,
                Text(
                    f"序号 {number} 不在应有的位置：这一行应为 {due}。",
                    f"The number {number} is out of order: this row should be {due}.",
                ),
                value=text,
                expected=same(due),
            )


def _gap(row: ReadRow, missing: Sequence[int]) -> Finding:
    shown = [str(n) for n in missing[:_SHOWN]]
    more = len(missing) > _SHOWN
    zh = "、".join(shown) + (f" 等{len(missing)}个" if more else "")
    en = ", ".join(shown) + (f" … ({len(missing)} in all)" if more else "")
    return GAP.finding(
        cell_place(row.cells[Column.NUMBER], Column.NUMBER),
        Text(
            f"序号 {row.number} 之前缺少 {zh}。请补上缺少的行，或重新编号。",
            f"Before the number {row.number}, {en} is missing. Add what is missing, or number the rows anew.",
        ),
        value=row.text(Column.NUMBER),
        expected=same(str(missing[0])),
    )
