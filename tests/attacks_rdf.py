"""RDF that reaches out, brings rules of its own, or can hardly be named."""

from __future__ import annotations

from collections.abc import Iterator

from hostile_files import DAMAGED, LARGE, READ, SYNTAX, TRAP, TURTLE, Attack


def rdf_attacks() -> Iterator[Attack]:
    """Those of this kind."""
    yield Attack(
        "jsonld-context",
        "a.jsonld",
        lambda: f'{{"@context": "{TRAP}", "@id": "urn:a", "urn:b": 1}}'.encode(),
        (SYNTAX,),
    )
    yield Attack(
        "jsonld-context-file",
        "a.jsonld",
        lambda: b'{"@context": "file:///etc/passwd", "@id": "urn:a", "urn:b": 1}',
        (SYNTAX,),
    )
    yield Attack(
        "jsonld-import",
        "a.jsonld",
        lambda: (
            f'{{"@context": {{"@version": 1.1, "@import": "{TRAP}"}}, "@id": "urn:a", "urn:b": 1}}'.encode()
        ),
        (SYNTAX,),
    )
    yield Attack(
        "jsonld-contexts",
        "a.jsonld",
        lambda: (
            f'{{"@context": [{{"x": {{"@id": "urn:x", "@context": "{TRAP}"}}}}], '
            '"@id": "urn:a", "x": {"urn:b": 1}}'
        ).encode(),
        (SYNTAX,),
    )
    yield Attack(
        "imports",
        "a.ttl",
        lambda: (
            TURTLE
            + "\n@prefix owl: <http://www.w3.org/2002/07/owl#> . <urn:o> a owl:Ontology ; "
            + f"owl:imports <{TRAP}> , <file:///etc/passwd> ."
        ).encode(),
        (READ,),
    )
    yield Attack("shapes", "a.ttl", lambda: (TURTLE + SHAPES).encode(), (READ,))
    yield Attack(
        "service",
        "a.ttl",
        lambda: (
            TURTLE + f'\n<urn:q> <urn:text> "SELECT * {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}" .'
        ).encode(),
        (READ,),
    )
    yield Attack(
        "decimal",
        "a.ttl",
        lambda: (
            TURTLE
            + '\n<urn:q> <urn:n> "1E+999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> , 1e999999999 , '
            + '"9999999999999999999999-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .'
        ).encode(),
        (READ,),
    )
    yield Attack(
        "decimal-number",
        "a.ttl",
        lambda: TURTLE.replace(
            "care:rowNumber 3 ",
            'care:rowNumber "1E+999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> ',
            1,
        ).encode(),
        (READ,),
    )
    yield Attack(
        "long-number",
        "a.ttl",
        lambda: TURTLE.replace("care:rowNumber 3 ", f"care:rowNumber {'9' * 1_000_000} ", 1).encode(),
        (READ, LARGE),
    )
    yield Attack(
        "named-graphs",
        "a.trig",
        lambda: (
            _quads()
            + "\n<urn:g> { <urn:s> a <http://purl.org/vocab/cpsv#PublicService> ; "
            + "<http://purl.org/dc/terms/isPartOf> <urn:other> . }"
        ).encode(),
        (DAMAGED,),
    )
    yield Attack("clique", "a.ttl", lambda: (TURTLE + blank_clique(24)).encode(), (READ, DAMAGED))
    yield Attack("remote-base", "a.ttl", lambda: f"@base <{TRAP}> . <a> <b> <c> .".encode(), (DAMAGED,))


def blank_clique(size: int) -> str:
    """Blank nodes that all point at each other: the worst case of every canonical naming."""
    nodes = range(size)
    return "\n" + "\n".join(f"_:c{a} <urn:p> _:c{b} ." for a in nodes for b in nodes if a != b)


def _quads() -> str:
    head = [line for line in TURTLE.splitlines() if line.startswith("@")]
    rest = [line for line in TURTLE.splitlines() if not line.startswith("@")]
    return "\n".join((*head, "<urn:first> {", *rest, "}"))


SHAPES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <http://purl.org/vocab/cpsv#PublicService> ;
  sh:sparql [ sh:select "SELECT $this WHERE {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}" ] ;
  sh:js [ sh:jsLibrary [ sh:jsLibraryURL <{TRAP}> ] ; sh:jsFunctionName "x" ] ;
  sh:rule [ a sh:SPARQLRule ;
    sh:construct "CONSTRUCT {{ $this <urn:x> 1 }} WHERE {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}" ] ;
  sh:property [ sh:path <http://purl.org/dc/terms/title> ;
    sh:pattern "^(([^x])+.)+[x]$" ; sh:deactivated false ] ;
  sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE {{ SERVICE <{TRAP}> {{ ?this ?p ?o }} }}" ] .
<https://w3id.org/care-checklist/shapes#ServiceShape> sh:deactivated true .
"""
"""Rules that an upload would like to be checked by: they fetch, they run, they hang, they switch ours off."""
