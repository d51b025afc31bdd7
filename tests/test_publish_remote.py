"""Publishing into engines of other makers: whole or not at all, and the same pages as from our own."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import urllib3
from engines import engine, free_port, running
from flask.testing import FlaskClient
from long_run import part
from publications import call_place, draft, small_home

from kg_service.cli import main
from kg_service.errors import (
    DatasetProblemError,
    EditionChangedError,
    EditionMissingError,
    KgServiceError,
    PublishBusyError,
    RemoteFailedError,
)
from kg_service.publish import take_snapshot
from kg_service.publish.parts import parts_of
from kg_service.publish.publishing import Order
from kg_service.publish.remote import publish_remote
from kg_service.publish.remote_publishing import publish_to_engine
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.store.control import STAGING
from kg_service.store.endpoint import Endpoints
from kg_service.store.remote import RemoteStore
from kg_service.web.app import create_app

X = "https://example.org/"
WHAT_IS_THERE = f"""
SELECT DISTINCT ?version ?where {{
  {{ ?s <{X}version> ?version BIND("default" AS ?where) }}
  UNION {{ GRAPH ?g {{ ?s <{X}version> ?version }} BIND(STR(?g) AS ?where) }}
}}
"""


ENGINES = ["fuseki", "oxigraph", "oxigraph-union"]
TWICE = pytest.mark.parametrize("target", part(ENGINES, 2), indirect=True, scope="module")
"""Of the two that are called oxigraph, one is enough for what takes long; all in the long run."""


@pytest.fixture(scope="module", params=ENGINES)
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store sees at once what was published."""
    monkeypatch.setattr("kg_service.store.remote.REFRESH_SECONDS", 0)


def dataset(folder: Path, version: int, *, graphs: int = 3, size: int = 500) -> Path:
    """A file of quads, each of which tells its version, in the default graph and some named graphs."""
    lines = [
        f'<{X}s{number}> <{X}version> "{version}" {graph}.'
        for number in range(size)
        for graph in ("", *(f"<{X}g{version}/{name}> " for name in range(graphs)), f"<{X}always> ")
    ]
    path = folder / f"{version}.nq"
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    return path


def put(target: str, path: Path, said: list[str] | None = None) -> str:
    told = said if said is not None else []
    return publish_remote(path, "0" * 64, Endpoints.of(target), lambda text: told.append(text.en))


def seen(store: RemoteStore) -> tuple[set[str], set[str]]:
    """Versions and places in one answer."""
    rows = list(store.query(WHAT_IS_THERE).rows())
    return {str(version) for version, _ in rows}, {str(place) for _, place in rows}


def places(version: int) -> set[str]:
    return {"default", f"{X}always", *(f"{X}g{version}/{number}" for number in range(3))}


def test_a_reader_sees_the_old_dataset_or_the_new_one(target: str, tmp_path: Path) -> None:
    files = [dataset(tmp_path, version) for version in range(4)]
    store = RemoteStore(Endpoints.of(target))
    put(target, files[0])
    done, found, failed = threading.Event(), [], []

    def read() -> None:
        while not done.is_set():
            try:
                found.append(seen(store))
            except KgServiceError as error:
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for file in files[1:]:
            put(target, file)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert all(len(versions) == 1 for versions, _ in found)
    # A request names the graphs that it knows of: those of the dataset before, where the two cross.
    assert all({"default", f"{X}always"} <= where <= places(int(min(versions))) for versions, where in found)
    assert seen(store) == ({"3"}, places(3))
    assert len({min(versions) for versions, _ in found}) > 1


def test_the_engine_s_own_default_graph_is_filled_where_it_has_one(target: str, tmp_path: Path) -> None:
    put(target, dataset(tmp_path, 1, size=3))
    put(target, dataset(tmp_path, 2, size=3))
    store = RemoteStore(Endpoints.of(target))
    assert {str(version) for (version,) in store.ask(f"SELECT ?v {{ ?s <{X}version> ?v }}")} == {"2"}


