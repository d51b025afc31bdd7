"""From a document to rows: what each kind of file holds, then which of it is the table.

Not here: what is wrong with a row (``validation``), the graph (``editions.graph``).
"""
