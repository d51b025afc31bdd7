"""Measure this service against its peers, on the same data, side by side: ``python benchmarks/run.py``.

For each size: the data is generated, every server is loaded and started, one answer of every class is held
against those of the others, and then each class is measured in turn, run by run and server by server, so that
what else happens on the machine meets all alike. See README.md for what the figures mean.
"""

import argparse
import contextlib
import datetime
import json
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

from generate import SIZES, count_triples, generate
from load import CONNECTIONS, ask, digest, rest, run_wrk
from mix import MODES, Query, read_mix, sample_services
from peers import CACHE, PEERS, Peer, PeerError, Server, load_store
from report import CLASSES, put_in_readme, write_report
from usage import disk_bytes, memory_bytes

RESULTS = Path(__file__).with_name("results")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def machine() -> str:
    """Processor, cores, memory, Python, and how busy it is."""
    python = platform.python_version()
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.partition(":")[2].strip() for line in info.splitlines() if "model name" in line), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{model or platform.machine()}, {cores} cores, {memory:.0f} GiB, Python {python}, "
        f"load average {os.getloadavg()[0]:.1f}"
    )


def start_servers(
    stack: contextlib.ExitStack, peers: list[Peer], dataset: Path, size: str, notes: list[str]
) -> tuple[list[Server], dict[str, dict[str, float | None]]]:
    """Load and start each that can be had; the others are named in *notes*."""
    servers, resources = [], {}
    for peer in peers:
        folder = CACHE / "stores" / size / peer.name
        store, log = folder / "store", folder / "server.log"
        try:
            peer.install()
            seconds = load_store(peer, dataset, store, folder / "load.log")
            server = stack.enter_context(Server(peer, dataset, store, log))
        except (PeerError, OSError) as error:
            say(f"  {error}")
            notes.append(f"{peer.name} is missing: {error}")
            continue
        rest(server)
        servers.append(server)
        resources[peer.name] = {
            # Where the file is read at the start, that is the time to load.
            "load_s": server.start_seconds if seconds is None else seconds,
            "start_s": server.start_seconds,
            "memory_idle": memory_bytes(server.process.pid),
            "disk": disk_bytes(store) if store.exists() else None,
        }
        say(f"  {peer.name}: {resources[peer.name]}")
    return servers, resources


def check_answers(
    servers: list[Server], queries: list[Query], size: str, longest: float, notes: list[str]
) -> tuple[dict[str, int], dict[tuple[str, str], float | str]]:
    """Ask each once and compare.

    Returns:
        Rows by class; and for each class and server the seconds of one answer, or what was wrong with it.
    """
    rows: dict[str, int] = {}
    singles: dict[tuple[str, str], float | str] = {}
    for query in queries:
        found: dict[str, tuple[int, str]] = {}
        for server in servers:
            key = query.letter, server.peer.name
            try:
                ask(server, query, timeout=longest)  # the first one warms up
                status, body, singles[key] = ask(server, query, timeout=longest)
                if status == 200:
                    found[server.peer.name] = digest(query, body)
                else:
                    singles[key] = f"status {status}"
            except TimeoutError:
                singles[key] = longest
                rest(server)
            except (PeerError, ValueError) as error:
                singles[key] = "no answer"
                notes.append(f"{query.name}, {server.peer.name}: {error}")
                rest(server)
        # Which rows a LIMIT leaves is the engine's choice; how many is not.
        cut = "LIMIT 100000" in query.text and any(count == 100_000 for count, _ in found.values())
        answers = {(count, "") if cut else (count, hash_) for count, hash_ in found.values()}
        if answers:
            rows[query.letter] = max(count for count, _ in answers)
        if len(answers) > 1:
            notes.append(
                f"{query.name}: the answers differ: " + ", ".join(f"{n} {f[0]}" for n, f in found.items())
            )
        say(f"  {query.name}: {rows.get(query.letter)} rows, {'differ' if len(answers) > 1 else 'the same'}")
    return rows, singles


def _first_entry(single: float | str, options: argparse.Namespace) -> dict[str, Any]:
    """What is known of a class before it is measured: an error, or how long one answer takes."""
    if isinstance(single, str):
        return {"error": single}
    return {"over_s": single} if single >= options.longest else {"single_s": single, "runs": []}


