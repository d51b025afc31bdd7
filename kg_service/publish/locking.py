"""Who may change a folder of snapshots, and which snapshots are in use.

All by locks of the operating system (``flock``), which end with the process that holds them, however it ends.
One that is left over can't be: what the lock file says of its holder is for people only.

On a network file system these locks must be supported by all that mount it.
"""

import errno
import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from kg_service.errors import NotPublishedError, PublishBusyError
from kg_service.model import Text
from kg_service.publish.layout import MANIFEST
from kg_service.publish.records import now

LOCK = ".lock"
_LOOK_AGAIN = 0.1
_ASKED_WITHIN = 5
"""Seconds."""

_REASONS = {
    errno.ENOSPC: Text("磁盘空间不足", "there is no space left on the disk"),
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: Text("文件超过允许的大小", "a file would be larger than is allowed"),
    errno.EROFS: Text("文件系统是只读的", "the file system is read-only"),
    errno.EACCES: Text("没有写入的权限", "there is no right to write there"),
    errno.EPERM: Text("没有写入的权限", "there is no right to write there"),
    errno.ENOTDIR: Text("这个位置不是文件夹", "it is not a folder"),
    errno.EEXIST: Text("这个位置不是文件夹", "it is not a folder"),
}


@contextmanager
def exclusive(target: Path, who: str, wait: float = 0) -> Iterator[None]:
    """Keep all others from changing a folder of snapshots; it is made where it is not there.

    Args:
        target: The folder.
        who: What others are told of the holder.
        wait: Seconds to wait for the one before.

    Raises:
        PublishBusyError: Another process holds it.
        NotPublishedError: The folder can't be written.
    """
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(target / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, target, wait)
        # A full disk must not keep anybody from freeing it by a prune.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, _holder(who), 0)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what the operating system raises into ours.

    Raises:
        NotPublishedError: Something could not be written.
    """
    try:
        yield
    except OSError as error:
        raise NotPublishedError(str(target), reason_of(error)) from error


def reason_of(error: OSError) -> Text:
    """Why something could not be written, for people."""
    known = _REASONS.get(error.errno or 0)
    words = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    return known or Text(words, words)


def _acquire(descriptor: int, target: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise PublishBusyError(str(target), _said(os.pread(descriptor, 4096, 0))) from None
            time.sleep(_LOOK_AGAIN)


def _holder(who: str) -> bytes:
    said = {"who": who, "process": os.getpid(), "host": socket.gethostname(), "since": now()}
    return json.dumps(said, ensure_ascii=False).encode()


def _said(content: bytes) -> Text:
    try:
        said = json.loads(content)
        who, process, host, since = (str(said[key]) for key in ("who", "process", "host", "since"))
    except (ValueError, KeyError, TypeError):
        return Text("刚刚开始", "it has just begun")
    return Text(
        f"{who}，{host} 上的进程 {process}，始于 {since}",
        f"{who}, process {process} on {host}, since {since}",
    )


class Lease:
    """Says of a snapshot that it is in use, for as long as the process lives or until it is closed.

    It needs no right to write, so that a server may have the folder read-only.
    """

    def __init__(self, snapshot: Path) -> None:
        """
        Raises:
            FileNotFoundError: The snapshot is not there, or is just being removed.
            OSError: It can't be read.
        """
        self._descriptor = os.open(snapshot / MANIFEST, os.O_RDONLY | os.O_CLOEXEC)
        until = time.monotonic() + _ASKED_WITHIN
        try:
            while (snapshot / MANIFEST).exists() and os.fstat(self._descriptor).st_nlink:
                try:
                    fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    # Somebody is asking whether it is in use, or removing it.
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.01)
            if not (snapshot / MANIFEST).exists():
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(snapshot))
        except BaseException:
            os.close(self._descriptor)
            raise

    def close(self) -> None:
        """It is not in use any more."""
        os.close(self._descriptor)

    def __enter__(self) -> "Lease":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def unused(snapshot: Path) -> Iterator[bool]:
    """Whether nobody has a lease on a snapshot; nobody gets one while the context lasts."""
    try:
        descriptor = os.open(snapshot / MANIFEST, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        yield True  # there is nothing that could be served
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
