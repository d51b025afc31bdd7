"""Shapes compiled to a plan over an index: which focus nodes may fail, at the scale of a nation.

Over ``store.index``: ``paths`` · ``sure``, ``values``, ``components``, ``compiler`` (core constraints) ·
``syntax``, ``parsing``, ``functions``, ``expressions``, ``ordering``, ``searching``, ``queries`` (SPARQL
constraints) · ``reads``, ``ties`` (what a change touches) · ``source``, ``program`` (all shapes together).

Not here: results and their words. pyshacl alone gives them (``kg_service.validation.engine``).
"""
