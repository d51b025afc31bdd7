"""Named queries: what people may ask without writing SPARQL.

A query is a file whose header says what it answers and what it takes; values are bound, never pasted into it.

Not here: the texts themselves (``queries/catalogue/``), how answers look (``web``, ``cli``).
"""

from kg_service.queries.catalogue import Catalogue
from kg_service.queries.choices import Choice, choices
from kg_service.queries.header import CHARTS, TOPICS, TYPES, NamedQuery, Parameter, parse_query
from kg_service.queries.values import bind, run, written

__all__ = [
    "CHARTS",
    "TOPICS",
    "TYPES",
    "Catalogue",
    "Choice",
    "NamedQuery",
    "Parameter",
    "bind",
    "choices",
    "parse_query",
    "run",
    "written",
]
