"""The reconciliation service: names held against the things of the graph, as OpenRefine asks for it.

Not here: how names are compared (``linking``).

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