def test_what_is_gone_is_removed(target: str, tmp_path: Path) -> None:
    put(target, dataset(tmp_path, 1, size=3))
    put(target, dataset(tmp_path, 2, size=3))
    store = RemoteStore(Endpoints.of(target))
    assert store.graphs() == tuple(sorted(places(2) - {"default"}))
    assert not [graph for graph in store.all_graphs() if graph.startswith((STAGING, f"{X}g1"))]


def test_each_publication_has_a_name_of_its_own(target: str, tmp_path: Path) -> None:
    """So that an answer that was kept under the first name is not taken for one of the third."""
    path, said = dataset(tmp_path, 1, size=3), list[str]()
    store = RemoteStore(Endpoints.of(target))
    names = []
    for _ in range(2):
        names.append(put(target, path, said))
        assert store.snapshot == names[-1]
    assert names[0] != names[1]
    assert f"Uploading 1 of 4: {X}always, 3 triples" in said


def test_a_failing_upload_leaves_the_old_dataset(target: str, tmp_path: Path) -> None:
    published = put(target, dataset(tmp_path, 1, size=3))
    broken = dataset(tmp_path, 2, size=3)
    content = broken.read_text(encoding="utf-8")
    broken.write_text(content.replace(f'"2" <{X}g2/1>', f'"2 <{X}g2/1>'), encoding="utf-8")
    with pytest.raises(RemoteFailedError, match="400"):
        put(target, broken)
    store = RemoteStore(Endpoints.of(target))
    assert (store.snapshot, seen(store)) == (published, ({"1"}, places(1)))
    assert not [graph for graph in store.all_graphs() if graph.startswith(STAGING)]


def test_a_failing_switch_leaves_the_old_dataset(target: str, tmp_path: Path) -> None:
    published = put(target, dataset(tmp_path, 1, size=3))
    endpoints = Endpoints.of(target)
    deaf = replace(endpoints, update=endpoints.update.rpartition("/")[0] + "/nothing-here")
    store = RemoteStore(endpoints)
    with pytest.raises(RemoteFailedError):
        publish_remote(dataset(tmp_path, 2, size=3), "0" * 64, deaf, lambda _: None)
    # What it uploaded could not be removed by the same way; no reader sees it, and the next one removes it.
    assert [graph for graph in store.all_graphs() if graph.startswith(STAGING)]
    assert (store.snapshot, seen(store)) == (published, ({"1"}, places(1)))
    put(target, dataset(tmp_path, 3, size=3))
    assert seen(store) == ({"3"}, places(3))
    assert not [graph for graph in store.all_graphs() if graph.startswith(STAGING)]


def test_a_graph_that_arrives_in_part_is_not_published(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = put(target, dataset(tmp_path, 1, size=3))

    def one_more(nquads: Path, folder: Path) -> list[object]:
        return [replace(part, size=part.size + 1) for part in parts_of(nquads, folder)]

    monkeypatch.setattr("kg_service.publish.remote.parts_of", one_more)
    with pytest.raises(RemoteFailedError, match="of a graph of 4 triples it says that there are 3"):
        put(target, dataset(tmp_path, 2, size=3))
    assert RemoteStore(Endpoints.of(target)).snapshot == published


# The parts of a dataset


def parts(folder: Path, *lines: str) -> dict[str, tuple[str, bool]]:
    path = folder / "dataset.nq"
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    (folder / "parts").mkdir()
    found = parts_of(path, folder / "parts")
    assert all(len(part.path.read_text().splitlines()) == part.size for part in found)
    return {part.graph or "": (part.path.read_text(), part.is_in_default) for part in found}


def test_the_default_graph_is_put_together_from_the_named_ones(tmp_path: Path) -> None:
    assert parts(
        tmp_path,
        "_:n <x:p> <x:o> .",
        "_:n <x:p> <x:o> <x:whole> .",
        "<x:s> <x:p> <x:o> .",
        "<x:s> <x:p> <x:o> <x:partly> .",
        "<x:s> <x:p> <x:other> <x:partly> .",
        '<x:s> <x:p> "_:n <x:not> ." .',
    ) == {
        "x:whole": ("_:n <x:p> <x:o> .\n", True),
        "x:partly": ("<x:s> <x:p> <x:o> .\n<x:s> <x:p> <x:other> .\n", False),
        "": ('<x:s> <x:p> "_:n <x:not> ." .\n<x:s> <x:p> <x:o> .\n', True),
    }


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("_:n <x:p> <x:o> <x:a> .", "_:n <x:p> <x:o> <x:b> ."), id="two-graphs"),
        pytest.param(("<x:s> <x:p> _:n .", "_:n <x:p> <x:o> <x:b> ."), id="default-and-a-graph"),
        pytest.param(("<x:s> <x:p> <<( _:n <x:p> <x:o> )>> .", "_:n <x:p> <x:o> <x:b> ."), id="triple-term"),
    ],
)
def test_a_blank_node_that_would_become_two_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    with pytest.raises(DatasetProblemError, match="_:n"):
        parts(tmp_path, *lines)


