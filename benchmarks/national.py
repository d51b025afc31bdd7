"""Write a national dataset that conforms to the shapes: ``python benchmarks/national.py 1M``.

The synthetic editions of ``kg synthesize``, one a year for every province, each complete with quotations,
cells, bodies and place, in a named graph of its own, beside the real one. One seed gives the same bytes on
every machine; ``--faults`` plants violations. None says that it is synthetic, which would be a finding.
"""

import argparse
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg_service.editions.drafting.known import load_known
from kg_service.editions.opening import published_edition
from kg_service.editions.synthetic.writing import BASE_EDITION, editions_of, invented_draft, provincial_units
from kg_service.vocabulary import CARE

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".cache" / "benchmarks" / "national"
ID = "https://w3id.org/care-checklist/id/"
SIZES = {"100k": 100_000, "300k": 300_000, "1M": 1_000_000, "10M": 10_000_000}
LAST = 2024
PER_EDITION = 3_800
"""Triples of an edition, about."""
REFERENCE = (
    *("data/legal.ttl", "data/organizations.ttl", "data/places.ttl", "data/services.ttl"),
    *("ontology/schemes.ttl", "ontology/care.ttl"),
)

FAULTS = (
    ("no title in Chinese", r'/service/(\d+)> <[^>]*terms/title> "[^"]*"@zh', None),
    ("no group", r"/service/(\d+)> <[^>]*terms/audience> ", None),
    ("row number of another", r'/service/(\d+)> <[^>]*rowNumber> "(\d+)"', "1"),
    ("body that is none", r"/service/(\d+)> <[^>]*hasCompetentAuthority> <([^>]*)>", ID + "body/none"),
    ("no position", r"/measure/(\d+)> <[^>]*position> ", None),
    ("words that are not in the cell", r'#selector> <[^>]*exact> "([^"]*)"', "没有印在清单上的话"),
    ("untagged content", r'/service/(\d+)> <[^>]*terms/description> "[^"]*"(@zh)', ""),
    ("no kind", r"/measure/(\d+)> <[^>]*terms/type> ", None),
)
"""Name, what a line looks like, and what takes the place of its last group; None takes the line out."""


def _lines(quads: Iterable[ox.Quad]) -> list[str]:
    data = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None  # it is None only where an output was given
    return data.decode().splitlines()


def _with_fault(lines: list[str], chance: random.Random) -> tuple[list[str], str]:
    name, pattern, instead = chance.choice(FAULTS)
    places = [number for number, line in enumerate(lines) if re.search(pattern, line)]
    number = chance.choice(places)
    if instead is None:
        return [*lines[:number], *lines[number + 1 :]], name
    found = re.search(pattern, lines[number])
    assert found
    start, end = found.span(found.re.groups)
    changed = lines[number][:start] + instead + lines[number][end:]
    return [*lines[:number], changed, *lines[number + 1 :]], name


def write(size: int, seed: int, faults: int) -> Iterator[tuple[str, list[str]]]:
    """Named graphs of at least *size* triples together, each with its lines in N-Triples.

    Args:
        size: In triples.
        seed: Of everything that is left to chance.
        faults: How many violations are planted, at most one in an edition.
    """
    chance, known = random.Random(seed), load_known(ROOT)
    base = published_edition(BASE_EDITION, known, ROOT)
    shared = _lines(quad for name in REFERENCE for quad in ox.parse(path=ROOT / name))
    real = _lines(ox.parse(path=ROOT / "data/checklist.ttl"))
    yield "reference", shared
    yield f"{ID}edition/{BASE_EDITION}", real
    written = len(shared) + len(real)
    number = max(1, -(-(size - written) // PER_EDITION))
    years = -(-number // (len(provincial_units(known)) - 1))
    wanted = editions_of(known, [str(year) for year in range(LAST - years + 1, LAST + 1)])
    faulty = set(chance.sample(range(number), min(faults, number)))
    mark = f" <{CARE.SyntheticEdition}> ."
    for count, each in enumerate(wanted):
        if written >= size:
            break
        draft = invented_draft(each, base, ROOT, known, seed=seed)
        quads = ox.parse(draft.turtle().encode(), format=ox.RdfFormat.TURTLE)
        lines = [line for line in _lines(quads) if not line.endswith(mark)]
        if count in faulty:
            lines, _ = _with_fault(lines, chance)
        yield draft.iri, lines
        written += len(lines)


def generate(size: str, *, seed: int = 2024, faults: int = 0, folder: Path = DATA) -> Path:
    """The file of one size as N-Quads, made unless it is there."""
    target = folder / f"{size}-{seed}-{faults}.nq"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as file:
            for name, lines in write(SIZES[size], seed, faults):
                graph = name if name.startswith(ID) else f"{ID}graph/{name}"
                file.writelines(f"{line.removesuffix(' .')} <{graph}> .\n" for line in lines)
        draft.rename(target)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate a national dataset · 生成全国规模的数据")
    parser.add_argument("sizes", nargs="+", choices=SIZES)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--faults", type=int, default=0)
    options = parser.parse_args()
    for size in options.sizes:
        path = generate(size, seed=options.seed, faults=options.faults)
        with path.open("rb") as file:
            print(f"{path}  {sum(1 for _ in file):,} quads  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
