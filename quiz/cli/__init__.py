"""The command line: one module per group of commands, and what they share.

The module of a command is imported when the command is asked for: a check of a rules file needs
neither the pages nor the database, whose import takes most of a second.
"""

from __future__ import annotations

from importlib import import_module

import click

MODULES = {
    "serve": "server",
    "check": "check",
    "explain": "explain",
    "diff": "compare",
    "score": "score",
    "sql": "sql",
    "facts": "facts",
    "personas": "check",
    "schema": "check",
    "db": "server",
    "backup": "backup",
    "restore": "backup",
    "purge": "purge",
    "team": "teams",
    "recruiter": "accounts",
    "operator": "operators",
    "status": "status",
    "worker": "worker",
}
"""The module of each command, in which it has its own name."""

EXTRAS = {"pyarrow": "score", "sqlglot": "sql"}
"""The extra that installs each library which not every command needs."""

HELP = {
    "serve": "Bring the database up to date and serve the quiz.",
    "check": "Report every problem in a rules file, and prove its promises.",
    "explain": "Print the outcome for one answer sheet, with its reasons.",
    "score": "Score every answer sheet of a file.",
    "sql": "Print the rules as one SQL statement for a table of sheets.",
    "diff": "Compare two rules files over all answer sheets.",
    "facts": "List the facts of a rules file by source, with what cites them.",
    "personas": "List the personas in a rules file, or suggest more.",
    "schema": "Print the JSON Schema of a rules file.",
    "db": "Manage the database.",
    "backup": "Save all stored data to a file.",
    "restore": "Replace all stored data with a backup.",
    "purge": "Delete the results that are older than QUIZ_RETENTION_DAYS.",
    "team": "Manage the teams.",
    "recruiter": "Manage the accounts of recruiters.",
    "operator": "Manage the accounts of whoever runs the quiz.",
    "status": "Print how the worker, the mails and the database are doing.",
    "worker": "Send mails, purge and back up until it is stopped.",
}
"""What `quiz --help` says of each command; `--help` of a command says more."""


class LazyGroup(click.Group):
    """A group of the commands in MODULES, as click's documentation describes lazy loading."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Return the names of all commands."""
        return sorted(MODULES)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click gives it
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing any, which would take most of a second."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, HELP[name]) for name in sorted(MODULES)])

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click gives it
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return a command; None for an unknown name."""
        if cmd_name not in MODULES:
            return None
        try:
            command = getattr(import_module(f"quiz.cli.{MODULES[cmd_name]}"), cmd_name)
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                raise
            extra = f"pip install 'jet-quiz[{EXTRAS[error.name]}]'"
            message = f"{cmd_name} needs {error.name}, which is missing; install it with: {extra}"
            raise click.ClickException(message) from error
        assert isinstance(command, click.Command)  # noqa: S101 - else the table is wrong
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jet-quiz")
def main() -> None:
    """Serve a quiz that recommends a position, check its rules, and manage its data."""
