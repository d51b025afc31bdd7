"""``kg serve`` as people start it, on a free port of this machine, stopped by a signal."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTED_WITHIN, STOPPED_WITHIN = 60, 20
"""Seconds."""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def serving(store: Path | None, folder: Path, **env: str) -> Iterator[str]:
    """Serve a folder of snapshots.

    Args:
        store: The folder; None for the dataset of this repository.
        folder: Takes what the server prints.
        env: Settings by environment variable.

    Returns:
        Its address, without a trailing slash.
    """
    printed = folder / "printed.txt"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")} | env
    command = [str(Path(sys.executable).with_name("kg")), "serve", "--port", "0"]
    command += ["--store", str(store)] if store else []
    with printed.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=folder)
    try:
        deadline = time.monotonic() + STARTED_WITHIN
        while not (found := _ADDRESS.search(printed.read_text("utf-8"))) and process.poll() is None:
            assert time.monotonic() < deadline, printed.read_text("utf-8")
            time.sleep(0.05)
        assert found, printed.read_text("utf-8")
        yield found[0]
    finally:
        process.terminate()
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
