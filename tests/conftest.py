"""What every test needs: a home of its own, and a database that can be emptied between tests although it refuses deletes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """Documents, anchors and the rest of what stands beside the database, in a fresh folder."""
    settings.HOME = tmp_path / "home"
    settings.MEDIA_ROOT = settings.HOME / "documents"
    settings.HOME.mkdir()
    # Passwords of tests are no secret: a cheap hash saves seconds.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    return settings.HOME


@pytest.fixture(autouse=True, scope="session")
def _emptying_is_allowed() -> Iterator[None]:
    """A transactional test ends by emptying every table; only then, and only here, the append-only triggers stand aside."""
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with triggers_aside(self.connection.alias):
            plain(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]


@contextmanager
def triggers_aside(alias: str = "default") -> Iterator[None]:
    """What only somebody with the database in his hands can do: take the append-only triggers off, and put them back."""
    connection = connections[alias]
    connection.check_constraints()  # What waits for the end of the transaction would forbid PostgreSQL to touch the triggers.
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'bolwerk_append_only'"
            )
            tables = [name for (name,) in cursor.fetchall()]
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'")
            found = cursor.fetchall()
            off, on = [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]
        for statement in off:
            cursor.execute(statement)
    try:
        yield
    finally:
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in on:
                cursor.execute(statement)
