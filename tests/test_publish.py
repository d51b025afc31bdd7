"""From files to a dataset: which graph each file becomes, the default graph, the description, bad files."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from long_run import part
from rdflib import BNode, Graph
from rdflib.compare import isomorphic

from kg_service.errors import DatasetProblemError, SyntaxProblemError, UnreadableFileError
from kg_service.model import Iri, Literal
from kg_service.publish import assemble, build_store, load_graphs
from kg_service.settings import Settings
from kg_service.vocabulary import BASE, PREFIX_HEADER, edition_graph_iri, edition_iri, graph_iri

HEAD = "".join(
    f"@prefix {line.removeprefix('PREFIX ')} .\n"
    for line in PREFIX_HEADER.splitlines()
    if line.startswith("PREFIX")
)
EDITION = """
<https://w3id.org/care-checklist/id/edition/{series}/{version}>
    a care:ChecklistEdition , dcat:Dataset ;
    dct:title "{series} {version}"@zh , "{series} {version}"@en ;
    dcat:version "{version}" ;
    {previous}
    dcat:isVersionOf <https://w3id.org/care-checklist/id/series/{series}> .
<https://w3id.org/care-checklist/id/edition/{series}/{version}/service/1> a cpsv:PublicService ;
    dct:isPartOf <https://w3id.org/care-checklist/id/edition/{series}/{version}> .
