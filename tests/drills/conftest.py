"""A house of its own for each drill: a fresh, migrated database of the configured kind, and a nursery of workers in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests.office.cases.people import applicant, approver, coordinator, grants, handler, organisation, person

__all__ = ["applicant", "approver", "coordinator", "grants", "handler", "organisation", "person"]
ROOT = Path(__file__).parents[2]


@dataclass
class Nursery:
    """Speaks with `tests.drills.worker`."""

    process: subprocess.Popen[str]

    def ask(self, command: str, *numbers: int) -> Any:
        assert self.process.stdin and self.process.stdout
        print(command, *numbers, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, "the nursery died"
        return json.loads(answer)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An empty, migrated house, made once."""
    environment = {**os.environ, "BOLWERK_HOME": str(tmp_path_factory.mktemp("template"))}
    url = os.environ.get("BOLWERK_DATABASE", "")
    if url:
        environment["BOLWERK_DATABASE"] = _create(url, "drill_template")
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    yield environment
    if url:
        _drop(url, environment["BOLWERK_DATABASE"])


@pytest.fixture
def nursery(template: dict[str, str], tmp_path: Path) -> Iterator[Nursery]:
    """Workers in a copy of the empty house."""
    place = tmp_path / "drill"
    shutil.copytree(template["BOLWERK_HOME"], place)
    environment, url = {**template, "BOLWERK_HOME": str(place)}, os.environ.get("BOLWERK_DATABASE", "")
    if url:
        environment["BOLWERK_DATABASE"] = _create(url, "drill", _name(template["BOLWERK_DATABASE"]))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.drills.worker"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Nursery(process)
    process.stdin.close()  # type: ignore[union-attr]
    process.wait(20)
    if url:
        _drop(url, environment["BOLWERK_DATABASE"])


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _create(url: str, prefix: str, template: str = "template0") -> str:
    name = f"{prefix}_{uuid4().hex[:10]}"
    _execute(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _drop(url: str, made: str) -> None:
    _execute(url, f'DROP DATABASE IF EXISTS "{_name(made)}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
