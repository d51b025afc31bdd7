"""The examples of several copies: what they set exists, and two copies behind nginx do as they say."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
import urllib3
from engines import free_port, running

from kg_service.cli import build, main
from kg_service.settings import SETTINGS, Settings

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
COUNT = "SELECT (COUNT(?s) AS ?n) { ?s a <http://purl.org/vocab/cpsv#PublicService> }"


class _Unit(configparser.RawConfigParser):
    """A systemd unit; a key may stand in it several times."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None, comment_prefixes=("#",), delimiters=("=",))
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.read(path, encoding="utf-8")
        lines = re.findall(r"^Environment=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        self.environment = dict(word.split("=", 1) for line in lines for word in shlex.split(line))


@pytest.fixture(scope="module")
def unit() -> _Unit:
    return _Unit(EXAMPLES / "care-checklist@.service")


def test_the_unit_sets_settings_that_exist(unit: _Unit) -> None:
    assert set(unit.environment) <= {setting.env for setting in SETTINGS}
    assert Settings.from_environment(unit.environment).store == "/srv/care-checklist"


def test_the_unit_runs_a_command_that_exists(unit: _Unit) -> None:
    program, *words = shlex.split(unit["Service"]["ExecStart"].replace("%i", "8001"))
    assert Path(program).name == "kg"
    command = build("en").commands[words[0]]
    assert command.make_context(words[0], words[1:]).params["port"] == "8001"


def test_the_unit_waits_for_requests_in_progress(unit: _Unit) -> None:
    assert int(unit["Service"]["TimeoutStopSec"]) > Settings.from_environment(unit.environment).stop_seconds


def test_the_balancer_takes_what_the_service_takes() -> None:
    text = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")
    settings = Settings(home=Path())
    body = re.search(r"client_max_body_size (\d+)k;", text)
    patience = re.search(r"proxy_read_timeout (\d+)s;", text)
    assert body is not None
    assert int(body[1]) * 1_000 > 3 * settings.max_query_bytes
    assert patience is not None
    assert int(patience[1]) > settings.query_seconds


@contextmanager
def copies(unit: _Unit, snapshots: Path, ports: list[int], folder: Path) -> Iterator[list[int]]:
    """One copy a port, as the unit starts it; yields their process ids."""
    with ExitStack() as stack:
        pids = []
        for port in ports:
            own = folder / str(port)
            own.mkdir()
            line = unit["Service"]["ExecStart"].replace("%i", str(port))
            _, *words = shlex.split(line)
            environment = {**unit.environment, "KG_STORE": str(snapshots), "KG_WORKERS": "1"}
            command = [sys.executable, "-m", "kg_service.cli", *words]
            health = f"http://127.0.0.1:{port}/health"
            pids.append(stack.enter_context(running(command, health, own, environment)).pid)
        yield pids


@contextmanager
def balancer(ports: list[int], folder: Path) -> Iterator[str]:
    """nginx with the example, its ports in place of those written there; yields its address."""
    port = free_port()
    text = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")
    for written, here in {"listen 80;": port, "127.0.0.1:8001": ports[0], "127.0.0.1:8002": ports[1]}.items():
        assert text.count(written) == 1
        address = f"127.0.0.1:{here}"
        text = text.replace(written, f"listen {address};" if written.startswith("listen") else address)
    (folder / "care-checklist.conf").write_text(text, encoding="utf-8")
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "main.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {places}\ninclude {folder}/care-checklist.conf; }}\n",
        encoding="utf-8",
    )
    address = f"http://127.0.0.1:{port}"
    command = [str(NGINX), "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/main.conf"]
    with running(command, f"{address}/health", folder):
        yield address


def ask(address: str) -> tuple[int, str, str]:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    fields = urlencode({"query": COUNT, "format": "csv"})
    answer = urllib3.request(
        "POST", f"{address}/sparql", body=fields, headers=form, retries=False, timeout=30
    )
    return answer.status, answer.headers.get("ETag", ""), answer.data.decode()


def test_two_copies_behind_a_balancer(
    unit: _Unit, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if NGINX is None:
        reason = "nginx is not installed."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    assert main(["publish", str(tmp_path / "srv"), "--home", str(home), "--lang", "en"]) == 0
    identity = capsys.readouterr().out.split()[-1]
    ports = [free_port(), free_port()]
    (tmp_path / "nginx").mkdir()
    with (
        copies(unit, tmp_path / "srv", ports, tmp_path) as _,
        balancer(ports, tmp_path / "nginx") as address,
    ):
        health = urllib3.request("GET", f"{address}/health").json()
        assert health["snapshot"] == identity
        answers = {ask(f"http://127.0.0.1:{port}") for port in ports} | {ask(address) for _ in range(6)}
        assert len(answers) == 1, "copies of one snapshot give one answer with one ETag"
        status, _, content = answers.pop()
        assert (status, content.splitlines()) == (200, ["n", "23"])
    for port in ports:
        # One was asked directly; the log is whole once the copy has ended.
        log = (tmp_path / str(port) / "log").read_text(encoding="utf-8")
        assert log.count('"target": "/sparql') > 1, "the balancer uses both"


def test_a_copy_that_stops_is_not_missed(unit: _Unit, home: Path, tmp_path: Path) -> None:
    if NGINX is None:
        reason = "nginx is not installed."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    assert main(["publish", str(tmp_path / "srv"), "--home", str(home), "--lang", "en"]) == 0
    ports = [free_port(), free_port()]
    (tmp_path / "nginx").mkdir()
    statuses: list[int] = []
    done = threading.Event()
    with copies(unit, tmp_path / "srv", ports[1:], tmp_path), ExitStack() as first:
        first.enter_context(copies(unit, tmp_path / "srv", ports[:1], tmp_path))
        with balancer(ports, tmp_path / "nginx") as address:

            def read() -> None:
                while not done.is_set():
                    statuses.append(ask(address)[0])

            reader = threading.Thread(target=read)
            reader.start()
            try:
                first.close()
                before = len(statuses)
                while len(statuses) < before + 20 and reader.is_alive():
                    done.wait(0.05)
            finally:
                done.set()
                reader.join()
    assert set(statuses) == {200}
