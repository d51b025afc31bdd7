"""Full text in memory: every place where a text holds a word, however short, and nothing else.

The folded texts stand in one string, which is scanned for each word; so an answer is exact for Chinese, which
has no spaces between words, without cutting it into words. There is no index to keep in step with the data.

Not here: what is typed (``words``), the same in SPARQL (``text_queries``).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg_service.folding import fold
from kg_service.model import Literal, Text
from kg_service.vocabulary import CARE, CPSV, CV, DCTERMS, ELI, ORG, SKOS
from kg_service.web.asking import Pages
from kg_service.web.find.marks import holds
from kg_service.web.find.words import Word
from kg_service.web.links import natural

KINDS: Mapping[str, tuple[str, Text]] = {
    "services": (str(CPSV.PublicService), Text("服务", "Services")),
    "measures": (str(CARE.ServiceMeasure), Text("措施", "Measures")),
    "conditions": (str(CARE.EligibilityCondition), Text("条件", "Conditions")),
    "groups": (str(CARE.BeneficiaryGroup), Text("服务对象", "Beneficiaries")),
    "bodies": (str(ORG.Organization), Text("部门", "Bodies")),
    "norms": (str(ELI.LegalResource), Text("法规与规范", "Norms")),
    "editions": (str(CARE.ChecklistEdition), Text("清单版本", "Editions")),
    "concepts": (str(SKOS.Concept), Text("其他概念", "Other concepts")),
}
"""Class and heading by name, in the order of the page; a thing of two is under the first."""

NAMING = tuple(map(str, (SKOS.prefLabel, DCTERMS.title, SKOS.altLabel)))
CELLS = tuple(map(str, (CV.thematicArea, DCTERMS.audience, CV.hasCompetentAuthority)))
_END = "\n"  # folding leaves none in a text


@dataclass(slots=True)
class Entry:
    """A thing and its texts."""

    iri: str
    classes: set[str] = field(default_factory=set)
    texts: list[tuple[str, Literal]] = field(default_factory=list)
    """Property and text, names first."""

    @property
    def kind(self) -> str:
        """The first of ``KINDS`` that it is one of."""
        return next(name for name, (class_, _) in KINDS.items() if class_ in self.classes)


class Texts:
    """The texts of one snapshot."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda e: (list(KINDS).index(e.kind), natural(e.iri)))
        for entry in self.entries:
            entry.texts.sort(key=lambda t: (_rank(t[0]), t[1].lang or "", t[1].value))
        folded = [_END.join(fold(t.value) for _, t in e.texts) + _END for e in self.entries]
        self._all = "".join(folded)
        self._starts = [0]
        for text in folded:
            self._starts.append(self._starts[-1] + len(text))
        self.names = tuple(_names(self.entries))
        self.alphabet = _alphabet(self.entries)
        self.find = lru_cache(maxsize=256)(self._find)

    def _find(self, words: tuple[Word, ...]) -> Mapping[str, tuple[Entry, ...]]:
        """The things that hold all *words*, by kind; those that are called so first."""
        if not words:
            return {}
        hits = set.intersection(*({h for way in w.ways for h in self._holding(way)} for w in words))
        found = [self.entries[at] for at in sorted(hits)]
        named = {e.iri for e in found if any(holds(t.value, words) for p, t in e.texts if p in NAMING)}
        found.sort(key=lambda entry: entry.iri not in named)
        by_kind: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        for entry in found:
            by_kind[entry.kind].append(entry)
        return {kind: tuple(entries) for kind, entries in by_kind.items() if entries}

    def _holding(self, way: str) -> Iterator[int]:
        at = self._all.find(way)
        while at >= 0:
            entry = bisect_right(self._starts, at) - 1
            yield entry
            at = self._all.find(way, self._starts[entry + 1])


def read_texts(pages: Pages) -> Texts:
    """Read the default graph of the store."""
    entries: dict[str, Entry] = {}
    for thing, class_, property_, text in pages.answer("find-texts", ()).rows():
        if isinstance(text, Literal):
            entry = entries.setdefault(str(thing), Entry(str(thing)))
            entry.classes.add(str(class_))
            if (said := (str(property_), text)) not in entry.texts:
                entry.texts.append(said)
    return Texts(entry for entry in entries.values() if not entry.iri.startswith("_:"))


def _rank(property_: str) -> int:
    return NAMING.index(property_) if property_ in NAMING else len(NAMING) + (property_ in CELLS)


def _names(entries: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    """What means the same: official short names and the names that they stand for, full names of bodies."""
    for entry in entries:
        body = KINDS["bodies"][0] in entry.classes
        for lang in ("zh", "en"):
            # A name in a language of its own; the title of anything but a body is no other name for it.
            found = (fold(t.value) for p, t in entry.texts
                     if t.lang == lang and p in NAMING and (body or p != str(DCTERMS.title)))  # fmt: skip
            if len(names := tuple(dict.fromkeys(found))) > 1:
                yield names


def _alphabet(entries: Sequence[Entry]) -> Mapping[str, str]:
    """By folded character all characters of the texts that are folded to it."""
    found: dict[str, set[str]] = {}
    for character in {c for entry in entries for _, text in entry.texts for c in text.value}:
        found.setdefault(fold(character), set()).add(character)
    return {folded: "".join(sorted(all_)) for folded, all_ in found.items()}
