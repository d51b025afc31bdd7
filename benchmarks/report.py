"""Figures as text: values, and the ratio of this service to each peer."""

import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

OURS = "this-service"
README = Path(__file__).with_name("README.md")
CLASSES = {
    "a": "lookup",
    "b": "aggregate",
    "c": "property path",
    "d": "text filter",
    "e": "construct",
    "f": "rows as JSON",
    "g": "rows as CSV",
}
RESOURCES = {
    "load_s": ("load, s", 1),
    "start_s": ("start to first answer, s", 1),
    "memory_idle": ("memory at rest, MB", 1e6),
    "memory_peak": ("memory after the mix, MB", 1e6),
    "disk": ("disk, MB", 1e6),
}


def table(rows: Iterable[list[str]]) -> str:
    """Rows as Markdown, the first being the heading."""
    head, *body = rows
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"


def median(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _throughput(entry: dict[str, Any] | None, ours: float | None) -> str:
    if entry is None:
        return "–"
    if "error" in entry:
        return str(entry["error"])
    if "over_s" in entry:
        bound = 1 / entry["over_s"]
        return f"none in {entry['over_s']:.0f} s" + (f" (> {number(ours / bound)} ×)" if ours else "")
    value = median(entry["runs"], "rps")
    failures = sum(run["failures"] for run in entry["runs"])
    text = number(value) + (f" ({number(ours / value)} ×)" if ours and value else "")
    return text + (f", **{failures:.0f} failed**" if failures else "")


def _latency(entry: dict[str, Any] | None) -> str:
    if not entry or "runs" not in entry:
        return "–"
    return f"{number(median(entry['runs'], 'p50_ms'))} / {number(median(entry['runs'], 'p99_ms'))}"


def _cost(entry: dict[str, Any] | None) -> str:
    return number(median(entry["runs"], "cpu_ms")) if entry and "runs" in entry else "–"


def _ours(entries: dict[str, Any]) -> float | None:
    entry = entries.get(OURS)
    return median(entry["runs"], "rps") if entry and "runs" in entry else None


def write_report(result: dict[str, Any]) -> str:
    """One size as Markdown."""
    names = list(result["peers"])
    parts = [
        f"### {result['size']}: {result['triples']:,} triples",
        f"{result['when']}; {result['machine']}; medians of {result['runs']} runs of "
        f"{result['seconds']:g} s, {result['connections']} connections. "
        "In parentheses: this service ÷ that server.",
    ]
    for mode, classes in result["modes"].items():
        heading = [f"requests/s, {mode}", *names]
        rows, latencies = [heading], [[f"p50 / p99 in ms, {mode}", *names]]
        costs = [[f"processor ms/answer, {mode}", *names]]
        for letter, entries in classes.items():
            label = f"{letter} {CLASSES[letter]}"
            if count := result["rows"].get(letter):
                label += f" ({count:,})"
            ours = _ours(entries)
            rows.append([label, *(_throughput(entries.get(n), None if n == OURS else ours) for n in names)])
            latencies.append([label, *(_latency(entries.get(n)) for n in names)])
            costs.append([label, *(_cost(entries.get(n)) for n in names)])
        parts += [table(rows), table(latencies), table(costs)]
    rows = [["", *names]]
    for key, (label, unit) in RESOURCES.items():
        mine = result["peers"].get(OURS, {}).get(key)
        cells = []
        for name in names:
            value = result["peers"][name].get(key)
            ratio = f" ({number(mine / value)} ×)" if mine and value and name != OURS else ""
            cells.append("–" if value is None else number(value / unit) + ratio)
        rows.append([label, *cells])
    return "\n\n".join([*parts, table(rows), *(f"- {note}" for note in result["notes"])]) + "\n"


def put_in_readme(size: str, text: str) -> None:
    """Replace the figures of one size between their two comments."""
    readme = README.read_text(encoding="utf-8")
    start, end = f"<!-- figures {size} -->\n", f"<!-- end {size} -->"
    before, found, rest = readme.partition(start)
    if not found:
        raise LookupError(f"{README} has no place for the figures of {size}")
    README.write_text(before + start + "\n" + text + "\n" + end + rest.partition(end)[2], encoding="utf-8")
