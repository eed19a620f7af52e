"""nomenklatura on the task it is given, in its own environment: DuckDB blocker, then logic-v2 on every candidate, as
embedded use has it.

Run as `python peer.py TASK.json OUT.json`. The task has `list` and `queries`, each a list of FollowTheMoney entities as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import LogicV2
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

LISTED = Dataset.make({"name": "listed", "title": "listed"})


def entity(data: dict[str, Any]) -> StatementEntity:
    return StatementEntity.from_data(LISTED, data, cleaned=False)


def main(task: Path, out: Path) -> None:
    given = json.loads(task.read_text("utf-8"))
    began = perf_counter()
    store = MemoryStore(LISTED, Linker({}))
    writer = store.writer()
    for data in given["list"]:
        writer.add_entity(entity(data))
    writer.flush()
    view = store.default_view(external=False)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(view, Path(folder))
        index.build()
        built = perf_counter() - began
        listed = {one.id: one for one in view.entities()}
        config = LogicV2.default_config()
        began = perf_counter()
        queries = {data["id"]: entity(data) for data in given["queries"]}
        found: dict[str, list[tuple[str, float]]] = {}
        pairs = 0
        for ident, candidates in index.match_entities(queries.values()):
            query = queries[ident.id]
            for candidate, _ in candidates:
                pairs += 1
                score = LogicV2.compare(query, listed[candidate.id], config).score
                if score >= 0.3:
                    found.setdefault(query.id, []).append((candidate.id, score))
        took = perf_counter() - began
        index.close()
    out.write_text(json.dumps({"build": built, "seconds": took, "pairs": pairs, "found": found}), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
