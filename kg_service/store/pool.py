"""Query processes for one event loop: each query has one to itself, and is stopped with it.

A query begins at once, beside a few others. One that is still running after ``SLICE`` leaves its place to the
next, and after ``LONG`` it stands behind all others and takes turns with those of its kind, so that no number
of long queries keeps the short ones waiting. At its deadline, or when it writes or needs too much, its
process is killed and another one is forked.

Not here: how processes come to be (``forkserver``), callers without an event loop (``pooled``).
"""

import asyncio
import os
import signal
import struct
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from kg_service.errors import (
    BusyError,
    EngineFailedError,
    KgServiceError,
    QueriesMemoryError,
    QueryDepthError,
    QueryMemoryError,
    QueryTimeoutError,
    ResultTooLargeError,
)
from kg_service.store import sandbox, wire

SLICE = 0.005
"""Seconds of the processor for which a query has a place among those that begin."""
LONG = 0.02
"""Seconds of the processor after which a query is a long one."""
LONG_FOR_GOOD = 0.25
"""The same where a process can't be given its rank back, so that it must be replaced, which costs more."""
CROWDED = 0.1
"""Seconds of the processor that a query may use all the same when there are too many long ones: a new process
uses some of them to get to know the dataset's memory."""
CROWDED_FOR = 0.5
"""Seconds of the clock after which it does not matter any more how much it has used."""
TURN = 0.05
"""Seconds that long queries run before the next ones do."""
AT_ONCE = 2
"""Long queries of one pool that run at a time."""
TICK = 0.005
"""Seconds between two looks at what is running."""
PLACES = 2
"""Queries of one pool that begin side by side. Few: each process has the caches of the processor to fill."""
SPARE = 2
"""Processes beyond those of the places."""
KEPT = 10
"""Processes that are kept when they have nothing to do: a new one has to get to know the dataset's memory."""
RESERVED = 4
"""Processes that no long query gets."""
IN_MEMORY = 1 << 20
"""Bytes of an answer beyond which it is kept in a file."""
CALM = 2
"""Long queries up to which their answers are taken as fast as they come."""
PAUSE = 0.005
"""Seconds for each long query that a long answer is not read after a part of it, so that they do not fill the
event loop and the disk. All together get about 50 MB a second."""
WEIGHED = 0.05
"""Seconds between two looks at the memory of the long queries."""
RETRY = 0.1
"""Seconds until a connection is tried again that could not be made."""

