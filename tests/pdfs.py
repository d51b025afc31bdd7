"""Small PDF files, written by hand: ruled tables, lines of text, pictures; with a text layer in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 600, 400
"""Points."""

Line = tuple[float, float, float, float]
Draw = Callable[[float, float, float, float], str]
"""Operators for a line between two places."""


def text(x: float, y: float, words: str, size: float = 10) -> str:
    """Operators that write *words* at a place from the upper left corner."""
    code = words.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{code}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """Operators that draw a line."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def dotted(x0: float, y0: float, x1: float, y1: float) -> str:
    """Operators that draw a line as squares of 0.75 points."""
    long = max(x1 - x0, y1 - y0)
    steps = [at / long for at in range(0, int(long), 2)]
    squares = ((x0 + (x1 - x0) * part, HEIGHT - y0 - (y1 - y0) * part) for part in steps)
    return "".join(f"{x} {y} 0.75 0.75 re f\n" for x, y in squares)


def none(*_: float) -> str:
    """No line."""
    return ""


def shade(x0: float, y0: float, x1: float, y1: float) -> str:
    """Operators that shade an area."""
    return f"0.9 g {x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f 0 g\n"


def table(
    top: float,
    rows: Sequence[Sequence[str]],
    *,
    left: float = 50,
    wide: float = 80,
    lying: Draw = rule,
    upright: Draw = rule,
) -> str:
    """Operators that draw a table with cells of 20 points, ruled unless other lines are asked for."""
    right, bottom = left + wide * len(rows[0]), top + 20 * len(rows)
    drawn = [lying(left, top + 20 * n, right, top + 20 * n) for n in range(len(rows) + 1)]
    drawn += [upright(left + wide * n, top, left + wide * n, bottom) for n in range(len(rows[0]) + 1)]
    drawn += [
        text(left + wide * c + 4, top + 20 * r + 14, words)
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
    ]
    return "".join(drawn)


PICTURE = "q 500 0 0 300 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"


def pdf(*pages: str, trailer: str = "", font: str = "UniGB-UCS2-H") -> bytes:
    """A file of these pages.

    Args:
        pages: Operators of each.
        trailer: Entries to add to the trailer.
        font: How the codes of texts map to characters.
    """
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{font}/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]"
        "/Ascent 880/Descent -120/CapHeight 700/ItalicAngle 0/StemV 80>>>>",
    ]
    for number, content in enumerate(pages):
        at = 5 + 2 * number
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {at + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(content.encode('latin-1'))}>>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{words}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return out


LOCKED = (
    f"/ID[<{'01' * 16}><{'01' * 16}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>"
)
"""Entries of a trailer that ask for a password."""
