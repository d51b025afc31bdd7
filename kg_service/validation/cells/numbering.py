"""序号: numbers run from 1 without a gap, each once.

The longest rising run of numbers is taken to be right, so that one wrong number is one finding and does not
make those after it wrong.

Not here: an empty number (``presence``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg_service.editions.order import rising
from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule, cell_place, same
from kg_service.validation.cells.spelling import visible

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
FORM = Rule(
    "cell-number-form",
    Severity.WARNING,
    Text("序号的写法", "Number written otherwise"),
    Text(
        "序号只写数字：不带标点、括号、“第”和前面的零，用半角。这一个读得懂，请改成只写数字。",
        "A number is half-width digits alone: no punctuation, no words, no leading zero. This one is "
        "understood; write the digits alone.",
    ),
)
RULES = (NOT_A_NUMBER, DOUBLE, ORDER, GAP, FORM)

_SHOWN = 5
"""Missing numbers that a finding spells out."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings on the column 序号."""
    rows = reading.rows
    if all(not row.text(Column.NUMBER) for row in rows):
        return
    # Of a number that is used twice, the first row is right.
    kept = rising([_plausible(row, len(rows)) for row in rows])
    right = {rows[index].number for index in kept}
    numbers = {row.number for row in rows}
    yield from _forms([rows[index] for index in kept])
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


def _forms(rows: Sequence[ReadRow]) -> Iterator[Finding]:
    """Numbers that are right and not written as digits alone; where most are, one finding for all."""
    found = [row for row in rows if "".join(_written(row).split()) != str(row.number)]
    together = len(found) > _SHOWN and 2 * len(found) > len(rows)
    for row in found[:1] if together else found:
        written, due = _written(row).strip(), str(row.number)
        count = Text(f"（共{len(found)}个这样的序号）", f" ({len(found)} numbers are like it)")
        zh, en = (count.zh, count.en) if together else ("", "")
        yield FORM.finding(
            cell_place(row.cells[Column.NUMBER], Column.NUMBER),
            Text(
                f"序号写作“{written}”，应只写数字 {due}{zh}。",
                f"The number is written “{written}”; write the digits alone, {due}{en}.",
            ),
            value=written,
            expected=same(due),
            nearest=due,
        )


def _written(row: ReadRow) -> str:
    return visible(row.cells[Column.NUMBER].written)


def _plausible(row: ReadRow, count: int) -> int | None:
    number = row.number
    # 230 for 23 is a slip of the hand and no gap of two hundred rows.
    return number if number is not None and number <= 2 * count + 10 else None


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
