"""How long the server takes for the HTML of each kind of page: ``python benchmarks/pages.py``.

Processor time of this process, without network, cache or compression: view, queries, template. Each page is
asked once before, as the names of things are kept in memory. The goal is a median below 50 ms for every page.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from pathlib import Path

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


def main() -> None:
    """Measure and print one line a page, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=9, help="times that each page is asked")
    rounds = parser.parse_args().rounds
    home = Path(__file__).resolve().parent.parent
    settings = Settings(home=home)
    client = create_app(build_store(settings), settings, Catalogue.load(home)).test_client()
    found = []
    for path in PATHS:
        for lang in ("zh", "en"):
            address = f"{path}{'&' if '?' in path else '?'}lang={lang}"
            times = []
            for _ in range(rounds + 1):
                begin = time.process_time()
                answer = client.get(address, headers={"Accept": "text/html"})
                times.append(1000 * (time.process_time() - begin))
                assert answer.status_code == 200, address
            found.append((statistics.median(times[1:]), times[0], len(answer.data), address))
    print(f"Python {platform.python_version()}, {rounds} rounds; ms: median, first; bytes; page")
    for median, first, size, address in sorted(found, reverse=True):
        mark = "!" if median > GOAL_MS else " "
        print(f"{mark} {median:7.1f} {first:8.1f} {size:9,} {address}")


if __name__ == "__main__":
    main()
