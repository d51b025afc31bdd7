"""A report in the forms that other programs and people take: SARIF, JUnit, HTML, the editor's own file.

Not here: JSON and the SHACL report, which are of the report itself; text for a terminal (``cli``).
"""
