"""Shapes compiled to a plan over an index: which focus nodes may fail, at the scale of a nation.

Over ``store.index``: ``paths`` · ``sure``, ``values``, ``components`` (core constraints) · ``patterns``,
``doubt``, ``queries`` (SPARQL constraints) · ``reads`` (what a change touches) · ``source``, ``program`` (all
shapes together).

Not here: results and their words. pyshacl alone gives them (``kg_service.validation.engine``).
"""
