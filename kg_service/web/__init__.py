"""The graph on the web: pages, RDF and the SPARQL endpoint. The only room that knows Flask.

It reads; it never fetches from the network or writes data.
"""

from kg_service.web.app import create_app

__all__ = ["create_app"]
