"""Checking files: which are read, what is found, in which words, at which place."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, Graph, Literal, URIRef

from kg_service.errors import NotCheckedError, NothingCheckedError, SyntaxProblemError, UnreadableFileError
from kg_service.model import Finding, Severity
from kg_service.store.places import read_with_places, same_graph
from kg_service.validation import SYNTAXES, Shapes, ValidationReport, read_file, shape_name, validate_files
from kg_service.vocabulary import BASE, SH

EDUCATION = BASE + "id/body/heilongjiang/education"

PREFIXES = """
@prefix cpsv: <http://purl.org/vocab/cpsv#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Changed = Callable[..., Path]


@pytest.fixture(scope="module")
def shapes(home: Path) -> Shapes:
    """All shapes of the repository."""
    return Shapes.load(home)


@pytest.fixture(scope="module")
def official(home: Path) -> Shapes:
    """Those of CPSV-AP alone, which are quicker."""
    return Shapes(read_file(home / "shapes/cpsv-ap/cpsv-ap-SHACL.ttl", with_places=False).graph)


@pytest.fixture
def changed(home: Path, tmp_path: Path) -> Changed:
    """A copy of a file of the home with one text in place of another, which has to be there."""

    def change(path: str, old: str, new: str) -> Path:
        text = (home / path).read_text(encoding="utf-8")
        assert old in text
        copy = tmp_path / Path(path).name
        copy.write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return change


def own_shapes(turtle: str) -> Shapes:
    return Shapes(Graph().parse(data=PREFIXES + turtle, format="turtle"))


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def line_of(path: Path, text: str) -> int:
    """The line in which *text* first stands."""
    before, found, _ = path.read_text(encoding="utf-8").partition(text)
    assert found
    return before.count("\n") + 1


def about(report: ValidationReport, rule: str) -> list[Finding]:
    return [found for found in report.findings if shape_name(found.rule) == rule]


# What is in the repository


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("ontology/schemes.ttl", id="goals-that-the-edition-adds-to"),
        pytest.param("data/organizations.ttl", id="bodies-that-the-edition-points-to"),
    ],
)
def test_a_file_of_the_home_conforms(home: Path, shapes: Shapes, path: str) -> None:
    report = validate_files([home / path], home, shapes=shapes)
    assert [str(found) for found in report.findings] == []
    assert report.conforms
    assert report.focus_nodes > 0


def test_the_whole_home_conforms_with_every_service_checked(home: Path, shapes: Shapes) -> None:
    files = [*home.glob("data/*.ttl"), *home.glob("ontology/*.ttl")]
    report = validate_files(files, home, shapes=shapes)
    assert report.findings == ()
    named = {shape_name(iri): number for iri, number in report.checked.items()}
    assert named["cpsv-ap:PublicServiceShape"] == named["shape:PublicService"] == 23


# Changed copies

TITLE_1, TITLE_2 = '"健康和托育(3岁以下)服务"@zh', '"学前教育服务"@zh'
AUDIENCE_1 = "    dct:audience <scheme/groups/children-aged-0-6> ;\n"
BODY_1 = "<body/heilongjiang/health-commission> ,"


