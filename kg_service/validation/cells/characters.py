"""Characters that should not be in a cell: stray spaces, invisible, lost and traditional ones, page numbers.

Not here: punctuation (``punctuation``), names that are written otherwise than known (``names``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg_service.model import Column, Finding, Reading, Severity, Text
from kg_service.validation.cells.corrected import corrected
from kg_service.validation.cells.pages import page_number_in
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, excerpt, printed_cells, same
from kg_service.validation.cells.separators import separates_names
from kg_service.validation.cells.spelling import BROKEN, INVISIBLE, traditional_in

SPACE = Rule(
    "cell-stray-space",
    Severity.WARNING,
    Text("多余的空格", "Stray space"),
    Text(
        "中文文字之间不加空格。公布时空格会被去掉；请在原文件中也删去。",
        "Chinese text has no spaces between characters. They are dropped when the list is published; "
        "remove them from the document as well.",
    ),
)
EDGE = Rule(
    "cell-edge-space",
    Severity.INFO,
    Text("首尾的空格", "Space at the edge of a cell"),
    Text(
        "单元格首尾有空格。公布时会被去掉。",
        "The cell begins or ends with a space, which is dropped when the list is published.",
    ),
)
INVISIBLE_CHARACTER = Rule(
    "cell-invisible-character",
    Severity.VIOLATION,
    Text("看不见的字符", "Invisible character"),
    Text(
        "单元格里有零宽字符或控制字符，看不见，但会使查找和比对出错。请删除并重新输入这几个字。",
        "The cell holds a zero-width or control character, which nobody sees and every search trips "
        "over. Delete it and type the words again.",
    ),
)
BROKEN_CHARACTER = Rule(
    "cell-broken-character",
    Severity.VIOLATION,
    Text("乱码", "Lost character"),
    Text(
        "有字符在转换编码时丢失了，或留下了网页标记。请对照原件重新输入。",
        "A character was lost when the text was converted, or a tag of a web page is left. Type it again "
        "from the original.",
    ),
)
TRADITIONAL_CHARACTER = Rule(
    "cell-traditional-character",
    Severity.WARNING,
    Text("繁体字、异体字", "Traditional or variant character"),
    Text(
        "清单用规范汉字。请改用简体字。", "The list is in simplified characters. Write the simplified form."
    ),
)
PAGE_NUMBER = Rule(
    "cell-page-number",
    Severity.VIOLATION,
    Text("单元格里有页码", "Page number inside a cell"),
    Text(
        "页码混进了单元格的文字。请删去。",
        "A page number has got into the text of the cell. Remove it.",
    ),
)
RULES = (SPACE, EDGE, INVISIBLE_CHARACTER, BROKEN_CHARACTER, TRADITIONAL_CHARACTER, PAGE_NUMBER)

_SPACES = "[^\\S\\n\\r\\v\\f\\x1c-\\x1f\\x85\\u2028\\u2029]"
_INNER = re.compile(f"(?<=\\S){_SPACES}+(?=\\S)")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.,&/-]*")
_LAID_OUT = frozenset({"txt", "pdf", "html"})
"""File kinds in which a space at the edge of a cell is layout."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings on every printed cell."""
    for printed in printed_cells(reading):
        yield from _invisible(printed)
        yield from _broken(printed)
        if reading.format != "pdf":
            # Where a PDF has spaces is a guess of whoever reads it.
            yield from _spaces(printed, reading.format)
        if printed.column is not Column.NUMBER:
            yield from _page_number(printed)
        if printed.column in (Column.SERVICE, Column.CONTENT):
            yield from _traditional(printed)


def _page_number(printed: Printed) -> Iterator[Finding]:
    number = page_number_in(printed.cell.written)
    if number is not None:
        clean = corrected(printed.cell.written, printed.column)
        yield PAGE_NUMBER.finding(
            printed.place,
            Text(
                f"单元格里的“{number}”像是页码。请删去。",
                f"“{number}” in this cell looks like a page number. Remove it.",
            ),
            value=number,
            expected=same(clean),
        )


def _spaces(printed: Printed, kind: str) -> Iterator[Finding]:
    written = printed.cell.written
    if number := page_number_in(written):
        # A page number goes with the spaces in it.
        spaced = r"\s*".join(re.escape(character) for character in number if not character.isspace())
        written = re.sub(spaced, "", written, count=1)
    inner = [m for m in _INNER.finditer(written) if not _is_wanted(written, m)]
    if printed.column is Column.DEPARTMENTS:
        # A space between two whole names is a separator: ``separators`` speaks of it.
        inner = [m for m in inner if not separates_names(written, m.start(), m.end())]
    if inner:
        shown = excerpt(written, inner[0].start(), inner[0].end())
        count = len(inner)
        yield SPACE.finding(
            printed.place,
            Text(
                f"“{shown}”中有空格" + (f"（共{count}处）" if count > 1 else "") + "。请删去。",
                f"There is a space in “{shown}”"
                + (f" ({count} in all)" if count > 1 else "")
                + ". Remove it.",
            ),
            value=written,
            expected=same(corrected(printed.cell.written, printed.column)),
        )
    elif kind not in _LAID_OUT and written.strip() and written.strip("\n\r") != written.strip():
        yield EDGE.finding(
            printed.place,
            Text("单元格首尾有空格。可以删去。", "The cell begins or ends with a space, which can go."),
            value=written,
        )


def _is_wanted(written: str, match: re.Match[str]) -> bool:
    """A space between two Latin words or numbers."""
    before, after = written[match.start() - 1], written[match.end()]
    return (
        before.isascii() and after.isascii() and before.isalpha() and after.isalnum() and match.group() == " "
    )


def _invisible(printed: Printed) -> Iterator[Finding]:
    found = INVISIBLE.findall(printed.cell.written)
    if found:
        codes = "、".join(sorted({f"U+{ord(c):04X}" for c in found}))
        clean = corrected(printed.cell.written, printed.column)
        yield INVISIBLE_CHARACTER.finding(
            printed.place,
            Text(
                f"有看不见的字符（{codes}）。请删除并重新输入这几个字。",
                f"There are invisible characters ({codes.replace('、', ', ')}). Delete them and type the "
                "words again.",
            ),
            value=codes,
            expected=same(clean),
        )


def _broken(printed: Printed) -> Iterator[Finding]:
    found = BROKEN.search(printed.text)
    if found:
        shown = excerpt(printed.text, found.start(), found.end())
        yield BROKEN_CHARACTER.finding(
            printed.place,
            Text(
                f"“{shown}”中有乱码。请对照原件重新输入。",
                f"A character is lost in “{shown}”. Type it again.",
            ),
            value=shown,
        )


def _traditional(printed: Printed) -> Iterator[Finding]:
    pairs = traditional_in(printed.text)
    if pairs:
        clean = corrected(printed.cell.written, printed.column)
        yield TRADITIONAL_CHARACTER.finding(
            printed.place,
            Text(
                f"有繁体字或异体字：{pairs}。请改用简体字。",
                f"There are traditional or variant characters: {pairs}. Write the standard form.",
            ),
            value="".join(pair[0] for pair in pairs.split("，")),
            expected=same(clean),
        )
