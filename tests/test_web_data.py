"""The page about the data as a whole, its examples and citation, and the table of rules at ``/shapes``."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import yaml
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import SH
from werkzeug.serving import make_server

import kg_service
from kg_service.publish.dumps import DumpFolder
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import PREFIXES, SHAPE
from kg_service.web import create_app
from kg_service.web.usage import BIBTEX, CITATION, ENDPOINTS, IRI, NAME, samples

LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def client(store: EmbeddedStore, settings: Settings, catalogue: Catalogue, dumps: DumpFolder) -> FlaskClient:
    return create_app(store, settings, catalogue, dumps).test_client()


@pytest.fixture(scope="module")
def root(store: EmbeddedStore, settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    """Address of a server, for programs other than this one."""
    server = make_server("127.0.0.1", 0, create_app(store, settings, catalogue), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def page(client: FlaskClient, path: str, lang: str) -> str:
    response = client.get(path, query_string={"lang": lang}, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.text


def sample(root: str, name: str) -> str:
    return next(each.code for each in samples(root) if each.name == name)


@pytest.mark.parametrize("lang", LANGS)
def test_files_are_shown_with_sizes_and_checksums(client: FlaskClient, dumps: DumpFolder, lang: str) -> None:
    text = page(client, "/data", lang)
    shown = [dump for dump in dumps.dumps if dump.name.partition(".")[0] in ("dataset", "default")]
    assert shown
    for dump in shown:
        assert dump.name in text
        assert dump.sha256 in text
        assert f"{dump.size_bytes:,}" in text


@pytest.mark.parametrize("lang", LANGS)
def test_every_example_prefix_and_citation_is_on_the_page(client: FlaskClient, lang: str) -> None:
    text = html.unescape(page(client, "/data", lang))
    for prefix, namespace in PREFIXES.items():
        assert f"PREFIX {prefix}: <{namespace}>" in text
    for each in samples("http://localhost"):
        assert each.code in text
    for words in (CITATION.zh, CITATION.en, BIBTEX):
        assert words in text


def test_every_link_of_the_page_leads_somewhere(client: FlaskClient) -> None:
    main = page(client, "/data", "zh").partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'href="(/[^"#]*)', main)
    assert {f"/zh{endpoint.path}" for endpoint in ENDPOINTS} <= {link.partition("?")[0] for link in links}
    for link in links:
        assert client.get(html.unescape(link)).status_code in (200, 308), link


def test_the_page_is_revalidated(client: FlaskClient) -> None:
    tag = client.get("/data").headers["ETag"]
    assert client.get("/data", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["python", "pandas"])
def test_the_python_examples_run(root: str, name: str) -> None:
    code = sample(root, name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "义务教育服务" in done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_example_runs(root: str, tmp_path: Path) -> None:
    subprocess.run(["sh", "-c", sample(root, "curl")], cwd=tmp_path, check=True)
    table = list(csv.DictReader(io.StringIO((tmp_path / "answer.csv").read_text(encoding="utf-8"))))
    assert [int(row["number"]) for row in table] == list(range(1, 24))


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_r_example_runs(root: str) -> None:
    done = subprocess.run(["Rscript", "-e", sample(root, "r")], capture_output=True, text=True, check=True)
    assert "23" in done.stdout


@pytest.mark.parametrize("name", ["excel", "openrefine"])
def test_addresses_for_programs_with_a_window_answer(client: FlaskClient, name: str) -> None:
    address = re.search(r'http://localhost([^"\s]+)', sample("http://localhost", name))
    assert address is not None
    response = client.get(address[1])
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert len(response.text.splitlines()) == 24


def test_the_citation_file_says_what_the_page_says(home: Path) -> None:
    said = yaml.safe_load((home / "CITATION.cff").read_text(encoding="utf-8"))
    # What the schema of CFF 1.2.0 requires, and what may be a type.
    assert {"cff-version", "message", "title", "authors"} <= set(said)
    assert (said["cff-version"], said["type"]) == ("1.2.0", "dataset")
    assert said["version"] == kg_service.__version__
    assert said["title"] == f"{NAME.zh} {NAME.en}"
    assert said["license"] == "CC-BY-4.0"
    assert said["identifiers"][0]["value"] == IRI
    assert all(said["version"] in words for words in (CITATION.zh, CITATION.en, BIBTEX))


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_is_in_the_table(client: FlaskClient, home: Path, lang: str) -> None:
    graph = Graph()
    for path in sorted((home / "shapes").glob("*.ttl")):
        graph.parse(path)
    rows = html.unescape(page(client, "/shapes", lang)).split("<tr")
    table = {found[1]: row for row in rows if (found := re.match(r' id="([^"]+)"', row))}
    rules = {
        rule
        for link in (SH.property, SH.sparql)
        for rule in graph.objects(None, link)
        if str(rule).startswith(str(SHAPE)) and any(graph.objects(rule, SH.message))
    }
    assert len(rules) > 50
    for rule in rules:
        # Chinese words inside an English message are tagged.
        row = re.sub(r"</?span[^>]*>", "", table[str(rule).removeprefix(str(SHAPE))])
        (message,) = (m for m in graph.objects(rule, SH.message) if m.language == lang)
        assert str(message) in row
