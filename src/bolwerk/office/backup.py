"""Everything in one file: each table as JSON lines, each document, the lists, and a manifest with counts, digests and heads.

The file is portable: what SQLite wrote, PostgreSQL reads, and the other way round. A restore goes into an empty database,
in one transaction, and is undone whole unless the counts and the chain heads come out as they were. The search index is
not part of that proof: it is made anew afterwards. So is the index of the lists; the rarity that measures scores is kept.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import sql

from bolwerk import __version__
from bolwerk.kernel import Conflict, InvalidInput, Text
from bolwerk.office.cases import audit
from bolwerk.office.search.services import reindex

FORMAT = 1
# Made anew by the migrations, by a reindex, or by signing in again.
LEFT_OUT = {"contenttypes", "sessions", "search"}
BATCH = 50
BESIDE = ("lists", "goods")
"""Folders of the home beside the database: the lists of names with their rarity, the versions of the control lists."""
_MADE_ANEW = ("lists/index/", "lists/lock")

Advance = Callable[[int], Any]


def _tables() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.app_label not in LEFT_OUT]
    return sorted((m for m in kept if m._meta.label_lower != "auth.permission"), key=lambda m: m._meta.label_lower)


def size() -> int:
    """How many rows a backup holds today."""
    return sum(model._base_manager.count() for model in _tables())


def write(file: Path, advance: Advance) -> dict[str, Any]:
    """Write the backup and return its manifest. The file appears whole or not at all.

    Raises `Conflict` when the file is there already.
    """
    if file.exists():
        raise Conflict(
            Text(f"{file} bestaat al.", f"{file} is there already."),
            mend=Text(
                "Kies een andere naam; een back-up wordt nooit overschreven.", "Choose another name; no backup is overwritten."
            ),
        )
    half = file.with_name(file.name + ".part")
    try:
        with transaction.atomic(), zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            manifest = {
                "format": FORMAT,
                "bolwerk": __version__,
                "heads": audit.heads(),
                "rows": {model._meta.label_lower: _write_table(archive, model, advance) for model in _tables()},
                "documents": dict(_write_files(archive, "documents", Path(settings.MEDIA_ROOT), _documents())),
                "beside": dict(_write_files(archive, "beside", Path(str(settings.HOME)), _beside())),
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def rows_in(file: Path) -> int:
    return sum(_manifest(file)["rows"].values())


def read(file: Path, advance: Advance) -> dict[str, Any]:
    """Restore into an empty, migrated database and return the manifest.

    Raises `InvalidInput` for a file that is no backup or is damaged, `Conflict` for a database that holds data.
    """
    manifest = _manifest(file)
    tables = {model._meta.label_lower: model for model in _tables()}
    if unknown := set(manifest["rows"]) - set(tables):
        raise _damaged(file, f"table {sorted(unknown)[0]}")
    if apps.get_model(settings.AUTH_USER_MODEL)._base_manager.exists():
        raise Conflict(
            Text("Deze databank bevat al gegevens.", "This database holds data already."),
            where=str(settings.DATABASES["default"]["NAME"]),
            mend=Text(
                "Zet terug in een lege: kies een nieuwe BOLWERK_HOME.", "Restore into an empty one: choose a new BOLWERK_HOME."
            ),
        )
    with transaction.atomic(), zipfile.ZipFile(file) as archive:
        for label, expected in manifest["rows"].items():
            if _read_table(archive, tables[label], advance) != expected:
                raise _damaged(file, label)
        _reset_sequences(tables.values())
        if audit.heads() != manifest["heads"]:
            raise _damaged(file, "heads")
        _read_files(archive, file, "documents", Path(settings.MEDIA_ROOT), manifest["documents"])
        # A backup made before there were lists has none.
        _read_files(archive, file, "beside", Path(str(settings.HOME)), manifest.get("beside", {}))
    reindex()
    return manifest


def _manifest(file: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as archive:
            found = json.loads(archive.read("manifest.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _damaged(file, "manifest.json") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _damaged(file, "format")
    return found


def _damaged(file: Path, place: str) -> InvalidInput:
    return InvalidInput(
        Text("Dit is geen hele back-up van Bolwerk.", "This is not a whole backup of Bolwerk."),
        where=f"{file}, {place}",
        mend=Text("Er is niets teruggezet. Neem een andere kopie.", "Nothing was restored. Take another copy."),
    )


def _write_table(archive: zipfile.ZipFile, model: type[models.Model], advance: Advance) -> int:
    fields, count = model._meta.local_concrete_fields, 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as out:
        for row in model._base_manager.order_by("pk").iterator(2000):
            values = [field.value_from_object(row) for field in fields]
            out.write(json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            count += 1
            advance(1)
    return count


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    return str(value)


def _read_table(archive: zipfile.ZipFile, model: type[models.Model], advance: Advance) -> int:
    fields, count = list(model._meta.local_concrete_fields), 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl") as lines:
        while batch := list(islice(lines, BATCH)):
            rows = [_row(model, fields, json.loads(line)) for line in batch]
            insert = sql.InsertQuery(model)
            # Raw, so that no field fills in the time of the restore.
            insert.insert_values(fields, rows, raw=True)
            insert.get_compiler(connection=connection).execute_sql()
            count += len(rows)
            advance(len(rows))
    return count


def _row(model: type[models.Model], fields: Iterable[models.Field], values: Iterable[Any]) -> models.Model:
    row = model()
    for field, value in zip(fields, values, strict=True):
        if isinstance(field, models.BinaryField) and value is not None:
            value = base64.b64decode(value)
        elif not isinstance(field, models.JSONField):
            value = field.to_python(value)
        setattr(row, field.attname, value)
    return row


def _reset_sequences(tables: Iterable[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _documents() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    return (path for path in sorted(root.rglob("*")) if path.is_file()) if root.is_dir() else iter(())


def _beside() -> Iterator[Path]:
    home = Path(str(settings.HOME))
    for folder in BESIDE:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.relative_to(home).as_posix().startswith(_MADE_ANEW):
                yield path


def _write_files(archive: zipfile.ZipFile, place: str, root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        name = path.relative_to(root).as_posix()
        archive.write(path, f"{place}/{name}", zipfile.ZIP_STORED)
        with archive.open(f"{place}/{name}") as content:
            yield name, hashlib.sha256(content.read()).hexdigest()


def _read_files(archive: zipfile.ZipFile, file: Path, place: str, within: Path, digests: dict[str, str]) -> None:
    root = within.resolve()
    for name, digest in digests.items():
        target = (root / name).resolve()
        if not target.is_relative_to(root) or (place == "beside" and Path(name).parts[0] not in BESIDE):
            raise _damaged(file, name)
        content = archive.read(f"{place}/{name}")
        if hashlib.sha256(content).hexdigest() != digest:
            raise _damaged(file, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o600)
