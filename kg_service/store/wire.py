"""What a server process and a query process say to each other over their socket.

A request is a length and a pickled ``Request``. An answer is frames: one byte of kind, a length, a payload.

Not here: who sends when (``pool``, ``worker``, ``forkserver``).
"""

import pickle
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kg_service.errors import KgServiceError
from kg_service.model import Term
from kg_service.store.interface import Kind

BORN = b"B"
"""The query process is there; payload: its process id."""
HEADER = b"H"
"""An answer begins; payload: a pickled ``Header``."""
DATA = b"D"
"""A part of it."""
END = b"E"
"""It is whole; payload: anything where the process has grown and is not to be used again."""
ERROR = b"X"
"""It failed; payload: a pickled ``KgServiceError``."""
DIED = b"K"
"""The query process has ended, as its parent process says; payload: the signal that ended it, or 0."""

CHUNK = 262_144
"""Bytes of a part."""

_HEAD = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")

Formats: TypeAlias = Mapping[Kind, str]
"""Name of the format to write each kind of answer in; a kind that is left out is not acceptable."""


@dataclass(frozen=True, slots=True)
class Request:
    """One query."""

    text: str
    formats: Formats
    bindings: Mapping[str, Term] | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    is_checked: bool = False
    """Whether the text has been held against all that a query may not do."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of an answer before it is written."""

    kind: Kind
    format: str
    """Name of the format that it is written in; empty where its kind is not acceptable, so that it is not."""
    variables: tuple[str, ...] = ()


def request_bytes(request: Request) -> bytes:
    """A request as it is sent."""
    # A tuple pickles in half the time of the dataclass, and this is paid once a query.
    payload = pickle.dumps(
        (
            request.text,
            request.formats,
            request.bindings,
            request.default_graphs,
            request.named_graphs,
            request.is_checked,
        )
    )
    return _LENGTH.pack(len(payload)) + payload


def read_request(payload: bytes) -> Request:
    """The request that was sent."""
    return Request(*pickle.loads(payload))


def header_bytes(header: Header) -> bytes:
    """A header as it is sent."""
    return frame(HEADER, pickle.dumps((header.kind, header.format, header.variables)))


def read_header(payload: bytes) -> Header:
    """The header that was sent."""
    return Header(*pickle.loads(payload))


def error_bytes(error: KgServiceError) -> bytes:
    """An error as it is sent."""
    return frame(ERROR, pickle.dumps(error))


def read_error(payload: bytes) -> KgServiceError:
    """The error that was sent."""
    error = pickle.loads(payload)
    if not isinstance(error, KgServiceError):
        raise TypeError(f"not an error of this package: {type(error)}")
    return error


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame."""
    return _HEAD.pack(kind, len(payload)) + payload


REQUEST_HEAD = _LENGTH.size


def request_length(head: bytes) -> int:
    """Length of the payload behind the first ``REQUEST_HEAD`` bytes of a request."""
    return int(_LENGTH.unpack(head)[0])


class Frames:
    """Puts frames together from what arrives, however it was cut."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that are whole by now: kind and payload each."""
        buffer = self._buffer
        buffer += data
        at, length = 0, len(buffer)
        while length - at >= _HEAD.size:
            kind, size = _HEAD.unpack_from(buffer, at)
            end = at + _HEAD.size + size
            if end > length:
                break
            yield kind, bytes(memoryview(buffer)[at + _HEAD.size : end])
            at = end
        del buffer[:at]
