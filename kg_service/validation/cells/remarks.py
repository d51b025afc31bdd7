"""What the reader of the file had to decide, where the editor should look.

What a column or a table holds that is none of the list's is said once, for information. Other furniture is no
finding: ``kg read`` lists it. So is what every file of its kind has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg_service.model import Finding, Reading, Remark, RemarkKind, Severity, Text
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule, shortened

NOTE = Rule(
    "reading-doubtful",
    Severity.INFO,
    Text("读取时的判断", "Decided when reading"),
    Text(
        "文件里有一处写法不止一种读法，说明了是怎样读的。请核对。",
        "The file can be read in more than one way here; it is said how it was read. Check it.",
    ),
)
ATTENTION = Rule(
    "reading-attention",
    Severity.WARNING,
    Text("公布前要处理", "To settle before publishing"),
    Text(
        "文件里有修订痕迹、隐藏的行列、宏之类的东西，公布前应当处理。",
        "The file holds tracked changes, hidden rows or columns, macros or the like, which should be "
        "settled before it is published.",
    ),
)
LEFT_OUT = Rule(
    "reading-left-out",
    Severity.INFO,
    Text("没有读入的栏和表格", "Columns and tables that were left out"),
    Text(
        "清单没有的栏、清单以外的表格没有读入，也不会公布。如果其中有清单的内容，请移到清单的栏里。",
        "A column that the list has not, or another table, was left out and will not be published. If it "
        "holds what belongs to the list, move it to a column of the list.",
    ),
)
RULES = (NOTE, ATTENTION, LEFT_OUT)

_ATTENTION = ("tracked", "hidden", "macro", "error", "formula", "comment", "without-rules")
"""Parts of the codes of remarks that ask for something to be done."""
_ONCE = ("filled-down", "automatic-number")
"""Codes that whole columns have; one finding says how many."""
_LEFT_OUT = ("extra-column", "other-table")
"""Codes of furniture that an editor may take for a part of the list."""
_SHOWN = 40
"""Characters of what was left out that a finding quotes."""
_SILENT = ("bodies-by-space", "encoding")
"""Codes of which a rule speaks anyway, or that ask for nothing."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings from what the reader was in doubt of."""
    yield from _left_out(reading)
    doubtful = [remark for remark in reading.remarks if remark.kind is RemarkKind.DOUBTFUL]
    for code, count in Counter(remark.code for remark in doubtful).items():
        if code in _ONCE:
            first = next(remark for remark in doubtful if remark.code == code)
            words = first.text
            text = Text(f"{words.zh}（共{count}处）", f"{words.en} ({count} in all)") if count > 1 else words
            yield NOTE.finding(first.place, text)
    for remark in doubtful:
        if remark.code not in (*_ONCE, *_SILENT):
            rule = ATTENTION if any(part in remark.code for part in _ATTENTION) else NOTE
            yield rule.finding(remark.place, remark.text, value=remark.found or None)


def _left_out(reading: Reading) -> Iterator[Finding]:
    """One finding a column and a table, at its first cell."""
    found: dict[tuple[object, ...], list[Remark]] = {}
    for remark in reading.remarks:
        if remark.code in _LEFT_OUT:
            place = remark.place
            at = place.cell if remark.code == "extra-column" else None
            key = (remark.code, remark.text.zh, place.page, place.sheet, place.table, at)
            found.setdefault(key, []).append(remark)
    for remarks in found.values():
        first, count = remarks[0], len(remarks)
        zh, en = first.text.zh.removesuffix("。"), first.text.en.removesuffix(".")
        yield LEFT_OUT.finding(
            first.place,
            Text(f"{zh}（共{count}格）。", f"{en} ({count} cells).") if count > 1 else first.text,
            value=shortened(first.found, _SHOWN) or None,
        )
