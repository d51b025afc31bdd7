"""序号: numbers run from 1 without a gap, each once.

The longest rising run of numbers is taken to be right, so that one wrong number is one finding and does not
make those after it wrong.

A number that was typed before the name of a service belongs into its own column as well.

Not here: an empty number (``presence``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg_service.editions.order import rising
from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.corrected import ENUMERATOR
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, cell_place, printed_cells, same
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
BEFORE_NAME = Rule(
    "cell-number-before-name",
    Severity.WARNING,
    Text("名称前有序号", "Number before a name"),
    Text(
        "序号只写在序号一栏。名称前的序号会成为名称的一部分，改动次序后就对不上。请从名称里删去。",
        "A number stands in its own column. Before a name it becomes part of the name, and is wrong as soon "
        "as the order changes. Remove it from the name.",
    ),
)
RULES = (NOT_A_NUMBER, DOUBLE, ORDER, GAP, FORM, BEFORE_NAME)

_SHOWN = 5
"""Missing numbers that a finding spells out."""
_BARE = re.compile(
    r"(\d{1,3})(?![\d.．%％‰:：岁年月日天个周次项类种级名人元小时至到\-—–~～]|[A-Za-z])(?=.*\w)"
)


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings on the column 序号, and on numbers before the names of services."""
    yield from _before_names(reading)
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


def _before_names(reading: Reading) -> Iterator[Finding]:
    """Numbers before names; where most names have one, one finding for all."""
    cells = [*printed_cells(reading, Column.SERVICE)]
    found = [(printed, number) for printed in cells if (number := _number_before(printed))]
    together = len(found) > _SHOWN and 2 * len(found) > len(cells)
    zh, en = (
        (f"（共{len(found)}个这样的名称）", f" ({len(found)} names are like it)") if together else ("", "")
    )
    for printed, number in found[:1] if together else found:
        text = visible(printed.cell.written).strip()
        name = text[len(number) :].lstrip()
        yield BEFORE_NAME.finding(
            printed.place,
            Text(
                f"名称“{text}”前有序号“{number}”。请删去，序号只写在序号一栏{zh}。",
                f"The number “{number}” stands before the name in “{text}”. Remove it: numbers stand in "
                f"their own column{en}.",
            ),
            value=text,
            expected=same(name),
            nearest=name,
        )


def _number_before(printed: Printed) -> str | None:
    # Full-width digits and marks are numbers as well; their width is another finding.
    text = visible(printed.cell.written).strip()
    if found := ENUMERATOR.match(text):
        return found[0]
    bare = _BARE.match(text)
    return bare[1] if bare and int(bare[1]) == printed.row.number else None


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
