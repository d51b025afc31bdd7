"""Files that were made to do harm: each is refused in clear words, or read for what it says.

Nothing of it asks the network, takes more memory or time than it may, or ends in an error that is not ours.

Not here: the files themselves (``attacks``), files that chance has damaged (``test_fuzz_reading``).
"""

from __future__ import annotations

import os
import re
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attacks_rdf
import documents
import hostile_files as hostile
import pdfs
import pytest
import sealed
from attacks import ATTACKS
from hostile_files import Attack
from long_run import IS_LONG

from kg_service import isolated
from kg_service.cli import main
from kg_service.editions import read_edition
from kg_service.editions.opening import open_edition
from kg_service.editions.reading import limits
from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.limited import BOUNDS, read_limited
from kg_service.errors import (
    CheckStoppedError,
    DocumentTooLargeError,
    KgServiceError,
    TangledNodesError,
    UnreadableFileError,
)
from kg_service.store import EmbeddedStore
from kg_service.store.rdf_files import read_file
from kg_service.store.turtle import read_turtle
from kg_service.validation import bounded, validate

LIGHT = [attack for attack in ATTACKS if not attack.is_heavy]
HEAVY = [attack for attack in ATTACKS if attack.is_heavy]
BATCH = 40
PATIENCE = 120
"""Seconds that the process of one batch may take on a busy machine."""
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that garble a terminal."""

Kg = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def nobody_came() -> Iterator[None]:
    """Hold that no connection was made to the address that the files name."""
    yield
    hostile.LISTENER.setblocking(False)
    with pytest.raises(BlockingIOError):
        hostile.LISTENER.accept()


@pytest.fixture(scope="module")
def answers() -> dict[str, sealed.Outcome]:
    """What becomes of each light attack, in a few sealed processes."""
    found: dict[str, sealed.Outcome] = {}
    bounds = isolated.Bounds(seconds=PATIENCE, memory_mb=BOUNDS.memory_mb)
    for at in range(0, len(LIGHT), BATCH):
        batch = LIGHT[at : at + BATCH]
        said, _ = isolated.call(sealed.outcomes, [(a.file, a.make()) for a in batch], bounds=bounds)
        found.update(zip((attack.name for attack in batch), said, strict=True))
    return found


@pytest.mark.parametrize("attack", LIGHT, ids=lambda attack: attack.name)
def test_a_hostile_file_is_refused_or_read(attack: Attack, answers: dict[str, sealed.Outcome]) -> None:
    said, zh, en, _ = answers[attack.name]
    assert said in attack.ends, zh
    if said != sealed.READ:
        assert zh.startswith(attack.file)
        assert en.startswith(attack.file)


@pytest.mark.skipif(not IS_LONG, reason="takes minutes; KG_LONG=1")
@pytest.mark.parametrize("attack", HEAVY, ids=lambda attack: attack.name)
def test_a_heavy_file_is_stopped_at_the_bounds(attack: Attack) -> None:
    content, begun = attack.make(), time.monotonic()
    try:
        read_limited(content, attack.file)
        said = sealed.READ
    except KgServiceError as error:
        said = error.code
    assert said in attack.ends
    assert time.monotonic() - begun < BOUNDS.seconds + 10
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < (BOUNDS.memory_mb + 256) << 10


DOORS = {
    "read": ("read", "{}"),
    "validate": ("validate", "{}"),
    "import": ("import", "{}", "--edition", "heilongjiang/2031", "-o", "/dev/null"),
    "compare": ("compare", "heilongjiang/2024", "{}"),
}
REFUSED = ("docx-bomb", "xlsx-entities-xl/worksheets/sheet1.xml", "csv-columns", "jsonld-context")


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str]) -> Kg:
    """``kg`` with its streams."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(list(argv))
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "name", [attack.name for attack in LIGHT if sealed.READ not in attack.ends] if IS_LONG else REFUSED
)
def test_every_door_refuses_in_clear_words(kg: Kg, tmp_path: Path, door: str, name: str) -> None:
    attack = next(each for each in ATTACKS if each.name == name)
    path = tmp_path / attack.file
    path.write_bytes(attack.make())
    code, out, err = kg(*(each.format(path) for each in DOORS[door]))
    if (door, name) == ("validate", "named-graphs"):
        # Several graphs are no edition that could be read, but each of them can be checked.
        assert code == 1
        assert "urn:s" in out
        return
    assert code == 2
    assert str(path) in err.replace("\n", "")
    assert "Traceback" not in err


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "name",
    [a.name for a in LIGHT if sealed.READ in a.ends] if IS_LONG else ["xlsx-surrogate", "shapes", "decimal"],
)
def test_every_door_goes_on_with_what_was_read(kg: Kg, tmp_path: Path, door: str, name: str) -> None:
    attack = next(each for each in ATTACKS if each.name == name)
    path = tmp_path / attack.file
    path.write_bytes(attack.make())
    code, _, err = kg(*(each.format(path) for each in DOORS[door]))
    assert code in (0, 1, 2)
    assert "Traceback" not in err


def test_shapes_in_an_upload_are_data(kg: Kg, tmp_path: Path, home: Path) -> None:
    """They neither add a rule nor switch one of ours off."""
    plain, armed = tmp_path / "plain.ttl", tmp_path / "armed.ttl"
    broken = hostile.TURTLE.replace("care:rowNumber 3 ", "care:rowNumber 4 ", 1)
    assert broken != hostile.TURTLE
    plain.write_text(broken, "utf-8")
    armed.write_text(broken + attacks_rdf.SHAPES, "utf-8")
    rules = []
    for path in (plain, armed):
        code, out, _ = kg("validate", str(path), "--format", "json")
        assert code == 1
        rules.append(set(re.findall(r'"rule": "([^"]+)"', out)))
    assert rules[0] <= rules[1]


