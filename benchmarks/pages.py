"""How long the server takes for the HTML of each kind of page: ``python benchmarks/pages.py``.

Processor time of this process, without network, cache or compression: view, queries, template. Each page is
asked once before, as the names of things are kept in memory. The goal is a median below 50 ms for every page.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any

from report import put_in_readme, table
from run import RESULTS, machine

from kg_service.model import LANGS
from kg_service.publish import build_store
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.web import create_app

GOAL_MS = 50
EDITION = "/id/edition/heilongjiang/2024"
PATHS = (
    "/",
    "/services",
    "/services?goal=education&age=7",
    "/search?q=教育",
    "/search?q=低保",
    "/for-child?age=7&stage=compulsory&situation=disability",
    "/queries",
    "/queries/services-at-a-glance",
    "/queries/services-for-child?age=7",
    "/queries/group-body-flow",
    "/queries/goal-body-matrix",
    "/sparql",
    "/compare",
    "/compare?old=heilongjiang/2024&new=heilongjiang/2024&show=all",
    "/check",
    "/data",
    "/api",
    "/ontology",
    "/shapes",
    "/dumps/",
    "/catalog",
    EDITION,
    f"{EDITION}/table.csv",
    f"{EDITION}/service/3",
    f"{EDITION}/service/3/measure/1",
    f"{EDITION}/service/3/condition/1",
    "/id/body/heilongjiang/civil-affairs",
    "/id/scheme/goals",
    "/id/scheme/goals/education",
    "/id/scheme/measure-kinds/health-service",
    "/id/norm/action-plan-for-migrant-children",
    "/id/place/heilongjiang",
    "/id/service/compulsory-education",
    "/id/dataset",
    "/id/void/default",
    "/id/graph/places",
)


def measure(rounds: int) -> list[dict[str, Any]]:
    """The figures of each page, the slowest first."""
    home = Path(__file__).resolve().parent.parent
    settings = Settings(home=home)
    client = create_app(build_store(settings), settings, Catalogue.load(home)).test_client()
    found: list[dict[str, Any]] = []
    for path in PATHS:
        entry: dict[str, Any] = {"page": path}
        for lang in LANGS:
            times = []
            for _ in range(rounds + 1):
                begin = time.process_time()
                answer = client.get(f"/{lang}{path}", headers={"Accept": "text/html"})
                times.append(1000 * (time.process_time() - begin))
                assert answer.status_code == 200, path
            entry[lang] = {"ms": statistics.median(times[1:]), "first": times[0], "bytes": len(answer.data)}
        found.append(entry)
    return sorted(found, key=slowest, reverse=True)


def slowest(entry: dict[str, Any]) -> float:
    """The median of the slower language, in ms."""
    return max(float(entry[lang]["ms"]) for lang in LANGS)


def report(found: list[dict[str, Any]], rounds: int) -> str:
    """The figures as a table."""
    heads = [f"{lang}: {what}" for lang in LANGS for what in ("median ms", "first ms", "KB")]
    rows = [
        [
            f"`{entry['page']}`",
            *(
                text
                for lang in LANGS
                for text in (
                    f"{entry[lang]['ms']:.1f}{'!' if entry[lang]['ms'] > GOAL_MS else ''}",
                    f"{entry[lang]['first']:.0f}",
                    f"{entry[lang]['bytes'] / 1000:.0f}",
                )
            ),
        ]
        for entry in found
    ]
    over = sum(slowest(entry) > GOAL_MS for entry in found)
    said = f"{len(found)} pages, {over} above {GOAL_MS} ms (!)"
    return f"{machine()}; medians of {rounds} rounds; {said}.\n\n{table([['page', *heads], *rows])}\n"


def main() -> None:
    """Measure and print one line a page, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=9, help="times that each page is asked")
    parser.add_argument("--write", action="store_true", help="into results/ and README.md")
    options = parser.parse_args()
    found = measure(options.rounds)
    text = report(found, options.rounds)
    print(text)
    if options.write:
        (RESULTS / "pages.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        put_in_readme("pages", text)


if __name__ == "__main__":
    main()
