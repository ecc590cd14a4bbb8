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
    "facts": "facts",
    "personas": "check",
    "schema": "check",
    "db": "server",
    "backup": "backup",
    "restore": "backup",
    "purge": "purge",
    "team": "accounts",
    "recruiter": "accounts",
}
"""The module of each command, in which it has its own name."""


class LazyGroup(click.Group):
    """A group of the commands in MODULES, as click's documentation describes lazy loading."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Return the names of all commands."""
        return sorted(MODULES)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click gives it
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return a command; None for an unknown name."""
        if cmd_name not in MODULES:
            return None
        command = getattr(import_module(f"quiz.cli.{MODULES[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - else the table is wrong
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jet-quiz")
def main() -> None:
    """Serve a quiz that recommends a position, check its rules, and manage its data."""
