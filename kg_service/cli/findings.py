"""A validation report for people: grouped by message, each finding with its place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from kg_service.cli.output import printable
from kg_service.model import Finding, Lang, Severity, Text
from kg_service.validation import ValidationReport, shape_name

_SEVERITIES = {
    Severity.VIOLATION: (Text("违反规则", "Violation"), "bold red"),
    Severity.WARNING: (Text("提醒", "Warning"), "bold yellow"),
    Severity.INFO: (Text("提示", "Note"), "bold blue"),
}
_ORDER = list(_SEVERITIES)


def show(report: ValidationReport, console: Console, lang: Lang) -> None:
    """Print a report.

    Args:
        report: What the check came to.
        console: Where to.
        lang: In which language.
    """
    for (severity, rule, message), findings in _grouped(report.findings, lang):
        word, style = _SEVERITIES[severity]
        console.print(Styled.assemble((word.of(lang), style), "  ", (shape_name(rule), "dim")))
        console.print(_indented(Styled(printable(message), "bold")))
        for finding in findings:
            _show_one(finding, report, console, lang)
        console.print()
    console.print(Styled(_summary(report).of(lang), "bold green" if report.conforms else "bold red"))


def _grouped(
    findings: Iterable[Finding], lang: Lang
) -> Iterable[tuple[tuple[Severity, str, str], list[Finding]]]:
    """Groups by severity, then in the order in which their first finding stands in the files."""
    first: dict[tuple[Severity, str, str], int] = {}
    keyed = []
    for index, finding in enumerate(findings):
        key = (finding.severity, finding.rule, finding.text.of(lang))
        first.setdefault(key, index)
        keyed.append((key, finding))
    keyed.sort(key=lambda pair: (_ORDER.index(pair[0][0]), first[pair[0]]))
    for key, group in groupby(keyed, key=lambda pair: pair[0]):
        yield key, [finding for _, finding in group]


def _show_one(finding: Finding, report: ValidationReport, console: Console, lang: Lang) -> None:
    label = report.label(finding.focus, lang)
    head = Styled()
    if finding.place:
        head.append(printable(str(finding.place)) + "  ", "bold")
    head.append(printable(f"{label}  " if label else ""))
    head.append(f"<{printable(finding.focus)}>", "dim")
    console.print(_indented(head, 2))
    if finding.path is not None:
        name = report.label(finding.path, lang)
        value = f" = {finding.value}" if finding.value is not None else ""
        console.print(_indented(Styled(printable(f"{finding.path}{f' {name}' if name else ''}{value}")), 4))
    elif finding.value is not None and finding.value != finding.focus:
        console.print(_indented(Styled(printable(finding.value)), 4))
    if finding.detail:
        console.print(_indented(Styled(printable(finding.detail), "dim"), 4))


def _summary(report: ValidationReport) -> Text:
    counts = {severity: report.count(severity) for severity in Severity}
    shapes = sum(1 for number in report.checked.values() if number)
    zh = "符合" if report.conforms else "不符合"
    en = "Conforms" if report.conforms else "Does not conform"
    parts_zh = "，".join(f"{_SEVERITIES[s][0].zh} {n} 处" for s, n in counts.items() if n)
    words = {Severity.VIOLATION: "violation", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts_en = ", ".join(f"{n} {words[s]}{'s' if n > 1 else ''}" for s, n in counts.items() if n)
    return Text(
        f"{zh}：{parts_zh or '没有发现问题'}。按 {shapes} 组规则检查了 {report.focus_nodes} 个节点。",
        f"{en}: {parts_en or 'nothing found'}. {report.focus_nodes} nodes were checked by {shapes} shapes.",
    )


def _indented(content: Styled, by: int = 2) -> Padding:
    return Padding(content, (0, 0, 0, by), expand=False)
