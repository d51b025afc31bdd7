"""Get Apache Jena Fuseki into ``.cache/``, with Maven: ``python tests/get_engines.py``."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from engines import FUSEKI, FUSEKI_VERSION

ARTIFACT = f"org.apache.jena:jena-fuseki-server:{FUSEKI_VERSION}"
SHA256 = "d28c1eaf703122ee628895a460c20fa4aa60a892f435d403ea8c036f241da1f8"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"


def get_fuseki() -> None:
    """Download the archive and check it against its hash, unless it is here."""
    if FUSEKI.exists():
        return
    FUSEKI.parent.mkdir(parents=True, exist_ok=True)
    # Renamed at the end, so that the file is there whole or not at all.
    with tempfile.TemporaryDirectory(dir=FUSEKI.parent) as folder:
        options = [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        subprocess.run(
            ["mvn", "--batch-mode", "--quiet", "-Dstyle.color=never", COPY, *options], cwd=folder, check=True
        )
        archive = Path(folder, FUSEKI.name)
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != SHA256:
            raise ValueError(f"{ARTIFACT} has the SHA-256 {found} instead of {SHA256}.")
        archive.rename(FUSEKI)


if __name__ == "__main__":
    try:
        get_fuseki()
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(
            f"Apache Jena Fuseki could not be downloaded: {error} Tests of it are skipped.",
            "无法下载 Apache Jena Fuseki，原因见上；需要它的测试将跳过。",
            sep="\n",
            file=sys.stderr,
        )
        sys.exit(os.environ.get("CI") == "true")
