"""Engines of other makers ask this service inside a query of theirs, and join its answers with their data."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
import urllib3
from engines import COMUNICA, engine, needed
from test_web_serve import serving

JSON = "application/sparql-results+json"
SERVICE = "https://w3id.org/care-checklist/id/service/"
AIM = "https://example.org/aim/"
THEIRS = f"""
<{SERVICE}compulsory-education> <http://purl.org/dc/terms/subject> <{AIM}4.1> .
<{SERVICE}preschool-education> <http://purl.org/dc/terms/subject> <{AIM}4.2> .
<{AIM}4.1> <http://www.w3.org/2004/02/skos/core#prefLabel> "Free primary and secondary education"@en .
<{AIM}4.2> <http://www.w3.org/2004/02/skos/core#prefLabel> "Equal access to pre-primary education"@en .
"""
"""What a third party says of services of the list, in terms that the list does not know."""
PREFIXES = """PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
OURS = """?service a cpsv:PublicService ; dct:isVersionOf ?continuing ; dct:title ?title .
FILTER(LANG(?title) = 'zh')"""
OF_THEM = "?continuing dct:subject ?target . ?target skos:prefLabel ?label"
EXPECTED = {
    ("义务教育服务", "Free primary and secondary education"),
    ("学前教育服务", "Equal access to pre-primary education"),
}


@pytest.fixture(scope="module")
def ours(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("ours")) as server:
        yield f"{server.address}/sparql"


def join(endpoint: str) -> str:
    return f"{PREFIXES} SELECT ?title ?label {{ {OF_THEM} . SERVICE <{endpoint}> {{ {OURS} }} }}"


def rows(content: bytes) -> set[tuple[str, str]]:
    bindings = json.loads(content)["results"]["bindings"]
    return {(row["title"]["value"], row["label"]["value"]) for row in bindings}


def filled(target: str) -> str:
    """Give an engine their data; its query address."""
    base = target.removeprefix("sparql+").partition("#")[0].removesuffix("/query")
    is_oxigraph = "/query" in target
    done = urllib3.request(
        "PUT", f"{base}/store?default" if is_oxigraph else f"{base}/data?default", body=THEIRS.encode(),
        headers={"Content-Type": "application/n-triples"},
    )  # fmt: skip
    assert done.status < 300
    return f"{base}/query"


def by_server(name: str) -> Callable[[str, Path], set[tuple[str, str]]]:
    def asked(ours: str, folder: Path) -> set[tuple[str, str]]:
        with engine(name, folder) as target:
            answer = urllib3.request(
                "POST", filled(target), body=join(ours),
                headers={"Content-Type": "application/sparql-query", "Accept": JSON},
            )  # fmt: skip
            assert answer.status == 200, answer.data
            return rows(answer.data)

    return asked


def by_rdflib(ours: str, folder: Path) -> set[tuple[str, str]]:
    graph = rdflib.Graph().parse(data=THEIRS, format="nt")
    return {(str(title), str(label)) for title, label in graph.query(join(ours))}


def by_comunica(ours: str, folder: Path) -> set[tuple[str, str]]:
    needed("comunica")
    with engine("oxigraph", folder) as target:
        # It finds out by itself which of the two knows what.
        query = f"{PREFIXES} SELECT ?title ?label {{ {OF_THEM} . {OURS} }}"
        done = subprocess.run(
            [str(COMUNICA), f"sparql@{ours}", f"sparql@{filled(target)}", "-q", query,
             "-t", JSON],
            capture_output=True, cwd=folder, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return rows(done.stdout)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(by_rdflib, id="rdflib"),
        pytest.param(by_server("fuseki"), id="jena"),
        pytest.param(by_server("oxigraph"), id="oxigraph"),
        pytest.param(by_comunica, id="comunica"),
    ],
)
def test_their_data_are_joined_with_ours(
    ours: str, tmp_path: Path, asked: Callable[[str, Path], set[tuple[str, str]]]
) -> None:
    assert asked(ours, tmp_path) == EXPECTED
