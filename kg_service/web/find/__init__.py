"""Finding: services by facets, texts by words, and what one child may have.

Everything is read from the default graph once for a snapshot and kept in memory, so that a page asks the
store nothing. What a page lists or counts has a SPARQL query beside it that gives the same rows.

Not here: ready-made questions (``web.questions``), the endpoint (``web.sparql``).
"""
