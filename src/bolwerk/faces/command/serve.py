"""`bolwerk serve`: bring the database up to date and serve the pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread

import click

from bolwerk.faces.command.output import lang_of, out, set_up_office
from bolwerk.faces.command.tick import keep_time, today
from bolwerk.kernel import InvalidInput, Text

_WORKER = (sys.executable, "-m", "django", "db_worker", "--interval", "2", "--verbosity", "0")


@click.command(epilog="Example: bolwerk serve --demo --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests served at once.")
@click.option("--demo", is_flag=True, help="Load fictional examples and demonstration accounts when the database is empty.")
@click.pass_context
def serve(context: click.Context, host: str, port: int, threads: int, demo: bool) -> None:
    """Serve the desk, the workbench and the monitor; keeps the data of an earlier run."""
    lang = lang_of(context)
    if demo:
        os.environ["BOLWERK_DEMO"] = "1"
    _need_free(host, port)
    set_up_office()
    from django.conf import settings
    from django.core.management import call_command

    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        from bolwerk.faces.command.demo import load_once, print_accounts

        load_once(lang)
    url = f"http://{host}:{port}"
    out.print(Text(f"\nBolwerk staat op [bold]{url}[/bold]", f"\nBolwerk is at [bold]{url}[/bold]").in_(lang))
    out.print(Text(f"Gegevens: {settings.HOME}", f"Data: {settings.HOME}").in_(lang), style="dim")
    if demo:
        print_accounts(lang)
    out.print(Text("Stoppen: Ctrl+C\n", "Stop with Ctrl+C\n").in_(lang), style="dim")
    with _helpers():
        _listen(host, port, threads)


@contextmanager
def _helpers() -> Iterator[None]:
    """Beside the pages: a process that does queued tasks (letters), and a thread that keeps time for the cases."""
    signal.signal(signal.SIGTERM, _stop)
    worker = subprocess.Popen(_WORKER, stdin=subprocess.DEVNULL)  # noqa: S603 (a fixed command)
    done = Event()
    clock = Thread(target=_keep_time, args=(done,), daemon=True)
    clock.start()
    try:
        yield
    finally:
        done.set()
        worker.terminate()
        clock.join(timeout=5)
        worker.wait(timeout=30)


def _keep_time(done: Event) -> None:
    """Each day once, soon after the start and soon after midnight in Brussels."""
    from django.db import close_old_connections

    kept: date | None = None
    while not done.wait(5 if kept is None else 60):
        if kept != (day := today()):
            keep_time(day)
            kept = day
        close_old_connections()


def _stop(*_: object) -> None:
    """A polite request to end: the server winds down and takes its helpers along."""
    raise SystemExit(0)


def _need_free(host: str, port: int) -> None:
    """Before anything is loaded: can we listen there?"""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidInput(
                Text(f"Op {host} kunnen we niet luisteren op poort {port}.", f"We cannot listen on port {port} of {host}."),
                mend=Text("Kies een andere met --port of --host.", "Choose another with --port or --host."),
            ) from error


def _listen(host: str, port: int, threads: int) -> None:
    from django.core.wsgi import get_wsgi_application
    from waitress import serve as listen

    listen(get_wsgi_application(), host=host, port=port, threads=threads, ident=None, _quiet=True)
