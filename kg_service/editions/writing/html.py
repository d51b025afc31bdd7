"""The table as one self-contained page that a browser prints on landscape A4, its heading on every page.

Nothing is fetched and nothing is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil

from kg_service.editions.writing.layout import HEADINGS, WIDTHS_MM, Printed, lay_out, xml_text
from kg_service.model import Row

_CHARACTER_MM = 10.5 * 25.4 / 72
_PADDING_MM = 4
_MOST_LINES = 20
"""Of a merged cell, that are kept on one page."""

_STYLE = """
:root { color-scheme: light; }
body { margin: 8mm auto; max-width: 257mm; color: #000; background: #fff;
  font: 10.5pt/1.5 "FangSong_GB2312", "FangSong", "仿宋", "SimSun", "宋体", "Noto Serif CJK SC", serif; }
h1 { margin: 0 0 6mm; text-align: center;
  font: 700 16pt/1.4 "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { border: 0.5pt solid #000; padding: 1.2mm 1.8mm; text-align: left; vertical-align: middle;
  font-weight: 400; overflow-wrap: break-word; }
thead th, tbody th, td.number { text-align: center; }
thead th { background: #e7eaee; font-family: "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; }
@page { size: A4 landscape; margin: 18mm 20mm; @bottom-center { content: counter(page); font: 9pt serif; } }
@media print {
  body { margin: 0; max-width: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  [rowspan] { vertical-align: top; }
  tr { height: calc(var(--lines, 1) * 1.5em + 2.4mm); }
}
"""


def write(rows: Sequence[Row], title: str) -> bytes:
    """The rows as a page in UTF-8, goals and groups merged.

    Args:
        rows: By number.
        title: Heading of the page and its name.
    """
    return "".join(_page(rows, title)).encode("utf-8")


def _page(rows: Sequence[Row], title: str) -> Iterator[str]:
    name = _text(title)
    yield '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{name or '清单'}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    if name:
        yield f"<h1>{name}</h1>\n"
    yield "<table>\n<colgroup>"
    whole = sum(WIDTHS_MM)
    yield from (f'<col style="width:{100 * width / whole:.1f}%">' for width in WIDTHS_MM)
    yield "</colgroup>\n<thead><tr>"
    yield from (f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    yield "</tr></thead>\n"
    for goal in lay_out(rows):
        yield "<tbody>\n"
        for printed in goal:
            lines = _lines_of_merges(printed)
            style = f' style="--lines: {lines}"' if lines > 1 else ""
            yield f"<tr{style}>" + "".join(_cells(printed)) + "</tr>\n"
        yield "</tbody>\n"
    yield "</table>\n</body>\n</html>\n"


def _cells(printed: Printed) -> Iterator[str]:
    for column, (text, deep) in enumerate(zip(printed.texts, printed.deep, strict=True)):
        if deep:
            name = "th" if column == 0 else "td"
            scope = ' scope="rowgroup"' if column == 0 else ""
            kind = ' class="number"' if column == 1 else ""
            span = f' rowspan="{deep}"' if deep > 1 else ""
            yield f"<{name}{scope}{kind}{span}>{_text(text)}</{name}>"


def _lines_of_merges(printed: Printed) -> int:
    """Lines of the longest merged cell that begins in a row: on paper the page may end after that row."""
    lines = [
        ceil(len(text) * _CHARACTER_MM / (width - _PADDING_MM))
        for text, deep, width in zip(printed.texts, printed.deep, WIDTHS_MM, strict=True)
        if deep > 1
    ]
    return min(max(lines, default=1), _MOST_LINES)


def _text(text: str) -> str:
    return escape(xml_text(text)).replace("\n", "<br>")
