"""One call in a process of its own that can harm nobody: for work on files that came from somewhere.

The process has bounds of memory and of time; it opens no connection, starts no program, writes nothing, and
reads no file but those of the interpreter and of this installation. What it returns is rebuilt from values of
the model and errors of ours only, so that even a child that was taken over can't have code run here.

Not here: queries, whose processes share a dataset (``store.forkserver``).

Source: https://man7.org/linux/man-pages/man2/setrlimit.2.html, https://peps.python.org/pep-0578/
"""

from __future__ import annotations

import builtins
import ctypes
import io
import mimetypes
import os
import pickle
import resource
import selectors
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar, cast

T = TypeVar("T")

_MB = 1 << 20
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_OK, _RAISED, _FAULT, _OUT_OF_MEMORY = b"k", b"r", b"f", b"m"

_PLAIN = frozenset({"tuple", "list", "dict", "set", "frozenset", "int", "str", "bytes", "float", "bool"})
"""Built-in types that an answer may be made of."""
_ROOMS = ("kg_service.model", "kg_service.errors", "kg_service.validation.report")
"""Modules of this package whose classes it may be made of as well."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call may take."""

    seconds: int = 60
    """Of the clock; the time of the processor is bounded by as much."""
    memory_mb: int = 1_024
    """Address space."""
    answer_mb: int = 256
    """Length of what it returns."""


class IsolationError(Exception):
    """The process came to no answer; the subclass says why."""


class OutOfTimeError(IsolationError):
    """It was stopped at its bound of time."""


class OutOfMemoryError(IsolationError):
    """It needed more memory than it may have, or its answer was too long."""


class BrokenDownError(IsolationError):
    """It ended by itself, by a fault in a library, or did what it may not do."""


def call(
    function: Callable[..., T],
    *arguments: Any,
    bounds: Bounds | None = None,
    readable: Sequence[Path] = (),
    values: Collection[type] = (),
) -> T:
    """Call *function* in a process of its own.

    Args:
        function: Of a module, by its name there; it returns values of the model, or plain ones.
        arguments: Anything that can be pickled.
        bounds: What it may take.
        readable: Folders that it may read, beside the interpreter and this installation.
        values: Classes that the answer may be made of, besides those of the model: plain frozen values.

    Raises:
        KgServiceError: That which the function raised.
        IsolationError: It came to no answer.

    In a process that was made by this function, *function* is called there.
    """
    if _Guard.is_on:
        # This process is such a one already, and the bounds of the whole hold for its parts.
        return function(*arguments)
    bounds = bounds or Bounds()
    folders = tuple(map(str, readable))
    # What the arguments are made of is found by the path, so that it goes first.
    request = pickle.dumps(list(sys.path))
    request += pickle.dumps((function.__module__, function.__qualname__, arguments, bounds, folders))
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _CHILD, str(Path(__file__).resolve().parent.parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        close_fds=True,
        start_new_session=True,
    )
    try:
        answer = _exchanged(process, request, bounds)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()
    if process.returncode == -signal.SIGXCPU:
        raise OutOfTimeError(bounds.seconds)
    if process.returncode == -signal.SIGXFSZ or answer[:1] == _OUT_OF_MEMORY:
        raise OutOfMemoryError(bounds.memory_mb)
    if answer[:1] == _OK:
        return cast(T, _rebuilt(answer[1:], values))
    if answer[:1] == _RAISED:
        error = _rebuilt(answer[1:])
        if isinstance(error, Exception):
            raise error
    said = answer[1:].decode(errors="replace") if answer[:1] == _FAULT else ""
    raise BrokenDownError(said or f"exit code {process.returncode}")


