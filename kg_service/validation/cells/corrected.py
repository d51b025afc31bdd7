"""A cell as it should be, with every slip in it mended at once, so that each finding proposes the whole.

Not here: which slips are told of (``characters``, ``punctuation``), names written otherwise (``names``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg_service.model import Column
from kg_service.validation.cells.pages import without_page_number
from kg_service.validation.cells.spelling import CJK, simplified, visible

_WIDE = str.maketrans(
    {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
)
_NEXT_TO = f"[{CJK}“”‘’（）《》，。；：、！？]"
_HALF = re.compile(
    f"(?<={_NEXT_TO})[,;:?!()](?!\\d{{3}}\\b)|(?<![0-9A-Za-z.])[,;:?!()](?={_NEXT_TO})|[()](?={_NEXT_TO})|(?<={_NEXT_TO})\\.(?![.\\w])"
)
_HALF_QUOTES = re.compile(f"(?<={_NEXT_TO})[\"']|[\"'](?={_NEXT_TO})")
FULL = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff03\uff04\uff06\uff0a\uff0b\uff0d\uff0e\uff0f\uff1c-\uff1e\uff20\uff3c\uff3f]+"
)
"""Digits, letters and signs that are half-width in Chinese text as well."""
DOUBLE = re.compile(r"[，。；、：！？,;](?:[，。；、：！？,;])+")
_NUMERAL = "(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,4})"
ENUMERATOR = re.compile(
    f"(?:[（(【\\[]{_NUMERAL}[）)】\\]]|{_NUMERAL}[.．、，)）:：](?![0-9０-９])|第{_NUMERAL}[项条][.．、，:：]?|"
    "[\u2460-\u24ff\u3220-\u3229\u3280-\u3289\u2776-\u2793][.．、]?)(?=.*\\w)"
)
"""A number with its mark before a name: 8. 8、（8） 八、 （八） 第8项 ⑧."""
EDGE = re.compile(r"^[，。；、：！？,;]|[，；、：,;]$")
"""A separating mark with nothing on one side."""


def half_width_in(text: str, column: Column) -> list[re.Match[str]]:
    """Half-width marks that should be full-width, in their order."""
    found = [*_HALF.finditer(text), *_HALF_QUOTES.finditer(text)]
    if column is Column.DEPARTMENTS:
        found = [match for match in found if match.group() not in ",;"]
    elif column is Column.NUMBER:
        found = []
    # A mark that should not be there at all need not be wide.
    found = [match for match in found if not (match.end() == len(text) and EDGE.search(text))]
    return sorted(found, key=lambda match: match.start())


def corrected(written: str, column: Column) -> str:
    """The text of a cell without page number, stray spaces, invisible, traditional and misused characters.

    Args:
        written: The cell as it is written.
        column: What it holds.
    """
    text = simplified(visible(without_page_number(written)))
    if column is Column.SERVICE:
        text = ENUMERATOR.sub("", text, count=1) if ENUMERATOR.match(text) else text
    text = FULL.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _widened(text, half_width_in(text, column))
    return EDGE.sub("", DOUBLE.sub(lambda match: match.group()[0], text))


def _widened(text: str, found: Iterable[re.Match[str]]) -> str:
    characters, quotes = list(text), 0
    for match in found:
        mark = match.group()
        if mark in "\"'":
            characters[match.start()] = ("“”" if mark == '"' else "‘’")[quotes % 2]
            quotes += 1
        else:
            characters[match.start()] = mark.translate(_WIDE)
    return "".join(characters)
