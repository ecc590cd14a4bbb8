"""The command line: one module per group of commands, and what they share."""

from __future__ import annotations

import click

from quiz.cli.accounts import recruiter, team
from quiz.cli.backup import backup, restore
from quiz.cli.check import check, personas, schema
from quiz.cli.compare import diff
from quiz.cli.explain import explain
from quiz.cli.facts import facts
from quiz.cli.purge import purge
from quiz.cli.server import db, serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jet-quiz")
def main() -> None:
    """Serve a quiz that recommends a position, check its rules, and manage its data."""


for _command in (
    serve,
    check,
    explain,
    diff,
    facts,
    personas,
    schema,
    db,
    backup,
    restore,
    purge,
    team,
    recruiter,
):
    main.add_command(_command)
