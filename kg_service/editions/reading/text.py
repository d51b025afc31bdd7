"""The text of a cell as the graph has it: without the white space of typesetting.

Chinese lines are wrapped anywhere, so that white space next to a Chinese character means nothing; between
Latin words it parts them and is kept, as one space.

Not here: how the cell was written (``Cell.written``), what is wrong with it (``validation``).
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters that only steer typesetting: soft hyphen, zero-width spaces and marks."""

_INVISIBLE = re.compile(f"[{INVISIBLE}\x00-\x08\x0e-\x1b\x7f]")
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"第?[(（]?([0-9０-９]+)[)）.．、]?项?")
_EXPORTED = re.compile(r"""(?:="|'|)([0-9]+)(?:\.0)?"?""")
"""How programs write a number into CSV: ``="1"``, ``'1``, ``1.0``."""


def plain(written: str) -> str:
    """*written* without the white space and the invisible characters of typesetting.

    ``0 - 6岁流动\\n儿童`` becomes ``0-6岁流动儿童``; ``Wi-Fi \\n 6`` becomes ``Wi-Fi 6``.
    """
    text = _INVISIBLE.sub("", written).strip()
    return _SPACE.sub(lambda gap: " " if _parts_words(text, gap.start(), gap.end()) else "", text)


def squeezed(written: str) -> str:
    """*written* without any white space: what is compared where only the characters count."""
    return _SPACE.sub("", _INVISIBLE.sub("", written))


def whole(text: str) -> str:
    """*text* with two halves of one character as that character, and U+FFFD for half of one."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number_text(text: str) -> str:
    """A number without the marks of enumerations and exports: ``1``, of ``1.``, ``（1）``, ``="1"``."""
    found = _EXPORTED.fullmatch(text) or _NUMBER.fullmatch(text)
    return found[1] if found else text


def is_narrow(character: str) -> bool:
    """Whether it is no Chinese character and no full-width punctuation."""
    return unicodedata.east_asian_width(character) in ("Na", "H", "N")


def _parts_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1], text[end]
    if not (is_narrow(before) and is_narrow(after)):
        return False
    if before.isalnum() and after.isalnum():
        return True
    return before.isalpha() or after.isalpha()
