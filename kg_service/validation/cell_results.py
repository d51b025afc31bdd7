"""Findings of rules on cells as results beside those of the engine, in the terms of a SHACL report.

A result of the engine names a shape and one of SHACL's own components. One of ours names the rule as its
source and ``shape:CellConstraintComponent``, so that the two can be told apart.

Source: SHACL, section 3.6.2, https://www.w3.org/TR/shacl/#results-validation-result
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.model import LANGS, Finding, Place, Severity
from kg_service.vocabulary import SH, SHAPE

COMPONENT = SHAPE["CellConstraintComponent"]
_SEVERITIES = {Severity.VIOLATION: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}


def with_cell_results(
    report: str, findings: Iterable[Finding], focus_of: Callable[[Place | None], str]
) -> str:
    """The SHACL report with the findings of rules on cells and of succession added.

    Args:
        report: Turtle of the engine's report.
        findings: Those that come from no shape.
        focus_of: A place to the IRI of the node that a finding there is about.
    """
    graph = Graph(bind_namespaces="none").parse(data=report, format="turtle")
    top: Node = next(graph.subjects(RDF.type, SH.ValidationReport))
    added = False
    for finding in findings:
        added = True
        node = BNode()
        graph.add((top, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.focusNode, URIRef(focus_of(finding.place))))
        graph.add((node, SH.resultSeverity, _SEVERITIES[finding.severity]))
        graph.add((node, SH.sourceShape, URIRef(finding.rule)))
        graph.add((node, SH.sourceConstraintComponent, COMPONENT))
        if finding.value:
            graph.add((node, SH.value, Literal(finding.value)))
        for lang in LANGS:
            where = finding.place.words.of(lang) if finding.place else ""
            words = (
                f"{where}{'：' if lang == 'zh' else ': '}{finding.text.of(lang)}"
                if where
                else finding.text.of(lang)
            )
            graph.add((node, SH.resultMessage, Literal(words, lang=lang)))
    if added:
        graph.set((top, SH.conforms, Literal(False)))
    return graph.serialize(format="turtle")
