"""A validation report for people: grouped by message, each finding with its place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text as Styled

from kg_service.cli.output import printable, say
from kg_service.model import Finding, Lang, Severity, Text
from kg_service.validation import ValidationReport, shape_name
from kg_service.validation.outputs.wording import ORDER, SEVERITIES, detail, due, summary

_STYLES = {
    Severity.VIOLATION: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold blue",
}
_AGAINST = Text("{document} 已对照 {edition}。", "{document} was held against {edition}.")
_LONGEST = 80
"""Characters of an expected value that are shown."""


def show(report: ValidationReport, console: Console, lang: Lang) -> None:
    """Print a report.

    Args:
        report: What the check came to.
        console: Where to.
        lang: In which language.
    """
    for (severity, rule, message), findings in _grouped(report.findings, lang):
        word = SEVERITIES[severity].of(lang)
        console.print(Styled.assemble((word, _STYLES[severity]), "  ", (shape_name(rule), "dim")))
        say(console, Styled(printable(message), "bold"), 2)
        for finding in findings:
            _show_one(finding, report, console, lang)
        console.print()
    for document, edition in report.against.items():
        words = _AGAINST.of(lang).format(document=document, edition=edition)
        say(console, Styled(printable(words), "dim"))
    say(console, Styled(_summary(report).of(lang), "bold green" if report.conforms else "bold red"))


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
    keyed.sort(key=lambda pair: (ORDER.index(pair[0][0]), first[pair[0]]))
    for key, group in groupby(keyed, key=lambda pair: pair[0]):
        yield key, [finding for _, finding in group]


def _show_one(finding: Finding, report: ValidationReport, console: Console, lang: Lang) -> None:
    if not finding.focus:
        _show_at_cell(finding, console, lang)
        return
    label = report.label(finding.focus, lang)
    head = Styled()
    if finding.place:
        head.append(printable(str(finding.place)) + "  ", "bold")
    head.append(printable(f"{label}  " if label else ""))
    head.append(f"<{printable(finding.focus)}>", "dim")
    say(console, head, 2)
    if finding.path is not None:
        name = report.label(finding.path, lang)
        value = f" = {finding.value}" if finding.value is not None else ""
        say(console, Styled(printable(f"{finding.path}{f' {name}' if name else ''}{value}")), 4)
    elif finding.value is not None and finding.value != finding.focus:
        say(console, Styled(printable(finding.value)), 4)
    if words := detail(finding, lang):
        say(console, Styled(printable(words), "dim"), 4)


def _show_at_cell(finding: Finding, console: Console, lang: Lang) -> None:
    """A finding of a rule on cells: where it is as a person says it, and what should stand there."""
    place = finding.place
    if place is not None:
        # The words have line and column; the short form would say them twice.
        words = place.words.of(lang)
        where = Styled(printable(place.document), "bold")
        if words:
            where.append(printable(f"  {words}"))
        say(console, where, 2)
    if expected := due(finding, lang, _LONGEST):
        say(console, Styled(printable(expected)), 4)


def _summary(report: ValidationReport) -> Text:
    verdict = summary(report)
    shapes = sum(1 for number in report.checked.values() if number)
    return Text(
        f"{verdict.zh}按 {shapes} 组规则检查了 {report.focus_nodes} 个节点。",
        f"{verdict.en} {report.focus_nodes} nodes were checked by {shapes} shapes.",
    )
