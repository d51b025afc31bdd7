"""A home with invented editions of many places, to be served or published like any other.

Not here: what their tables say (``making``), the steps from a table to a graph (``editions.graph``).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg_service import formats
from kg_service.editions.decided import Decision, DecisionKind, Decisions, Side
from kg_service.editions.drafting.known import ID, Known, load_known
from kg_service.editions.drafting.layout import Block, Section, a, iris, texts
from kg_service.editions.graph import Draft, draft_of
from kg_service.editions.opening import published_edition
from kg_service.editions.reading.files import read_bytes
from kg_service.editions.synthetic.making import invent
from kg_service.editions.writing import write_edition
from kg_service.model import Edition, Text
from kg_service.settings import HOME_FOLDERS
from kg_service.vocabulary import CARE, DCAT, DCTERMS, SKOS, edition_iri, scheme_iri

BASE_EDITION = "heilongjiang/2024"
"""What the invented editions are told after."""


@dataclass(frozen=True, slots=True)
class InventedEdition:
    """An edition to be made up."""

    slug: str
    """Of its place and series, ``jilin``."""
    zh: str
    """Name of its place."""
    version: str
    before: str | None = None
    """Name of the invented edition that it follows."""

    @property
    def name(self) -> str:
        """``jilin/2024``."""
        return f"{self.slug}/{self.version}"


def editions_of(known: Known, versions: Sequence[str], base: str = BASE_EDITION) -> list[InventedEdition]:
    """One edition a version for every provincial unit that has none of its own.

    Args:
        known: The home.
        versions: ``2024``; later ones follow earlier ones.
        base: The real edition; its place gets no invented one.
    """
    real = base.partition("/")[0]
    return [
        InventedEdition(slug, zh, version, f"{slug}/{before}" if before else None)
        for slug, zh in provincial_units(known).items()
        if slug != real
        for before, version in zip(("", *versions), versions, strict=False)
    ]


def provincial_units(known: Known) -> dict[str, str]:
    """The places that are a part of none, by their code: ``jilin`` to 吉林省."""
    facts, scheme = known.facts, scheme_iri("places")
    found = [place for place in facts.subjects() if scheme in facts.iris(place, str(SKOS.topConceptOf))]
    found.sort(key=lambda place: facts.text(place, str(SKOS.notation)) or "")
    return {
        place.removeprefix(f"{ID}place/"): facts.text(place, str(SKOS.prefLabel), "zh") or ""
        for place in found
    }


def invented_draft(
    wanted: InventedEdition, base: Edition, home: Path, known: Known, *, seed: int = 1
) -> Draft:
    """The graph of an invented edition, by the steps that a document goes through.

    Args:
        wanted: Which.
        base: The edition that it is told after.
        home, known: Folder with ``ontology/`` and ``data/``, and what it holds.
        seed: The same seed gives the same graph.
    """
    # Every edition of a place grants the same: what is lost from one to the next would have to be explained.
    made = invent(base, wanted.zh, f"{seed}/{wanted.slug}")
    content = write_edition([each.row for each in made], "", formats.CSV)
    title = f"{wanted.zh}流动儿童在居住地享有关爱服务清单（{wanted.version}年模拟版）"
    reading = replace(read_bytes(content, f"{wanted.slug}-{wanted.version}.csv"), title=title)
    old = {service.row.number: service.row for service in base.services}
    decisions = Decisions(
        tuple(
            Decision(
                DecisionKind.SAME if each.origin else DecisionKind.NEW,
                Side(base.name, each.origin, old[each.origin].service, "") if each.origin else None,
                Side(wanted.name, each.row.number, each.row.service, ""),
                by="kg synthesize",
            )
            for each in made
        )
    )
    return _marked(draft_of(reading, wanted.name, base, home, decisions, source=content, known=known), wanted)


def _marked(draft: Draft, wanted: InventedEdition) -> Draft:
    """The draft, which says of itself that it was made up."""
    mark = Block(draft.iri, [a(CARE.SyntheticEdition)])
    if wanted.before is not None:
        mark.add(DCAT.previousVersion, *iris(edition_iri(*wanted.before.split("/"))))
    sections = list(draft.sections)
    for section in sections:
        for block in section.blocks:
            if block.subject == draft.iri:
                block.pairs = [
                    (name, texts(_SAID.zh, _SAID.en) if name == str(DCTERMS.description) else values)
                    for name, values in block.pairs
                ]
    return replace(draft, sections=(*sections, Section(["Synthetic"], [mark])))


_SAID = Text(
    "模拟数据：由程序按种子编造，供试用和测试；不是任何地方公布的清单。",
    "Synthetic data: made up by a program from a seed, to try things out; no place has published this list.",
)


def write_home(
    home: Path, folder: Path, *, seed: int = 1, versions: Sequence[str] = ("2024",)
) -> Iterator[tuple[int, int]]:
    """Copy a home and add an invented edition of every other provincial unit to the copy.

    Args:
        home: Folder with ``ontology/``, ``data/``, ``shapes/`` and ``queries/``.
        folder: A new or empty folder.
        seed, versions: See ``invented_draft`` and ``editions_of``.

    Returns:
        After each edition, how many are made and how many there will be.

    Raises:
        OSError: *folder* can't be written.
    """
    known = load_known(home)
    base = published_edition(BASE_EDITION, known, home)
    wanted = editions_of(known, versions)
    for name in HOME_FOLDERS:
        shutil.copytree(home / name, folder / name)
    editions = folder / "data" / "editions"
    editions.mkdir(exist_ok=True)
    for number, edition in enumerate(wanted, start=1):
        draft = invented_draft(edition, base, home, known, seed=seed)
        (editions / f"{edition.slug}-{edition.version}.ttl").write_text(draft.turtle(), encoding="utf-8")
        yield number, len(wanted)
