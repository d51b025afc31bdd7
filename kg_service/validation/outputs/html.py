"""A report as one page: the table as it was read, each finding at its cell.

The page stands alone, without script, and prints. A severity is told by its mark, its word and the pattern of
its border, and by colour only in addition.

Not here: the list as a page for readers (``editions.writing``, ``web``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from kg_service.model import Cell, Column, Finding, Lang, Place, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.rules import Line, line_of
from kg_service.validation.outputs.style import STYLE
from kg_service.validation.outputs.wording import MARKS, ORDER, SEVERITIES, detail, due, summary, worst
from kg_service.validation.report import ValidationReport
from kg_service.validation.shapes import shape_name

_TITLE = Text("校验结果", "Result of the check")
_AGAINST = Text("对照：", "Held against: ")
_ELSEWHERE = Text("关于整个文件", "On the document as a whole")
_TABLE = Text("表格", "The table")
_RULES = Text("规则", "Rules")
_NOTHING = Text("没有发现问题。", "Nothing found.")
_EMPTY = Text("（空）", "(empty)")

Key = tuple[Line | None, Column | None]


def to_html(report: ValidationReport, lang: Lang) -> str:
    """The report as an HTML document.

    Args:
        report: What the check came to.
        lang: Language of the page; the words of the document stay as they are.
    """
    title = _TITLE.of(lang)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{"zh-CN" if lang == "zh" else "en"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>",
        f'<body><header><h1>{escape(title)}</h1><p class="verdict {"good" if report.conforms else "bad"}">',
        f"{'✔' if report.conforms else MARKS[Severity.VIOLATION]} "
        f"{escape(summary(report).of(lang))}</p></header><main>",
    ]
    parts.extend(body_of(report, lang))
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def body_of(report: ValidationReport, lang: Lang, *, with_table: bool = True) -> Iterator[str]:
    """What the page shows below its verdict: sections of HTML.

    Args:
        report, lang: See ``to_html``.
        with_table: Whether the table is drawn; else all findings are listed with their places.
    """
    if not with_table:
        report = replace(report, readings={})
    for document in report.documents:
        findings = [f for f in report.findings if f.place is not None and f.place.document == document]
        yield from _document(document, findings, report, lang)
    homeless = [f for f in report.findings if f.place is None or f.place.document not in report.documents]
    if homeless:
        yield f"<section><ul>{''.join(_item(f, lang, with_place=True) for f in homeless)}</ul></section>"
    yield from _rules(report, lang)


def _document(
    document: str, findings: Sequence[Finding], report: ValidationReport, lang: Lang
) -> Iterator[str]:
    reading = report.readings.get(document)
    yield f"<section><h2>{escape(document)}</h2>"
    if against := report.against.get(document):
        yield f"<p>{_AGAINST.of(lang)}{escape(against)}</p>"
    if not findings:
        yield f"<p>{_NOTHING.of(lang)}</p>"
    at_cells: dict[Key, list[Finding]] = {}
    cells = (
        {_key(cell.place, column) for row in reading.rows for column, cell in row.cells.items()}
        if reading
        else set()
    )
    elsewhere = []
    for finding in findings:
        key = _key(finding.place, finding.place.heading if finding.place else None)
        if key in cells:
            at_cells.setdefault(key, []).append(finding)
        else:
            elsewhere.append(finding)
    if elsewhere:
        yield f"<h3>{_ELSEWHERE.of(lang)}</h3><ul>"
        yield from (_item(finding, lang, with_place=True) for finding in elsewhere)
        yield "</ul>"
    if reading is not None:
        yield f"<h3>{_TABLE.of(lang)}</h3>"
        yield from _table(reading, at_cells, lang)
    yield "</section>"


def _table(reading: Reading, at_cells: dict[Key, list[Finding]], lang: Lang) -> Iterator[str]:
    caption = f'<caption lang="zh">{escape(reading.title)}</caption>' if reading.title else ""
    # What is said of a number needs more room than the number.
    wide = ' class="wide"' if any(column is Column.NUMBER for _, column in at_cells) else ""
    yield f'<div class="scroll" tabindex="0"><table{wide}>{caption}<thead><tr>'
    for column in Column:
        yield f'<th scope="col" class="{column.value}">{escape(column.label.of(lang))}</th>'
    yield "</tr></thead><tbody>"
    rows = reading.rows
    for index, row in enumerate(rows):
        yield "<tr>"
        for column in Column:
            cell = row.cells[column]
            if _continues(rows, index, column):
                continue
            span = 1
            while index + span < len(rows) and _continues(rows, index + span, column):
                span += 1
            yield _cell(cell, column, span, at_cells.get(_key(cell.place, column), []), lang)
        yield "</tr>"
    yield "</tbody></table></div>"


def _continues(rows: Sequence[ReadRow], index: int, column: Column) -> bool:
    """Whether a cell is the lower part of the merged cell that the row above shows."""
    if not index:
        return False
    cell, above = rows[index].cells[column], rows[index - 1].cells[column]
    return cell.origin is not None and cell.origin == (above.origin or above.place)


def _cell(cell: Cell, column: Column, span: int, findings: list[Finding], lang: Lang) -> str:
    classes = [column.value, *([worst(findings).value] if findings else [])]
    rows = f' rowspan="{span}"' if span > 1 else ""
    text = _marked(cell.text, findings) or f'<span class="empty">{_EMPTY.of(lang)}</span>'
    below = f"<ul>{''.join(_item(finding, lang) for finding in findings)}</ul>" if findings else ""
    label = escape(column.label.of(lang))
    return (
        f'<td class="{" ".join(classes)}"{rows} data-label="{label}"><div lang="zh">{text}</div>{below}</td>'
    )


def _marked(text: str, findings: Iterable[Finding]) -> str:
    """The text with what was found in it set off."""
    spans: list[tuple[int, int]] = []
    for finding in findings:
        value = finding.value or ""
        start = text.find(value) if value and len(value) < len(text) else -1
        if start >= 0 and not any(start < end and begin < start + len(value) for begin, end in spans):
            spans.append((start, start + len(value)))
    parts: list[str] = []
    at = 0
    for begin, end in sorted(spans):
        parts.extend((escape(text[at:begin]), f"<mark>{escape(text[begin:end])}</mark>"))
        at = end
    return "".join((*parts, escape(text[at:])))


def _item(finding: Finding, lang: Lang, *, with_place: bool = False) -> str:
    word = SEVERITIES[finding.severity].of(lang)
    place = finding.place
    where = ""
    if with_place and place is not None:
        words = place.words.of(lang)
        where = f'<span class="place">{escape(words)}</span> ' if words else ""
    focus = f" <code>{escape(finding.focus)}</code>" if finding.focus and with_place else ""
    expected = due(finding, lang)
    shown = f' <span class="expected">{escape(expected)}</span>' if expected else ""
    words = detail(finding, lang)
    more = f"<br><small>{escape(words)}</small>" if words else ""
    return (
        f'<li class="{finding.severity.value}"><strong>{MARKS[finding.severity]} {word}</strong> {where}'
        f"{escape(finding.text.of(lang))}{shown}{focus} "
        f"<small>{escape(shape_name(finding.rule))}</small>{more}</li>"
    )


def _rules(report: ValidationReport, lang: Lang) -> Iterator[str]:
    failed = {finding.rule: finding.severity for finding in report.findings}
    listed = [
        (iri, report.rules[iri])
        for iri in sorted(failed, key=lambda i: (ORDER.index(failed[i]), i))
        if iri in report.rules
    ]
    if not listed:
        return
    yield f"<section><h2>{_RULES.of(lang)}</h2><dl>"
    for iri, text in listed:
        name = f"<code>{escape(shape_name(iri))}</code>"
        yield f"<dt>{escape(text.title.of(lang))} {name}</dt><dd>{escape(text.help.of(lang))}</dd>"
    yield "</dl></section>"


def _key(place: Place | None, column: Column | None) -> Key:
    return (line_of(place) if place is not None else None), column
