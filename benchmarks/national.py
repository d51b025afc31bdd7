"""Write a national dataset that conforms to the shapes: ``python benchmarks/national.py 1M``.

The 2024 edition again and again, one edition a year for every province, each complete with quotations,
cells, bodies and place, in a named graph of its own. Editions differ in some characters of their texts and in
how many services they have. One seed gives the same bytes on every machine; ``--faults`` plants violations.

Synthetic: no province but Heilongjiang has such a list here, and its only edition is that of 2024.
"""

import argparse
import csv
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".cache" / "benchmarks" / "national"
ID = "https://w3id.org/care-checklist/id/"
SIZES = {"100k": 100_000, "300k": 300_000, "1M": 1_000_000}
LAST = 2024
SERVICES = 23
KEPT = "或者和与及的一二三四五六七八九十有条件地方免除岁周不未满以上下含至到第"
"""Characters that rules look for, or that stand in names; they are never changed."""

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


def _lines(names: Iterable[str]) -> list[str]:
    quads = (quad for name in names for quad in ox.parse(path=ROOT / name))
    data = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None  # it is None only where an output was given
    return data.decode().splitlines()


def _provinces() -> list[dict[str, str]]:
    lines = (ROOT / "data/provinces.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


class Templates:
    """The lines of the home, cut into what is shared, what is one province's and what is one edition's."""

    def __init__(self) -> None:
        shared = _lines(["data/legal.ttl", "ontology/schemes.ttl", "ontology/care.ttl"])
        region = []
        for line in _lines(["data/organizations.ttl", "data/places.ttl", "data/services.ttl"]):
            (region if re.match(r"<[^>]*/heilongjiang\b", line) else shared).append(line)
        self.shared, self.region = shared, region
        self.edition = _lines(["data/checklist.ttl"])
        fixed = set("".join([*shared, *region, KEPT]))
        self.free = sorted(
            {c for line in self.edition if "@zh" in line for c in line if "一" <= c <= "鿿"} - fixed
        )


def _service(line: str) -> int:
    """The service that a line belongs to; 0 for none."""
    found = re.search(r"/service/(\d+)|#cell=(\d+),", line)
    if not found:
        return 0
    return int(found[1]) if found[1] else int(found[2]) - 1


def write_edition(
    templates: Templates, province: dict[str, str], year: int, most: int, chance: random.Random
) -> list[str]:
    """The lines of one edition with its first *most* services."""
    lines = [line for line in templates.edition if _service(line) <= most]
    changed = {ord(c): chr(chance.randrange(0x4E00, 0x9FA5)) for c in chance.sample(templates.free, 3)}
    text = (
        "\n".join(lines).replace("heilongjiang/2024", f"heilongjiang/{year}").replace("2024年", f"{year}年")
    )
    text = text.replace('version> "2024"', f'version> "{year}"').translate(changed)
    return _of(province, text).splitlines()


def _of(province: dict[str, str], text: str) -> str:
    text = text.replace("黑龙江省", province["zh"]).replace("黑龙江", province["zh"].rstrip("省市"))
    text = text.replace("Heilongjiang", province["en"]).replace("heilongjiang", province["slug"])
    return text.replace('"230000"', f'"{province["gbt2260"]}"').replace(
        '"CN-HL"', f'"{province["iso3166_2"]}"'
    )


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
    templates, chance = Templates(), random.Random(seed)
    provinces = sorted(_provinces(), key=lambda province: province["slug"] != "heilongjiang")
    yield "reference", templates.shared
    written = len(templates.shared)
    per_edition = 0.95 * len(templates.edition)
    number = max(1, round(size / per_edition))
    years = -(-number // len(provinces))
    faulty = set(chance.sample(range(number), min(faults, number)))
    count = 0
    for province in provinces:
        region = _of(province, "\n".join(templates.region)).splitlines()
        editions, most = [], SERVICES - chance.randrange(4)
        for year in range(LAST - years + 1, LAST + 1):
            if count == number or written >= size:
                break
            lines = write_edition(templates, province, year, most, chance)
            iri = f"{ID}edition/{province['slug']}/{year}"
            if editions:
                before = f"{ID}edition/{province['slug']}/{year - 1}"
                lines.append(f"<{iri}> <http://www.w3.org/ns/dcat#previousVersion> <{before}> .")
            if count in faulty:
                lines, _ = _with_fault(lines, chance)
            editions.append((iri, lines))
            # What was granted once is granted ever after.
            most = min(SERVICES, most + chance.randrange(2))
            written += len(lines)
            count += 1
        if editions:
            yield "reference", region
            yield from editions


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
