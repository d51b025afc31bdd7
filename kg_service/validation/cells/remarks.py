"""What the reader of the file had to decide, where the editor should look.

Furniture is no finding: ``kg read`` lists it. So is what every file of its kind has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg_service.model import Finding, Reading, RemarkKind, Severity, Text
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule

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
RULES = (NOTE, ATTENTION)

_ATTENTION = ("tracked", "hidden", "macro", "error", "formula", "comment")
"""Parts of the codes of remarks that ask for something to be done."""
_ONCE = ("filled-down", "automatic-number")
"""Codes that whole columns have; one finding says how many."""
_SILENT = ("bodies-by-space", "encoding")
"""Codes of which a rule speaks anyway, or that ask for nothing."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings from what the reader was in doubt of."""
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
