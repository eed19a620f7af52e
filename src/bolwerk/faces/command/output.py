"""What the command prints: text for people on a terminal, JSON for programs, errors on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bolwerk.kernel import BolwerkError, Text

out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


def lang_of(context: click.Context) -> str:
    """The language that the root command was given."""
    return str(context.find_root().obj or "nl")


def print_json(data: object) -> None:
    """One JSON document on standard output, keys in the order they were made."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def complain(error: BolwerkError) -> None:
    """What, where, and how to mend it, in the language asked for."""
    context = click.get_current_context(silent=True)
    lang = lang_of(context) if context else _language_on_the_line()
    if error.where:
        _err.print(error.where, style="bold", markup=False)
    _err.print(error.what.in_(lang), style="red", markup=False)
    _err.print(error.mend.in_(lang), markup=False)


def _language_on_the_line() -> str:
    words = sys.argv[1:]
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return os.environ.get("BOLWERK_LANG", "nl")


@contextmanager
def progress(label: Text, total: int | None, lang: str) -> Iterator[Callable[[int], Any]]:
    """A bar on standard error; yields a function that takes how many more are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(label.in_(lang), total=total)

        def advance(n: int = 1) -> None:
            bar.advance(task, n)

        yield advance


@contextmanager
def progress_bytes(label: Text, total: int, lang: str) -> Iterator[Callable[[int], Any]]:
    """A bar over the bytes of files on standard error; yields a function that takes how many more are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(label.in_(lang), total=total)

        def advance(n: int) -> None:
            bar.advance(task, n)

        yield advance


def home() -> Path:
    """Where data live, as the settings say; opens no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bolwerk.config.settings")
    from django.conf import settings

    return Path(str(settings.HOME))


def set_up_office() -> None:
    """Start Django for the commands that read or write the office's database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bolwerk.config.settings")
    django.setup()
