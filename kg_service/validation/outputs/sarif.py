"""SARIF 2.1.0: what code scanners say, for editors and build servers that show findings in place.

Results are in one language; the rules speak both, the other one in a translation of the tool.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from kg_service import __version__
from kg_service.model import Finding, Lang, Place, Severity, Text
from kg_service.validation.outputs.wording import worst
from kg_service.validation.report import RuleText, ValidationReport
from kg_service.validation.shapes import shape_name
from kg_service.vocabulary import BASE

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def to_sarif(report: ValidationReport, lang: Lang) -> str:
    """The report as a SARIF log with one run.

    Args:
        report: What the check came to.
        lang: Language of the messages.
    """
    rules = sorted({finding.rule for finding in report.findings})
    index = {rule: position for position, rule in enumerate(rules)}
    gravest = {rule: worst([f for f in report.findings if f.rule == rule]) for rule in rules}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kg",
                        "fullName": "Care Checklist knowledge graph",
                        "semanticVersion": _semantic(__version__),
                        "informationUri": BASE.rstrip("/"),
                        "language": _LANGUAGES[lang],
                        "rules": [_rule(rule, report.rules.get(rule), gravest[rule], lang) for rule in rules],
                    }
                },
                "language": _LANGUAGES[lang],
                "columnKind": "unicodeCodePoints",
                "artifacts": [
                    {"location": {"uri": _uri(name)}, "roles": ["analysisTarget"]}
                    for name in report.documents
                ],
                "invocations": [{"executionSuccessful": True, "exitCode": 0 if report.conforms else 1}],
                "results": [_result(finding, index, report, lang) for finding in report.findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _semantic(version: str) -> str:
    """A Python version as semantic versioning writes it: 1.2.0.dev3 → 1.2.0-dev.3."""
    numbers = version.split(".")[:3]
    rest = version.split(".")[3:]
    plain = ".".join(part if part.isdigit() else "0" for part in [*numbers, "0", "0"][:3])
    return plain + (f"-{'.'.join(rest)}" if rest else "")


def _rule(iri: str, text: RuleText | None, severity: Severity, lang: Lang) -> dict[str, Any]:
    name = shape_name(iri)
    title = text.title if text else Text(name, name)
    help_ = text.help if text else title
    other: Lang = "en" if lang == "zh" else "zh"
    return {
        "id": name,
        "name": name.rpartition(":")[2].replace("-", "") or name,
        "shortDescription": {"text": title.of(lang)},
        "fullDescription": {"text": help_.of(lang)},
        "help": {"text": help_.of(lang), "markdown": _escaped(help_.of(lang))},
        "helpUri": iri,
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {other: {"shortDescription": title.of(other), "help": help_.of(other)}},
    }


def _result(finding: Finding, index: dict[str, int], report: ValidationReport, lang: Lang) -> dict[str, Any]:
    other: Lang = "en" if lang == "zh" else "zh"
    result: dict[str, Any] = {
        "ruleId": shape_name(finding.rule),
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.text.of(lang)},
        "partialFingerprints": {"cell/v1": _fingerprint(finding)},
        "properties": {"message": {other: finding.text.of(other)}},
    }
    for key, value in (
        ("focus", finding.focus),
        ("path", finding.path),
        ("value", finding.value),
        ("expected", finding.expected.of(lang) if finding.expected else None),
        ("nearest", finding.nearest),
        ("detail", finding.detail),
    ):
        if value:
            result["properties"][key] = value
    place = finding.place or (Place(report.documents[0]) if report.documents else None)
    if place is not None:
        result["locations"] = [_location(place, finding, lang)]
    return result


def _location(place: Place, finding: Finding, lang: Lang) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.document)}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
        if place.column is not None:
            physical["region"]["startColumn"] = place.column
    location: dict[str, Any] = {"physicalLocation": physical}
    words = place.words.of(lang)
    if words:
        location["message"] = {"text": words}
    if place.row is not None or place.heading is not None:
        name = place.heading.label.of(lang) if place.heading else (place.cell_name or str(place.row))
        parts = [
            *([place.sheet] if place.sheet else []),
            *([f"table {place.table}"] if place.table is not None else []),
            *([f"row {place.row}"] if place.row is not None else []),
            *([place.heading.value] if place.heading else []),
        ]
        # "member" is a part of a data structure; SARIF knows no tables.
        location["logicalLocations"] = [
            {"name": name, "fullyQualifiedName": "/".join(parts), "kind": "member"}
        ]
    elif finding.focus:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.focus, "kind": "resource"}]
    return location


def _uri(document: str) -> str:
    """A path as a relative or absolute URI reference."""
    return quote(document.replace("\\", "/"), safe="/._-~!$&'()*+,;=@")


def _fingerprint(finding: Finding) -> str:
    """The same for the same fault, also when rows move."""
    heading = finding.place.heading.value if finding.place and finding.place.heading else ""
    parts = (finding.rule, finding.focus, finding.path or "", heading, finding.value or "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _escaped(text: str) -> str:
    """Text that is no Markdown."""
    return "".join("\\" + c if c in "\\`*_{}[]<>()#+-!|" else c for c in text)
