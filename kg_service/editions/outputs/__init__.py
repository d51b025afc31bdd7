"""Changes between two editions as files: JSON, CSV, Markdown, HTML, RDF, and a patch of the graph.

Each function is pure: a comparison and the changes to tell of in, text out.

Not here: the comparison (``comparing``), text on a terminal (``cli``).
"""

from kg_service.editions.outputs.markdown import to_markdown
from kg_service.editions.outputs.page import to_html
from kg_service.editions.outputs.patch import to_patch
from kg_service.editions.outputs.plain import to_csv, to_json
from kg_service.editions.outputs.rdf import to_turtle

__all__ = ["to_csv", "to_html", "to_json", "to_markdown", "to_patch", "to_turtle"]
