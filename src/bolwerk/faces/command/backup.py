"""`bolwerk backup` and `bolwerk restore`: everything in one file, on either database."""

from __future__ import annotations

from pathlib import Path

import click

from bolwerk.faces.command.output import lang_of, out, progress, set_up_office
from bolwerk.kernel import Text


@click.command(epilog="Example: bolwerk backup bolwerk-2026-11-23.zip")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write every record and document to FILE; refuses to overwrite."""
    lang = lang_of(context)
    set_up_office()
    from bolwerk.office import backup as archive

    with progress(Text("Back-up maken", "Making the backup"), archive.size(), lang) as advance:
        manifest = archive.write(file, advance)
    rows = sum(manifest["rows"].values())
    out.print(Text(f"{file}: {rows} rijen bewaard.", f"{file}: {rows} rows kept.").in_(lang), markup=False)


@click.command(epilog="Example: bolwerk restore bolwerk-2026-11-23.zip")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """Read FILE into an empty database, and prove that the chains are the ones that were saved."""
    lang = lang_of(context)
    set_up_office()
    from django.conf import settings
    from django.core.management import call_command

    from bolwerk.office import backup as archive

    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    with progress(Text("Terugzetten", "Restoring"), archive.rows_in(file), lang) as advance:
        manifest = archive.read(file, advance)
    rows = sum(manifest["rows"].values())
    out.print(
        Text(f"{rows} rijen teruggezet; de ketens zijn gelijk.", f"{rows} rows restored; the chains are equal.").in_(lang)
    )
