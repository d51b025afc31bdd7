"""What a draft is made of: what the home knows, what is read into a row, how the graph is laid out.

Not here: reading documents (``editions.reading``), which service continues which (``editions.matching``).
"""
