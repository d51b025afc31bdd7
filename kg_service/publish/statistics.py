"""What a graph is made of, counted in one pass over its sorted lines.

Nothing but counters is kept, so that a graph of millions of triples is counted without being held; only the
classes of its subjects are, and only where the classes of objects are wanted.

Not here: how the figures are said (``partitions``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from kg_service.vocabulary import RDF, XSD

Classes: TypeAlias = Mapping[bytes, tuple[bytes, ...]]

_TYPE = f"<{RDF.type}>".encode()
_STRING, _LANG_STRING = f"<{XSD.string}>".encode(), f"<{RDF.langString}>".encode()


@dataclass(slots=True)
class Statistics:
    """Figures of one graph. Every key is a term as N-Triples writes it."""

    triples: int = 0
    subjects: int = 0
    entities: Counter[bytes] = field(default_factory=Counter)
    """Subjects by class."""
    property_triples: Counter[bytes] = field(default_factory=Counter)
    property_subjects: Counter[bytes] = field(default_factory=Counter)
    pair_triples: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)
    """Triples by class of the subject and property."""
    pair_subjects: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)
    targets: Counter[tuple[bytes, bytes, bytes]] = field(default_factory=Counter)
    """Triples by class of the subject, property and class of the object."""
    datatypes: Counter[tuple[bytes, bytes, bytes]] = field(default_factory=Counter)
    """Triples by class of the subject, property and datatype of the object."""

    def __add__(self, other: "Statistics") -> "Statistics":
        """Figures of both graphs together; they must not share a subject."""
        return Statistics(
            self.triples + other.triples,
            self.subjects + other.subjects,
            self.entities + other.entities,
            self.property_triples + other.property_triples,
            self.property_subjects + other.property_subjects,
            self.pair_triples + other.pair_triples,
            self.pair_subjects + other.pair_subjects,
            self.targets + other.targets,
            self.datatypes + other.datatypes,
        )


def classes_of(lines: Iterable[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """The classes of each subject that has one."""
    found: dict[bytes, tuple[bytes, ...]] = {}
    kept: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
    marker = b" " + _TYPE + b" "
    for line in lines:
        if marker in line:
            subject, predicate, object_ = split(line)
            if predicate == _TYPE:
                classes = (*found.get(subject, ()), object_)
                found[subject] = kept.setdefault(classes, classes)
    return found


def measure(lines: Iterable[bytes], classes: Classes | None = None) -> Statistics:
    """Count a graph.

    Args:
        lines: Its triples as canonical N-Triples, each once and those of a subject next to each other, as
            sorting leaves them; with or without line ends.
        classes: Of its subjects. Given, the figures go into properties by class.
    """
    figures = Statistics()
    for _, triples in _by_subject(lines):
        figures.subjects += 1
        figures.triples += len(triples)
        figures.entities.update({object_ for predicate, object_ in triples if predicate == _TYPE})
        figures.property_triples.update(predicate for predicate, _ in triples)
        figures.property_subjects.update({predicate for predicate, _ in triples})
        if classes is not None:
            _by_class(figures, triples, classes)
    return figures


def split(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Subject, predicate and object of a line."""
    subject, predicate, rest = line.rstrip(b"\n").split(b" ", 2)
    return subject, predicate, rest[:-2]


def _by_subject(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[tuple[bytes, bytes]]]]:
    for subject, group in groupby(map(split, lines), key=lambda parts: parts[0]):
        yield subject, [(predicate, object_) for _, predicate, object_ in group]


def _by_class(figures: Statistics, triples: list[tuple[bytes, bytes]], classes: Classes) -> None:
    own = [object_ for predicate, object_ in triples if predicate == _TYPE]
    if not own:
        return
    others = [pair for pair in triples if pair[0] != _TYPE]
    for class_ in own:
        figures.pair_subjects.update({(class_, predicate) for predicate, _ in others})
        for predicate, object_ in others:
            figures.pair_triples[class_, predicate] += 1
            if object_.startswith(b'"'):
                figures.datatypes[class_, predicate, _datatype(object_)] += 1
            else:
                for target in classes.get(object_, ()):
                    figures.targets[class_, predicate, target] += 1


def _datatype(literal: bytes) -> bytes:
    suffix = literal[literal.rindex(b'"') + 1 :]
    if suffix.startswith(b"^^"):
        return suffix[2:]
    return _LANG_STRING if suffix else _STRING