_MEMORY_SIGNALS = (signal.SIGABRT, signal.SIGKILL)
_STACK_SIGNALS = (signal.SIGSEGV, signal.SIGBUS)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each query, and of the pool."""

    seconds: int
    memory_mb: int
    stack_mb: int
    result_mb: int
    processes: int
    all_memory_mb: int = 2_048


class Job:
    """One query on its way, and then its answer or its error."""

    __slots__ = (
        "body", "cpu", "deadline", "done", "error", "has_place", "header", "is_long", "payload", "since",
        "size", "worker",
    )  # fmt: skip

    def __init__(self, request: wire.Request, done: Callable[["Job"], None]) -> None:
        """*done* is called once, in the event loop of the pool."""
        self.payload = wire.request_bytes(request)
        self.done = done
        self.header: wire.Header | None = None
        self.body: list[bytes] | IO[bytes] = []
        """Its parts, or a file that holds them."""
        self.size = 0
        self.error: KgServiceError | None = None
        self.since = self.deadline = self.cpu = 0.0
        """When it began, when it has to be over; what its process had used of the processor before."""
        self.is_long = self.has_place = False
        self.worker: _Worker | None = None


class Pool:
    """The query processes of one event loop."""

    def __init__(self, sockets: Sequence[Path], limits: Limits) -> None:
        """
        Args:
            sockets: Of the processes that fork, the preferred first; one that does not exist is passed over.
            limits: What no query exceeds.
        """
        self._sockets, self._limits = tuple(sockets), limits
        self._loop: asyncio.AbstractEventLoop | None = None
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._waiting: deque[Job] = deque()
        self._starting = self._places = 0
        self._ticking: asyncio.TimerHandle | None = None
        self._closed = False
        self._long = LONG
        self._turn_ends = self._weigh_at = 0.0

    @property
    def running(self) -> int:
        """Queries in progress."""
        return len(self._busy)

    @property
    def long(self) -> int:
        """Those of them that have run for longer than ``SLICE``."""
        return len(self._busy) - self._places

    @property
    def waiting(self) -> int:
        """Queries that have not begun."""
        return len(self._waiting)

    @property
    def processes(self) -> int:
        """Query processes that there are."""
        return len(self._busy) + len(self._idle) + self._starting

    def start(self) -> None:
        """Begin, in the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self._long = LONG if sandbox.may_compete_again() else LONG_FOR_GOOD
        self._fill()

    def close(self) -> None:
        """End all processes; queries in progress fail."""
        self._closed = True
        for worker in (*self._busy, *self._idle):
            worker.transport.abort()

    def submit(self, job: Job) -> None:
        """Have a query evaluated; called in the event loop of the pool."""
        now = time.monotonic()
        job.deadline = now + self._limits.seconds
        if self._idle and self._places < PLACES and not self._waiting:
            self._run(self._idle.pop(), job, now)
        else:
            self._waiting.append(job)
            self._dispatch()
        if self._ticking is None:
            self._ticking = self._require_loop().call_later(TICK, self._tick)

    def cancel(self, job: Job) -> None:
        """Stop a query that nobody waits for any more; ``done`` is not called."""
        job.done = _nobody
        if job.worker is not None:
            self._kill(job.worker)
        else:
            with suppress(ValueError):
                self._waiting.remove(job)

    def _run(self, worker: "_Worker", job: Job, now: float) -> None:
        worker.job, job.worker, job.since, job.has_place = job, worker, now, True
        job.cpu = sandbox.spent(worker.pid)
        self._busy.add(worker)
        self._places += 1
        worker.transport.write(job.payload)

    def _dispatch(self) -> None:
        now = time.monotonic()
        while self._waiting and self._idle and self._places < PLACES:
            self._run(self._idle.pop(), self._waiting.popleft(), now)
        self._fill()

    def _fill(self) -> None:
        """Have processes made for the places, and some to spare for when a query keeps its own for long."""
        wanted = PLACES + SPARE - self._places - len(self._idle)
        while self._starting < wanted and self.processes < self._limits.processes and not self._closed:
            self._starting += 1
            self._require_loop().create_task(self._connect())

    async def _connect(self) -> None:
        path = next((path for path in self._sockets if path.exists()), self._sockets[-1])
        try:
            await self._require_loop().create_unix_connection(lambda: _Worker(self, path), str(path))
        except OSError:
            await asyncio.sleep(RETRY)
            self._starting -= 1
            self._fill()

    def born(self, worker: "_Worker") -> None:
        """A process is ready."""
        self._starting -= 1
        self._idle.append(worker)
        self._dispatch()

    def finished(self, worker: "_Worker", job: Job, *, grown: bool = False) -> None:
        """A query has its answer or its error, and its process lives."""
        self._release(worker, job)
        spent = grown or (job.is_long and not sandbox.compete_again(worker.pid))
        if spent or len(self._idle) >= KEPT or self._is_superseded(worker):
            worker.transport.close()
        else:
            self._idle.append(worker)
        self._dispatch()
        job.done(job)

    def lost(self, worker: "_Worker") -> None:
        """A process is gone."""
        if worker in self._idle:
            self._idle.remove(worker)
        elif worker.pid == 0:
            self._starting -= 1
        elif worker.job is not None:
            job = worker.job
            self._release(worker, job)
            job.error = self._cause(worker.ended_by)
            job.done(job)
        if not self._closed:
            self._fill()

    def overflowed(self, worker: "_Worker", job: Job) -> None:
        """An answer has become too long."""
        self._stop(worker, job, ResultTooLargeError(self._limits.result_mb))

    @property
    def result_bytes(self) -> int:
        """Longest answer."""
        return self._limits.result_mb << 20

    def _is_superseded(self, worker: "_Worker") -> bool:
        return worker.path != self._sockets[0] and self._sockets[0].exists()

    def _cause(self, ended_by: int) -> KgServiceError:
        if ended_by in _MEMORY_SIGNALS:
            return QueryMemoryError(self._limits.memory_mb)
        if ended_by in _STACK_SIGNALS:
            return QueryDepthError(self._limits.stack_mb)
        return EngineFailedError()

    def _release(self, worker: "_Worker", job: Job) -> None:
        worker.job, job.worker = None, None
        if worker.is_stopped:
            # It was done before the signal reached it.
            worker.is_stopped = False
            sandbox.go_on(worker.pid)
        self._busy.discard(worker)
        self._leave_place(job)

    def _leave_place(self, job: Job) -> None:
        self._places -= job.has_place
        job.has_place = False

    def _stop(self, worker: "_Worker", job: Job, error: KgServiceError) -> None:
        self._kill(worker)
        job.error = error
        job.done(job)

    def _kill(self, worker: "_Worker") -> None:
        if worker.job is not None:
            self._release(worker, worker.job)
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        worker.transport.abort()
        self._dispatch()

    def _tick(self) -> None:
        now = time.monotonic()
        for worker in tuple(self._busy):
            job = worker.job
            if job is None:
                continue
            if now > job.deadline:
                self._stop(worker, job, QueryTimeoutError(self._limits.seconds))
            else:
                self._rank(worker, job, sandbox.spent(worker.pid) - job.cpu)
        self._thin_out()
        self._take_turns(now)
        if now > self._weigh_at:
            self._weigh_at = now + WEIGHED
            self._lighten()
        while self._waiting and now > self._waiting[0].deadline:
            late = self._waiting.popleft()
            late.error = BusyError("query_processes", self._limits.processes)
            late.done(late)
        self._dispatch()
        more = self._busy or self._waiting
        self._ticking = self._require_loop().call_later(TICK, self._tick) if more else None

    def _rank(self, worker: "_Worker", job: Job, used: float) -> None:
        """Let others go before a query that has used so much of the processor."""
        if job.has_place and used > SLICE and self.long < self._limits.processes - PLACES:
            self._leave_place(job)
        if not job.is_long and used > self._long:
            job.is_long = True
            worker.ran_at = time.monotonic()  # its first turn begins at once
            sandbox.yield_to_others(worker.pid)

    def _long_ones(self) -> list["_Worker"]:
        """Those with a query that stands behind all others."""
        return [worker for worker in self._busy if worker.job and worker.job.is_long]

    def _lighten(self) -> None:
        """Stop the greediest of the long queries when all together have taken too much memory."""
        taken = {worker: sandbox.memory_mb(worker.pid) - worker.born_mb for worker in self._long_ones()}
        while sum(taken.values()) > self._limits.all_memory_mb:
            worker = max(taken, key=taken.__getitem__)
            del taken[worker]
            if worker.job is not None:
                self._stop(worker, worker.job, QueriesMemoryError(self._limits.all_memory_mb))

    def _take_turns(self, now: float) -> None:
        """Let a few of many long queries run at a time: they crowd the caches and the memory."""
        long = self._long_ones()
        if now > self._turn_ends or len(long) <= AT_ONCE:
            self._turn_ends = now + TURN
            # Those that have waited longest are next.
            long.sort(key=lambda worker: worker.ran_at)
            for worker in long[:AT_ONCE]:
                worker.ran_at = now
        last = sorted((worker.ran_at for worker in long), reverse=True)[:AT_ONCE]
        for worker in long:
            may_run = bool(last) and worker.ran_at >= last[-1]
            if may_run == worker.is_stopped:
                worker.is_stopped = not may_run
                (sandbox.go_on if may_run else sandbox.pause)(worker.pid)

    def _thin_out(self) -> None:
        """Stop the newest of too many long queries, so that there are processes left for the short ones."""
        most = self._limits.processes - RESERVED
        if self.long <= most:
            return
        long = sorted(self._long_ones(), key=lambda w: w.job.since)  # type: ignore[union-attr]
        for worker in long[most:]:
            if (job := worker.job) is not None and (
                sandbox.spent(worker.pid) - job.cpu > CROWDED or time.monotonic() - job.since > CROWDED_FOR
            ):
                self._stop(worker, job, BusyError("query_processes", self._limits.processes))

    def _require_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise RuntimeError("the pool has not been started")
        return self._loop


