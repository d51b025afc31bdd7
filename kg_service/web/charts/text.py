"""How wide words are in a drawing, without a font: full-width characters one em, others a little over half.

Source: Unicode Standard Annex 11, East Asian Width, https://www.unicode.org/reports/tr11/
"""

import unicodedata

SIZE = 13
"""Height of the letters in SVG units, as ``style.css`` sets it."""


def width(text: str) -> int:
    """Room that *text* takes, in SVG units."""
    return round(sum(SIZE if unicodedata.east_asian_width(c) in "WF" else SIZE * 0.58 for c in text))


def fitted(text: str, room: int) -> str:
    """*text*, cut so that it takes no more than *room* SVG units."""
    if width(text) <= room:
        return text
    short = text
    while short and width(short + "…") > room:
        short = short[:-1]
    return short.rstrip() + "…"
