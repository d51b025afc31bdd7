"""What a draft has to say of things that only the edition before describes, and of what ends.

What is proposed for one edition stands in its graph until somebody has moved it to the reference data. An
edition after it that points there describes it again: readers of the current edition see no graph before.

Not here: what is proposed anew (``proposals``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg_service.editions.decisions import DecisionKind, Decisions
from kg_service.editions.drafting.facts import Facts
from kg_service.editions.drafting.layout import Block, iris, texts
from kg_service.model import Edition, Iri, Literal, Matching, Term
from kg_service.vocabulary import EDITIONS, PROV, RDF, SKOS

_OF_ITS_EDITION = (str(PROV.wasQuotedFrom), str(SKOS.changeNote))
"""What was said of a thing for the edition before, and holds for no other."""


def inherited_blocks(
    triples: Iterable[tuple[str, str, Term]], reference: Facts, before: Facts | None
) -> list[Block]:
    """Descriptions of what a draft points to and nobody but the edition before describes.

    Args:
        triples: Of the draft.
        reference: The reference data.
        before: What the edition before states; None where there is none.
    """
    if before is None:
        return []
    described, wanted = set(), dict[str, None]()
    for subject, predicate, value in triples:
        if predicate == RDF.type:
            described.add(subject)
        if isinstance(value, Iri):
            wanted[value.value] = None
    blocks, waiting = [], list(wanted)
    while waiting:
        iri = waiting.pop(0)
        is_known = iri in described or reference.values(iri, str(RDF.type))
        if iri.startswith(EDITIONS) or is_known or not before.values(iri, str(RDF.type)):
            continue
        described.add(iri)
        block = Block(iri, [pair for pair in before.pairs(iri) if pair[0] not in _OF_ITS_EDITION])
        blocks.append(block)
        schemes = before.iris(iri, str(SKOS.topConceptOf))
        blocks += [Block(scheme).add(SKOS.hasTopConcept, *iris(iri)) for scheme in schemes]
        waiting += [value.value for _, _, value in block.triples() if isinstance(value, Iri)]
    return blocks


def ended_blocks(before: Edition | None, matching: Matching | None, decisions: Decisions) -> Iterator[Block]:
    """What people decided about services that end, on each continuing service that does.

    Args:
        before: The edition before.
        matching: Of the edition before with this one.
        decisions: What people said; a service that nobody said anything of is passed over.
    """
    gone = matching.withdrawn if matching is not None else ()
    for service in before.services if before is not None else ():
        if service.identity is None or service.row.number not in gone:
            continue
        for decision in reversed(decisions.entries):
            old = decision.old
            if decision.kind is DecisionKind.WITHDRAWN and old is not None and old.means(service.row):
                yield Block(service.identity).add(SKOS.changeNote, *_note(decision.note))
                break


def _note(said: str) -> tuple[Term, ...]:
    if not said:
        return texts("经决定取消。", "Ended by decision.")
    # A person's words, whose language is seen by the script.
    return (Literal(said, lang="zh" if any("\u4e00" <= each <= "\u9fff" for each in said) else "en"),)