"""


def edition(series: str, version: str, previous: str | None = None) -> str:
    """Turtle of an edition with one service."""
    link = f"dcat:previousVersion <{edition_iri(series, previous)}> ;" if previous else ""
    return HEAD + EDITION.format(series=series, version=version, previous=link)


def write_home(home: Path, **editions: str) -> Path:
    """A small home that makes a dataset."""
    files = {
        "ontology/care.ttl": "<https://w3id.org/care-checklist/ontology> a owl:Ontology .",
        "ontology/schemes.ttl": "scheme:goals a skos:ConceptScheme .",
        "ontology/alignments.ttl": "scheme:goals skos:exactMatch <https://example.org/goals> .",
        "shapes/one.ttl": "shape:One sh:property [ sh:path dct:title ] , _:b . _:b sh:path 1 .",
        "shapes/two.ttl": "shape:Two sh:property [ sh:path dct:title ] , _:b . _:b sh:path 2 .",
        "data/organizations.ttl": f"<{BASE}id/body/x/civil> a cv:PublicOrganisation .",
        "data/places.ttl": "<https://w3id.org/care-checklist/id/place/x> a dct:Location .",
        "data/services.ttl": "<https://w3id.org/care-checklist/id/series/x> a dcat:DatasetSeries .",
        "data/legal.ttl": "<https://w3id.org/care-checklist/id/norm/x> a eli:LegalResource .",
    }
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(HEAD + text + "\n", encoding="utf-8")
    (home / "queries").mkdir()
    for name, text in (editions or {"checklist": edition("x", "2024")}).items():
        (home / "data" / f"{name}.ttl").write_text(text, encoding="utf-8")
    return home


def count(store, class_: str, **graphs) -> int:
    (row,) = store.query(
        f"{PREFIX_HEADER} SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {class_} }}", **graphs
    ).rows()
    return int(row[0].value)


# Which file becomes which graph


def test_each_file_has_its_graph(tmp_path):
    graphs = {graph.iri: graph for graph in load_graphs(write_home(tmp_path))}
    names = ["ontology", "schemes", "alignments", "shapes", "organizations", "places", "services", "legal"]
    assert set(graphs) == {*map(graph_iri, names), edition_graph_iri(edition_iri("x", "2024"))}
    assert [path.name for path in graphs[graph_iri("shapes")].documents] == ["one.ttl", "two.ttl"]
    assert all(graph.title.zh != graph.title.en and graph.size > 0 for graph in graphs.values())


def test_an_edition_is_known_by_what_it_says_not_by_its_file(tmp_path):
    home = write_home(tmp_path, draft=edition("x", "2024"), zhejiang=edition("y", "1"))
    (home / "data" / "editions").mkdir()
    (home / "data" / "editions" / "old.ttl").write_text(edition("y", "0"), encoding="utf-8")
    (home / "data" / "zhejiang.ttl").write_text(edition("y", "1", previous="0"), encoding="utf-8")
    found = [graph.edition for graph in load_graphs(home) if graph.role == "edition"]
    assert found == [edition_iri("x", "2024"), edition_iri("y", "0"), edition_iri("y", "1")]


def test_a_graph_holds_what_its_file_says(home):
    """rdflib is the second opinion; its slow comparison of blank nodes is used where there are any."""
    # Links are not of Turtle: tests/test_linking.py
    for graph in part([g for g in load_graphs(home) if g.role not in ("links", "mappings")], 2):
        expected = Graph()
        for path in graph.documents:
            expected += Graph().parse(path, format="turtle")
        found = Graph().parse(data=graph.ntriples, format="nt")
        named = not any(isinstance(term, BNode) for triple in expected for term in triple)
        assert set(found) == set(expected) if named else isomorphic(found, expected), graph.iri


def test_blank_nodes_of_two_files_stay_apart(tmp_path):
    store = build_store(Settings(write_home(tmp_path)))
    query = f"{PREFIX_HEADER} SELECT ?p {{ shape:One sh:property/sh:path ?p }}"
    rows = store.query(query, default_graphs=[graph_iri("shapes")]).rows()
    assert sorted(str(term) for row in rows for term in row) == [
        "1",
        "http://purl.org/dc/terms/title",
    ]


# What is in the default graph


def test_the_default_graph_is_the_current_edition_with_the_reference_data(tmp_path):
    store = build_store(Settings(write_home(tmp_path)))
    classes = {
        "cpsv:PublicService": 1,
        "cv:PublicOrganisation": 1,
        "dct:Location": 1,
        "eli:LegalResource": 1,
        "dcat:DatasetSeries": 1,
        "skos:ConceptScheme": 1,
        "owl:Ontology": 1,
        "void:Dataset": 0,
    }
    assert {class_: count(store, class_) for class_ in classes} == classes
    assert store.query(f"{PREFIX_HEADER} ASK {{ ?s skos:exactMatch|sh:property ?o }}").boolean is False


def test_a_superseded_edition_is_a_named_graph_only(tmp_path):
    home = write_home(
        tmp_path, a=edition("x", "2024"), b=edition("x", "2025", previous="2024"), c=edition("y", "1")
    )
    store = build_store(Settings(home))
    rows = store.query(f"{PREFIX_HEADER} SELECT ?e {{ ?e a care:ChecklistEdition }}").rows()
    assert {str(row[0]) for row in rows} == {edition_iri("x", "2025"), edition_iri("y", "1")}
    assert count(store, "cpsv:PublicService") == 2
    old = edition_graph_iri(edition_iri("x", "2024"))
    assert old in store.graphs()
    assert count(store, "cpsv:PublicService", default_graphs=[old]) == 1


def test_a_later_edition_of_the_real_list_takes_its_place(home, tmp_path):
    """A synthetic 2025 edition, as if nothing but the year had changed."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(home / folder, tmp_path / folder)
    text = (home / "data" / "checklist.ttl").read_text(encoding="utf-8")
    later = text.replace("edition/heilongjiang/2024", "edition/heilongjiang/2025").replace(
        'dcat:version "2024"',
        f'dcat:version "2025" ; dcat:previousVersion <{edition_iri("heilongjiang", "2024")}>',
    )
    assert later.count("dcat:previousVersion") == 1
    (tmp_path / "data" / "checklist-2025.ttl").write_text(later, encoding="utf-8")
    store = build_store(Settings(tmp_path))
    assert count(store, "cpsv:PublicService") == 23
    rows = store.query(f"{PREFIX_HEADER} SELECT ?s {{ ?s a cpsv:PublicService }}").rows()
    assert all("/heilongjiang/2025/" in str(row[0]) for row in rows)
    old = edition_graph_iri(edition_iri("heilongjiang", "2024"))
    assert count(store, "cpsv:PublicService", default_graphs=[old]) == 23
    assert count(store, "cpsv:PublicService", default_graphs=store.graphs()) == 46


@pytest.mark.parametrize(
    ("class_", "number"),
    [
        ("cpsv:PublicService", 23),
        ("care:ServiceMeasure", 56),
        ("cv:Participation", 43),
        ("cv:PublicOrganisation", 14),
        ("care:BeneficiaryGroup", 13),
        ("care:ChecklistEdition", 1),
    ],
)
def test_the_real_default_graph(store, class_, number):
    assert count(store, class_) == number


# What the dataset says of itself


