"""Write a dataset of a wanted size, the list over regions and editions: ``python benchmarks/generate.py 1M``.

One seed gives the same bytes on every machine. The first edition is the real one; the others are of invented
regions, have their own words and leave out some services, so that neither IRIs nor texts nor counts repeat.
What an edition says about its own evidence (quotations, cells of the table, review states) is left out: no
query of the mix reads it.

Written as N-Quads, all in the default graph, in parts: memory does not grow with the size.
"""

import argparse
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".cache" / "benchmarks" / "data"
ID = "https://w3id.org/care-checklist/id/"
SIZES = {"2k": 2_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
YEARS = (2024, 2023, 2022, 2021, 2020)
REGION, YEAR, NUMBER, LABEL = "\1", "\2", "\3", "\4"

# The schemes that services point into; the others only add triples that no query reads.
SCHEMES = re.compile(re.escape(ID) + "scheme/(groups|goals|measure-kinds|commitments)(/|$)")
UNREAD = re.compile(
    r"[#/](wasQuotedFrom|reviewStatus|translationStatus|language|nameEvidence|note|homepage)$"
)


@dataclass(frozen=True, slots=True)
class Templates:
    """Texts in N-Quads with control characters where region, year, number and label go."""

    reference: str
    """What all regions share."""
    region: str
    """The bodies and the place of one region."""
    edition: str
    """An edition without its services."""
    services: tuple[str, ...]
    """The services of the list, in printed order."""


def _write(triples: Iterable[ox.Triple]) -> str:
    data = ox.serialize(triples, format=ox.RdfFormat.N_QUADS)
    assert data is not None  # it is None only where an output was given
    return data.decode()


def _read(*names: str) -> Iterator[ox.Triple]:
    for name in names:
        for quad in ox.parse(path=ROOT / name):
            if not UNREAD.search(quad.predicate.value):
                yield quad.triple


def _name(triple: ox.Triple) -> str:
    """The IRI of its subject."""
    return str(triple.subject).strip("<>")


def _mark(text: str) -> str:
    """A text of the real edition, its places marked; a label follows each Chinese title and description."""
    text = re.sub(r"(heilongjiang/)2024(/service)?(/)\d+(?=[/>\"])", rf"\g<1>{YEAR}\2\g<3>{NUMBER}", text)
    text = re.sub(r"heilongjiang/2024", f"heilongjiang/{YEAR}", text)
    text = re.sub(r'(rowNumber> ")\d+', rf"\g<1>{NUMBER}", text)
    text = re.sub(r'(/(?:title|description)> "(?:[^"\\]|\\.)*)(?="@zh)', rf"\1{LABEL}", text)
    return text.replace("heilongjiang", REGION)


def read_templates() -> Templates:
    """The real list, cut into what is repeated and what is not."""
    parts: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in _read("data/checklist.ttl"):
        found = re.fullmatch(
            re.escape(ID) + r"edition/heilongjiang/2024(?:/service/(\d+)[^#]*)?", _name(triple)
        )
        if found:
            parts[found[1]].append(triple)
    for triple in _read("data/organizations.ttl", "data/places.ttl"):
        parts["region" if "/heilongjiang" in _name(triple) else "shared"].append(triple)
    parts["shared"] += _read("data/services.ttl")
    parts["shared"] += (t for t in _read("ontology/schemes.ttl") if SCHEMES.match(_name(t)))
    numbers = sorted((key for key in parts if isinstance(key, str) and key.isdigit()), key=int)
    return Templates(
        _write(parts["shared"]),
        _mark(_write(parts["region"])),
        _mark(_write(parts[None])),
        tuple(_mark(_write(parts[number])) for number in numbers),
    )


def write_parts(size: int, seed: int, templates: Templates) -> Iterator[str]:
    """The dataset in parts, as many editions as bring it nearest to *size* triples."""
    chance = random.Random(seed)
    yield templates.reference
    count, index = templates.reference.count("\n"), 0
    while True:
        region = "heilongjiang" if index < len(YEARS) else f"region-{index // len(YEARS):04d}"
        year = YEARS[index % len(YEARS)]
        text = templates.region if year == YEARS[0] else ""
        text += templates.edition
        # One in twelve services is left out; the numbers run on, as in a printed list.
        kept = [service for service in templates.services if index == 0 or chance.random() > 1 / 12]
        text += "".join(service.replace(NUMBER, str(number)) for number, service in enumerate(kept, 1))
        label = "" if index == 0 else f"（{chance.choice('东南西北中')}{index}区）"
        text = text.replace(REGION, region).replace(YEAR, str(year)).replace(LABEL, label)
        lines = text.count("\n")
        if index and count + lines / 2 > size:
            return
        yield text
        count, index = count + lines, index + 1


def generate(size: str, *, seed: int = 2024, folder: Path = DATA) -> Path:
    """The file of one size, made unless it is there.

    Returns:
        ``dataset.nq``; beside it ``dataset.sha256``, whose being there says that the file is whole.
    """
    target = folder / f"{size}-{seed}" / "dataset.nq"
    done = target.with_suffix(".sha256")
    if not done.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, lines = hashlib.sha256(), 0
        with target.open("wb") as file:
            for part in write_parts(SIZES[size], seed, read_templates()):
                data = part.encode()
                digest.update(data)
                lines += data.count(b"\n")
                file.write(data)
        done.write_text(f"{digest.hexdigest()} {lines}\n", encoding="ascii")
    return target


def count_triples(dataset: Path) -> int:
    """How many triples a generated file has."""
    return int(dataset.with_suffix(".sha256").read_text(encoding="ascii").split()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate the data of the benchmarks · 生成基准测试数据")
    parser.add_argument("sizes", nargs="+", choices=SIZES)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--folder", type=Path, default=DATA)
    options = parser.parse_args()
    for size in options.sizes:
        path = generate(size, seed=options.seed, folder=options.folder)
        digest, triples = path.with_suffix(".sha256").read_text(encoding="ascii").split()
        print(f"{path}  {int(triples):,} triples  {path.stat().st_size:,} bytes  sha256 {digest}")


if __name__ == "__main__":
    main()