# The real dataset

ADDRESSES = (
    "/",
    "/queries/services-of-body?body=省教育厅",
    "/queries/services-of-body?body=省教育厅&format=csv",
    "/queries/services-of-body?body=省教育厅&format=json",
    "/id/edition/heilongjiang/2024",
    "/id/edition/heilongjiang/2024/service/3",
    "/id/edition/heilongjiang/2024/service/3.ttl",
    "/id/edition/heilongjiang/2024/table.csv",
    "/id/graph/shapes",
    "/sparql?query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }&format=csv",
    "/sparql?query=SELECT ?x { ?x a <http://purl.org/vocab/cpsv%23PublicService> } ORDER BY ?x&format=html",
    "/sparql?query=SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g&format=csv",
    "/sparql?query=SELECT {",
    "/sparql?query=ASK {}&default-graph-uri=https://example.org/none",
)


def body(client: FlaskClient, address: str) -> tuple[int, str, object]:
    response = client.get(address, headers={"Accept": "text/html"})
    # An engine's JSON goes through as it is; its white space is its own.
    content = response.json if response.is_json else response.get_data(as_text=True)
    return response.status_code, response.content_type, content


@TWICE
def test_the_same_pages_as_from_the_embedded_engine(
    target: str,
    store: EmbeddedStore,
    settings: Settings,
    catalogue: Catalogue,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg_service.store.remote.REFRESH_SECONDS", 60)
    assert main(["publish", target, "--lang", "en", "--home", str(settings.home)]) == 0
    out, err = capsys.readouterr()
    remote = RemoteStore(Endpoints.of(target))
    assert out.startswith("Published: ")
    assert remote.snapshot in out
    assert err.rstrip().endswith("Switching …")
    ours, theirs = (create_app(each, settings, catalogue).test_client() for each in (store, remote))
    different = [address for address in part(ADDRESSES, 2) if body(ours, address) != body(theirs, address)]
    assert different == []
    assert theirs.get("/health").json["snapshot"] == remote.snapshot  # type: ignore[index]


def test_a_target_that_is_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "sparql+http://", "--lang", "en"]) == 2
    assert "for TARGET" in capsys.readouterr().err


def test_an_engine_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = dataset(tmp_path, 1, size=3)
    assert main(["publish", "--data", str(data), "sparql+http://127.0.0.1:1/ds", "--lang", "en"]) == 2
    assert "can't be reached" in capsys.readouterr().err


