"""The API as OpenAPI 3.1, made from the catalogue, the settings, the graph and the routes that are there.

Not here: its routes and its page (``api``).

Source: https://spec.openapis.org/oas/v3.1.1.html
"""

from kg_service.web.openapi.document import openapi_document
from kg_service.web.openapi.words import Object, Say

__all__ = ["Object", "Say", "openapi_document"]
