"""JUnit XML, for build servers: one suite a file, one case a finding; a clean file has one case that passes.

A violation is a failure. Warnings and notes pass and say what they have to say in ``system-out``.

Source: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from kg_service.editions.writing.layout import xml_text
from kg_service.model import Finding, Lang, Severity
from kg_service.validation.outputs.wording import detail, due
from kg_service.validation.report import ValidationReport
from kg_service.validation.shapes import shape_name


def to_junit(report: ValidationReport, lang: Lang) -> str:
    """The report as one ``testsuites`` element."""
    suites = ET.Element("testsuites", name="kg validate")
    total = failed = 0
    for document in [*report.documents, None]:
        findings = [f for f in report.findings if (f.place.document if f.place else None) == document]
        if document is None and not findings:
            continue
        suite = _suite(document or "kg validate", findings, lang)
        suites.append(suite)
        total += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0"))
    suites.set("tests", str(total))
    suites.set("failures", str(failed))
    suites.set("errors", "0")
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _suite(name: str, findings: Sequence[Finding], lang: Lang) -> ET.Element:
    suite = ET.Element("testsuite", name=xml_text(name))
    for finding in findings:
        suite.append(_case(finding, lang))
    if not findings:
        ET.SubElement(suite, "testcase", name="conforms", classname=xml_text(name))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(sum(f.severity is Severity.VIOLATION for f in findings)))
    suite.set("errors", "0")
    suite.set("skipped", "0")
    return suite


def _case(finding: Finding, lang: Lang) -> ET.Element:
    place = finding.place
    where = place.words.of(lang) if place else ""
    name = (
        f"{where or finding.focus}: {shape_name(finding.rule)}"
        if where or finding.focus
        else shape_name(finding.rule)
    )
    case = ET.Element("testcase", name=xml_text(name), classname=shape_name(finding.rule))
    if place is not None:
        case.set("file", xml_text(place.document))
        if place.line is not None:
            case.set("line", str(place.line))
    lines = [line for line in (finding.text.of(lang), due(finding, lang), detail(finding, lang)) if line]
    if finding.severity is Severity.VIOLATION:
        failure = ET.SubElement(case, "failure", message=xml_text(lines[0]), type=finding.severity.value)
        failure.text = xml_text("\n".join([where, *lines] if where else lines))
    else:
        ET.SubElement(case, "system-out").text = xml_text("\n".join([finding.severity.value, *lines]))
    return case
