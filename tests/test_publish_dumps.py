"""Dumps: the whole dataset and each graph of it, to the byte the same each time, whatever the size."""

import gzip
import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg_service.formats import NQUADS, NTRIPLES, TRIG, TURTLE
from kg_service.publish import lines, take_snapshot
from kg_service.publish.dumps import DumpFolder, read_dumps, write_dumps
from kg_service.publish.lines import graph_of, split_by_graph
from kg_service.publish.names import stem_of
from kg_service.vocabulary import edition_graph_iri, edition_iri, graph_iri

EDITION = edition_graph_iri(edition_iri("heilongjiang", "2024"))


@pytest.fixture(scope="module")
def nquads(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "dataset.nq"
    path.write_bytes(take_snapshot(home).nquads)
    return path


@pytest.fixture(scope="module")
def dumps(nquads: Path) -> DumpFolder:
    return write_dumps(nquads, nquads.parent / "dumps")


def quads(path: Path) -> set[ox.Quad]:
    return set(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


# What there is


def test_every_graph_is_there_as_ntriples_and_turtle(dumps: DumpFolder, store) -> None:
    for graph in (None, *store.graphs()):
        assert {d.format for d in dumps.dumps if d.graph == graph and not d.whole} == {NTRIPLES, TURTLE}
    assert {(d.name, d.format) for d in dumps.dumps if d.whole} == {
        ("dataset.nq", NQUADS),
        ("dataset.nq.gz", NQUADS),
        ("dataset.trig", TRIG),
    }


def test_sizes_and_checksums_are_those_of_the_files(dumps: DumpFolder) -> None:
    found = {path for path in dumps.folder.rglob("*") if path.is_file()}
    assert found == {dumps.path(dump) for dump in dumps.dumps}
    for dump in dumps.dumps:
        content = dumps.path(dump).read_bytes()
        assert dump.size_bytes == len(content) > 0
        assert dump.sha256 == hashlib.sha256(content).hexdigest()


def test_the_whole_dataset_is_the_same_in_every_file(dumps: DumpFolder, nquads: Path) -> None:
    everything = nquads.read_bytes()
    assert (dumps.folder / "dataset.nq").read_bytes() == everything
    assert gzip.decompress((dumps.folder / "dataset.nq.gz").read_bytes()) == everything
    assert set(ox.parse(path=dumps.folder / "dataset.trig", format=ox.RdfFormat.TRIG)) == quads(nquads)


def test_a_graph_is_the_same_in_every_file(dumps: DumpFolder, nquads: Path) -> None:
    everything = quads(nquads)
    for graph in {dump.graph for dump in dumps.dumps}:
        name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        expected = {quad.triple for quad in everything if quad.graph_name == name}
        for format, syntax in ((NTRIPLES, ox.RdfFormat.N_TRIPLES), (TURTLE, ox.RdfFormat.TURTLE)):
            dump = dumps.of(graph, format)
            assert dump is not None
            found = {quad.triple for quad in ox.parse(path=dumps.path(dump), format=syntax)}
            assert found == expected, dump.name


def test_a_small_graph_is_written_for_people(dumps: DumpFolder) -> None:
    turtle = (dumps.folder / "graphs" / "edition" / "heilongjiang" / "2024.ttl").read_text(encoding="utf-8")
    assert "@prefix cpsv: <http://purl.org/vocab/cpsv#> ." in turtle
    assert turtle.index("/service/2>") < turtle.index("/service/10>")


# The same each time


def test_the_same_dataset_gives_the_same_bytes(dumps: DumpFolder, nquads: Path, tmp_path: Path) -> None:
    assert write_dumps(nquads, tmp_path / "again").dumps == dumps.dumps


def test_what_was_there_before_is_overwritten(dumps: DumpFolder, nquads: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert write_dumps(nquads, tmp_path / "twice").dumps == dumps.dumps


def test_more_lines_than_are_held_at_once(
    dumps: DumpFolder, nquads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_HELD_BYTES", 1_000)
    assert write_dumps(nquads, tmp_path / "parts").dumps == dumps.dumps


def test_records_survive_a_manifest(dumps: DumpFolder) -> None:
    written = json.loads(json.dumps([dump.record() for dump in dumps.dumps]))
    assert read_dumps(dumps.folder, written) == dumps


# Finding them


def test_dumps_are_found_by_name_and_by_graph(dumps: DumpFolder) -> None:
    dump = dumps.of(EDITION, TURTLE)
    assert dump is not None
    assert dump.name == "graphs/edition/heilongjiang/2024.ttl"
    assert dumps.named(dump.name) is dump
    default = dumps.of(None, NTRIPLES)
    assert default is not None
    assert default.name == "default.nt"
    assert dumps.named("nosuch.nt") is None
    assert dumps.of(EDITION, NQUADS) is None
    assert dumps.of("https://example.org/", TURTLE) is None


@pytest.mark.parametrize(
    ("graph", "stem"),
    [
        pytest.param(graph_iri("schemes"), "graphs/schemes", id="reference"),
        pytest.param(EDITION, "graphs/edition/heilongjiang/2024", id="edition"),
        pytest.param(graph_iri("edition/x/2024.1"), "graphs/edition/x/2024.1", id="dot-in-a-version"),
    ],
)
def test_a_file_is_called_as_its_graph(graph: str, stem: str) -> None:
    assert stem_of(graph) == stem


@pytest.mark.parametrize(
    "graph",
    [
        "https://example.org/g",
        graph_iri("../../etc/passwd"),
        graph_iri("a/../b"),
        graph_iri(".hidden"),
        graph_iri("a//b"),
        graph_iri("/a"),
        graph_iri("教育"),
        graph_iri("a b"),
    ],
)
def test_a_graph_of_another_name_gets_a_harmless_one(graph: str) -> None:
    folder, _, name = stem_of(graph).rpartition("/")
    assert folder == "graphs/by-hash"
    assert name.isalnum()


# Lines without a parser

A, P, G = "<https://example.org/a>", "<https://example.org/p>", "<https://example.org/g>"
OBJECTS = {
    "iri": A,
    "blank": "_:b1",
    "string": '"text"',
    "language": '"文字"@zh',
    "direction": '"text"@ar--rtl',
    "datatype": '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "graph-in-a-string": f'"ends like a graph {A}"',
    "graph-in-a-typed-string": f'"ends like a graph {A}"^^<https://example.org/d>',
    "quotation-mark": f'"\\" {A}"@en',
    "full-stop": '"stops ."',
    "empty": '""',
    "triple-term": f"<<( {A} {P} {A} )>>",
    "triple-term-with-a-literal": f'<<( {A} {P} "x" )>>',
}


@pytest.mark.parametrize("object_", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("end", ["", "\n"])
def test_the_graph_of_a_line(object_: str, end: str) -> None:
    triple = f"{A} {P} {object_} ."
    in_graph = f"{A} {P} {object_} {G} ."
    assert graph_of((triple + end).encode()) == (triple.encode(), None)
    assert graph_of((in_graph + end).encode()) == (triple.encode(), G[1:-1].encode())


def test_an_empty_dataset_has_a_default_graph(tmp_path: Path) -> None:
    (tmp_path / "dataset.nq").write_bytes(b"")
    assert split_by_graph(tmp_path / "dataset.nq", lambda graph: tmp_path / "default.nt") == [None]
    assert write_dumps(tmp_path / "dataset.nq", tmp_path / "dumps").of(None, TURTLE) is not None
