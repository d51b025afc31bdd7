"""Triples by subject and property, as a page reads them."""

from collections.abc import Iterable, Iterator

from kg_service.model import BlankNode, Iri, Lang, Literal, Term, Triple
from kg_service.vocabulary import RDF
from kg_service.web.links import natural

_FIRST, _REST, _NIL = str(RDF.first), str(RDF.rest), str(RDF.nil)


class Statements:
    """Triples that were read once; asking them costs no query."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        # A dictionary without values is a set that keeps its order.
        self._by_subject: dict[str, dict[str, dict[Term, None]]] = {}
        for subject, property_, value in triples:
            self._by_subject.setdefault(str(subject), {}).setdefault(str(property_), {})[value] = None

    def __bool__(self) -> bool:
        return bool(self._by_subject)

    def subjects(self) -> tuple[str, ...]:
        """IRIs (or ``_:id``) of all subjects, in natural order."""
        return tuple(sorted(self._by_subject, key=natural))

    def properties(self, subject: str) -> tuple[str, ...]:
        """IRIs of the properties of one subject."""
        return tuple(self._by_subject.get(subject, {}))

    def values(self, subject: str, property_: str) -> tuple[Term, ...]:
        """The values of one property: texts zh first, then by natural order."""
        return tuple(sorted(self._by_subject.get(subject, {}).get(str(property_), ()), key=_order))

    def first(self, subject: str, property_: str) -> Term | None:
        """The first of the values, or None."""
        return next(iter(self.values(subject, property_)), None)

    def text(self, subject: str, property_: str, lang: Lang) -> Literal | None:
        """The text in *lang*, else in any language, or None."""
        texts = [value for value in self.values(subject, property_) if isinstance(value, Literal)]
        return next((text for text in texts if text.lang == lang), texts[0] if texts else None)

    def exactly(self, subject: str, property_: str, lang: Lang) -> Literal | None:
        """The text in *lang*, or None."""
        found = self.text(subject, property_, lang)
        return found if found is not None and found.lang == lang else None

    def collection(self, head: Term) -> tuple[Term, ...] | None:
        """Members of the RDF list that begins at *head*; None where it is no list."""
        if str(head) == _NIL:
            return ()
        members: list[Term] = []
        seen: set[str] = set()
        for node in self._cells(head):
            first = self.first(node, _FIRST)
            if first is None or node in seen:
                return None
            seen.add(node)
            members.append(first)
        return tuple(members) if members else None

    def _cells(self, head: Term) -> Iterator[str]:
        node: Term | None = head
        while node is not None and str(node) != _NIL:
            yield str(node)
            node = self.first(str(node), _REST) if isinstance(node, BlankNode) else None


def _order(term: Term) -> tuple[int, int, list[tuple[bool, int, str]]]:
    languages = {"zh": 0, "en": 1}
    if isinstance(term, Literal):
        return 0, languages.get(term.lang or "", 2), natural(term.value)
    return (1 if isinstance(term, Iri) else 2), 0, natural(str(term))
