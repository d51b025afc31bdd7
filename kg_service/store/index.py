"""A graph as predicate → subject → objects, over numbered terms.

Filled straight from the parser and held in plain dictionaries, so that what a constraint asks is one lookup.
Kept up to date triple by triple.

Not here: the same graph for rdflib (``rdflib_view``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg_service.store.facts import Facts, Term, facts_of

Triple = tuple[int, ox.NamedNode, int]
"""Subject, predicate and object; terms as their numbers."""

_Pairs = dict[ox.NamedNode, list[tuple[int, int]]]


class Column:
    """The triples of one predicate."""

    __slots__ = ("_backward", "forward")

    def __init__(self) -> None:
        self.forward: dict[int, list[int]] = {}
        self._backward: dict[int, list[int]] | None = None

    @property
    def backward(self) -> dict[int, list[int]]:
        """Object → subjects; made when it is first asked for, then kept up to date."""
        if self._backward is None:
            backward: dict[int, list[int]] = {}
            for subject, objects in self.forward.items():
                for value in objects:
                    subjects = backward.get(value)
                    if subjects is None:
                        backward[value] = [subject]
                    else:
                        subjects.append(subject)
            self._backward = backward
        return self._backward

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every subject with each of its objects."""
        for subject, objects in self.forward.items():
            for value in objects:
                yield subject, value

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Put pairs in that are not there."""
        for subject, value in pairs:
            self.forward.setdefault(subject, []).append(value)
            if self._backward is not None:
                self._backward.setdefault(value, []).append(subject)

    def remove(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take pairs out that are there."""
        gone = list(pairs)
        _take(self.forward, gone)
        if self._backward is not None:
            _take(self._backward, ((value, subject) for subject, value in gone))


def _take(side: dict[int, list[int]], pairs: Iterable[tuple[int, int]]) -> None:
    # All of one list at once: a class has as many subjects as the graph has nodes.
    gone: dict[int, set[int]] = {}
    for key, member in pairs:
        gone.setdefault(key, set()).add(member)
    for key, members in gone.items():
        if left := [member for member in side[key] if member not in members]:
            side[key][:] = left
        else:
            del side[key]


class Index:
    """A graph, its terms numbered from 0 in the order in which they were met."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad] = ()) -> None:
        """Fill an index.

        Args:
            triples: What it holds; the graph names of quads are left out, so that graphs are taken together.
        """
        self.terms: list[Term] = []
        self.numbers: dict[Term, int] = {}
        self.columns: dict[ox.NamedNode, Column] = {}
        self._facts: dict[int, Facts] = {}
        self._again: Counter[Triple] = Counter()
        self._fill(triples)
        self._count_repeats()
        self._size = sum(len(o) for column in self.columns.values() for o in column.forward.values())

    def _fill(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        # The innermost loop of reading a million triples: names bound once, no call that can be left out.
        numbers, terms, columns = self.numbers, self.terms, self.columns
        find = numbers.get
        forwards: dict[ox.NamedNode, dict[int, list[int]]] = {}
        for triple in triples:
            subject: Any = triple.subject
            predicate = triple.predicate
            value: Any = triple.object
            s = find(subject)
            if s is None:
                s = numbers[subject] = len(terms)
                terms.append(subject)
            o = find(value)
            if o is None:
                o = numbers[value] = len(terms)
                terms.append(value)
            forward = forwards.get(predicate)
            if forward is None:
                columns[predicate] = column = Column()
                forward = forwards[predicate] = column.forward
            objects = forward.get(s)
            if objects is None:
                forward[s] = [o]
            else:
                objects.append(o)

    def _count_repeats(self) -> None:
        for predicate, column in self.columns.items():
            for subject, objects in column.forward.items():
                if len(objects) > 1 and len(set(objects)) != len(objects):
                    counts = Counter(objects)
                    self._again.update({(subject, predicate, o): n - 1 for o, n in counts.items() if n > 1})
                    objects[:] = counts

    def number(self, term: Term) -> int:
        """The number of a term, which it gets where it has none."""
        found = self.numbers.get(term)
        if found is None:
            found = self.numbers[term] = len(self.terms)
            self.terms.append(term)
        return found

    def column(self, predicate: ox.NamedNode) -> Column:
        """The triples of a predicate; the same object ever after, also where it has none yet."""
        found = self.columns.get(predicate)
        if found is None:
            found = self.columns[predicate] = Column()
        return found

    def facts(self, number: int) -> Facts:
        """What constraints ask about a term."""
        found = self._facts.get(number)
        if found is None:
            found = self._facts[number] = facts_of(self.terms[number])
        return found

    def triples(self) -> Iterator[ox.Triple]:
        """Every triple."""
        terms = self.terms
        for predicate, column in self.columns.items():
            for subject, value in column.pairs():
                yield ox.Triple(terms[subject], predicate, terms[value])  # type: ignore[arg-type]

    def __len__(self) -> int:
        # rdflib asks for it whenever it asks whether a graph is there.
        return self._size

    def numbered(self, triple: ox.Triple | ox.Quad) -> Triple:
        """A triple with its terms as numbers."""
        subject: Any = triple.subject
        value: Any = triple.object
        return self.number(subject), triple.predicate, self.number(value)

    def change(self, removed: Iterable[Triple], added: Iterable[Triple]) -> list[Triple]:
        """Take triples out and put others in.

        A triple that was given twice, as one of two graphs, is gone only when it has been taken out twice.

        Returns:
            What is no longer there, or is there now and was not.
        """
        fewer = Counter(removed)
        fewer.subtract(added)
        gone, come = [], []
        for triple, number in fewer.items():
            has = self._has(triple)
            left = has - number
            if left > 1:
                self._again[triple] = left - 1
            else:
                self._again.pop(triple, None)
            if has and left <= 0:
                gone.append(triple)
            elif not has and left > 0:
                come.append(triple)
        for name, pairs in _by_predicate(gone).items():
            self.column(name).remove(pairs)
        for name, pairs in _by_predicate(come).items():
            self.column(name).add(pairs)
        self._size += len(come) - len(gone)
        return gone + come

    def _has(self, triple: Triple) -> int:
        """How often a triple was given."""
        subject, predicate, value = triple
        column = self.columns.get(predicate)
        if column is None or value not in column.forward.get(subject, ()):
            return 0
        return 1 + self._again[triple]


def _by_predicate(triples: Iterable[Triple]) -> _Pairs:
    found: _Pairs = {}
    for subject, predicate, value in triples:
        found.setdefault(predicate, []).append((subject, value))
    return found