def test_a_folder_is_published_as_well(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = dataset(tmp_path, 1, size=3)
    assert main(["publish", "--data", str(data), str(tmp_path / "srv"), "--lang", "en"]) == 0
    assert "Published: 15 quads" in capsys.readouterr().out
    assert (tmp_path / "srv" / "current" / "snapshot.json").is_file()


@TWICE
def test_a_running_server_follows_what_is_published(target: str, settings: Settings, tmp_path: Path) -> None:
    nquads = take_snapshot(settings.home).nquads
    changed = tmp_path / "changed.nq"
    changed.write_bytes(nquads.replace("幼有所育".encode(), "幼有良育".encode()))
    port, folder = free_port(), tmp_path / "server"
    folder.mkdir()
    assert main(["publish", target, "--lang", "en", "--home", str(settings.home)]) == 0
    command = [sys.executable, "-m", "kg_service.cli", "serve", "--port", str(port), "--workers", "1"]
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/health", folder, {"KG_STORE": target}):
        before = urllib3.request("GET", f"{address}/", headers={"Accept": "text/html"})
        again = {"Accept": "text/html", "If-None-Match": before.headers["ETag"]}
        assert urllib3.request("GET", f"{address}/", headers=again).status == 304
        again_and_why = ["--correct", "heilongjiang/2024", "--reason", "another word", "--accept"]
        assert main(["publish", target, "--lang", "en", "--data", str(changed), *again_and_why]) == 0
        published = RemoteStore(Endpoints.of(target)).snapshot
        deadline = time.monotonic() + 60
        while urllib3.request("GET", f"{address}/health").json()["snapshot"] != published:
            assert time.monotonic() < deadline, "the server does not see the new publication"
            time.sleep(0.2)
        after = urllib3.request("GET", f"{address}/", headers=again)
    assert "幼有所育" in before.data.decode()
    assert after.status == 200
    assert "幼有良育" in after.data.decode()
    assert "幼有所育" not in after.data.decode()


@pytest.mark.parametrize(
    ("store", "said"),
    [
        pytest.param("sparql+http://127.0.0.1:1/ds", "can't be reached", id="not-there"),
        pytest.param("sparql+http:", "will not do for store", id="no-target"),
    ],
)
def test_a_server_over_no_engine_does_not_start(
    capsys: pytest.CaptureFixture[str], store: str, said: str
) -> None:
    assert main(["serve", "--port", "0", "--store", store, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


def test_what_was_published_stays_in_an_engine_too(target: str, tmp_path: Path) -> None:
    home, endpoints = small_home(tmp_path / "home"), Endpoints.of(target)
    # What an earlier test has published holds other editions.
    publish_remote(dataset(tmp_path, 1, size=3), "0" * 64, endpoints, lambda _: None)
    publish_to_engine(endpoints, home, order=Order("me"))
    publish_to_engine(
        endpoints, home, [draft(tmp_path, "2025", "2024", more='dct:subject [ dct:title "1"@zh ]')]
    )
    call_place(home, "other")
    made = publish_to_engine(endpoints, home)
    store = RemoteStore(endpoints)
    assert store.snapshot == made.snapshot
    graphs = {graph.rpartition("/")[2] for graph in store.graphs() if "/edition/" in graph}
    assert graphs == {"2024", "2025"}, "the home does not have the second"
    checklist = home / "data" / "checklist.ttl"
    checklist.write_text(checklist.read_text(encoding="utf-8").replace('"x 2024"@en', '"X 2024"@en'))
    with pytest.raises(EditionChangedError, match="2 statements differ"):
        publish_to_engine(endpoints, home)
    assert RemoteStore(endpoints).snapshot == made.snapshot
    corrected = publish_to_engine(endpoints, home, order=Order("me", "a capital", correct=("x/2024",)))
    assert RemoteStore(endpoints).snapshot == corrected.snapshot
    with pytest.raises(EditionMissingError, match="x/2024"):
        publish_to_engine(endpoints, home, data=dataset(tmp_path, 2, size=3))


def test_another_publication_in_between_is_noticed(target: str, tmp_path: Path) -> None:
    before = put(target, dataset(tmp_path, 1, size=3))
    between = put(target, dataset(tmp_path, 2, size=3))
    with pytest.raises(PublishBusyError):
        publish_remote(
            dataset(tmp_path, 3, size=3), "0" * 64, Endpoints.of(target), lambda _: None, after=before
        )
    assert RemoteStore(Endpoints.of(target)).snapshot == between
