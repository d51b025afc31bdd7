"""Links outward as SSSOM (``data/links/``): candidates are found, people decide; names held against things of
the graph.

Not here: which graph of the dataset links become (``publish``), the rules that they keep (``shapes``), the
protocol by which others ask (``web.reconcile``).
"""

from kg_service.linking.sssom import ENDING, link_files, read_mappings
from kg_service.linking.targets import target_of
from kg_service.linking.triples import confirmed_triples, record_triples

__all__ = ["ENDING", "confirmed_triples", "link_files", "read_mappings", "record_triples", "target_of"]
