"""Descriptions of resources, one after the other, and their Turtle in the layout of ``data/checklist.ttl``.

The same descriptions give the same bytes.

Not here: what is described (``describing``, ``proposals``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg_service.editions.drafting.known import ID
from kg_service.model import Iri, Literal, Term
from kg_service.vocabulary import PREFIXES, RDF, XSD, compact

_ALWAYS = ("care", "cpsv", "csvw", "cv", "dcat", "dct", "foaf", "oa", "prov", "spdx")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_PLAIN_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(slots=True)
class Block:
    """Everything that is stated of one resource."""

    subject: str
    pairs: list[tuple[str, tuple[Term, ...]]] = field(default_factory=list)
    """Property to values, in the order in which they are written."""
    is_line: bool = False
    """Whether it is written on one line."""

    def add(self, predicate: str, *values: Term | None) -> Block:
        """State a property; nothing where there is no value."""
        kept = tuple(value for value in values if value is not None)
        if kept:
            self.pairs.append((str(predicate), kept))
        return self

    def triples(self) -> Iterator[tuple[str, str, Term]]:
        """Its triples."""
        for predicate, values in self.pairs:
            for value in values:
                yield self.subject, predicate, value


@dataclass(slots=True)
class Section:
    """Descriptions under comments."""

    comments: list[str]
    blocks: list[Block] = field(default_factory=list)


def a(*kinds: str) -> tuple[str, tuple[Term, ...]]:
    """The types of a resource, as a pair of a block."""
    return str(RDF.type), tuple(Iri(str(kind)) for kind in kinds)


def texts(zh: str | None, en: str | None = None) -> tuple[Term, ...]:
    """A text in the languages that it has."""
    return tuple(Literal(text, lang=lang) for text, lang in ((zh, "zh"), (en, "en")) if text)


def integer(value: int | None) -> Literal | None:
    """A whole number."""
    return None if value is None else Literal(str(value), str(XSD.integer))


def iris(*values: str | None) -> tuple[Term, ...]:
    """IRIs as terms; None is left out."""
    return tuple(Iri(value) for value in values if value is not None)


def turtle(sections: Sequence[Section]) -> str:
    """The Turtle of sections; comments and prefixes included."""
    body = "".join(_section(section) for section in sections[1:])
    used = {match[1] for match in re.finditer(r"(?<![\w<#/:\"])([a-z]+):", body)} & PREFIXES.keys()
    names = sorted({*_ALWAYS, *used})
    head = "".join(f"# {_comment(line)}\n" for line in sections[0].comments)
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in names)
    return f"{head}\n@base <{ID}> .\n{prefixes}\n" + (body.rstrip("\n") + "\n")


def _section(section: Section) -> str:
    comments = "".join(f"# {_comment(line)}\n" for line in section.comments)
    parts = [comments + "\n"] if comments else []
    lines = [_line(block) for block in section.blocks if block.is_line]
    parts += [_block(block) + "\n" for block in section.blocks if not block.is_line]
    return "".join(parts) + ("".join(lines) + "\n" if lines else "")


def _comment(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _block(block: Block) -> str:
    return f"{_iri(block.subject)}\n    " + " ;\n    ".join(_pairs(block)) + " .\n"


def _line(block: Block) -> str:
    return f"{_iri(block.subject)} " + " ; ".join(_pairs(block)) + " .\n"


def _pairs(block: Block) -> Iterator[str]:
    for predicate, values in block.pairs:
        is_type = predicate == str(RDF.type)
        name = "a" if is_type else _name(predicate)
        yield f"{name} " + " , ".join(_name(str(v)) if is_type else _value(v) for v in values)


@lru_cache(4096)
def _name(iri: str) -> str:
    name = compact(iri)
    return name if name and _PLAIN_LOCAL.fullmatch(name.partition(":")[2]) else _iri(iri)


def _value(value: Term) -> str:
    if isinstance(value, Iri):
        return _iri(value.value)
    assert isinstance(value, Literal)
    if value.datatype == str(XSD.integer):
        return value.value
    quoted = '"' + _UNSAFE.sub(lambda match: _escaped(match[0]), value.value) + '"'
    if value.lang:
        return f"{quoted}@{value.lang}"
    return f"{quoted}^^{_name(value.datatype)}" if value.datatype else quoted


def _escaped(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _iri(iri: str) -> str:
    relative = iri.removeprefix(ID)
    return f"<{relative}>" if relative else f"<{iri}>"


def all_triples(sections: Iterable[Section]) -> Iterator[tuple[str, str, Term]]:
    """The triples of sections."""
    for section in sections:
        for block in section.blocks:
            yield from block.triples()
