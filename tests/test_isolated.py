"""A call in a process of its own: what it may, what it may not, how it ends."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg_service import isolated
from kg_service.errors import UnreadableDocumentError
from kg_service.isolated import Bounds, BrokenDownError, OutOfMemoryError, OutOfTimeError, call
from kg_service.model import Cell, Column, Place, ReadRow, Remark, RemarkKind, Text

SMALL = Bounds(seconds=20, memory_mb=512, answer_mb=1)
VALUE = (
    ReadRow({Column.NUMBER: Cell("3", "3", Place("a.docx", table=1, row=2))}, ("省教育厅",)),
    Remark(RemarkKind.DOUBTFUL, "hidden-row", Text("隐藏", "hidden"), "x", Place("a.xlsx")),
    {"a": [1, 2.5, None, True, b"x", frozenset({"y"})]},
)


def give(value: Any) -> Any:
    return value


def raise_ours() -> None:
    raise UnreadableDocumentError("a.docx", Text("坏了。", "It is broken."))


def raise_another() -> None:
    raise ZeroDivisionError("by nought")


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def hoard() -> int:
    return len(bytearray(4 << 30))


def overrun() -> bytes:
    return b"x" * (2 << 20)


def crash() -> None:
    os._exit(3)


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1)


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def start() -> None:
    subprocess.run(["true"], check=True)


def fork() -> None:
    os.fork()


def run_in_a_shell() -> None:
    os.system("true")


def write(path: str) -> None:
    Path(path).write_text("x")


def read(path: str) -> str:
    return Path(path).read_text()


def remove(path: str) -> None:
    Path(path).unlink()


def load_a_library() -> None:
    ctypes.CDLL(None).getpid()


class Stranger:
    """Not a value of the model."""


def give_a_stranger() -> Stranger:
    return Stranger()


def speak() -> str:
    print("chatter")
    os.write(1, b"chatter")
    return "answer"


def test_values_come_back_as_they_were():
    assert call(give, VALUE, bounds=SMALL) == VALUE


def test_what_a_library_prints_is_no_part_of_the_answer():
    assert call(speak, bounds=SMALL) == "answer"


def test_our_errors_are_raised_again():
    with pytest.raises(UnreadableDocumentError) as caught:
        call(raise_ours, bounds=SMALL)
    assert caught.value.document == "a.docx"
    assert caught.value.text.zh == "a.docx：坏了。"


@pytest.mark.parametrize(
    ("function", "error", "bounds"),
    [
        pytest.param(spin, OutOfTimeError, Bounds(seconds=1), id="busy"),
        pytest.param(sleep, OutOfTimeError, Bounds(seconds=1), id="asleep"),
        pytest.param(hoard, OutOfMemoryError, SMALL, id="memory"),
        pytest.param(overrun, OutOfMemoryError, SMALL, id="answer"),
        pytest.param(crash, BrokenDownError, SMALL, id="crash"),
        pytest.param(raise_another, BrokenDownError, SMALL, id="exception"),
        pytest.param(recurse, BrokenDownError, SMALL, id="recursion"),
        pytest.param(give_a_stranger, BrokenDownError, SMALL, id="foreign-class"),
    ],
)
def test_a_call_without_an_answer(
    function: Callable[[], Any], error: type[Exception], bounds: Bounds
) -> None:
    with pytest.raises(error):
        call(function, bounds=bounds)


@pytest.mark.parametrize("function", [connect, start, fork, run_in_a_shell, load_a_library])
def test_what_it_may_not_do(function: Callable[[], Any]) -> None:
    with pytest.raises(BrokenDownError, match="not allowed here"):
        call(function, bounds=SMALL)


@pytest.mark.parametrize("function", [write, read, remove])
def test_files_of_others_are_out_of_reach(function: Callable[[str], Any], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with pytest.raises(BrokenDownError, match="not allowed here"):
        call(function, str(secret), bounds=SMALL)
    assert secret.read_text() == "secret"


def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    secret, link = tmp_path / "secret.txt", Path(isolated.__file__).parent / "__pycache__" / "link.txt"
    secret.write_text("secret")
    link.symlink_to(secret)
    try:
        with pytest.raises(BrokenDownError, match="not allowed here"):
            call(read, str(link), bounds=SMALL)
    finally:
        link.unlink()


def test_a_folder_that_is_given_can_be_read_and_not_written(tmp_path: Path) -> None:
    given, other = tmp_path / "given", tmp_path / "other"
    for folder in (given, other):
        folder.mkdir()
        (folder / "a.txt").write_text("text")
    assert call(read, str(given / "a.txt"), bounds=SMALL, readable=(given,)) == "text"
    for function, path in ((read, other / "a.txt"), (write, given / "a.txt"), (remove, given / "a.txt")):
        with pytest.raises(BrokenDownError, match="not allowed here"):
            call(function, str(path), bounds=SMALL, readable=(given,))


@dataclass(frozen=True)
class Guest:
    """A value that is let in by name."""

    number: int


def test_a_class_that_is_given_comes_back() -> None:
    assert call(give, (Guest(3),), bounds=SMALL, values=(Guest,)) == (Guest(3),)
    with pytest.raises(BrokenDownError):
        call(give, (Guest(3),), bounds=SMALL)


def test_no_process_is_left() -> None:
    def children() -> str:
        return "".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))

    before = children()
    with pytest.raises(OutOfTimeError):
        call(sleep, bounds=Bounds(seconds=1))
    assert children() == before


def flood() -> None:
    """What a child would do that somebody has taken over: write to the channel for ever."""
    while True:
        for channel in range(3, 16):
            with suppress(OSError):
                os.write(channel, b"x" * (1 << 16))


def test_an_answer_without_end_is_cut_off() -> None:
    with pytest.raises(OutOfMemoryError):
        call(flood, bounds=SMALL)


@pytest.mark.parametrize("name", ["Path", "replace", "Mapping"])
def test_what_a_module_of_ours_imports_is_no_value(name: str) -> None:
    said = f"ckg_service.model.document\n{name}\n.".encode()
    with pytest.raises(BrokenDownError):
        isolated._rebuilt(said)


def test_a_folder_may_be_opened_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert call(read, str(tmp_path / "a.txt"), bounds=SMALL, readable=[tmp_path]) == "a"
    with pytest.raises(BrokenDownError, match="not allowed here"):
        call(write, str(tmp_path / "b.txt"), bounds=SMALL, readable=[tmp_path])