def measure_once(
    server: Server,
    query: Query,
    services: list[tuple[str, str, str]],
    entry: dict[str, Any],
    mode: str,
    turn: int,
    options: argparse.Namespace,
) -> dict[str, Any]:
    """One more run of one class at one server: the entry with the run added, or one that says why not."""
    cached = mode == "cached"
    # Long enough for each connection to be answered several times.
    seconds = min(max(options.seconds, entry["single_s"] * CONNECTIONS * 2), options.longest)
    try:
        if turn == 0:
            run_wrk(server, query, services, cached=cached, seconds=server.peer.warm_up)
            rest(server)
        run = run_wrk(server, query, services, cached=cached, seconds=seconds)
        while not (run.rps or run.failures) and seconds < options.longest:
            rest(server)
            seconds = min(seconds * 4, options.longest)
            run = run_wrk(server, query, services, cached=cached, seconds=seconds)
    except PeerError as error:
        say(f"  {server.peer.name}: {error}")
        rest(server)
        return {"error": "broke down"}
    entry["memory"] = memory_bytes(server.process.pid)
    entry["runs"].append(run.as_dict())
    rest(server)
    return entry if run.rps or run.failures else {"over_s": seconds, "memory": entry["memory"]}


def measure(size: str, options: argparse.Namespace) -> dict[str, Any]:
    """Everything about one size."""
    say(f"{size}: data")
    described = machine()
    dataset = generate(size)
    notes: list[str] = []
    order = list(SIZES)
    peers = [p for p in PEERS if p.name in options.peers and order.index(size) <= order.index(p.largest)]
    for peer in peers:
        if peer.name == "this-service":
            peer.environment.update(dict(pair.split("=", 1) for pair in options.set))
    queries = read_mix(options.classes)
    services = sample_services(dataset)
    with contextlib.ExitStack() as stack:
        servers, resources = start_servers(stack, peers, dataset, size, notes)
        rows, singles = check_answers(servers, queries, size, options.longest, notes)
        modes: dict[str, dict[str, Any]] = {}
        for mode in options.mode:
            for query in queries:
                entries = modes.setdefault(mode, {}).setdefault(query.letter, {})
                for turn in range(options.runs):
                    for server in servers:
                        name = server.peer.name
                        entry = entries.setdefault(name, _first_entry(singles[query.letter, name], options))
                        if "runs" in entry:
                            entries[name] = measure_once(server, query, services, entry, mode, turn, options)
                            peak = max(
                                resources[name].get("memory_peak") or 0, entries[name].get("memory", 0)
                            )
                            resources[name]["memory_peak"] = peak
                say(f"  {mode} {query.name}: " + ", ".join(f"{n} {_brief(e)}" for n, e in entries.items()))
    return {
        "size": size,
        "triples": count_triples(dataset),
        "sha256": dataset.with_suffix(".sha256").read_text().split()[0],
        "when": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        "machine": described,
        "runs": options.runs,
        "seconds": options.seconds,
        "connections": CONNECTIONS,
        "rows": rows,
        "peers": resources,
        "modes": modes,
        "notes": notes,
    }


def _brief(entry: dict[str, Any]) -> str:
    if "runs" not in entry:
        return str(entry.get("error", f"none in {entry.get('over_s', 0):.0f} s"))
    return "/".join(f"{run['rps']:.4g}" for run in entry["runs"]) + " per s"


def add_shared_options(parser: argparse.ArgumentParser) -> None:
    """What run.py and attack.py have in common."""
    parser.add_argument(
        "--set", action="append", default=[], metavar="KG_NAME=VALUE", help="a setting of this service"
    )
    parser.add_argument("--write", action="store_true", help="put the figures into results/ and README.md")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure this service against its peers · 与同类服务对比")
    names = [peer.name for peer in PEERS]
    split = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("--sizes", type=split, default=["2k", "100k", "1M"], help=",".join(SIZES))
    parser.add_argument("--peers", type=split, default=names, help=",".join(names))
    parser.add_argument("--classes", default="".join(CLASSES), help="letters of queries/, e.g. abf")
    parser.add_argument("--mode", type=split, default=list(MODES), help=",".join(MODES))
    parser.add_argument("--seconds", type=float, default=5, help="of one run; longer for slow queries")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--longest", type=float, default=60, help="seconds until a class is given up")
    add_shared_options(parser)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        parser.error("wrk is missing (Debian: wrk) · 缺少 wrk")
    for given, known in ((options.sizes, SIZES), (options.peers, names), (options.mode, MODES)):
        if unknown := set(given) - set(known):
            parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    failed = False
    for size in options.sizes:
        result = measure(size, options)
        text = write_report(result)
        print(text, flush=True)
        failed |= bool(result["notes"])
        if options.write:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{size}.json").write_text(
                json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
            put_in_readme(size, text)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
