"""The words that the outputs share: severities, headings, the sum of a report."""

from __future__ import annotations

from kg_service.model import Finding, Lang, Severity, Text
from kg_service.validation.report import ValidationReport
from kg_service.validation.shapes import shape_name

SEVERITIES = {
    Severity.VIOLATION: Text("违反规则", "Violation"),
    Severity.WARNING: Text("提醒", "Warning"),
    Severity.INFO: Text("提示", "Note"),
}
MARKS = {Severity.VIOLATION: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}
"""What tells severities apart without colour."""
ORDER = tuple(SEVERITIES)
_DUE = Text("应为：", "Expected: ")
_LONGEST = 120
"""Characters of what should stand there that are shown."""
_LONGEST_NOTE = 2_000
"""The same in a note at the cell, from which it may be copied."""
_PLURALS = {Severity.VIOLATION: "violation", Severity.WARNING: "warning", Severity.INFO: "note"}


def worst(findings: list[Finding]) -> Severity:
    """The gravest severity of some findings, at least one."""
    return min((finding.severity for finding in findings), key=ORDER.index)


def summary(report: ValidationReport) -> Text:
    """The verdict and the sum, as one sentence without what was checked."""
    counts = {severity: report.count(severity) for severity in Severity}
    zh = "，".join(f"{SEVERITIES[s].zh} {n} 处" for s, n in counts.items() if n)
    en = ", ".join(f"{n} {_PLURALS[s]}{'s' if n > 1 else ''}" for s, n in counts.items() if n)
    return Text(
        f"{'符合' if report.conforms else '不符合'}：{zh or '没有发现问题'}。",
        f"{'Conforms' if report.conforms else 'Does not conform'}: {en or 'nothing found'}.",
    )


def due(finding: Finding, lang: Lang, most: int = _LONGEST) -> str:
    """What should stand there, as ``应为：…``; empty where nothing is known or the message has it.

    Args:
        finding: Of a document or a graph.
        lang: Language of the word before it.
        most: Characters from which it is too long to be shown.
    """
    expected = finding.expected.of(lang) if finding.expected else finding.nearest or ""
    if not expected or expected in finding.text.of(lang) or len(expected) > most:
        return ""
    return f"{_DUE.of(lang)}{expected}"


def detail(finding: Finding, lang: Lang) -> str:
    """The engine's own words, which are English: empty in Chinese text, where our message stands alone."""
    return finding.detail if lang == "en" else ""


def note(finding: Finding, lang: Lang) -> str:
    """One finding as a note at its cell: severity, message, what should stand there, rule."""
    word = SEVERITIES[finding.severity].of(lang)
    brackets = ("【", "】") if lang == "zh" else ("[", "] ")
    lines = [f"{brackets[0]}{word}{brackets[1]}{finding.text.of(lang)}", due(finding, lang, _LONGEST_NOTE)]
    return "\n".join(line for line in (*lines, shape_name(finding.rule)) if line)
