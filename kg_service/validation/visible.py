"""Which shapes speak of something that stands in the table, and in which column.

A draft's graph holds much that is made from the table: identifiers, translations, quotations. What is wrong
with those is nothing that the editor of a document can see or mend; it stays in the SHACL report.

Not here: shapes on files that are RDF, which are all reported.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg_service.model import Column
from kg_service.vocabulary import SHAPE

_COLUMNS = {
    Column.NUMBER: "PublicService-rowNumber",
    Column.GOAL: "PublicService-goal PublicService-goalPrinted PrintedGoal-label",
    Column.BENEFICIARY: (
        "PublicService-audience PublicService-audiencePrinted PrintedGroup-label BeneficiaryGroup-tree "
        "Aged-minAge Aged-maxAge Aged-order Aged-number"
    ),
    Column.SERVICE: (
        "PublicService-title PublicService-titlePrinted PublicService-titlePageNumber "
        "PublicService-onceAnEdition"
    ),
    Column.CONTENT: (
        "PublicService-description PublicService-descriptionPrinted PublicService-descriptionPageNumber "
        "PublicService-measure PublicService-measuresCoverContent"
    ),
    Column.DEPARTMENTS: (
        "PublicService-body PublicService-bodyPlace PublicService-bodyOnce PublicService-participation "
        "PublicService-participants Participation-asPrinted Participation-participant "
        "Participation-bodyQuoted"
    ),
}

VISIBLE: Mapping[str, Column] = {
    str(SHAPE[name]): column for column, names in _COLUMNS.items() for name in names.split()
}
"""IRI of a shape to the column that it is about."""
