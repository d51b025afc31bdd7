"""Measure checking against the shapes: ``python benchmarks/validation.py``.

Plain pyshacl as anybody would call it, the same with the text of each SPARQL rule read once (``--engine
pyshacl``), the plan, and one edition changed inside the dataset. Each runs in a process of its own; what is
counted is processor time, since the machine may do other things, with wall time beside it. The results of all
are compared.
"""

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from generate import generate
from report import README, number, put_in_readme, table
from run import machine

from kg_service.editions import rows as rows_of
from kg_service.editions.writing import write_edition
from kg_service.formats import DOCX
from kg_service.model import Row
from kg_service.validation.earlier import store_of
from kg_service.vocabulary import RDF

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "validation.json"
SIZES = {"edition": 0, "100k": 12, "1M": 100}
"""Size to the number of planted violations."""
TITLE = "黑龙江省流动儿童在居住地享有关爱服务清单（2025年版）"
MODES = ("pyshacl", "engine", "plan", "change")
NAMES = {
    "pyshacl": "pyshacl, plain",
    "engine": "`--engine pyshacl`",
    "plan": "the plan",
    "change": "one edition changed",
}


class Clock:
    """Wall and processor seconds since the last look."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def lap(self) -> dict[str, float]:
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return {"wall": wall, "cpu": cpu}


def data_of(size: str) -> Path:
    """The data of a size, all graphs together, as N-Triples."""
    folder = ROOT / ".cache" / "benchmarks" / "national"
    target = folder / f"{size}.nt"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if size == "edition":
            from kg_service.validation.context import home_files

            quads = (quad for path in home_files(ROOT) for quad in ox.parse(path=path))
        else:
            quads = ox.parse(path=generate(size, faults=SIZES[size], whole=True))
        triples = dict.fromkeys(quad.triple for quad in quads)
        ox.serialize(triples, output=str(target), format=ox.RdfFormat.N_TRIPLES)
    return target


def digest(rows: Iterable[tuple[object, ...]]) -> tuple[int, str]:
    """How many results, and a hash of what they say, whatever their order and their blank nodes."""
    lines = sorted("\t".join("_" if type(t).__name__ == "BNode" else str(t) for t in row) for row in rows)
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def plain(path: Path) -> dict[str, Any]:
    """pyshacl from the outside: graphs parsed by rdflib, one call."""
    import pyshacl
    from rdflib import RDF, SH, Graph

    clock = Clock()
    data, shapes = Graph().parse(path), Graph()
    for part in sorted([*ROOT.glob("shapes/*.ttl"), *ROOT.glob("shapes/*/*-SHACL.ttl")]):
        shapes.parse(part)
    load = clock.lap()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    check = clock.lap()
    parts = ("focusNode", "value", "resultSeverity", "sourceConstraintComponent", "sourceShape")
    rows = [
        tuple(report.value(node, SH[name]) for name in parts)
        for top in report.subjects(RDF.type, SH.ValidationReport)
        for node in report.objects(top, SH.result)
    ]
    return {"load": load, "check": check, "results": digest(rows)}


def _rows(results: Iterable[Any]) -> list[tuple[object, ...]]:
    return [(r.focus, r.value, r.severity, r.component, r.shape) for r in results]


def engine(path: Path) -> dict[str, Any]:
    """Full pyshacl, as ``kg validate --engine pyshacl`` runs it."""
    from rdflib import Graph

    from kg_service.store.index import Index
    from kg_service.store.rdflib_view import graph_of
    from kg_service.validation import Shapes
    from kg_service.validation.engine import run

    clock = Clock()
    shapes, data = Shapes.load(ROOT), Graph(bind_namespaces="none")
    for triple in graph_of(Index(ox.parse(path=path))):
        data.add(triple)
    load = clock.lap()
    results = run(data, shapes)[1]
    return {"load": load, "check": clock.lap(), "results": digest(_rows(results))}


def plan(path: Path) -> dict[str, Any]:
    """The plan, and pyshacl on what may fail."""
    from kg_service.store.index import Index
    from kg_service.validation import Shapes
    from kg_service.validation.plan.program import Program
    from kg_service.validation.planned import run_planned

    clock = Clock()
    shapes, index = Shapes.load(ROOT), Index(ox.parse(path=path))
    load = clock.lap()
    program = Program(shapes.index, index)
    results = run_planned(program, shapes)[1]
    return {
        "load": load, "check": clock.lap(), "results": digest(_rows(results)), "pairs": program.focus_count(),
    }  # fmt: skip


def change(path: Path) -> dict[str, Any]:
    """Editions taken out of the dataset and put in anew; and one triple of each."""
    from kg_service.validation import Shapes
    from kg_service.validation.dataset import CheckedDataset

    clock = Clock()
    dataset = CheckedDataset(ox.parse(path=path), Shapes.load(ROOT))
    load = clock.lap()
    laps, checked, triples = [], [], []
    for own in _editions(path, 5):
        title = next(t for t in own if "terms/title" in str(t.predicate) and "/service/1>" in str(t.subject))
        clock.lap()
        dataset.change([title], [])
        laps.append(clock.lap())
        dataset.change([], [title])
        # Another version of the edition: every one of its triples goes and comes anew.
        dataset.change(own, [])
        clock.lap()
        whole = dataset.change([], own)
        laps.append(clock.lap())
        checked.append(whole.checked)
        triples.append(whole.triples)
    once, all_ = laps[0::2], laps[1::2]
    return {
        "load": load,
        "check": {key: statistics.median(lap[key] for lap in all_) for key in ("wall", "cpu")},
        "worst": {key: max(lap[key] for lap in all_) for key in ("wall", "cpu")},
        "small": {key: statistics.median(lap[key] for lap in once) for key in ("wall", "cpu")},
        "results": digest(_rows(dataset.results)),
        "pairs": statistics.median(checked),
        "triples": statistics.median(triples),
    }


def _editions(path: Path, number: int) -> list[list[ox.Triple]]:
    """The triples of some editions, chosen by chance that is the same each time."""
    kind = ox.NamedNode("https://w3id.org/care-checklist/ontology#ChecklistEdition")
    type_ = ox.NamedNode(str(RDF.type))
    found = [
        str(quad.subject)[1:-1]
        for quad in ox.parse(path=path)
        if quad.predicate == type_ and quad.object == kind
    ]
    chosen = sorted(found, key=lambda iri: hashlib.sha256(iri.encode()).hexdigest())[:number]
    own: dict[str, list[ox.Triple]] = {iri: [] for iri in chosen}
    for quad in ox.parse(path=path):
        for iri in chosen:
            ends = str(quad.subject)[1:], str(quad.object)[1:]
            if ends[0].startswith((f"{iri}>", f"{iri}/")) or ends[1].startswith(f"{iri}/"):
                own[iri].append(quad.triple)
                break
    return list(own.values())


def measure(mode: str, size: str, cap: float) -> dict[str, Any]:
    """One mode on one size, in a process of its own."""
    command = [sys.executable, __file__, "--one", mode, str(data_of(size))]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=cap, check=True)
    except subprocess.TimeoutExpired:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {"over": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, "wall": cap}
    return json.loads(done.stdout.splitlines()[-1])


def cold(arguments: list[str], times: int) -> dict[str, float]:
    """A command from nothing, its median."""
    runs = []
    for _ in range(times):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([ROOT / ".venv/bin/kg", *arguments], capture_output=True, check=False)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        runs.append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return {"wall": statistics.median(r[0] for r in runs), "cpu": statistics.median(r[1] for r in runs)}


def _cold_runs(times: int, folder: Path) -> dict[str, dict[str, float]]:
    text = (ROOT / "data/checklist.ttl").read_text(encoding="utf-8")
    faulty, draft, messy = (folder / name for name in ("faulty.ttl", "draft.docx", "messy.docx"))
    faulty.write_text(text.replace('"学前教育服务"@zh', '"学前教育服务"', 1), encoding="utf-8")
    printed = rows_of(store_of(ROOT), "heilongjiang", "2024", home=ROOT)
    draft.write_bytes(write_edition(printed, TITLE, DOCX))
    messy.write_bytes(write_edition(_with_mistakes(printed), TITLE, DOCX))
    against = ["--against", "heilongjiang/2024"]
    return {
        "an edition that conforms (Turtle)": cold(["validate", "data/checklist.ttl"], times),
        "one with findings (Turtle)": cold(["validate", str(faulty)], times),
        "the same by --engine pyshacl": cold(["validate", "--engine", "pyshacl", str(faulty)], times),
        "a document (.docx), cells, graph and succession": cold(["validate", str(draft), *against], times),
        "one with mistakes in a row of four": cold(["validate", str(messy), *against], times),
    }


def _with_mistakes(table: Sequence[Row]) -> list[Row]:
    """The table without a row, and with a slip of the pen or a promise cut in one of four others."""
    kept = [row for row in table if row.number != 17]
    for at, row in enumerate(kept):
        kept[at] = (
            replace(row, content=row.content.replace("免除", "减免").replace("，", ","))
            if at % 8 == 2
            else replace(row, departments=("省卫生健康委", *row.departments), goal=row.goal + "。")
            if at % 8 == 6
            else row
        )
    return kept


def report(result: dict[str, Any]) -> str:
    """The figures as Markdown."""
    sizes = result["sizes"].items()
    rows = [["", *(f"{size}: {of['triples']:,} triples" for size, of in sizes)]]
    rows += [[NAMES[mode], *(_cell(of["modes"].get(mode)) for _, of in sizes)] for mode in MODES]
    rows.append(["**plain ÷ plan**", *(_ratio(of["modes"]) for _, of in sizes)])
    rows.append(["same results", *(_same(of["modes"]) for _, of in sizes)])
    rows.append(["measured", *(f"{of['when']}, {of['machine']}" for _, of in sizes)])
    head = (
        "Processor seconds, load + check, with wall time and memory; medians of the runs. In the row of the "
        "changed edition, load is loading and checking the whole dataset once, and check is one edition "
        "coming anew, all of its triples."
    )
    return "\n\n".join([head, table(rows)]) + "\n"


def cold_report(result: dict[str, Any]) -> str:
    """The figures of cold starts as Markdown."""
    cold = result["cold"]
    head = f"{cold['when']}, {cold['machine']}; medians of {cold['times']} runs, each a process of its own."
    cold_rows = [["cold start to end", "s", "processor s"]]
    cold_rows += [[name, number(run["wall"]), number(run["cpu"])] for name, run in cold["runs"].items()]
    return f"{head}\n\n{table(cold_rows)}\n"


def _cell(runs: list[dict[str, Any]] | None) -> str:
    if not runs:
        return "–"
    if "over" in runs[0]:
        return f"> {number(runs[0]['over'])} (stopped; wall {number(runs[0]['wall'])})"
    load, check = (statistics.median(run[part]["cpu"] for run in runs) for part in ("load", "check"))
    wall = statistics.median(run["load"]["wall"] + run["check"]["wall"] for run in runs)
    return f"{number(load)} + {number(check)} (wall {number(wall)}; {runs[0]['memory']:,.0f} MB)"


def _total(runs: list[dict[str, Any]]) -> float:
    if "over" in runs[0]:
        return float(runs[0]["over"])
    return statistics.median(run["load"]["cpu"] + run["check"]["cpu"] for run in runs)


def _ratio(modes: dict[str, list[dict[str, Any]]]) -> str:
    if not modes.get("pyshacl") or not modes.get("plan"):
        return "–"
    sign = "> " if "over" in modes["pyshacl"][0] else ""
    return f"{sign}{number(_total(modes['pyshacl']) / _total(modes['plan']))} ×"


def _same(modes: dict[str, list[dict[str, Any]]]) -> str:
    found = {mode: runs[0]["results"] for mode, runs in modes.items() if runs and "results" in runs[0]}
    count, _ = next(iter(found.values()))
    alike = len({tuple(each) for each in found.values()}) == 1
    return f"{count:,} in {len(found)} ways" if alike else f"**no: {found}**"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure validation · 测量校验")
    parser.add_argument("--one", nargs=2, metavar=("MODE", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--runs", type=int, default=3, help="of the plan and of changes; the others run once")
    parser.add_argument("--cap", type=float, default=3600, help="seconds after which a run is stopped")
    parser.add_argument("--cold", type=int, metavar="TIMES", help="only cold starts, each so many times")
    parser.add_argument("--write", action="store_true", help="into results/ and README.md")
    options = parser.parse_args()
    if options.one:
        mode, path = options.one
        known: dict[str, Callable[[Path], dict[str, Any]]] = {
            "pyshacl": plain, "engine": engine, "plan": plan, "change": change,
        }  # fmt: skip
        found = known[mode](Path(path))
        found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(json.dumps(found))
        return
    result: dict[str, Any] = {"sizes": {}}
    if options.write and RESULTS.exists():
        # A size is measured as a whole; the others stay.
        result = json.loads(RESULTS.read_text(encoding="utf-8"))
    for size in options.sizes.split(",") if options.cold is None else ():
        modes: dict[str, list[dict[str, Any]]] = {}
        triples = sum(1 for _ in data_of(size).open("rb"))
        now = {"when": time.strftime("%Y-%m-%d"), "machine": machine(), "triples": triples, "modes": modes}
        for mode in reversed(options.modes.split(",")):
            times = options.runs if mode in ("plan", "change") else 1
            runs = modes[mode] = []
            while len(runs) < times and not (runs and "over" in runs[0]):
                runs.append(measure(mode, size, options.cap))
                print(size, mode, runs[-1], flush=True)
        result["sizes"][size] = now
    result["sizes"] = {size: result["sizes"][size] for size in SIZES if size in result["sizes"]}
    times = options.cold or options.runs
    now = {"when": time.strftime("%Y-%m-%d"), "machine": machine(), "times": times}
    with tempfile.TemporaryDirectory() as folder:
        result["cold"] = {**now, "runs": _cold_runs(times, Path(folder))}
    if options.write:
        RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if result["sizes"]:
            put_in_readme("validation", report(result))
        put_in_readme("validation-cold", cold_report(result))
        print(f"written to {RESULTS} and {README}")
    else:
        print(report(result) if result["sizes"] else "", cold_report(result), sep="\n")


if __name__ == "__main__":
    main()
