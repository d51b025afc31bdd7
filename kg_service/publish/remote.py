"""A dataset into a remote engine: uploaded beside what is served, switched to in one request.

Each graph goes up by the Graph Store Protocol under a name of its own that nothing points to. One update
request then moves all of them to their places: an engine carries out a request as a whole or not at all, so
that its readers see the old dataset or the new one. What fails before leaves the old one as it was.

Not here: what is uploaded (``parts``), what the store says of itself (``store.control``).

Source: https://www.w3.org/TR/sparql11-http-rdf-update/, https://www.w3.org/TR/sparql11-update/
"""

import hashlib
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from kg_service.errors import KgServiceError, PublishBusyError, RemoteFailedError
from kg_service.model import Text
from kg_service.publish.parts import Part, parts_of
from kg_service.store import control
from kg_service.store.client import Client
from kg_service.store.endpoint import Endpoints
from kg_service.store.remote import RemoteStore

SECONDS = 3_600
"""Time that a store is given to take one graph, or to switch."""


def publish_remote(
    nquads: Path,
    identity: str,
    endpoints: Endpoints,
    progress: Callable[[Text], None],
    *,
    record: str = "",
    after: str | None = None,
) -> str:
    """Put a dataset in place of the one that was published before.

    Args:
        nquads: All of it, sorted lines.
        identity: Its SHA-256.
        endpoints: Of the store; its query, update and data endpoint are used.
        progress: Is told what is being done.
        record: What the next publication has to know of this one, as JSON.
        after: The publication that this one was prepared to follow; None for whichever is there.

    Returns:
        The snapshot that servers of this store name from now on.

    Raises:
        DatasetProblemError: It has what can't be uploaded graph by graph.
        RemoteFailedError: The store does not take it; what was published before is still in place.
        PublishBusyError: Something else was published meanwhile.
    """
    client, store = Client(endpoints), RemoteStore(endpoints, seconds=SECONDS)
    run = f"{control.STAGING}{uuid.uuid4().hex}/"
    issued = datetime.now(UTC).isoformat(timespec="microseconds")
    version = hashlib.sha256(f"{identity} {issued}".encode()).hexdigest()
    with TemporaryDirectory(prefix="kg-publish-") as folder:
        progress(Text("按图拆分 ……", "Splitting the dataset into graphs …"))
        parts = parts_of(nquads, Path(folder))
        gone = set(_published(store)) - {part.graph for part in parts}
        # What an upload that was broken off has left.
        _drop(client, [graph for graph in store.all_graphs() if graph.startswith(control.STAGING)])
        try:
            is_union = _is_union(client, store, f"{run}probe")
            for number, part in enumerate(parts):
                progress(
                    Text(
                        f"上传 {number + 1}/{len(parts)}：{part.name.zh}，{part.size} 个三元组",
                        f"Uploading {number + 1} of {len(parts)}: {part.name.en}, {part.size} triples",
                    )
                )
                _upload(client, store, part, f"{run}{number}")
            progress(Text("切换 ……", "Switching …"))
            if after is not None and after != version_in(store):
                raise PublishBusyError(endpoints.data, Text("刚刚完成", "it has just been carried out"))
            named = [part.graph for part in parts if part.graph is not None]
            said = control.triples(version, identity, issued, named, record)
            _switch(client, store, _moves(parts, run, gone, said, is_union=is_union), version)
        except BaseException:
            with suppress(KgServiceError):
                _drop(client, [f"{run}probe", *(f"{run}{number}" for number in range(len(parts)))])
            raise
    return version


def _is_union(client: Client, store: RemoteStore, probe: str) -> bool:
    """Whether the engine takes all graphs together for its default graph.

    Its own one is left alone then: to drop it might drop everything.
    """
    triple = f"<{probe}> <{probe}> <{probe}> .\n".encode()
    client.put(probe, BytesIO(triple), len(triple), seconds=SECONDS)
    found = store.ask(f"SELECT ?o {{ <{probe}> <{probe}> ?o }}")
    _drop(client, [probe])
    return bool(found)


def _upload(client: Client, store: RemoteStore, part: Part, staged: str) -> None:
    with part.path.open("rb") as file:
        client.put(staged, file, part.path.stat().st_size, seconds=SECONDS)
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{staged}> {{ ?s ?p ?o }} }}"
    ((found,),) = store.ask(count)
    if str(found) != str(part.size):
        reason = Text(
            f"上传的图应有 {part.size} 个三元组，它说有 {found} 个",
            f"of a graph of {part.size} triples it says that there are {found}",
        )
        raise RemoteFailedError(client.endpoints.data, reason)


def _moves(parts: list[Part], run: str, gone: set[str], said: str, *, is_union: bool) -> str:
    """The update request that makes a publication of what was uploaded."""
    names = {part: f"<{run}{number}>" for number, part in enumerate(parts)}
    default = f"<{control.DEFAULT_GRAPH}>"
    added = [f"ADD GRAPH {name} TO GRAPH {default}" for part, name in names.items() if part.is_in_default]
    steps = [f"DROP SILENT GRAPH {default}", *added]
    if not is_union:
        steps += ["DROP SILENT DEFAULT", *([f"ADD GRAPH {default} TO DEFAULT"] if added else [])]
    for part, name in names.items():
        move = f"MOVE GRAPH {name} TO GRAPH <{part.graph}>"
        steps.append(f"DROP SILENT GRAPH {name}" if part.graph is None else move)
    steps += [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(gone)]
    steps.append(f"DROP SILENT GRAPH <{control.CONTROL_GRAPH}>")
    steps.append(f"INSERT DATA {{ GRAPH <{control.CONTROL_GRAPH}> {{ {said} }} }}")
    return " ;\n".join(steps)


def _switch(client: Client, store: RemoteStore, update: str, version: str) -> None:
    try:
        client.update(update, seconds=SECONDS)
    except RemoteFailedError:
        # The answer may have been lost after the request was carried out.
        if version not in {str(row[0]) for row in store.ask(control.CONTENTS)}:
            raise


def version_in(store: RemoteStore) -> str:
    """Name of the last publication; empty where there is none."""
    return next((str(version) for version, _ in store.ask(control.CONTENTS)), "")


def _published(store: RemoteStore) -> list[str]:
    """Named graphs of the last publication."""
    return [str(graph) for _, graph in store.ask(control.CONTENTS) if graph is not None]


def _drop(client: Client, graphs: list[str]) -> None:
    if graphs:
        client.update(" ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs), seconds=SECONDS)