class _Worker(asyncio.Protocol):
    """One query process, as seen from here."""

    def __init__(self, pool: Pool, path: Path) -> None:
        self._pool, self.path = pool, path
        self._frames = wire.Frames()
        self.transport: asyncio.Transport = cast(asyncio.Transport, None)
        self.pid = 0
        """0 until it is born."""
        self.job: Job | None = None
        self.ended_by = 0
        """Signal that ended it."""
        self._is_paused = False
        self.is_stopped = False
        """Whether it waits for its turn."""
        self.born_mb = 0
        """What it shares with the process that it was forked from."""
        self.ran_at = 0.0
        """When its last turn began."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        for kind, payload in self._frames.feed(data):
            if kind == wire.BORN:
                self.pid = struct.unpack(">I", payload)[0]
                self.born_mb = sandbox.memory_mb(self.pid)
                self._pool.born(self)
            elif kind == wire.DIED:
                self.ended_by = struct.unpack(">I", payload)[0]
                self.transport.close()
            elif self.job is not None:
                self._answered(self.job, kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:
        self._pool.lost(self)

    def _answered(self, job: Job, kind: bytes, payload: bytes) -> None:
        if kind == wire.HEADER:
            job.header = wire.read_header(payload)
        elif kind == wire.DATA:
            self._take(job, payload)
        elif kind == wire.ERROR:
            job.error = wire.read_error(payload)
            self._pool.finished(self, job)
        elif kind == wire.END:
            self._pool.finished(self, job, grown=bool(payload))

    def _take(self, job: Job, part: bytes) -> None:
        job.size += len(part)
        if job.size > self._pool.result_bytes:
            self._pool.overflowed(self, job)
            return
        if isinstance(job.body, list):
            job.body.append(part)
            if job.size <= IN_MEMORY:
                return
            parts, job.body = job.body, cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115  # the job's
            part = b"".join(parts)
        job.body.write(part)
        if self._pool.long > CALM and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
            asyncio.get_running_loop().call_later(PAUSE * self._pool.long, self._go_on)

    def _go_on(self) -> None:
        self._is_paused = False
        if not self.transport.is_closing():
            self.transport.resume_reading()


def _nobody(job: Job) -> None:
    return None