def test_the_description_counts_right(store):
    dataset = [graph_iri("dataset")]
    query = f"{PREFIX_HEADER} SELECT ?g ?n {{ ?d sd:namedGraph ?g . ?g void:triples ?n ; a sd:NamedGraph }}"
    said = {str(g): int(str(n)) for g, n in store.query(query, default_graphs=dataset).rows()}
    counted = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows()
    assert said == {str(g): int(str(n)) for g, n in counted}
    assert set(said) == set(store.graphs())
    ((all_,),) = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
    default = f"{PREFIX_HEADER} SELECT ?n {{ ?d sd:defaultGraph/void:triples ?n }}"
    assert list(store.query(default, default_graphs=dataset).rows()) == [(all_,)]


@pytest.mark.parametrize(
    "pattern",
    [
        "a void:Dataset , dcat:Catalog",
        "dct:license <https://creativecommons.org/licenses/by/4.0/>",
        f"dcat:dataset <{edition_iri('heilongjiang', '2024')}>",
        f"dct:publisher <{BASE}id/agent/care-checklist>",
        "dct:title ?zh , ?en FILTER(LANG(?zh) = 'zh' && LANG(?en) = 'en')",
        "sd:defaultGraph/dct:hasPart ?part . ?part foaf:primaryTopic ?edition . ?edition ?p ?o",
    ],
)
def test_the_description_says(store, pattern):
    query = f"{PREFIX_HEADER} ASK {{ <{BASE}id/dataset> {pattern} }}"
    graphs = [graph_iri("dataset"), edition_graph_iri(edition_iri("heilongjiang", "2024"))]
    assert store.query(query, default_graphs=graphs).boolean is True


def test_every_graph_has_a_title_in_both_languages(store):
    query = f"{PREFIX_HEADER} SELECT ?g (COUNT(?t) AS ?n) {{ ?g a sd:NamedGraph ; dct:title ?t }} GROUP BY ?g"
    rows = list(store.query(query, default_graphs=[graph_iri("dataset")]).rows())
    assert len(rows) == len(store.graphs())
    assert {row[1] for row in rows} == {Literal("2", "http://www.w3.org/2001/XMLSchema#integer")}


# The identity of a snapshot


