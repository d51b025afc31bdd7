"""Page numbers that got into the text of a cell.

Not here: the finding (``characters``).
"""

from __future__ import annotations

import re

from kg_service.validation.cells.spelling import CJK

_PAGE_LINE = re.compile(
    r"\s*(?:[-—–－·]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/，,]?\s*共\s*\d{1,3}\s*页)?(?:\s*[-—–－·])?\s*"
)
_PAGE_WORDS = re.compile(r"第\s*\d{1,3}\s*页(?:\s*[/，,]?\s*共\s*\d{1,3}\s*页)?|[-—–－]\s*\d{1,3}\s*[-—–－]$")
_PAGE_TAIL = re.compile(f"(?<=[{CJK}；，。、）”])(\\d{{1,3}})$")


def page_number_in(written: str) -> str | None:
    """The page number that stands in the text of a cell; None where there is none."""
    lines = [line for line in written.splitlines() if line.strip()]
    if len(lines) > 1:
        for line in lines:
            if _PAGE_LINE.fullmatch(line) and re.search(r"\d", line):
                return line.strip()
    text = re.sub(r"\s", "", written)
    if found := _PAGE_WORDS.search(text):
        return found.group()
    found = _PAGE_TAIL.search(text)
    return found.group(1) if found else None


def without_page_number(written: str) -> str:
    """The text of a cell, white space and a page number removed."""
    number = page_number_in(written)
    text = re.sub(r"\s", "", written)
    return text.replace(re.sub(r"\s", "", number), "", 1) if number else text
