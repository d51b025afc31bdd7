"""The shapes: each does what its case says, each has work to do, and the real data has nothing against them.

A case is a TriG file called as its shape, with three graphs: data that passes, data that fails, and the
report that is due on the latter. It runs its one shape with the targets of the node shape that holds it.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.linking import link_files
from kg_service.validation import Shapes
from kg_service.validation.engine import run
from kg_service.validation.mappings import read_checked
from kg_service.validation.paths import path_text
from kg_service.vocabulary import BASE, DCTERMS, SH, SHAPE

HOME = Path(__file__).resolve().parent.parent
CASES = HOME / "tests/cases/shapes"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
KINDS = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
HOLDING = {SH.property, SH.sparql, SH.severity, SH.message, RDF.type, RDFS.label, *TARGETS}
REPORTED = (
    "focusNode",
    "value",
    "resultSeverity",
    "sourceShape",
    "sourceConstraint",
    "sourceConstraintComponent",
)
COLUMNS = "服务项目|服务内容|服务对象|责任部门|序号"
IN_CHINESE = re.compile(rf"[a-z]+:[A-Za-z]+|[a-z]+\.(?:ttl|csv)|(?<=“)(?:{COLUMNS})(?=”)")
IN_ENGLISH = re.compile(rf"[a-z]+:[A-Za-z]+|[a-z]+\.(?:ttl|csv)|(?:{COLUMNS})")

# The parser of TriG warns of rdflib's own past.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@cache
def own() -> Graph:
    """All shapes but the official ones."""
    graph = Graph(bind_namespaces="none")
    for path in sorted((HOME / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


@cache
def named() -> list[URIRef]:
    """Every shape and constraint of ours."""
    found = {node for kind in KINDS for node in own().subjects(RDF.type, kind)}
    return sorted(node for node in found if isinstance(node, URIRef))


@cache
def rules() -> list[URIRef]:
    """Those that can fail: not a node shape that only holds others."""
    return [
        node
        for node in named()
        if (node, RDF.type, SH.NodeShape) not in own() or set(own().predicates(node)) - HOLDING
    ]


def local(node: Node) -> str:
    return str(node).removeprefix(str(SHAPE))


def languages(node: Node, predicate: URIRef) -> list[str]:
    return sorted(o.language or "" for o in own().objects(node, predicate) if isinstance(o, Literal))


def reachable(graph: Graph, start: Node) -> Graph:
    """What *graph* says of *start* and of everything that it leads to."""
    found, waiting = Graph(bind_namespaces="none"), [start]
    while waiting:
        for triple in graph.triples((waiting.pop(), None, None)):
            if triple not in found:
                found.add(triple)
                waiting.append(triple[2])
    return found


def alone(rule: URIRef) -> Shapes:
    """The rule with the targets of the node shapes that hold it, and nothing else that can fail."""
    shapes = reachable(own(), rule)
    for link in (SH.property, SH.sparql):
        for holder in own().subjects(link, rule):
            shapes.add((holder, link, rule))
            for predicate in (RDF.type, SH.severity, *TARGETS):
                for value in own().objects(holder, predicate):
                    shapes.add((holder, predicate, value))
    if not any((None, target, None) in shapes for target in TARGETS):
        # A helper that others refer to: it is tried on titles.
        shapes.add((rule, SH.targetObjectsOf, DCTERMS.title))
    return Shapes(shapes)


def results(report: Graph, shapes: Shapes) -> list[dict[str, str]]:
    """The results of a report, each with what a person would compare."""
    found = []
    for top in report.subjects(RDF.type, SH.ValidationReport):
        for result in report.objects(top, SH.result):
            path = report.value(result, SH.resultPath)
            row = (
                {"path": path_text(path, report if isinstance(path, BNode) else shapes.graph)} if path else {}
            )
            for part in REPORTED:
                for value in report.objects(result, SH[part]):
                    row[part] = value.n3()
            found.append(row)
    return sorted(found, key=str)


@pytest.mark.parametrize("rule", rules(), ids=local)
def test_a_shape_passes_and_fails_as_its_case_says(rule: URIRef) -> None:
    case = Dataset()
    case.parse(CASES / f"{local(rule)}.trig", publicID=f"{BASE}id/")
    passes, fails, report = (
        case.graph(URIRef(f"{BASE}id/#{name}")) for name in ("passes", "fails", "report")
    )
    shapes = alone(rule)

    assert any(nodes for _, nodes in shapes.focus_nodes(passes)), "nothing to check"
    assert results(run(passes, shapes)[0], shapes) == []
    due = results(report, shapes)
    assert due, "the case expects nothing"
    assert (None, SH.conforms, Literal(False)) in report
    assert results(run(fails, shapes)[0], shapes) == due


def test_every_shape_has_a_case_and_no_case_is_left_over() -> None:
    assert sorted(path.stem for path in CASES.iterdir()) == sorted(map(local, rules()))


@pytest.mark.parametrize("node", named(), ids=local)
def test_a_shape_has_a_severity_and_speaks_both_languages(node: URIRef) -> None:
    kind = own().value(node, RDF.type)
    assert node.startswith(str(SHAPE))
    if kind != SH.SPARQLConstraint:
        assert own().value(node, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
    if kind == SH.NodeShape:
        assert languages(node, RDFS.label) == ["en", "zh"]
    if node in rules():
        assert languages(node, SH.message) == ["en", "zh"]
        zh, en = sorted(map(str, own().objects(node, SH.message)), reverse=True)
        assert zh.endswith("。")
        assert en.endswith(".")
        # Both speak of the same properties, files and columns.
        assert {*IN_CHINESE.findall(zh)} == {*IN_ENGLISH.findall(en)}


def test_real_data_conforms_and_gives_every_shape_work() -> None:
    data = Graph(bind_namespaces="none")
    for path in [*HOME.glob("data/*.ttl"), HOME / "ontology/schemes.ttl", HOME / "ontology/care.ttl"]:
        data.parse(path)
    for path in link_files(HOME):
        data += read_checked(path).graph
    shapes = Shapes(own())
    assert [local(shape) for shape, nodes in shapes.focus_nodes(data) if not nodes] == []
    assert run(data, shapes)[1] == []
