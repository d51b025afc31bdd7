"""The process that holds the dataset and forks query processes from itself.

It listens on a Unix socket: a connection is a query process. The child inherits dataset and connection; its
memory is shared until written to, so that a new one costs a few milliseconds, whatever the size of the data.
This process keeps each connection too: when the far side closes it, the child is killed, in the middle of a
query or not; when the child dies, the reason is said on it.

Not here: what a child does (``worker``), who connects (``pool``).
"""

import gc
import os
import select
import signal
import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from kg_service.store import sandbox, wire, worker
from kg_service.store.embedded import EmbeddedStore
from kg_service.store.source import Source

_HUNG_UP = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR | select.POLLNVAL
_LOOK_UP = 1_000
"""Milliseconds between two looks at whether the parent is there."""


def run_when_told(channel: Connection, memory_mb: int, stack_mb: int, parent: int) -> NoReturn:
    """Be there, with all code loaded, until it is said which dataset to hold; then ``run``.

    Args:
        channel: What comes out of it is a source and a path; when it is closed, this ends.
        memory_mb, stack_mb, parent: See ``run``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sandbox.die_with_parent()
    try:
        source, path = channel.recv()
    except EOFError:
        os._exit(0)
    channel.close()
    run(source, path, memory_mb, stack_mb, parent)


def run(source: Source, path: Path, memory_mb: int, stack_mb: int, parent: int) -> NoReturn:
    """Load the dataset, then fork query processes until this one is ended.

    Args:
        source: Where the dataset is.
        path: Of the socket; it appears when the dataset is loaded.
        memory_mb: What a query process may allocate beyond the dataset.
        stack_mb: How far its stack may grow.
        parent: Process id of the one that made this; it is not outlived.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent passes it on
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sandbox.die_with_parent()
    sandbox.grow_stack(stack_mb)
    store = _opened(source) if source.is_shared else None
    gc.collect()
    gc.freeze()
    draft = path.with_suffix(".draft")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(draft))
        listener.listen(256)
        draft.rename(path)
        _Nursery(listener, source, store, memory_mb, parent).run()


def _opened(source: Source) -> EmbeddedStore:
    # The engine draws random numbers while it loads, from a generator of the thread that asks. In this thread
    # it would be part of what each child inherits: all of them would make the same UUID().
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(source.open).result()


class _Nursery:
    """The children and their connections."""

    def __init__(
        self, listener: socket.socket, source: Source, store: object, memory_mb: int, parent: int
    ) -> None:
        self._parent = parent
        self._listener, self._source, self._store, self._memory_mb = listener, source, store, memory_mb
        self._children: dict[int, socket.socket] = {}
        """By process id."""
        self._pids: dict[int, int] = {}
        """Process ids by descriptor of the connection."""
        self._poll = select.poll()

    def run(self) -> NoReturn:
        """Serve for ever."""
        woken, wake = socket.socketpair()
        for end in (woken, wake):
            end.setblocking(False)
        signal.set_wakeup_fd(wake.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._poll.register(self._listener, select.POLLIN)
        self._poll.register(woken, select.POLLIN)
        while os.getppid() == self._parent:
            for descriptor, _ in self._poll.poll(_LOOK_UP):
                if descriptor == self._listener.fileno():
                    self._fork(woken, wake)
                elif descriptor == woken.fileno():
                    with suppress(BlockingIOError):
                        woken.recv(4096)
                elif (pid := self._pids.get(descriptor)) is not None:
                    # The far side has gone: so must the child, whatever it is doing.
                    self._poll.unregister(descriptor)
                    del self._pids[descriptor]
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            self._reap()
        os._exit(0)

    def _fork(self, *others: socket.socket) -> None:
        channel, _ = self._listener.accept()
        try:
            pid = os.fork()
        except OSError:
            channel.close()  # no room for a process; the far side sees the end
            return
        if pid:
            self._children[pid] = channel
            self._pids[channel.fileno()] = pid
            self._poll.register(channel, _HUNG_UP)
            return
        try:
            self._be_child(channel, others)
        finally:
            os._exit(1)

    def _be_child(self, channel: socket.socket, others: tuple[socket.socket, ...]) -> NoReturn:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sandbox.die_with_parent()
        for other in (self._listener, *others, *self._children.values()):
            other.close()
        store = self._store if self._store is not None else self._source.open()
        worker.serve(store, channel, self._memory_mb)  # type: ignore[arg-type]  # what ``open`` gave

    def _reap(self) -> None:
        while self._children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            channel = self._children.pop(pid)
            if self._pids.pop(channel.fileno(), None) is not None:
                self._poll.unregister(channel)
            ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            channel.setblocking(False)
            with suppress(OSError), channel:
                channel.send(wire.frame(wire.DIED, struct.pack(">I", ended_by)))