def _exchanged(process: subprocess.Popen[bytes], request: bytes, bounds: Bounds) -> bytes:
    """Send a request and take the answer, no more of it than it may be long.

    The child keeps to its bounds by itself; one that was taken over need not.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    deadline = time.monotonic() + bounds.seconds
    rest, answer = memoryview(request), bytearray()
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(deadline - time.monotonic(), 0))
            if time.monotonic() >= deadline:
                raise OutOfTimeError(bounds.seconds)
            for key, _ in ready:
                if key.fileobj is process.stdout:
                    got = os.read(key.fd, 1 << 20)
                    answer += got
                    if len(answer) > bounds.answer_mb * _MB:
                        raise OutOfMemoryError(bounds.memory_mb)
                    is_over = not got
                else:
                    try:
                        rest = rest[os.write(key.fd, rest[: 1 << 16]) :]
                    except BlockingIOError:
                        continue
                    except BrokenPipeError:
                        rest = rest[:0]
                    is_over = not rest
                if is_over:
                    selector.unregister(key.fileobj)
                    cast(IO[bytes], key.fileobj).close()
    try:
        process.wait(max(deadline - time.monotonic(), 0.001))
    except subprocess.TimeoutExpired:
        raise OutOfTimeError(bounds.seconds) from None
    return bytes(answer)


_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from kg_service import isolated; isolated.main()"


def main() -> None:
    """The child: read a call, make it, write what it came to."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    sys.path[:] = pickle.load(sys.stdin.buffer)  # from the parent
    module, name, arguments, bounds, readable = pickle.load(sys.stdin.buffer)
    try:
        function: Any = __import__(module, fromlist=["_"])
        for part in name.split("."):
            function = getattr(function, part)
        _seal(bounds, readable)
        answer = _OK + pickle.dumps(function(*arguments))
        if len(answer) > bounds.answer_mb * _MB:
            answer = _OUT_OF_MEMORY
    except MemoryError:
        answer = _OUT_OF_MEMORY
    except Exception as error:
        answer = _said(error)
    channel.write(answer)
    channel.flush()
    os._exit(0)


def _said(error: Exception) -> bytes:
    from kg_service.errors import KgServiceError

    if isinstance(error, KgServiceError):
        return _RAISED + pickle.dumps(error)
    return _FAULT + f"{type(error).__name__}: {error}"[:1_000].encode(errors="replace")


def _seal(bounds: Bounds, readable: Sequence[str]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_mb * _MB, bounds.memory_mb * _MB))
    if sys.platform == "linux":
        # The network is gone for libraries in C as well, where the kernel lets a user make a namespace.
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET):
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    sys.addaudithook(_Guard(readable))
    _Guard.is_on = True


class _Guard:
    """An audit hook: reading what the interpreter and the libraries are made of is all that is allowed."""

    is_on = False

    _REFUSED = (
        *("socket.", "ssl.", "http.client.", "urllib.", "ftplib.", "smtplib.", "webbrowser."),
        *("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "pty."),
        *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink"),
        *("os.truncate", "shutil.", "tempfile.", "ctypes."),
    )

    def __init__(self, readable: Sequence[str]) -> None:
        paths = sysconfig.get_paths()
        names = {sys.prefix, sys.base_prefix, paths["stdlib"], paths["purelib"], paths["platlib"], *sys.path}
        names |= {*readable, "/usr/share/zoneinfo", "/dev/null", "/dev/urandom"}
        # openpyxl looks up media types when it is imported.
        names |= {os.fspath(name) for name in mimetypes.knownfiles}
        self._readable = tuple(os.path.realpath(name) for name in names if name)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            name, mode, flags = (*arguments, None, 0)[:3]
            writes = isinstance(mode, str) and set(mode) & set("wax+")
            if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
                raise PermissionError(f"writing is not allowed here: {name}")
            if isinstance(name, str | bytes) and not self._is_readable(os.fsdecode(name)):
                raise PermissionError(f"reading is not allowed here: {os.fsdecode(name)}")
        elif event.startswith(self._REFUSED):
            raise PermissionError(f"not allowed here: {event}")

    def _is_readable(self, name: str) -> bool:
        real = os.path.realpath(name)
        return any(real == each or real.startswith(each + os.sep) for each in self._readable)


def _is_ours(module: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in _ROOMS)


class _Values(pickle.Unpickler):
    """Rebuilds values of the model and of given classes, errors of ours, and plain values; nothing else."""

    def __init__(self, data: bytes, values: Collection[type]) -> None:
        super().__init__(io.BytesIO(data))
        self._values = {(kind.__module__, kind.__qualname__): kind for kind in values}

    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins" and name in _PLAIN:
            return getattr(builtins, name)
        if (module, name) in self._values:
            return self._values[module, name]
        if _is_ours(module) and name.isidentifier():
            found = super().find_class(module, name)
            # A module holds more than what it defines: what it imports is no value of the model.
            if _is_ours(getattr(found, "__module__", "")):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _rebuilt(data: bytes, values: Collection[type] = ()) -> Any:
    try:
        return _Values(data, values).load()
    except Exception as error:
        # Whatever is in it, it is not what a child of ours writes.
        raise BrokenDownError(str(error)) from error