@pytest.fixture(scope="module")
def faulty(home: Path, shapes: Shapes, tmp_path_factory: pytest.TempPathFactory) -> ValidationReport:
    """The report on an edition with four faults, one of a kind."""
    text = (home / "data/checklist.ttl").read_text(encoding="utf-8")
    for old, new in [
        (TITLE_2, TITLE_2.removesuffix("@zh")),
        (TITLE_1, f'{TITLE_1} , "又一个"@zh'),
        (AUDIENCE_1, ""),
        (BODY_1, "<body/heilongjiang/no-such-body> ,"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    return validate_files(
        [written(tmp_path_factory.mktemp("faulty"), "checklist.ttl", text)], home, shapes=shapes
    )


@pytest.mark.parametrize(
    ("number", "rule", "path", "at"),
    [
        pytest.param(2, "cpsv-ap:PublicServiceShape", "dct:title", '"学前教育服务" ,', id="the-value"),
        pytest.param(1, "shape:PublicService-title", "dct:title", '"又一个"@zh', id="the-surplus-value"),
        pytest.param(1, "shape:PublicService-audience", "dct:audience",
                     "<edition/heilongjiang/2024/service/1>\n", id="the-block-that-lacks-it"),
        pytest.param(1, "cpsv-ap:PublicServiceShape", "cv:hasCompetentAuthority",
                     "<body/heilongjiang/no-such-body>", id="the-value-of-the-wrong-class"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(
    faulty: ValidationReport, number: int, rule: str, path: str, at: str
) -> None:
    assert not faulty.conforms
    found = next(f for f in about(faulty, rule) if f.path == path)
    assert found.focus == BASE + f"id/edition/heilongjiang/2024/service/{number}"
    assert found.place is not None
    copy = Path(found.place.document)
    line = line_of(copy, at)
    text = copy.read_text(encoding="utf-8").split("\n")[line - 1]
    assert (found.place.line, found.place.column) == (line, text.index(at.rstrip("\n")) + 1)


def test_a_fact_dropped_from_a_copy_is_missed(home: Path, official: Shapes, changed: Changed) -> None:
    copy = changed("data/organizations.ttl", '    dct:identifier "heilongjiang/education" ;\n', "")
    report = validate_files([copy], home, shapes=official)
    assert not report.conforms
    assert {found.focus for found in report.findings} == {EDUCATION}


def test_a_body_dropped_from_a_copy_is_missed_by_the_services(
    home: Path, official: Shapes, tmp_path: Path
) -> None:
    text = (home / "data/organizations.ttl").read_text(encoding="utf-8")
    without = re.sub(r"<body/heilongjiang/education>\n.*?\n\n", "", text, flags=re.DOTALL)
    assert without != text
    report = validate_files([written(tmp_path, "organizations.ttl", without)], home, shapes=official)
    services = {f.focus for f in report.findings if f.value == EDUCATION and "/service/" in f.focus}
    assert BASE + "id/edition/heilongjiang/2024/service/3" in services
    assert all(f.place and f.place.document.endswith("organizations.ttl") for f in report.findings)


def test_one_body_alone_takes_the_place_of_its_own_description_only(
    home: Path, official: Shapes, tmp_path: Path
) -> None:
    text = (home / "data/organizations.ttl").read_text(encoding="utf-8")
    head = "".join(line + "\n" for line in text.split("\n") if line.startswith("@"))
    block = re.search(r"<body/heilongjiang/education>\n.*?\n\n", text, flags=re.DOTALL)
    assert block
    whole = validate_files([written(tmp_path, "whole.ttl", head + block[0])], home, shapes=official)
    assert whole.findings == ()
    cut = re.sub(r"    dct:title .*\n", "", block[0])
    report = validate_files([written(tmp_path, "cut.ttl", head + cut)], home, shapes=official)
    assert {found.focus for found in report.findings} == {EDUCATION}
    untyped = re.sub(r"    a .*\n", "", block[0])
    report = validate_files([written(tmp_path, "untyped.ttl", head + untyped)], home, shapes=official)
    assert not report.conforms


def test_a_file_that_only_adds_leaves_the_description_as_it_is(
    home: Path, official: Shapes, tmp_path: Path
) -> None:
    links = f"<{EDUCATION}> <http://www.w3.org/2004/02/skos/core#note> '依据机构名录。'@zh ."
    report = validate_files([written(tmp_path, "notes.ttl", links)], home, shapes=official)
    assert report.findings == ()
    assert report.focus_nodes > 0


def test_an_edition_described_anew_stands_for_the_whole_of_it(
    home: Path, official: Shapes, tmp_path: Path
) -> None:
    text = (home / "data/checklist.ttl").read_text(encoding="utf-8")
    head, *blocks = text.split("\n# ")
    short = head + "".join(f"\n# {block}" for block in blocks[:9])
    assert "<edition/heilongjiang/2024/service/3>\n" in short
    assert "<edition/heilongjiang/2024/service/20>\n" not in short
    report = validate_files([written(tmp_path, "draft.ttl", short)], home, shapes=official)
    named = {shape_name(iri): number for iri, number in report.checked.items()}
    assert named["cpsv-ap:PublicServiceShape"] == short.count("a cpsv:PublicService ;") < 23


# Syntaxes

UNFINISHED = PREFIXES + 'ex:s a cpsv:PublicService ; dct:identifier "x" .'


@pytest.mark.parametrize("ending", sorted(SYNTAXES))
def test_every_syntax_is_checked_alike(home: Path, official: Shapes, tmp_path: Path, ending: str) -> None:
    triples = list(ox.parse(UNFINISHED, format=ox.RdfFormat.TURTLE))
    quads = [ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in triples]
    content = ox.serialize(quads, format=SYNTAXES[ending])
    assert content is not None
    path = written(tmp_path, f"given{ending}", content)
    reference = validate_files([written(tmp_path, "reference.ttl", UNFINISHED)], home, shapes=official)
    report = validate_files([path], home, shapes=official)
    assert {(f.rule, f.focus, f.path) for f in report.findings} == {
        (f.rule, f.focus, f.path) for f in reference.findings
    }
    assert all(f.place and f.place.document == str(path) for f in report.findings)


@pytest.mark.parametrize("ending", [".trig", ".nq"])
def test_named_graphs_are_checked_and_not_dropped(
    home: Path, official: Shapes, tmp_path: Path, ending: str
) -> None:
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"https://example.org/g{number}"))
        for number, q in enumerate(ox.parse(UNFINISHED, format=ox.RdfFormat.TURTLE))
    ]
    content = ox.serialize(quads, format=SYNTAXES[ending])
    assert content is not None
    report = validate_files([written(tmp_path, f"given{ending}", content)], home, shapes=official)
    assert not report.conforms


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, "bom.ttl", "\ufeff" + UNFINISHED)
    assert len(read_file(path).graph) == 2


# What can't be read

BOMB = """<?xml version='1.0'?>
<!DOCTYPE x [<!ENTITY a 'b'>]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>"""


@pytest.mark.parametrize(
    ("name", "content", "line", "column", "says"),
    [
        pytest.param("a.ttl", "<a:s> <a:p> 'x'\n<a:s> <a:p> 'y' .", 2, 1, "“.”", id="dot"),
        pytest.param("a.ttl", "<a:s> <a:p> '中文', , 'y' .", 1, 19, "object", id="object-after-chinese"),
        pytest.param("a.ttl", "<a:s> <a:p>\n  foaf:Agent .", 2, 3, "@prefix foaf:", id="prefix"),
        pytest.param("a.nt", "<a:s> <a:p> 'x' .", 1, 13, "", id="ntriples"),
        pytest.param("a.ttl", "<a:s> <a:p> '中文' .".encode("gbk"), 1, 14, "UTF-8", id="gbk"),
        pytest.param("a.rdf", "<x>\n<y></x>", 2, 6, "mismatched tag", id="xml"),
        pytest.param("a.rdf", BOMB, 2, None, "DOCTYPE", id="doctype"),
        pytest.param("a.rdf", BOMB.replace("?>", " encoding='utf-16'?>").encode("utf-16"), 2, None, "DOCTYPE",
                     id="doctype-utf-16"),
        pytest.param("a.jsonld", '{"@id": "a:s",}', 1, None, "", id="json"),
        pytest.param("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "a": 1}', None, None, "@context",
                     id="remote-context"),
        pytest.param("a.jsonld", '{"@context": "file:///etc/hostname", "a": 1}', None, None, "@context",
                     id="file-context"),
        pytest.param("a.ttl", "<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> .", None, None, "RDF 1.2", id="rdf-1.2"),
    ],
)  # fmt: skip
def test_what_does_not_parse_says_where_and_what(
    tmp_path: Path, name: str, content: str | bytes, line: int | None, column: int | None, says: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(SyntaxProblemError) as raised:
        read_file(path)
    error = raised.value
    assert error.document == str(path)
    assert error.line == line
    assert column is None or error.column == column
    assert says in error.text.en
    assert re.search("[\u4e00-\u9fff]", error.text.zh)


@pytest.mark.parametrize("name", ["missing.ttl", "folder.ttl", "table.docx", "no-ending"])
def test_a_file_that_is_none_is_unreadable(home: Path, tmp_path: Path, name: str) -> None:
    if name == "folder.ttl":
        (tmp_path / name).mkdir()
    elif name != "missing.ttl":
        written(tmp_path, name, "")
    with pytest.raises(UnreadableFileError) as raised:
        validate_files([tmp_path / name], home)
    assert name in raised.value.text.zh


def test_nothing_to_check_is_no_pass(home: Path, official: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, "other.ttl", "<a:s> <a:p> <a:o> .")
    with pytest.raises(NothingCheckedError):
        validate_files([path], home, shapes=official)


def test_imports_are_not_followed(home: Path, official: Shapes, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/o.ttl"
        ontology = f"ex:o a owl:Ontology ; owl:imports <{there}> ."
        path = written(tmp_path, "imports.ttl", f"{UNFINISHED}\n{ontology}")
        validate_files([path], home, shapes=official)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_literal_is_not_normalized(home: Path, official: Shapes, tmp_path: Path) -> None:
    big = UNFINISHED + ' ex:s dct:title "1E+999999999"^^xsd:decimal , 007 .'
    report = validate_files([written(tmp_path, "big.ttl", big)], home, shapes=official)
    values = {found.value for found in report.findings}
    assert '"1E+999999999"^^<http://www.w3.org/2001/XMLSchema#decimal>' in values
    assert '"007"^^<http://www.w3.org/2001/XMLSchema#integer>' in values
    assert rdflib.NORMALIZE_LITERALS is True


def test_a_number_beyond_reckoning_is_a_finding(home: Path, tmp_path: Path) -> None:
    rule = TWO_WORDS.replace("ISLITERAL(?value)", "?value + 1 > 2")
    for number in ("1E+999999999", "9" * 5000):
        text = PREFIXES + f'ex:t a ex:Thing ; ex:p "{number}"^^xsd:decimal ; ex:note "x" .'
        report = validate_files([written(tmp_path, "a.ttl", text)], home, shapes=own_shapes(rule))
        assert "https://example.org/note" in {f.path.strip("<>") for f in report.findings if f.path}


def test_literals_stay_as_written_while_shapes_run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    query = Graph.query

    def spy(*args: Any, **kwargs: Any) -> Any:
        seen.append(rdflib.NORMALIZE_LITERALS)
        return query(*args, **kwargs)

    monkeypatch.setattr(Graph, "query", spy)
    path = written(tmp_path, "a.ttl", PREFIXES + "ex:t a ex:Thing ; ex:p 1 .")
    validate_files([path], home, shapes=own_shapes(TWO_WORDS))
    assert seen
    assert not any(seen)


def test_deep_nesting_is_checked_without_places(tmp_path: Path) -> None:
    nested = "<a:s> <a:p> " + "[ <a:p> " * 2000 + "'x'" + " ]" * 2000 + " ."
    given = read_file(written(tmp_path, "deep.ttl", nested))
    assert given.places is None
    assert len(given.graph) == 2001


# Words

TWO_WORDS = """
ex:shape a sh:NodeShape ; sh:targetClass ex:Thing ;
    sh:sparql ex:rule ;
    sh:property ex:note .
ex:note a sh:PropertyShape ; sh:path ex:note ; sh:maxCount 0 ; sh:severity sh:Warning ;
    sh:message "不要备注。"@zh , "No notes."@en .
ex:rule a sh:SPARQLConstraint ;
    sh:message "{$this} 的 {?path} 是 {?value}。"@zh , "{?path} of {$this} is {?value}."@en ;
    sh:select '''SELECT $this ?path ?value
        WHERE { $this ?path ?value . FILTER(ISLITERAL(?value) && ?path = <https://example.org/p>) }''' .
"""


def test_messages_of_sparql_constraints_keep_their_languages(home: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", PREFIXES + r"ex:t a ex:Thing ;" + "\n" + r'  ex:p "a \\d b" .')
    report = validate_files([path], home, shapes=own_shapes(TWO_WORDS))
    (found,) = report.findings
    assert found.text.zh == r"https://example.org/t 的 <https://example.org/p> 是 a \d b。"
    assert found.text.en == r"<https://example.org/p> of https://example.org/t is a \d b."
    assert found.rule == "https://example.org/rule"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (line_of(path, "ex:p "), 8)


def test_warnings_alone_conform_and_are_there(home: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", PREFIXES + "ex:t a ex:Thing ; ex:note 'x' .")
    report = validate_files([path], home, shapes=own_shapes(TWO_WORDS))
    assert report.conforms
    assert [found.severity for found in report.findings] == [Severity.WARNING]
    assert report.findings[0].detail.startswith("More than 0 values")


def test_official_shapes_speak_both_languages(home: Path, official: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", UNFINISHED)
    report = validate_files([path], home, shapes=official)
    found_here = about(report, "cpsv-ap:PublicServiceShape")
    assert {found.path for found in found_here} >= {
        "dct:title",
        "dct:description",
        "cv:hasCompetentAuthority",
    }
    for found in found_here:
        assert re.search("[\u4e00-\u9fff]", found.text.zh)
        assert found.text.en.isascii()
        assert found.detail


def test_each_component_of_the_official_shapes_has_words(official: Shapes) -> None:
    from kg_service.validation import wording

    parameters = {
        p
        for s, p in official.graph.subject_predicates()
        if "semiceu" in str(s) and str(p).startswith(str(SH))
    }
    worded = {parameter for parameter, _ in wording._RULES.values()} | {SH.uniqueLang}
    about_shapes = {SH.closed, SH.description, SH.name, SH.path, SH.property, SH.targetClass}
    assert parameters - worded - about_shapes == set()


def test_every_message_of_ours_uses_known_placeholders(shapes: Shapes) -> None:
    messages = [str(m) for m in shapes.graph.objects(None, SH.message)]
    names = {name for message in messages for name in re.findall(r"\{[?$](\w+)\}", message)}
    assert names <= {"this", "value", "path", "PATH"}


def test_a_shape_that_can_not_be_run_is_a_failure(home: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", PREFIXES + "ex:t a ex:Thing .")
    broken = TWO_WORDS.replace("SELECT $this", "SELECT ((")
    with pytest.raises(NotCheckedError):
        validate_files([path], home, shapes=own_shapes(broken))


# Reports


def test_json_has_the_documented_keys(home: Path, official: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", UNFINISHED)
    body = json.loads(validate_files([path], home, shapes=official).to_json())
    assert list(body) == ["conforms", "documents", "counts", "checked", "findings"]
    assert body["conforms"] is False
    assert body["counts"]["violation"] == len([f for f in body["findings"] if f["severity"] == "violation"])
    assert list(body["findings"][0]) == [
        "severity", "rule", "ruleName", "focus", "focusLabel", "path", "value", "message", "detail",
        "document", "line", "column",
    ]  # fmt: skip
    assert {f["document"] for f in body["findings"]} == {str(path)}
    assert list(body["findings"][0]["message"]) == ["zh", "en"]


def test_turtle_is_a_shacl_report_on_the_same_results(home: Path, official: Shapes, tmp_path: Path) -> None:
    report = validate_files([written(tmp_path, "a.ttl", UNFINISHED)], home, shapes=official)
    graph = Graph().parse(data=report.shacl, format="turtle")
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(top, SH.conforms) == Literal(False)
    results = list(graph.objects(top, SH.result))
    assert len(results) == len(report.findings)
    for result in results:
        assert graph.value(result, SH.sourceShape) is not None
        languages = {m.language for m in graph.objects(result, SH.resultMessage) if isinstance(m, Literal)}
        assert languages >= {"zh", "en"}


def test_a_clean_turtle_report_conforms(home: Path, official: Shapes) -> None:
    report = validate_files([home / "data/places.ttl"], home, shapes=official)
    graph = Graph().parse(data=report.shacl, format="turtle")
    assert [str(o) for o in graph.objects(None, SH.conforms)] == ["true"]
    assert not list(graph.objects(None, SH.result))


def test_findings_stand_in_the_order_of_the_files(home: Path, official: Shapes, tmp_path: Path) -> None:
    second = UNFINISHED.replace("ex:s ", "ex:t ")
    paths = [written(tmp_path, "b.ttl", UNFINISHED), written(tmp_path, "a.ttl", second)]
    report = validate_files(paths, home, shapes=official)
    documents = [found.place.document for found in report.findings if found.place]
    assert documents == sorted(documents, reverse=True)
    assert set(documents) == {str(path) for path in paths}


def test_a_value_that_two_files_hold_is_shown_at_its_own_focus_node(home: Path, tmp_path: Path) -> None:
    shape = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:t ; sh:property [ sh:path rdf:type ; sh:in ( ex:Other ) ] ."
    )
    facts = "ex:{} a ex:Thing ; ex:note 'x' ."
    paths = [written(tmp_path, f"{name}.ttl", PREFIXES + facts.format(name)) for name in ("s", "t")]
    report = validate_files(paths, home, shapes=own_shapes("@prefix rdf: <" + str(RDF) + "> .\n" + shape))
    [found] = [each for each in report.findings if each.value == "https://example.org/Thing"]
    assert found.place is not None
    assert (found.place.document, found.place.line) == (str(paths[1]), line_of(paths[1], "ex:t a"))


def test_a_home_without_shapes_is_unreadable(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "data", tmp_path / "data")
    with pytest.raises(UnreadableFileError):
        validate_files([home / "data/places.ttl"], tmp_path)


# Places


@pytest.mark.parametrize("path", ["data/checklist.ttl", "data/organizations.ttl", "ontology/care.ttl",
                                  "ontology/schemes.ttl", "shapes/cpsv-ap/cpsv-ap-SHACL.ttl"])  # fmt: skip
def test_reading_with_places_gives_the_same_graph(home: Path, path: str) -> None:
    given = read_file(home / path)
    assert given.places is not None
    assert same_graph(given.graph, read_file(home / path, with_places=False).graph)
    of_collections = {RDF.first, RDF.rest}
    placeless = [t for t in given.graph if given.places.of_triple(t) is None and t[1] not in of_collections]
    assert placeless == []


TRICKY = '''@base <https://example.org/> . @prefix : <#> .
# a comment with : and , and "quotes"
<s> :p "中" , "b"@en ;   # trailing
    :q 12 , +3.50 , 1e6 ,
       true , ( 1 "two" ) , [ :r """long
string""" ; :s <o> ] ;
    a :T .
_:b :p <s> .
PREFIX x: <urn:x:>
x:s x:p 'last' .
'''


@pytest.mark.parametrize(
    ("predicate", "value", "place"),
    [
        pytest.param("p", Literal("中"), (3, 8), id="string"),
        pytest.param("p", Literal("b", lang="en"), (3, 14), id="after-comma"),
        pytest.param("q", Literal("12", datatype=rdflib.XSD.integer), (4, 8), id="integer"),
        pytest.param(
            "q", Literal("+3.50", datatype=rdflib.XSD.decimal, normalize=False), (4, 13), id="decimal"
        ),
        pytest.param("q", Literal("1e6", datatype=rdflib.XSD.double, normalize=False), (4, 21), id="double"),
        pytest.param("q", Literal("true", datatype=rdflib.XSD.boolean), (5, 8), id="boolean"),
        pytest.param("r", Literal("long\nstring"), (5, 34), id="in-blank-node"),
        pytest.param("s", URIRef("https://example.org/o"), (6, 16), id="after-long-string"),
    ],
)
def test_the_place_of_an_object(predicate: str, value: Literal, place: tuple[int, int]) -> None:
    graph, places = read_with_places(TRICKY, "https://example.org/")
    (triple,) = graph.triples((None, URIRef(f"https://example.org/#{predicate}"), value))
    assert places.of_triple(triple) == place


def test_the_place_of_a_subject() -> None:
    graph, places = read_with_places(TRICKY, "https://example.org/")
    assert places.of_subject(URIRef("https://example.org/s")) == (3, 1)
    assert places.of_subject(URIRef("urn:x:s")) == (10, 1)
    (inner,) = graph.subjects(URIRef("https://example.org/#r"))
    assert places.of_subject(inner) == (5, 29)
    (labelled,) = graph.subjects(URIRef("https://example.org/#p"), URIRef("https://example.org/s"))
    assert places.of_subject(labelled) == (8, 1)
