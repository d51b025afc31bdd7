"""``kg`` as a process: streams, encodings, pipes, exit codes, the terminal, the server."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from kg_service.editions import rows, to_csv
from kg_service.store import EmbeddedStore

KG = [sys.executable, "-m", "kg_service.cli"]


def kg(*argv: str, stdin: str | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*KG, *argv],
        input=stdin.encode() if stdin is not None else None,
        capture_output=True,
        env={**os.environ, **env},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "encoding", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LANG": "C"}]
)
def test_output_is_utf_8_in_any_locale(encoding: dict[str, str]) -> None:
    done = kg("queries", KG_LANG="zh", **encoding)
    assert done.returncode == 0
    assert "某部门负责哪些服务？" in done.stdout.decode("utf-8")
    wrong = kg("query", "没有", KG_LANG="zh", **encoding)
    assert "没有名为“没有”的查询" in wrong.stderr.decode("utf-8")


def test_a_query_comes_from_the_standard_input() -> None:
    done = kg(
        "query",
        "-",
        "--format",
        "csv",
        stdin="SELECT (COUNT(*) AS ?n) { ?s a <http://purl.org/vocab/cpsv#PublicService> }",
    )
    assert done.stdout == b"n\r\n23\r\n"


def test_a_mistake_in_the_standard_input_is_placed() -> None:
    done = kg("query", "-", stdin="SELECT * {\n  ?s ?p }", KG_LANG="en")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"<stdin>, line 2, column 9" in done.stderr


def test_a_broken_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [*KG, "query", "whole-table", "-f", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_a_full_disk_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KG, "query", "whole-table"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_binary_is_kept_from_a_terminal() -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [*KG, "query", "whole-table", "-f", "xlsx"],
            stdout=theirs,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert b"-o " in done.stderr


def test_binary_goes_into_a_pipe() -> None:
    assert kg("query", "whole-table", "-f", "xlsx").stdout.startswith(b"PK")


def test_the_exported_csv_is_exact(store: EmbeddedStore) -> None:
    done = kg("export", "heilongjiang/2024", "--format", "csv")
    assert done.returncode == 0
    assert done.stdout == to_csv(rows(store, "heilongjiang", "2024")).encode("utf-8")


@pytest.mark.parametrize("name", ["2024.csv", "2024.json"])
def test_an_export_goes_to_a_file_of_its_format(tmp_path: Path, name: str) -> None:
    assert kg("export", "heilongjiang/2024", "-o", str(tmp_path / name)).stdout == b""
    content = (tmp_path / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        assert len(json.loads(content)) == 23
    else:
        assert content.startswith("number,goal")


@pytest.mark.parametrize("edition", ["heilongjiang/2042", "heilongjiang", "/", "a/b/c"])
def test_an_unknown_edition_is_answered_with_the_known(edition: str) -> None:
    done = kg("export", edition, KG_LANG="en")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"heilongjiang/2024?" in done.stderr


def test_validate_is_a_verdict_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        "<https://example.org/s> a <http://purl.org/vocab/cpsv#PublicService> .", encoding="utf-8"
    )
    done = kg("validate", str(path), KG_LANG="en")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"Does not conform" in done.stdout


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = kg("serve", "--port", port, KG_LANG="en")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"Error: Port {port} of 127.0.0.1 is in use.")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("argv", [["--port", "x"], ["--port", "70000"], ["--workers", "0"]])
def test_a_setting_out_of_range_is_said(argv: list[str]) -> None:
    done = kg("serve", *argv, KG_LANG="en")
    assert done.returncode == 2
    assert b"a whole number from" in done.stderr


def test_serve_answers_and_stops() -> None:
    command = [*KG, "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "KG_LANG": "en"}
    ) as server:
        try:
            assert server.stdout is not None
            address = next(word for word in server.stdout.readline().split() if word.startswith("http://"))
            with urlopen(f"{address}health", timeout=10) as answer:
                assert answer.status == 200
        finally:
            server.send_signal(signal.SIGINT)
            deadline = time.monotonic() + 20
            while server.poll() is None and time.monotonic() < deadline:
                time.sleep(0.1)
            if server.poll() is None:
                server.kill()
        assert server.returncode == 0
