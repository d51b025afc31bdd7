# ruff: noqa: E501
"""Real files that chance has damaged: each is read, or refused by an error of ours, and no reader hangs.

Bytes are turned, cut, repeated and spliced; parts of archives are exchanged; the trees of their XML lose, repeat
and exchange elements. Files are handed to sealed processes by the dozen, so that one that crashes or hangs a
library is found as well.

Not here: files that somebody made to do harm (``test_hostile_files``).
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

import documents
import hostile_files as hostile
import pdfs
import pytest
import sealed
from long_run import IS_LONG
from lxml import etree

from kg_service import isolated
from kg_service.editions.reading.files import read_bytes, take_apart
from kg_service.editions.reading.table import find_table
from kg_service.editions.writing import docx, xlsx
from kg_service.errors import KgServiceError

CASES = 12_000 if IS_LONG else 300
BATCH = 50
PATIENCE = 120
"""Seconds for one batch on a busy machine."""

ROWS, TITLE = documents.ROWS, "某省清单（2025年版）"
SEEDS: Mapping[str, Callable[[], bytes]] = {
    "a.docx": lambda: documents.docx(
        documents.p(TITLE),
        documents.list_table(),
        parts={"header": ("hdr", documents.p("页眉")), "numbering": ("numbering", "")},
    ),
    "b.docx": lambda: docx.write(ROWS, TITLE),
    "a.xlsx": hostile.xlsx_list,
    "b.xlsx": lambda: xlsx.write(ROWS, TITLE),
    "a.csv": lambda: hostile.delimited(5),
    "b.csv": lambda: hostile.delimited(5).decode().encode("gb18030"),
    "a.tsv": lambda: hostile.delimited(5, "\t"),
    "a.txt": lambda: (hostile.HOME / "data/sources/heilongjiang-2024.txt").read_bytes(),
    "b.txt": lambda: hostile.flat(5),
    "a.html": lambda: hostile.html_list().encode(),
    "a.pdf": lambda: pdfs.pdf(pdfs.table(10, [documents.HEADING, *hostile.plain_rows()], wide=85, left=10)),
    "a.json": lambda: hostile.json_rows(5),
    "a.ttl": lambda: hostile.turtle_rows(5),
    "a.jsonld": lambda: (
        b'{"@id": "urn:s", "@type": "http://purl.org/vocab/cpsv#PublicService", "urn:x": [1, {"urn:y": "z"}]}'
    ),
    "a.rdf": lambda: (
        hostile.RDF_XML + '<rdf:Description rdf:about="urn:s"><d:title xml:lang="zh">健康</d:title>'
        '<rdf:type rdf:resource="http://purl.org/vocab/cpsv#PublicService"/></rdf:Description></rdf:RDF>'
    ).encode(),
    "a.nq": lambda: b'<urn:s> <http://purl.org/dc/terms/title> "x"@zh <urn:g> .\n' * 3,
}
MARKS = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"\t",
    b"\n",
    b"999999999",
    b"-1",
    "，".encode(),
    b"PK\1\2",
    b"]]>",
)


def turned(chance: random.Random, content: bytes) -> bytes:
    """Bytes changed, put in, left out, repeated."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(at + chance.choice((0, 1, 1, 2, 4, 40)), len(data))
        new = chance.choice((*MARKS, chance.randbytes(chance.randint(0, 4)), bytes(data[at:end]) * 3))
        data[at:end] = new
    return bytes(data)


def cut(chance: random.Random, content: bytes) -> bytes:
    """A beginning, an end, or both without what is between."""
    one, other = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return chance.choice((content[:one], content[one:], content[:one] + content[other:]))


def part_changed(chance: random.Random, content: bytes) -> bytes:
    """One part of an archive turned, cut, emptied, left out, or in place of another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name, other = chance.choice(list(parts)), chance.choice(list(parts))
    match chance.randrange(6):
        case 0:
            parts[name] = turned(chance, parts[name])
        case 1:
            parts[name] = cut(chance, parts[name])
        case 2:
            parts[name], parts[other] = parts[other], parts[name]
        case 3:
            del parts[name]
        case _:
            parts[name] = _tree_changed(chance, parts[name])
    return documents.archive(parts)


def _tree_changed(chance: random.Random, content: bytes) -> bytes:
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(chance.randint(1, 5)):
        elements = [each for each in root.iter() if each is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        parent = one.getparent()
        match chance.randrange(5):
            case 0:
                parent.remove(one)
            case 1:
                parent.insert(chance.randint(0, len(parent)), etree.fromstring(etree.tostring(one)))
            case 2 if one is not other and one not in other.iterancestors():
                one.append(other)
            case 3 if one.attrib:
                key = chance.choice(list(one.attrib))
                one.set(key, chance.choice(("", "-1", "999999999", "x" * 50, "A1:XFD1048576", "\u202e")))
            case _:
                one.text = chance.choice(("", "字", "\t\n", "999999999999", None))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def mutated(seed: int) -> tuple[str, bytes]:
    """A damaged file by its number; the same each time."""
    chance = random.Random(seed)
    name = chance.choice(list(SEEDS))
    content = _seed(name)
    for _ in range(chance.choice((1, 1, 1, 2))):
        match chance.randrange(4):
            case 0:
                content = cut(chance, content)
            case 1:
                other = _seed(chance.choice(list(SEEDS)))
                content = (
                    content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other)) :]
                )
            case 2 if zipfile.is_zipfile(io.BytesIO(content)):
                try:
                    content = part_changed(chance, content)
                except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError):
                    content = turned(chance, content)
            case _:
                content = turned(chance, content)
    return (chance.choice(list(SEEDS)) if chance.random() < 0.1 else name), content


_MADE: dict[str, bytes] = {}


def _seed(name: str) -> bytes:
    if name not in _MADE:
        _MADE[name] = SEEDS[name]()
    return _MADE[name]


def _batches() -> Iterator[range]:
    for at in range(0, CASES, BATCH):
        yield range(at, min(at + BATCH, CASES))


@pytest.mark.parametrize("seeds", list(_batches()), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_a_damaged_file_is_read_or_refused(seeds: range) -> None:
    files = [mutated(seed) for seed in seeds]
    bounds = isolated.Bounds(seconds=PATIENCE, memory_mb=1_024)
    said = isolated.call(sealed.codes, files, bounds=bounds)
    crashed = {seed: code for seed, code in zip(seeds, said, strict=True) if code.startswith("crash")}
    assert not crashed


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_damaged_is_whole_before(name: str) -> None:
    """Else nothing would be tested but a refusal."""
    try:
        assert read_bytes(_seed(name), name).rows
    except KgServiceError:
        assert name in ("a.nq",), name


@pytest.mark.parametrize("part", range(4))
def test_no_character_of_a_damaged_file_is_lost(part: int) -> None:
    """Where a damaged file is read at all, each character is in a cell or in a remark."""
    read = 0
    for seed in range(part, CASES // 4, 4):
        name, content = mutated(seed)
        try:
            raw = take_apart(content, name)
            reading = find_table(raw)
        except KgServiceError:
            continue
        read += 1
        lost, _ = documents.unaccounted(raw, reading)
        assert not lost, seed
    assert read
