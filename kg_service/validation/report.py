"""What a check came to, and its JSON form.

Not here: how it is laid out for a person (``cli``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import RDF, BNode, Graph, Literal

from kg_service.model import Finding, Lang, Reading, Severity, Text
from kg_service.validation.shapes import shape_name
from kg_service.vocabulary import SH


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule is about, for lists of rules."""

    title: Text
    """In a few words."""
    help: Text
    """What is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The findings on the given files, by file and place."""

    conforms: bool
    """No finding is a violation; warnings alone conform."""
    findings: tuple[Finding, ...]
    checked: Mapping[str, int]
    """IRI of each shape with targets to the number of its focus nodes that the given files answer for."""
    labels: Mapping[str, Text]
    """IRI or path of what the findings speak of to its label."""
    documents: tuple[str, ...]
    """The files, as given."""
    shacl: str
    """The SHACL validation report in Turtle: the engine's results, with the messages of the shapes."""
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    """IRI of every rule that was found to fail to what it says."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Those of the files that are documents, as they were read."""
    against: Mapping[str, str] = field(default_factory=dict)
    """Document to the edition that it was held against; base lists are separated by commas."""

    def count(self, severity: Severity) -> int:
        """How many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def focus_nodes(self) -> int:
        """How many pairs of a shape and a focus node were checked."""
        return sum(self.checked.values())

    def label(self, name: str, lang: Lang) -> str | None:
        """The label of an IRI or a path; None where it has none."""
        text = self.labels.get(name)
        return text.of(lang) if text else None

    def to_json(self) -> str:
        """The report as one JSON object.

        Keys: ``conforms``; ``documents``; ``counts`` by severity; ``checked``, the focus nodes of each
        shape that has any; ``findings``, each with ``severity``, ``rule``, ``ruleName``, ``focus``,
        ``focusLabel``, ``path``, ``value``, ``message``, ``detail``, ``document``, ``line``, ``column``, and
        in a file of links ``slot``, the name of the column.
        Findings of rules on cells and of succession also have ``page``, ``sheet``, ``table``, ``paragraph``,
        ``row``, ``cell``, ``cellName``, ``heading``, ``where``, ``expected``, ``nearest``; where there are
        documents, or something was held against an edition, ``against`` says which, by document.
        Labels and messages are objects with ``zh`` and ``en``; what is not known is null.
        """
        body: dict[str, Any] = {
            "conforms": self.conforms,
            "documents": list(self.documents),
            "counts": {severity.value: self.count(severity) for severity in Severity},
            "checked": {iri: number for iri, number in self.checked.items() if number},
            "findings": [self._finding(finding) for finding in self.findings],
        }
        if self.readings or self.against:
            body["against"] = dict(self.against)
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"

    def _finding(self, finding: Finding) -> dict[str, Any]:
        place = finding.place
        body = {
            "severity": finding.severity.value,
            "rule": finding.rule,
            "ruleName": shape_name(finding.rule),
            "focus": finding.focus,
            "focusLabel": _both(self.labels.get(finding.focus)),
            "path": finding.path,
            "value": finding.value,
            "message": _both(finding.text),
            "detail": finding.detail,
            "document": place.document if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
        }
        if place and place.slot:
            body["slot"] = place.slot
        # A finding about a node has no cell.
        return body if finding.focus else body | _cell(finding)


def merged(reports: Sequence[ValidationReport]) -> ValidationReport:
    """One report out of several, in their order."""
    if len(reports) == 1:
        return reports[0]
    checked: dict[str, int] = {}
    for report in reports:
        for shape, number in report.checked.items():
            checked[shape] = checked.get(shape, 0) + number
    return ValidationReport(
        conforms=all(report.conforms for report in reports),
        findings=tuple(finding for report in reports for finding in report.findings),
        checked=checked,
        labels={iri: label for report in reports for iri, label in report.labels.items()},
        documents=tuple(document for report in reports for document in report.documents),
        shacl=_one_report([report.shacl for report in reports]),
        rules={iri: text for report in reports for iri, text in report.rules.items()},
        readings={name: reading for report in reports for name, reading in report.readings.items()},
        against={name: edition for report in reports for name, edition in report.against.items()},
    )


def _one_report(reports: Sequence[str]) -> str:
    """SHACL has one report for one run; the results of several hang on one node here."""
    graph = Graph(bind_namespaces="none")
    top, conforms = BNode(), True
    for text in reports:
        part = Graph(bind_namespaces="none").parse(data=text, format="turtle")
        for prefix, namespace in part.namespaces():
            graph.bind(prefix, namespace)
        for node in list(part.subjects(RDF.type, SH.ValidationReport)):
            conforms = conforms and (node, SH.conforms, Literal(True)) in part
            part.remove((node, SH.conforms, None))
            for predicate, value in part.predicate_objects(node):
                part.add((top, predicate, value))
            part.remove((node, None, None))
        graph += part
    graph.add((top, RDF.type, SH.ValidationReport))
    graph.add((top, SH.conforms, Literal(conforms)))
    return graph.serialize(format="turtle")


def _cell(finding: Finding) -> dict[str, Any]:
    place = finding.place
    names = ("page", "sheet", "table", "paragraph", "row", "cell")
    return {
        **{name: getattr(place, name, None) for name in names},
        "cellName": place.cell_name if place else None,
        "heading": place.heading.value if place and place.heading else None,
        "where": _both(place.words) if place and (place.words.zh or place.words.en) else None,
        "expected": _both(finding.expected),
        "nearest": finding.nearest,
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None
