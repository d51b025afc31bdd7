"""Where candidates for links come from: a SPARQL endpoint, an RDF dump, a table.

Not here: how they are compared with ours (``linking.scoring``).
"""
