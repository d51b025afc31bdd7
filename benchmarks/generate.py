"""Write a national dataset of a wanted size: ``python benchmarks/generate.py 1M``.

The real list, and beside it the synthetic editions of ``kg synthesize``: one a year for every other province.
One seed gives the same bytes on every machine. Two forms. *Whole*: quotations, cells, bodies and places
included, each edition in a named graph of its own, so that it conforms to every shape; ``--faults`` plants
violations. *Lean*, the default: all in the default graph, without what an edition says about its own evidence
(quotations, cells, review states), since no query of the mix reads it.

No edition says that it is synthetic, which would be a finding.
"""

import argparse
import hashlib
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg_service.editions.drafting.known import load_known
from kg_service.editions.opening import published_edition
from kg_service.editions.synthetic.writing import BASE_EDITION, editions_of, invented_draft
from kg_service.vocabulary import CARE, DCAT

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".cache" / "benchmarks" / "data"
ID = "https://w3id.org/care-checklist/id/"
SIZES = {"2k": 2_000, "100k": 100_000, "300k": 300_000, "1M": 1_000_000, "10M": 10_000_000}
LAST, PROVINCES = 2024, 33
"""The last year, and how many places have an invented edition in it."""
PER_EDITION = {True: (3_200, 4_300), False: (1_500, 2_200)}
"""Triples of an edition, whole and lean: fewer and more than there are."""
REFERENCE = (
    *("data/legal.ttl", "data/organizations.ttl", "data/places.ttl", "data/services.ttl"),
    *("ontology/schemes.ttl", "ontology/care.ttl"),
)

LEAN_REFERENCE = ("data/organizations.ttl", "data/services.ttl", "ontology/schemes.ttl")
UNREAD = re.compile(
    r"<[^>]*> <[^>]*[#/](wasQuotedFrom|reviewStatus|translationStatus|language|nameEvidence|note|homepage)> "
    r"|<[^>]*/edition/[^>]*(#|/table\.csv|/source)"
    # Schemes that no query of the mix reads.
    r"|<[^>]*/scheme/(?!groups|goals|measure-kinds|commitments)"
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


def _read(names: Iterable[str]) -> list[str]:
    return _lines(quad for name in names for quad in ox.parse(path=ROOT / name))


def _with_fault(lines: list[str], chance: random.Random) -> list[str]:
    _, pattern, instead = chance.choice(FAULTS)
    places = [number for number, line in enumerate(lines) if re.search(pattern, line)]
    number = chance.choice(places)
    if instead is None:
        return [*lines[:number], *lines[number + 1 :]]
    found = re.search(pattern, lines[number])
    assert found
    start, end = found.span(found.re.groups)
    changed = lines[number][:start] + instead + lines[number][end:]
    return [*lines[:number], changed, *lines[number + 1 :]]


def dated(lines: Iterable[str], year: int) -> list[str]:
    """An edition of the last year as that of another: those of a place grant the same, under other years."""
    return [_PRINTED.sub(str(year), line) for line in lines]


# Not inside a checksum, and not the real edition that facts were derived from.
_PRINTED = re.compile(rf"(?<![0-9a-f])(?<!heilongjiang/){LAST}(?![0-9a-f])")


def _editions(years: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """The IRI and the lines of each invented edition, a year of all provinces after the other."""
    known = load_known(ROOT)
    base = published_edition(BASE_EDITION, known, ROOT)
    mark = f" <{CARE.SyntheticEdition}> ."
    made: dict[str, list[str]] = {}
    for year in range(LAST - years + 1, LAST + 1):
        for each in editions_of(known, [str(LAST)]):
            if each.slug not in made:
                draft = invented_draft(each, base, ROOT, known, seed=seed).turtle().encode()
                quads = ox.parse(draft, format=ox.RdfFormat.TURTLE)
                made[each.slug] = [line for line in _lines(quads) if not line.endswith(mark)]
            iri, lines = f"{ID}edition/{each.slug}/{year}", dated(made[each.slug], year)
            if year > LAST - years + 1:
                lines.append(f"<{iri}> <{DCAT.previousVersion}> <{ID}edition/{each.slug}/{year - 1}> .")
            yield iri, lines


def write(size: int, seed: int, *, faults: int = 0, whole: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Graphs of at least *size* triples together, each with its name and its lines in N-Triples.

    Args:
        size: In triples.
        seed: Of everything that is left to chance.
        faults: How many violations are planted, at most one in an edition.
        whole: With what an edition says about its own evidence?
    """

    def kept(lines: list[str]) -> list[str]:
        return lines if whole else [line for line in lines if not UNREAD.match(line)]

    shared = kept(_read(REFERENCE if whole else LEAN_REFERENCE))
    real = kept(_read(["data/checklist.ttl"]))
    yield f"{ID}graph/reference", shared
    yield f"{ID}edition/{BASE_EDITION}", real
    written = len(shared) + len(real)
    most, least = (max(0, -(-(size - written) // each)) for each in PER_EDITION[whole])
    chance = random.Random(seed)
    faulty = set(chance.sample(range(least), min(faults, least)))
    years = -(-most // PROVINCES)
    for count, (iri, lines) in enumerate(_editions(years, seed)):
        if written >= size:
            break
        if count in faulty:
            lines = _with_fault(lines, chance)
        lines = kept(lines)
        yield iri, lines
        written += len(lines)


def generate(
    size: str, *, seed: int = 2024, faults: int = 0, whole: bool = False, folder: Path = DATA
) -> Path:
    """The file of one size, made unless it is there.

    Returns:
        ``dataset.nq``; beside it ``dataset.sha256``, whose being there says that the file is whole.
    """
    form = f"whole-{faults}" if whole else "lean"
    target = folder / f"{size}-{seed}-{form}" / "dataset.nq"
    done = target.with_suffix(".sha256")
    if not done.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, count = hashlib.sha256(), 0
        with target.open("wb") as file:
            for name, lines in write(SIZES[size], seed, faults=faults, whole=whole):
                end = f" <{name}> .\n" if whole else " .\n"
                data = "".join(line.removesuffix(" .") + end for line in lines).encode()
                digest.update(data)
                count += len(lines)
                file.write(data)
        done.write_text(f"{digest.hexdigest()} {count}\n", encoding="ascii")
    return target


def count_triples(dataset: Path) -> int:
    """How many triples a generated file has."""
    return int(dataset.with_suffix(".sha256").read_text(encoding="ascii").split()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate the data of the benchmarks · 生成基准测试数据")
    parser.add_argument("sizes", nargs="+", choices=SIZES)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--faults", type=int, default=0, help="violations to plant; only with --whole")
    parser.add_argument("--whole", action="store_true", help="with quotations, cells and review states")
    parser.add_argument("--folder", type=Path, default=DATA)
    options = parser.parse_args()
    for size in options.sizes:
        path = generate(
            size, seed=options.seed, faults=options.faults, whole=options.whole, folder=options.folder
        )
        digest, triples = path.with_suffix(".sha256").read_text(encoding="ascii").split()
        print(f"{path}  {int(triples):,} triples  {path.stat().st_size:,} bytes  sha256 {digest}")


if __name__ == "__main__":
    main()
