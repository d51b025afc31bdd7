"""Get axe-core into ``.cache/``, with npm: ``python tests/browser/get_axe.py``."""

import base64
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from axe import AXE, VERSION

SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""Of the package, in Base64 as npm writes it."""


def get_axe() -> None:
    """Download the package, check it against its hash and take the one file out, unless it is here."""
    if AXE.exists():
        return
    AXE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=AXE.parent) as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", f"axe-core@{VERSION}"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        package = Path(folder, f"axe-core-{VERSION}.tgz")
        found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
        if found != SHA512:
            raise ValueError(f"axe-core {VERSION} has the SHA-512 {found} instead of {SHA512}.")
        with tarfile.open(package) as archive:
            member = archive.extractfile("package/axe.min.js")
            assert member is not None
            # Renamed at the end, so that the file is there whole or not at all.
            whole = Path(folder, AXE.name)
            whole.write_bytes(member.read())
        whole.rename(AXE)


if __name__ == "__main__":
    try:
        get_axe()
    except (OSError, ValueError, KeyError, subprocess.CalledProcessError) as error:
        print(
            f"axe-core could not be downloaded: {error} Tests that need it are skipped.",
            "无法下载 axe-core，原因见上；需要它的测试将跳过。",
            sep="\n",
            file=sys.stderr,
        )
        sys.exit(os.environ.get("CI") == "true")
