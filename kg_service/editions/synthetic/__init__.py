"""Invented editions of other places, to try what the graph can do at the scale of a country.

They are marked (``care:SyntheticEdition``, title, description), and made by the same steps as a real draft.
"""
