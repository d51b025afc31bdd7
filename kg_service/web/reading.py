"""How one service was read: its text with measures and conditions marked in it, what it relies on, its links.

Not here: the cells as printed (``checklist``), how it looks (``templates/service.html``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg_service.model import Iri
from kg_service.vocabulary import CARE, CPSV, CV, DCTERMS
from kg_service.web.asking import Pages
from kg_service.web.links import natural
from kg_service.web.statements import Statements

Titled = tuple[str, str]
"""IRI and title."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    text: str
    marked: str | None
    """What it is the title of; None for what stands between."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a cell, cut at the conditions in it."""

    measure: str | None
    """The measure that it is the title of."""
    pieces: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of one service, in order."""

    statements: Statements
    """About measures, conditions and participations."""
    around: Statements
    """About the group, the norms and what is continued."""
    measures: tuple[str, ...]
    conditions: tuple[str, ...]
    """Conditions on the whole service."""
    content: tuple[Stretch, ...]
    norms: tuple[str, ...]
    editions: tuple[tuple[str, str], ...]
    """The same continuing service in other editions: edition and service."""


def spans(text: str, titles: Sequence[Titled]) -> Iterator[Span]:
    """A text, cut where titles begin and end.

    Args:
        text: To be cut; the spans are together the whole of it.
        titles: In order; one that does not follow is passed over.
    """
    at = 0
    for iri, title in titles:
        found = text.find(title, at)
        if found < 0 or not title:
            continue
        if found > at:
            yield Span(text[at:found], None)
        yield Span(title, iri)
        at = found + len(title)
    if text[at:]:
        yield Span(text[at:], None)


def reading_of(service: str, own: Statements, pages: Pages) -> Reading:
    """How *service* was read, whose own statements are *own*."""
    parts = pages.statements("parts", this=Iri(service))

    def position(iri: str) -> tuple[int, list[tuple[bool, int, str]]]:
        place = parts.first(iri, str(CARE.position))
        return (int(str(place)) if place is not None else 1_000_000), natural(iri)

    def titled(iris: Sequence[str]) -> list[Titled]:
        return [(iri, str(parts.exactly(iri, str(DCTERMS.title), "zh") or "")) for iri in iris]

    measures = sorted((str(m) for m in own.values(service, str(CPSV.produces))), key=position)
    whole = [str(c) for c in own.values(service, str(CV.holdsRequirement))]
    content = str(own.text(service, str(DCTERMS.description), "zh") or "")
    stretches = []
    for span in spans(content, titled(measures)):
        of_measure = parts.values(span.marked, str(CARE.conditionedOn)) if span.marked else ()
        stretches.append(Stretch(span.marked, _cut(span.text, titled([*map(str, of_measure), *whole]))))
    return Reading(
        statements=parts,
        around=pages.statements("relied-on", this=Iri(service)),
        measures=tuple(measures),
        conditions=tuple(whole),
        content=tuple(stretches),
        norms=tuple(str(norm) for norm in own.values(service, str(CV.hasLegalResource))),
        editions=tuple(_editions(service, own, pages)),
    )


def _cut(text: str, conditions: Sequence[Titled]) -> tuple[Span, ...]:
    """*text* with the conditions whose words are in it, in the order of the words."""
    inside = [(text.find(title), iri, title) for iri, title in conditions if title and title in text]
    return tuple(spans(text, [(iri, title) for _, iri, title in sorted(inside)]))


def _editions(service: str, own: Statements, pages: Pages) -> Iterator[tuple[str, str]]:
    for continued in own.values(service, str(DCTERMS.isVersionOf)):
        for row in pages.rows("entitled", this=Iri(str(continued))):
            if str(row["service"]) != service:
                yield str(row["edition"]), str(row["service"])
