"""The command's root: language, errors and exit status. Each group of subcommands is a module beside this one.

Exit status: 0 good, 1 findings, 2 bad use or bad input.
"""

from __future__ import annotations

import os
import sys

import click

from bolwerk import __version__
from bolwerk.faces.command.audit import audit
from bolwerk.faces.command.backup import backup, restore
from bolwerk.faces.command.cases import cases
from bolwerk.faces.command.check import check
from bolwerk.faces.command.interchange import export_dmn, import_dmn
from bolwerk.faces.command.lab import lab
from bolwerk.faces.command.lists import lists
from bolwerk.faces.command.output import complain
from bolwerk.faces.command.plan import plan
from bolwerk.faces.command.rules import rules
from bolwerk.faces.command.screen import screen
from bolwerk.faces.command.screening import screening
from bolwerk.faces.command.serve import serve
from bolwerk.faces.command.tick import tick
from bolwerk.kernel import BolwerkError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example: bolwerk check examples/dossiers/02-small-with-partner.toml",
)
@click.version_option(__version__, prog_name="bolwerk")
@click.option(
    "--lang",
    type=click.Choice(["nl", "en"]),
    default=lambda: os.environ.get("BOLWERK_LANG", "nl"),
    help="Language of the answers; BOLWERK_LANG sets it too.  [default: nl]",
)
@click.pass_context
def cli(context: click.Context, lang: str) -> None:
    """Bolwerk: the plan that runs.

    Data live under BOLWERK_HOME (default: ~/.local/share/bolwerk).
    """
    context.obj = lang


for command in (serve, plan, check, rules, cases, lab, lists, screen, audit, screening, tick, backup, restore):
    cli.add_command(command)
for command in (import_dmn, export_dmn):
    rules.add_command(command)


def main() -> None:
    """Run the command; an error that a person can act on becomes one message and status 2."""
    try:
        status = cli(standalone_mode=False)
    except click.Abort:
        click.echo("Afgebroken. / Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as bad_use:
        bad_use.show()
        sys.exit(2)
    except BolwerkError as error:
        complain(error)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