def test_the_snapshot_does_not_depend_on_the_order_of_graphs(home):
    graphs = load_graphs(home)
    shuffled = random.Random(7).sample(graphs, len(graphs))
    assert shuffled != graphs
    assert assemble(shuffled) == assemble(graphs)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_snapshot_is_the_same_in_every_process(home, store, seed):
    program = (
        "import sys; from pathlib import Path; from kg_service.publish import build_store; "
        "from kg_service.settings import Settings; print(build_store(Settings(Path(sys.argv[1]))).snapshot)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(home)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == store.snapshot
    assert len(store.snapshot) == 64


def test_the_snapshot_follows_the_content_only(tmp_path):
    home = write_home(tmp_path)
    before = build_store(Settings(home)).snapshot
    path = home / "data" / "places.ttl"
    path.write_text(path.read_text() + "\n# a comment\n")
    assert build_store(Settings(home)).snapshot == before
    path.write_text(path.read_text() + '<https://w3id.org/care-checklist/id/place/x> dct:title "x"@zh .\n')
    assert build_store(Settings(home)).snapshot != before


# Bad files


@pytest.mark.parametrize(
    "name",
    [
        "ontology/care.ttl",
        "ontology/schemes.ttl",
        "ontology/alignments.ttl",
        "data/organizations.ttl",
        "data/places.ttl",
        "data/services.ttl",
        "data/legal.ttl",
        "data",
        "shapes",
    ],
)
def test_a_missing_file_is_named(tmp_path, name):
    path = write_home(tmp_path) / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(UnreadableFileError) as raised:
        build_store(Settings(tmp_path))
    assert raised.value.path == str(path)


def test_a_folder_without_files_is_named(tmp_path):
    home = write_home(tmp_path)
    for path in (home / "shapes").iterdir():
        path.unlink()
    with pytest.raises(UnreadableFileError, match="shapes"):
        load_graphs(home)


def test_a_folder_in_place_of_a_file(tmp_path):
    home = write_home(tmp_path)
    (home / "ontology" / "care.ttl").unlink()
    (home / "ontology" / "care.ttl").mkdir()
    with pytest.raises(UnreadableFileError, match=r"care\.ttl"):
        load_graphs(home)


A, P = "<https://example.org/a>", "<https://example.org/p>"
# The place of each mistake is marked by ¦.
MISTAKES = {
    "no-full-stop": (f"{A} {P} 1\n¦{A} {P} 2 .", "Expected “.”, “;” or “,”"),
    "no-object": (f"{A} {P} ¦.", "Expected an object"),
    "no-predicate": (f"{A} ¦. ", "Expected a predicate"),
    "literal-as-subject": (f'¦"a" {P} 1 .', "Expected a subject"),
    "undeclared-prefix": (
        f"{A} ¦foaf:name 1 .",
        "Begin the file with: @prefix foaf: <http://xmlns.com/foaf/0.1/> .",
    ),
    "unknown-prefix": (f"{A} ¦nosuch:name 1 .", "The prefix “nosuch:” is not declared."),
    "relative-iri": (f"¦<a> {P} 1 .", "Expected a whole IRI"),
    "space-in-an-iri": (f"{A} ¦<https://example.org/a b> 1 .", "holds a character that is not allowed"),
    "open-string": (f'{A} {P} ¦"abc .', "The string that begins here is not closed"),
    "string-over-lines": (f'{A} {P} "abc¦\ndef" .', "three quotation marks"),
    "open-bracket": (f"{A} {P} [ {P} 1 ¦.", "Expected “]”"),
    "open-list": (f"{A} {P} ( 1 2 ¦.", "Expected an object"),
    "no-end": (f"{A} {P} 1 ;¦", "The file ends too early"),
    "language-tag": (f'{A} {P} "x"@¦1 .', "Expected a language tag"),
    "full-width-comma": (f'{A} {P} "教育"@zh ¦，"x"@en .', "This is a full-width “，”; type “,”."),
    "full-width-stop": (f'{A} {P} "教育"@zh ¦。', "This is a full-width “。”; type “.”."),
    "escape": (f'{A} {P} "a¦\\q" .', "Not a known escape"),
    "prefix-without-colon": ("@prefix ¦x <https://example.org/> .", "Expected a prefix that ends in “:”"),
}


@pytest.mark.parametrize(("marked", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_file_that_does_not_parse(tmp_path, marked, expected):
    before, _, after = marked.partition("¦")
    path = write_home(tmp_path) / "data" / "places.ttl"
    path.write_text(before + after, encoding="utf-8")
    with pytest.raises(SyntaxProblemError) as raised:
        build_store(Settings(tmp_path))
    error = raised.value
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert (error.document, error.line, error.column) == ("data/places.ttl", line, column)
    assert expected in error.expected.en
    assert error.expected.zh != error.expected.en


def test_a_file_that_is_not_utf8(tmp_path):
    path = write_home(tmp_path) / "data" / "places.ttl"
    path.write_bytes(f'{A} {P} "省民政厅"@zh .'.encode("gb18030"))
    with pytest.raises(SyntaxProblemError) as raised:
        load_graphs(tmp_path)
    assert "save it as UTF-8" in raised.value.expected.en


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = write_home(tmp_path) / "data" / "places.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_graphs(tmp_path)


@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        pytest.param({"a": edition("x", "1"), "b": edition("x", "2")}, "has 2", id="two-current"),
        pytest.param({"a": edition("x", "1", "2"), "b": edition("x", "2", "1")}, "has 0", id="none-current"),
        pytest.param(
            {"a": edition("x", "1") + edition("x", "2", "1")}, "one edition only", id="two-in-one-file"
        ),
        pytest.param(
            {"a": edition("x", "1"), "b": edition("x", "1")}, "both would become", id="in-two-files"
        ),
        pytest.param(
            {"a": edition("x", "1").replace("dcat:isVersionOf", "dct:relation")},
            "names no series",
            id="no-series",
        ),
        pytest.param(
            {"a": edition("x", "1").replace("id/edition", "id/list")}, "begins with", id="another-iri"
        ),
    ],
)
def test_files_that_make_no_dataset(tmp_path, editions, expected):
    with pytest.raises(DatasetProblemError, match=expected) as raised:
        build_store(Settings(write_home(tmp_path, **editions)))
    assert "a.ttl" in raised.value.document


def test_a_store_is_made_of_the_home_it_is_given(tmp_path):
    store = build_store(Settings(write_home(tmp_path)))
    assert store.query("ASK { ?s ?p ?o }", bindings={"s": Iri(f"{BASE}id/place/x")}).boolean is True
    assert (
        store.query("ASK { ?s ?p ?o }", bindings={"s": Iri(f"{BASE}id/place/heilongjiang")}).boolean is False
    )
