"""Get Comunica, an engine for Node.js, into ``.cache/``, with npm: ``python tests/get_comunica.py``."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from engines import COMUNICA

LOCKED = Path(__file__).parent / "comunica"


def get_comunica() -> None:
    """Install what the lock file names, each package checked against its hash, unless it is here."""
    if COMUNICA.exists():
        return
    folder = COMUNICA.parents[2]
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Renamed at the end, so that it is there whole or not at all.
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        copy = shutil.copytree(LOCKED, Path(aside, folder.name))
        subprocess.run(
            ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=copy, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        copy.rename(folder)


if __name__ == "__main__":
    try:
        get_comunica()
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"Comunica could not be downloaded: {error} Tests of it are skipped.",
            "无法下载 Comunica，原因见上；需要它的测试将跳过。",
            sep="\n",
            file=sys.stderr,
        )
        sys.exit(os.environ.get("CI") == "true")
