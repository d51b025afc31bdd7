"""The two kinds of clients of attack.py: those who ask ordinary queries, and those who attack.

Both speak plain HTTP/1.1 over asyncio streams, so that what the client costs is the same for every answer.
"""

import asyncio
import itertools
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from mix import Query

ORDINARY = "aecaeadaeb"
"""Letters of the mix, in the order in which they are asked over and over: mostly lookups."""
PATIENCE = 60.0
"""Seconds after which a client gives up."""


@dataclass(slots=True)
class Phase:
    """What the ordinary clients saw in one phase."""

    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds from due to whole answer, by class; answers with status 200 only."""
    failures: Counter[str] = field(default_factory=Counter)

    def all(self) -> list[float]:
        return sorted(itertools.chain(*self.latencies.values()))


async def _read_answer(reader: asyncio.StreamReader) -> str:
    """Read one answer to its end and drop it.

    Returns:
        The status; "broken" is added where the answer ends before its end.
    """
    head = await reader.readuntil(b"\r\n\r\n")
    status = head.split(b" ", 2)[1].decode()
    headers = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    try:
        if b"chunked" in headers.get(b"transfer-encoding", b""):
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await _skip(reader, size + 2)
            await reader.readuntil(b"\r\n")
        else:
            await _skip(reader, int(headers.get(b"content-length", b"0")))
    except (asyncio.IncompleteReadError, ConnectionError, ValueError):
        return f"{status} broken"
    return status


async def _skip(reader: asyncio.StreamReader, size: int) -> None:
    while size:
        data = await reader.read(min(size, 1 << 20))
        if not data:
            raise asyncio.IncompleteReadError(b"", size)
        size -= len(data)


async def ask_steadily(
    port: int,
    endpoint: str,
    queries: list[Query],
    services: list[tuple[str, str, str]],
    *,
    rate: float,
    seconds: float,
    connections: int = 64,
) -> Phase:
    """Ordinary queries, *rate* of them due in each second, over connections that are kept open."""
    phase = Phase()
    by_letter = {query.letter: query for query in queries}
    due: asyncio.Queue[tuple[float, Query, bytes] | None] = asyncio.Queue()

    async def client(index: int) -> None:
        streams = None
        while item := await due.get():
            when, query, request = item
            try:
                async with asyncio.timeout(PATIENCE):
                    if streams is None:
                        address = (f"127.0.1.{index + 1}", 0)
                        streams = await asyncio.open_connection("127.0.0.1", port, local_addr=address)
                    streams[1].write(request)
                    status = await _read_answer(streams[0])
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                status = type(error).__name__
            if status == "200":
                phase.latencies[query.letter].append((time.perf_counter() - when) * 1e3)
            else:
                phase.failures[status] += 1
                if streams:
                    streams[1].close()
                streams = None
        if streams:
            streams[1].close()

    tasks = [asyncio.create_task(client(index)) for index in range(connections)]
    first, began = time.time_ns() // 1_000, time.perf_counter() + 0.1
    for index in range(int(rate * seconds)):
        query = by_letter[ORDINARY[index % len(ORDINARY)]]
        constants = query.constants([services[index % len(services)]])
        path = query.path(endpoint).replace("~N~", str(first + index)).replace("~S~", "".join(constants))
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {query.accept}\r\n\r\n".encode()
        when = began + index / rate
        await asyncio.sleep(max(when - time.perf_counter(), 0))
        due.put_nowait((when, query, request))
    for _ in tasks:
        due.put_nowait(None)
    await asyncio.gather(*tasks)
    return phase


async def keep_attacking(
    port: int, endpoint: str, texts: dict[str, str], clients: int, seconds: float
) -> dict[str, dict[str, int]]:
    """Keep *clients* killers in flight for so many seconds.

    Returns:
        How often each killer ended in which way.
    """
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)

    async def client(index: int) -> None:
        order = random.Random(index).sample(sorted(texts), len(texts))
        for name in itertools.cycle(order):
            body = texts[name].encode()
            request = (
                f"POST {endpoint} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: */*;q=0.1, "
                f"application/sparql-results+json\r\nContent-Type: application/sparql-query\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode()
            writer = None
            try:
                async with asyncio.timeout(PATIENCE):
                    address = (f"127.0.2.{index + 1}", 0)
                    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=address)
                    writer.write(request + body)
                    outcomes[name][await _read_answer(reader)] += 1
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                outcomes[name][type(error).__name__] += 1
            finally:
                if writer:
                    writer.close()
            await asyncio.sleep(0.02)  # refusals are quick; this bounds how many there are

    tasks = [asyncio.create_task(client(index)) for index in range(clients)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return {name: dict(counts) for name, counts in outcomes.items()}
