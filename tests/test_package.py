"""The package as others get it: its wheel in an empty folder, its licences, its pins."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tarfile
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import kg_service

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"
HOME_FOLDERS = ("ontology", "data", "shapes", "queries")
COUNT = "PREFIX cpsv: <http://purl.org/vocab/cpsv#> SELECT (COUNT(?s) AS ?n) { ?s a cpsv:PublicService }"

# Paths of a developer's machine; written in two parts so that this file does not hold one.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/" + r"(?:work/(?:main|shared)|root|tmp/venv)\b")


def project_files() -> list[str]:
    """Paths of the files that belong to the project: tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = f"git can't tell which files belong to the project: {error}"
        pytest.fail(reason) if CI else pytest.skip(reason)
    names = listing.stdout.decode().split("\0")
    return sorted(name for name in names if name and (ROOT / name).is_file())


def run(*command: str | Path, cwd: Path) -> bytes:
    """Standard output of a command that is expected to succeed, free of this run's Python and settings."""
    done = subprocess.run(command, cwd=cwd, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stderr.decode()}"
    return done.stdout


def clean_environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KG_", "PYTHON", "VIRTUAL_ENV", "COV_", "PYTEST_"))
    }


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and with the wheel built from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``kg`` of a new virtual environment that holds the wheel and the pinned packages."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder / "bin" / "python"]
    pip += ["install", "--quiet", "--no-compile"]
    pins = ["--require-hashes", "--requirement", ROOT / "requirements" / "serve.txt"]
    fetched = subprocess.run(
        [*pip, *pins], env=clean_environment(), capture_output=True, text=True, check=False
    )
    if fetched.returncode != 0 and "connection" in fetched.stderr.lower() and not CI:
        pytest.skip("no package index can be reached")
    assert fetched.returncode == 0, fetched.stderr
    run(*pip, "--no-index", "--no-deps", wheel, cwd=folder)
    return folder / "bin" / "kg"


def test_wheel_holds_ontology_data_shapes_and_queries(wheel: Path) -> None:
    """Every file of the four folders is there, byte for byte, and nothing beside them."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix("kg_service/home/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("kg_service/home/")
        }
    kept = {name for name in project_files() if name.split("/")[0] in HOME_FOLDERS}
    assert {name.split("/")[0] for name in kept} == set(HOME_FOLDERS)
    assert packed == {name: (ROOT / name).read_bytes() for name in kept}


def test_wheel_holds_the_package_and_the_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    missing = {name for name in project_files() if name.startswith("kg_service/")} - names
    assert not missing
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    texts = ("Apache-2.0", "BSD-3-Clause", "CC-BY-4.0", "MIT", "Unicode-3.0", "editor")
    assert licences == {"LICENSE", *(f"LICENSES/{name}.txt" for name in texts)}
    assert not {name for name in names if name.startswith(("tests/", "scripts/", "docs/"))}


def test_source_archive_is_complete(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert not set(project_files()) - names


@pytest.mark.network
def test_installed_program_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    own = Path(sys.executable).parent / "kg"
    assert kg_service.__version__ in run(installed, "--version", cwd=tmp_path).decode()
    assert run(installed, "queries", cwd=tmp_path) == run(own, "queries", cwd=ROOT) != b""
    export = run(installed, "export", "heilongjiang/2024", cwd=tmp_path)
    assert export == run(own, "export", "heilongjiang/2024", cwd=ROOT)
    assert len(json.loads(export)) == 23
    assert not list(tmp_path.iterdir())


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[int]:
    """The port of a running ``kg serve`` of the installed wheel; afterwards it is gone, without a trace."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [installed, "serve", "--port", str(port)],
            cwd=tmp_path,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
        )
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            assert server.poll() is None, f"kg serve ended by itself:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"kg serve is not up after 60 s:\n{log.read_text()}"
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert not answers(port), "a process of kg serve outlived it"


def answers(port: int) -> bool:
    """Whether something accepts connections at the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def get_json(port: int, path: str) -> dict[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept": "application/sparql-results+json, application/json"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body
    return json.loads(body)


@pytest.mark.network
def test_installed_program_serves_the_same_graph(served: int, store) -> None:
    answer = get_json(served, "/sparql?" + urlencode({"query": COUNT}))
    assert answer["results"]["bindings"][0]["n"]["value"] == "23"
    assert get_json(served, "/health")["snapshot"] == store.snapshot


def pins(name: str) -> dict[str, Version]:
    """The packages of a lock file with their versions."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    return {package: Version(version) for package, version in found}


def test_locks_agree_on_versions() -> None:
    assert pins("serve").items() <= pins("test").items()


@pytest.mark.parametrize("name", ["serve", "test"])
def test_lock_follows_pyproject(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["dependencies"] if name == "serve" else project["optional-dependencies"]["test"]
    for requirement in map(Requirement, declared):
        version = pins(name).get(requirement.name.lower())
        assert version in requirement.specifier, f"{requirement}: locked is {version}; run `make lock`"


@pytest.mark.parametrize("name", ["serve", "test"])
def test_lock_names_no_index(name: str) -> None:
    """Packages come from wherever the reader's own pip is set up to look."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"https?://|^-", text, re.M)


def test_licence_is_said_for_every_folder() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    folders = {name.split("/")[0] for name in project_files() if "/" in name} - {"LICENSES"}
    assert [folder for folder in sorted(folders) if f"{folder}/" not in text] == []


def test_changelog_has_this_version() -> None:
    assert f"\n## {kg_service.__version__} - " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_file_names_a_path_of_a_machine() -> None:
    found = []
    for name in project_files():
        content = (ROOT / name).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            if MACHINE_PATH.search(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert found == []
