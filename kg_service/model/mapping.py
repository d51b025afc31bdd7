"""A link from a thing of this graph to a thing elsewhere, with what a person decided about it.

The names of the fields are those of SSSOM, where the columns of ``data/links/*.sssom.tsv`` come from.

Source: https://mapping-commons.github.io/sssom/spec-model/
"""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from enum import StrEnum

from kg_service.model.terms import Text


class ReviewState(StrEnum):
    """What a person decided; the values are concepts of the scheme ``link-states``."""

    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping set, IRIs written out."""

    subject_id: str
    """Ours: a continuing service, a group, a goal, a body, a place or a kind of measure."""
    subject_label: str
    predicate_id: str
    """One of the five mapping properties of SKOS."""
    object_id: str
    object_label: str
    """In the language of the target."""
    mapping_justification: str
    """IRI of semapv."""
    confidence: float
    """From 0 to 1; of a rejected link, how sure it is that it does not hold."""
    author_id: str
    mapping_date: str
    """``YYYY-MM-DD``."""
    review_state: ReviewState
    reviewer_id: str | None
    """Who confirmed or rejected it; None for a candidate."""
    review_date: str | None
    """``YYYY-MM-DD``."""
    comment: Text
    """The reason."""
    line: int
    """In the file, from 1."""
    offsets: Map[str, int]
    """Name of each column to where its cell begins, in characters from the beginning of the file."""
    more: Map[str, str] = field(default_factory=dict)
    """What other columns of the standard say: how it was found, what is known of the other side."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Subject, predicate and object."""
        return self.subject_id, self.predicate_id, self.object_id


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One file: all links to one target."""

    name: str
    """Stem of the file: ``eurovoc``."""
    iri: str
    title: str
    description: str
    license: str
    mappings: tuple[Mapping, ...]
    """In the order of the file."""
    text: str = ""
    """The file."""

    def of_state(self, state: ReviewState) -> tuple[Mapping, ...]:
        """The links of one review state."""
        return tuple(mapping for mapping in self.mappings if mapping.review_state is state)