NAMES = {
    "up": "../../../../../../etc/passwd.docx",
    "newline": "a\nb.docx",
    "escape": "a\x1b[2J\x07.docx",
    "right-to-left": "a\u202excod.docx",
    "no-characters": os.fsdecode(b"a\xff\xfe.docx"),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_does_not_garble_a_message(kg: Kg, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if "/" not in name:
        path.write_bytes(b"PK\3\4 no archive")
    code, out, err = kg("read", str(path))
    assert code == 2
    assert out == ""
    assert not UNREADABLE.search(err.replace("\n", ""))
    assert "a\nb" not in err


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    fifo, link, loop, device = (tmp_path / each for each in ("fifo.docx", "l.docx", "loop.ttl", "d.ttl"))
    os.mkfifo(fifo)
    link.symlink_to(fifo)
    loop.symlink_to(loop)
    device.symlink_to("/dev/zero")
    for path in (fifo, link, loop, device, tmp_path, Path("/dev/zero"), tmp_path / "x\0y"):
        with pytest.raises(UnreadableFileError):
            read_edition(path)
    for path in (loop, device):
        with pytest.raises(UnreadableFileError):
            read_file(path)


def test_a_link_to_a_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.docx").write_bytes(documents.docx(documents.list_table()))
    (tmp_path / "link.docx").symlink_to("real.docx")
    assert len(read_edition(tmp_path / "link.docx").rows) == len(documents.ROWS)


@pytest.mark.parametrize("name", ["docx", "xlsx", "pdf", "html", "csv", "ttl"])
def test_a_file_that_was_cut_off_is_refused_or_said(name: str) -> None:
    """A document cut anywhere never reads as if it were whole."""
    whole = {
        "docx": documents.docx(documents.list_table()),
        "xlsx": hostile.xlsx_list(),
        "pdf": pdfs.pdf(pdfs.table(10, [documents.HEADING, *hostile.plain_rows()], wide=85, left=10)),
        "html": f"<html><body>{hostile.html_list()}</body></html>".encode(),
        "csv": hostile.delimited(5),
        "ttl": hostile.TURTLE.encode(),
    }[name]
    cuts = [(f"a.{name}", whole[: len(whole) * part // 20]) for part in range(20)]
    said = isolated.call(sealed.codes, cuts, bounds=isolated.Bounds(seconds=PATIENCE))
    assert not [each for each in said if each.startswith("crash")]
    if name in ("docx", "xlsx", "ttl"):
        assert sealed.READ not in said


def test_a_knot_of_blank_nodes_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    from kg_service.editions import opening
    from kg_service.store import turtle

    monkeypatch.setattr(turtle, "_NAMING", isolated.Bounds(seconds=3))
    monkeypatch.setattr(opening, "BOUNDS", isolated.Bounds(seconds=3))
    text = hostile.TURTLE + attacks_rdf.blank_clique(12)
    with pytest.raises(TangledNodesError):
        read_turtle(text.encode(), "a.ttl", is_given=True)
    path = tmp_path / "a.ttl"
    path.write_text(text, "utf-8")
    with pytest.raises(KgServiceError):
        open_edition(str(path), EmbeddedStore(b"", "0" * 64), home)


def test_ordinary_blank_nodes_are_named_as_ever() -> None:
    text = b"<urn:a> <urn:b> [ <urn:c> [ <urn:d> ( 1 2 3 ) ] ] ."
    assert read_turtle(text, "a.ttl", is_given=True) == read_turtle(text, "a.ttl")


TOO_MUCH = {
    "rows": hostile.delimited(limits.LIST_ROWS.most + 1),
    "cell": hostile.delimited(5).replace("就近入园".encode(), "园".encode() * (limits.LIST_CELL.most + 1)),
    "characters": hostile.delimited(120).replace("就近入园".encode(), "园".encode() * limits.LIST_CELL.most)
    + hostile.delimited(400)
    .replace("就近入园".encode(), "园".encode() * limits.LIST_CELL.most)
    .partition(b"\n")[2],
    "bodies": hostile.delimited(5).replace("省民政厅".encode(), "、".join(["省民政厅"] * 200).encode()),
    "all-bodies": hostile.delimited(300).replace("省民政厅".encode(), "、".join(["省民政厅"] * 80).encode()),
    "clauses": hostile.delimited(400).replace("就近入园".encode(), "；".join("园" * 100).encode()),
}


@pytest.mark.parametrize("content", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_list_that_is_too_large_to_be_checked_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentTooLargeError):
        read_bytes(content, "a.csv")


def test_a_list_at_the_limit_is_read() -> None:
    assert (
        len(read_bytes(hostile.delimited(limits.LIST_ROWS.most - 1), "a.csv").rows)
        == limits.LIST_ROWS.most - 1
    )


def test_a_check_that_takes_too_long_is_stopped(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few hundred kilobytes: thousands of values of two properties of one service."""
    monkeypatch.setattr(bounded, "SECONDS", 4)
    service = "<https://w3id.org/care-checklist/id/edition/heilongjiang/2024/service/3>"
    values = " , ".join(f'"x{n}"@zh' for n in range(3_000))
    path = tmp_path / "a.ttl"
    path.write_text(f"{hostile.TURTLE}\n{service} dct:title {values} ; dct:description {values} .", "utf-8")
    with pytest.raises(CheckStoppedError):
        validate([path], home)
