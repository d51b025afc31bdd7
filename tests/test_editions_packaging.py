"""The package of an edition: valid for the validators of its two standards, whole, and the same each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import frictionless
import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rocrate.rocrate import ROCrate

from kg_service.cli import main
from kg_service.editions.export import rows, to_csv
from kg_service.editions.packaging import write_package
from kg_service.editions.packaging.tables import TABLES, Table
from kg_service.errors import UnknownEditionError
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, CARE, CPSV, CV, edition_graph_iri, edition_iri
from kg_service.web import create_app

EDITION = f"{BASE}id/edition/heilongjiang/2024"


@pytest.fixture(scope="module")
def package(store: EmbeddedStore, home: Path) -> bytes:
    return write_package(store, "heilongjiang", "2024", home=home)


@pytest.fixture(scope="module")
def folder(package: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, unpacked."""
    target = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        archive.extractall(target)
    return target


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_edition_gives_the_same_bytes(store: EmbeddedStore, home: Path, package: bytes) -> None:
    assert write_package(store, "heilongjiang", "2024", home=home) == package


def test_frictionless_finds_nothing(folder: Path) -> None:
    report = frictionless.validate(folder / "datapackage.json")
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name for task in report.tasks} >= {each.name for each in TABLES}


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        pytest.param("table.csv", b"1,", b"x,", "type-error", id="type"),
        pytest.param(
            "measures.csv", b"service/1/measure/1", b"service/1/measure/2", "unique-error", id="key"
        ),
        pytest.param("participations.csv", b"health-commission", b"nobody", "foreign-key", id="reference"),
        pytest.param("source/heilongjiang-2024.txt", b"\n", b" ", "hash-count", id="checksum"),
    ],
)
def test_frictionless_would_find_it(
    folder: Path, tmp_path: Path, file: str, old: bytes, new: bytes, error: str
) -> None:
    for path in folder.rglob("*.*"):
        copy = tmp_path / path.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / file).write_bytes((folder / file).read_bytes().replace(old, new, 1))
    report = frictionless.validate(tmp_path / "datapackage.json")
    assert error in {found[0] for found in report.flatten(["type"])}


def test_rocrate_reads_it(folder: Path) -> None:
    crate = ROCrate(folder)
    assert crate.root_dataset["identifier"] == EDITION
    assert crate.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    files = {entity.id for entity in crate.data_entities}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - files == {"ro-crate-metadata.json", "datapackage.json", "SHA256SUMS"}
    assert not files - there


def test_the_crate_says_what_ro_crate_asks_for(folder: Path) -> None:
    """Source: https://www.researchobject.org/ro-crate/specification/1.1/root-data-entity.html"""
    document = json.loads((folder / "ro-crate-metadata.json").read_bytes())
    by_id = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(by_id) == len(document["@graph"])
    assert by_id["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert by_id["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert {"name", "description", "datePublished", "license"} <= set(by_id["./"])
    values = [v if isinstance(v, list) else [v] for entity in by_id.values() for v in entity.values()]
    pointed = {one["@id"] for all_ in values for one in all_ if isinstance(one, dict)}
    assert pointed - set(by_id) == {"https://w3id.org/ro/crate/1.1"}


def test_checksums_are_right_and_of_everything(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: sum_ for sum_, name in (line.split("  ") for line in lines)}
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert sums == {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in sums}
    crate = json.loads((folder / "ro-crate-metadata.json").read_bytes())["@graph"]
    stated = {each["@id"]: each["sha256"] for each in crate if "sha256" in each}
    assert stated == {name: sums[name] for name in stated}
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder).returncode == 0


# What is in it


def test_the_table_and_the_document_are_as_they_are(folder: Path, store: EmbeddedStore, home: Path) -> None:
    printed = to_csv(rows(store, "heilongjiang", "2024", home=home))
    assert (folder / "table.csv").read_bytes() == printed.encode()
    received = home / "data" / "sources" / "heilongjiang-2024.txt"
    assert (folder / "source" / received.name).read_bytes() == received.read_bytes()


def test_the_graph_is_the_edition(folder: Path, store: EmbeddedStore) -> None:
    graph = edition_graph_iri(edition_iri("heilongjiang", "2024"))
    rows_ = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graphs=(graph,)).rows()
    assert len(Graph().parse(folder / "edition.ttl")) == int(str(next(rows_)[0]))


def test_the_tables_say_what_the_graph_says(folder: Path) -> None:
    graph = Graph().parse(folder / "edition.ttl")
    measures = {(str(s), str(o)) for s, o in graph.subject_objects(CPSV.produces)}
    assert {(row["service"], row["measure"]) for row in table(folder, "measures")} == measures
    bodies = {(str(s), str(o)) for s, o in graph.subject_objects(CV.hasCompetentAuthority)}
    assert {(row["service"], row["body"]) for row in table(folder, "participations")} == bodies
    whole = {(str(s), str(o)) for s, o in graph.subject_objects(CV.holdsRequirement)}
    conditions = {(row["service"], row["condition"]) for row in table(folder, "conditions")}
    assert whole <= conditions
    assert {str(o) for o in graph.objects(None, CARE.conditionedOn)} <= {c for _, c in conditions}
    commitments = {(str(s), str(o)) for s, o in graph.subject_objects(CARE.commitment)}
    facts = table(folder, "facts")
    assert {(f["subject"], f["term"]) for f in facts if f["property"] == "commitment"} == commitments
    assert all(row["label_zh"] and row["label_en"] for row in table(folder, "terms"))


@pytest.mark.parametrize("each", [each for each in TABLES if each.is_asked], ids=lambda each: each.name)
def test_columns_are_those_of_the_query(each: Table, home: Path) -> None:
    text = (home / "queries" / "packages" / f"{each.name}.rq").read_text(encoding="utf-8")
    returns = next(line for line in text.splitlines() if line.startswith("#+ returns: "))
    assert returns.split()[2:] == [column.name for column in each.columns]


# Where it is had


def test_it_is_exported(package: bytes, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "2024.zip"
    assert main(["export", "heilongjiang/2024", "-o", str(target), "--home", str(home)]) == 0
    assert target.read_bytes() == package


def test_it_is_served(store: EmbeddedStore, settings: Settings, catalogue: Catalogue, package: bytes) -> None:
    client: FlaskClient = create_app(store, settings, catalogue).test_client()
    path = "/id/edition/heilongjiang/2024/package.zip"
    response = client.get(path)
    assert (response.status_code, response.mimetype, response.data) == (200, "application/zip", package)
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client.get("/id/edition/heilongjiang/1999/package.zip").status_code == 404
    page = client.get("/id/edition/heilongjiang/2024", headers={"Accept": "text/html"}).text
    assert f'href="{path}"' in page


def test_an_edition_that_is_not_there(store: EmbeddedStore, home: Path) -> None:
    with pytest.raises(UnknownEditionError):
        write_package(store, "heilongjiang", "1999", home=home)
