"""The files that are to be checked, as ``store`` reads them."""

from kg_service.store.rdf_files import SYNTAXES, GivenFile, parse, read_file

__all__ = ["SYNTAXES", "GivenFile", "parse", "read_file"]
