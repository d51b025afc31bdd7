"""The redirects that are prepared for w3id.org: a real Apache follows them to a running server.

Apache stands for w3id.org, which serves each project's ``.htaccess`` from a folder of its name.

Source: https://github.com/perma-id/w3id.org,
https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
import urllib3
from long_run import part
from serving import serving

from kg_service.vocabulary import BASE

APACHE = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MODULES = Path("/usr/lib/apache2/modules")
PLACEHOLDER = "https://care-checklist.example"
STARTED_WITHIN = 20
CONFIGURATION = """
ServerRoot "{folder}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{folder}/pid"
ErrorLog "{folder}/error.log"
User nobody
Group nogroup
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
DocumentRoot "{folder}/www"
<Directory "{folder}/www">
    AllowOverride All
    Options FollowSymLinks
    Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(None, tmp_path_factory.mktemp("server"), KG_HOME=str(home), KG_ACCESS_LOG="off") as found:
        yield found


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that Apache, which does not run as root, may read.

    Those of pytest lie in one of the user's own, which each run of pytest closes again to all others.
    """
    with TemporaryDirectory(prefix="w3id-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def w3id(home: Path, server: str, folder: Path) -> Iterator[str]:
    """Where Apache serves the folder, in place of https://w3id.org/care-checklist/."""
    if APACHE is None:
        reason = "Apache is not installed."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    rules = (home / "ontology" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    assert rules.count(PLACEHOLDER) == 1
    own = folder / "www" / "care-checklist"
    own.mkdir(parents=True)
    (own / ".htaccess").write_text(rules.replace(PLACEHOLDER, server), encoding="utf-8")
    for path in (own / ".htaccess", own, own.parent):
        path.chmod(0o755)  # whatever the umask is
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = folder / "apache.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, modules=MODULES), "utf-8")
    process = subprocess.Popen([APACHE, "-f", str(configuration), "-DFOREGROUND"])
    try:
        deadline = time.monotonic() + STARTED_WITHIN
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/care-checklist/"
    finally:
        process.terminate()
        process.wait(STARTED_WITHIN)


def ask(address: str, accept: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request(
        "GET", address, headers={"Accept": accept}, redirect=False, retries=False, timeout=30
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("", 302, id="home"),
        pytest.param("ontology", 302, id="ontology"),
        pytest.param("ontology/1.0.0", 302, id="version-of-the-ontology"),
        pytest.param("shapes", 302, id="shapes"),
        pytest.param("id/edition/heilongjiang/2024", 303, id="edition"),
        pytest.param("id/edition/heilongjiang/2024/service/3", 303, id="service"),
        pytest.param("id/edition/heilongjiang/2024/service/3/measure/1", 303, id="measure"),
        pytest.param("id/edition/heilongjiang/2024/table.csv", 303, id="table"),
        pytest.param("id/series/heilongjiang", 303, id="series"),
        pytest.param("id/service/compulsory-education", 303, id="continuing-service"),
        pytest.param("id/body/heilongjiang/education", 303, id="body"),
        pytest.param("id/place/heilongjiang", 303, id="place"),
        pytest.param("id/scheme/goals/education", 303, id="concept"),
        pytest.param("id/graph/places", 303, id="graph"),
        pytest.param("id/dataset", 303, id="dataset"),
    ],
)
@pytest.mark.parametrize("media_type", part(["text/html", "application/ld+json", "text/turtle"], 2))
def test_an_iri_leads_to_its_page_and_to_its_data(
    w3id: str, server: str, path: str, status: int, media_type: str
) -> None:
    redirect = ask(w3id + path, media_type)
    assert redirect.status == status
    assert redirect.headers["Location"] == f"{server}/{path}"
    answer = ask(redirect.headers["Location"], media_type)
    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    if media_type == "text/turtle" and path:
        graph = rdflib.Graph().parse(data=answer.data, format="turtle")
        # A graph is what it holds, and need not speak of itself.
        assert rdflib.URIRef(BASE + path) in graph.all_nodes() or path.startswith("id/graph/")
        assert len(graph) > 3


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("ontology?format=turtle", id="query"),
        pytest.param("ontology?lang=en&format=html", id="query-of-two"),
        pytest.param("id/place/heilongjiang.ttl", id="suffix"),
        pytest.param("queries/services-of-body?body=%E7%9C%81%E6%B0%91%E6%94%BF%E5%8E%85", id="escaped"),
        pytest.param("dumps/dataset.nq", id="file"),
        pytest.param("problem/bad-value", id="problem"),
        pytest.param("health", id="health"),
    ],
)
def test_the_rest_of_an_address_goes_along(w3id: str, server: str, path: str) -> None:
    redirect = ask(w3id + path, "*/*")
    assert redirect.headers["Location"] == f"{server}/{path}"
    assert ask(redirect.headers["Location"], "*/*").status == 200


def test_what_is_not_there_is_said_by_the_server(w3id: str) -> None:
    for path in ("id/没有", "id/none"):
        assert ask(ask(w3id + path, "*/*").headers["Location"], "*/*").status == 404


def test_one_line_names_the_server(home: Path) -> None:
    rules = (home / "ontology" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    assert re.findall("https?://[^\\]\\s]*", re.sub("(?m)^#.*", "", rules)) == [PLACEHOLDER]
