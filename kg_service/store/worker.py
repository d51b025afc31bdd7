"""A query process: reads one request after the other from its socket, evaluates, writes the answer back.

It is forked from a process that holds the dataset, and may be killed at any moment.
"""

import gc
import os
import resource
import socket
import struct
import sys
from typing import NoReturn

from kg_service.errors import EngineFailedError, KgServiceError, QueryMemoryError
from kg_service.formats import FORMATS
from kg_service.store import sandbox, wire
from kg_service.store.embedded import EmbeddedStore

GROWN = 4
"""This part of the memory that a process may have is left in pieces by a query: the next would miss it."""

_BY_NAME = {format.name: format for format in FORMATS}


def serve(store: EmbeddedStore, channel: socket.socket, memory_mb: int) -> NoReturn:
    """Answer requests until the other side closes the channel.

    Args:
        store: The dataset; every file that it needs is open.
        channel: A connected stream socket, blocking.
        memory_mb: What all queries together may allocate.
    """
    sandbox.enter(memory_mb)
    gc.disable()
    channel.sendall(wire.frame(wire.BORN, struct.pack(">I", os.getpid())))
    most_kb = _peak_kb() + memory_mb * 1_024 // GROWN
    while True:
        head = _read(channel, wire.REQUEST_HEAD)
        request = wire.read_request(_read(channel, wire.request_length(head)))
        _answer(store, request, channel, memory_mb, most_kb)
        gc.collect(0)


def _peak_kb() -> int:
    """Most memory that this process has had, what it shares with its parent included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1_024 if sys.platform == "darwin" else peak


def _answer(
    store: EmbeddedStore, request: wire.Request, channel: socket.socket, memory_mb: int, most_kb: int
) -> None:
    out = _Frames(channel)
    try:
        answer = store.query(
            request.text,
            bindings=request.bindings,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
            is_checked=request.is_checked,
        )
        name = request.formats.get(answer.kind, "")
        out.pending.append(wire.header_bytes(wire.Header(answer.kind, name, answer.variables)))
        if name:
            answer.write(_BY_NAME[name], out)
        out.finish(wire.frame(wire.END, b"grown" if _peak_kb() > most_kb else b""))
    except KgServiceError as error:
        out.finish(wire.error_bytes(error))
    except MemoryError:
        out.finish(wire.error_bytes(QueryMemoryError(memory_mb)))
    except OSError:
        os._exit(0)  # nobody is there to be told
    except BaseException:
        # A panic of the engine among them: what state it is in is unknown.
        out.finish(wire.error_bytes(EngineFailedError()))
        os._exit(1)


class _Frames:
    """A file that the engine writes to; what it writes goes out in frames of some size."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self.pending: list[bytes] = []
        """Frames that wait for company."""
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take a part of the answer."""
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size >= wire.CHUNK:
            self._send(b"")
        return len(data)

    def flush(self) -> None:
        """Nothing: it goes out when there is enough of it, or at the end."""

    def finish(self, last: bytes) -> None:
        """Send what is left, and the last frame."""
        self._send(last)

    def _send(self, last: bytes) -> None:
        if self._size:
            self.pending.append(wire.frame(wire.DATA, b"".join(self._parts)))
        self._channel.sendall(b"".join((*self.pending, last)))
        self.pending, self._parts, self._size = [], [], 0


def _read(channel: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = channel.recv(min(size, wire.CHUNK))
        if not part:
            os._exit(0)
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
