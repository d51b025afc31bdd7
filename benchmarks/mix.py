"""The query mix: one file of ``queries/`` a class, made into the paths that are requested.

Two modes. *Uncached*: no two requests have the same text, since ``?service`` has another name in each, and
the constant of a lookup is another service each time; the cost is the same, and no cache of answers helps.
*Cached*: one text, over and over.
"""

import mmap
import random
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

FOLDER = Path(__file__).with_name("queries")
JSON, CSV, TRIPLES = "application/sparql-results+json", "text/csv", "application/n-triples"
MODES = ("uncached", "cached")

# The place of each constant that is looked up, and what stands there for another service.
CONSTANTS = (
    ("edition/heilongjiang/2024/service/3>", "edition/%s/%s/service/%s>"),
    ('"heilongjiang/2024/3"', '"%s/%s/%s"'),
)
SERVICE = re.compile(
    rb"id/edition/([^/> ]+)/(\d+)/service/(\d+)> <https://w3id.org/care-checklist/ontology#rowNumber>"
)


@dataclass(frozen=True, slots=True)
class Query:
    """One class of the mix."""

    name: str
    """Name of the file, e.g. ``a-lookup``."""
    text: str
    """The query as it stands in the file."""
    accept: str
    """The one media type that is asked for."""

    @property
    def letter(self) -> str:
        return self.name[0]

    def numbered(self, number: int) -> str:
        """The same query in another text."""
        return re.sub(r"\?service\b", f"?service{number}", self.text)

    def path(self, endpoint: str) -> str:
        """Path and query string, with ``~N~`` and ``~S~`` where rotate.lua writes a number and a service."""
        text = re.sub(r"\?service\b", "?service~N~", self.text)
        for constant, _ in CONSTANTS:
            text = text.replace(constant, "~S~")
        return f"{endpoint}?query={quote(text, safe='~')}"

    def constants(self, services: list[tuple[str, str, str]]) -> list[str]:
        """What goes in the place of ``~S~``, quoted for a URL; empty if the query looks nothing up."""
        for constant, pattern in CONSTANTS:
            if constant in self.text:
                return [quote(pattern % service, safe="~") for service in services]
        return []


def read_mix(letters: str = "") -> list[Query]:
    """The queries, all or those whose letter is given, by letter."""
    queries = []
    for file in sorted(FOLDER.glob("*.rq")):
        text = file.read_text(encoding="utf-8")
        accept = TRIPLES if "CONSTRUCT" in text else CSV if file.stem.endswith("csv") else JSON
        queries.append(Query(file.stem, text, accept))
    return [query for query in queries if not letters or query.letter in letters]


def sample_services(dataset: Path, count: int = 5_000, seed: int = 2024) -> list[tuple[str, str, str]]:
    """Region, year and number of up to *count* services of a generated file, from all over it."""
    with dataset.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = [(m[1].decode(), m[2].decode(), m[3].decode()) for m in SERVICE.finditer(data)]
    return random.Random(seed).sample(found, min(count, len(found)))
