"""The page on which candidates for links are reviewed: off unless a folder and a token are set.

It is the one page that writes, and writes the files of that folder only, by the same code as the terminal.

Not here: what a decision does to a file (``linking.review``), finding candidates (``kg link``).
"""
