"""Ordinary queries while twenty clients attack: ``python benchmarks/attack.py``.

Ordinary queries come at a steady rate, whether or not those before are answered, and a latency counts from
the moment a query was due: a server that stalls can't hide it. The attackers are a process of their own;
each of its clients has one killer in flight at any time, from an address of its own on loopback. Quiet and
attacked phases alternate. Everything is bounded in time and goes to a server that is started here.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing.queues import Queue
from typing import Any

from clients import ORDINARY, PATIENCE, Phase, ask_steadily, keep_attacking
from generate import SIZES, count_triples, generate
from hostile import build_monsters, read_killers
from load import rest
from mix import read_mix, sample_services
from peers import CACHE, PEERS, Server, load_store
from report import number, put_in_readme, table
from run import RESULTS, add_shared_options, machine, say
from usage import available_bytes

FIGURES = {"p50_ms": 0.5, "p99_ms": 0.99, "max_ms": 1.0}


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the sorted *values* lies."""
    return values[min(int(len(values) * share), len(values) - 1)] if values else float("nan")


def _attack_process(results: "Queue[dict[str, Any]]", *arguments: Any) -> None:
    results.put(asyncio.run(keep_attacking(*arguments)))


@contextlib.contextmanager
def watch_memory(peaks: list[int]) -> Iterator[None]:
    """Append what is taken of the machine's memory meanwhile, every second.

    Not the process tree's own: adding that up holds up its page faults, which is what is measured here.
    """
    stop = threading.Event()
    before = available_bytes()

    def watch() -> None:
        while not stop.wait(1):
            peaks.append(before - available_bytes())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def attack(server: Server, options: argparse.Namespace) -> dict[str, Any]:
    """All rounds."""
    dataset = server.dataset
    services, queries = sample_services(dataset), read_mix(ORDINARY)
    texts = read_killers() | (build_monsters() if options.monsters else {})
    texts = {name: text for name, text in texts.items() if not options.killers or name in options.killers}
    context = multiprocessing.get_context("spawn")
    endpoint, peaks = server.peer.endpoint, [0]
    phases: dict[str, list[Phase]] = {"quiet": [], "attacked": []}
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)

    def ordinary(seconds: float) -> Phase:
        return asyncio.run(
            ask_steadily(server.port, endpoint, queries, services, rate=options.rate, seconds=seconds)
        )

    ordinary(3)  # warms up
    for _ in range(options.rounds):
        phases["quiet"].append(ordinary(options.seconds))
        results: Queue[dict[str, Any]] = context.Queue()
        # Two seconds ahead, so that all clients have their killer in flight when the measuring begins.
        arguments = (results, server.port, endpoint, texts, options.clients, options.seconds + 4)
        process = context.Process(target=_attack_process, args=arguments)
        process.start()
        try:
            time.sleep(2)
            with watch_memory(peaks):
                phases["attacked"].append(ordinary(options.seconds))
            for name, counts in results.get(timeout=PATIENCE).items():
                outcomes[name].update(counts)
            process.join(PATIENCE)
        finally:
            with contextlib.suppress(ValueError):
                process.kill()
        if server.process.poll() is not None:
            say("  the server has ended")
            break
        rest(server)
    return {
        "phases": {name: [_summary(phase) for phase in of_kind] for name, of_kind in phases.items()},
        "killers": {name: dict(outcomes[name]) for name in sorted(texts)},
        "memory_peak": max(peaks),
        "alive": server.process.poll() is None,
    }


def _summary(phase: Phase) -> dict[str, Any]:
    classes = {letter: sorted(values) for letter, values in sorted(phase.latencies.items())}
    return {
        "answers": sum(map(len, classes.values())),
        "failures": dict(phase.failures),
        **_percentiles(phase.all()),
        "classes": {letter: _percentiles(values) for letter, values in classes.items()},
    }


def _percentiles(values: list[float]) -> dict[str, float]:
    return {name: percentile(values, share) for name, share in FIGURES.items()}


def write_attack_report(result: dict[str, Any]) -> str:
    """The outcome as Markdown."""
    middle = {
        kind: [statistics.median(phase[name] for phase in phases) for name in FIGURES]
        for kind, phases in result["phases"].items()
    }
    rows = [["ordinary queries", "p50, ms", "p99, ms", "longest, ms", "answered", "not answered"]]
    for kind, phases in result["phases"].items():
        failures = sum((Counter(phase["failures"]) for phase in phases), Counter())
        values = map(number, middle[kind])
        answered = f"{sum(phase['answers'] for phase in phases):,}"
        failed = ", ".join(f"{count} × {status}" for status, count in failures.most_common()) or "0"
        rows.append([kind, *values, answered, failed])
    pairs = zip(middle["quiet"], middle["attacked"], strict=True)
    ratios = [f"{number(attacked / quiet)} ×" for quiet, attacked in pairs]
    rows.append(["ratio", *ratios, "", ""])
    killers = [["killer", "answers"]]
    for name, counts in result["killers"].items():
        ends = ", ".join(f"{count} × {status}" for status, count in sorted(counts.items()))
        killers.append([name, ends or "still running at the end"])
    about = (
        f"{result['when']}; {result['machine']}; {result['size']} ({result['triples']:,} triples); "
        f"{result['rate']:g} ordinary queries/s, {result['clients']} attackers, "
        f"medians of {result['rounds']} rounds of {result['seconds']:g} s. "
        f"The machine's memory under attack: {result['memory_peak'] / 1e6:,.0f} MB more at most."
    )
    return "\n\n".join([about, table(rows), table(killers)]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Ordinary queries under attack · 攻击下的普通查询")
    parser.add_argument("--size", default="100k", choices=SIZES)
    parser.add_argument("--rate", type=float, default=200, help="ordinary queries per second")
    parser.add_argument("--clients", type=int, default=20, help="attackers, each with one query in flight")
    parser.add_argument("--seconds", type=float, default=20, help="of one phase")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--killers", type=lambda text: text.split(","), default=[], help="names, e.g. path-any"
    )
    parser.add_argument("--monsters", action="store_true", help="also texts that hurt parsers")
    add_shared_options(parser)
    options = parser.parse_args()
    peer = PEERS[0]
    peer.environment.update(dict(pair.split("=", 1) for pair in options.set))
    dataset, folder = generate(options.size), CACHE / "stores" / options.size / "attacked"
    described = machine()
    load_store(peer, dataset, folder / "store", folder / "load.log")
    with Server(peer, dataset, folder / "store", folder / "server.log") as server:
        result = attack(server, options)
    result |= {name: getattr(options, name) for name in ("size", "rate", "clients", "seconds", "rounds")}
    result |= {
        "machine": described,
        "when": time.strftime("%Y-%m-%d"),
        "triples": count_triples(dataset),
    }
    text = write_attack_report(result)
    print(text)
    if options.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "attack.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        put_in_readme("attack", text)
    return 0 if result["alive"] else 1


if __name__ == "__main__":
    sys.exit(main())
