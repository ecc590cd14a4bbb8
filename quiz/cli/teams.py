"""`quiz team`: manage teams, and what the commands for their accounts share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from quiz.cli.files import exit_could_not_run, exit_refused
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.settings import Settings
from quiz.store import Store, Team
from quiz.text import one_line, visible
from quiz.web.framework.days import time_zones
from quiz.web.framework.fields import LONGEST_LINE, is_text


@click.group()
def team() -> None:
    """Manage the teams."""


@team.command("add")
@click.argument("name")
@click.option(
    "--time-zone",
    default="UTC",
    help="The time zone of its days, such as Asia/Tokyo; UTC if left out.",
)
def add_team(name: str, time_zone: str) -> None:
    """Create a team of recruiters."""
    name, time_zone = given_line("NAME", name), _time_zone(time_zone)
    with open_with_settings(create=True) as (store, _):
        team = store.accounts.add_team(name, datetime.now(UTC), time_zone)
        if team is None:
            exit_refused(f"there is already a team {name!r}")
        store.operators.record_command("team added", {"team": name}, datetime.now(UTC), team)


@team.command("time-zone")
@click.argument("name")
@click.argument("time_zone", metavar="ZONE")
def change_time_zone(name: str, time_zone: str) -> None:
    """Change the time zone of a team's days to ZONE, such as Asia/Tokyo."""
    time_zone = _time_zone(time_zone)
    with open_with_settings() as (store, _):
        found = find_team(store, name)
        store.accounts.change_time_zone(found.id, time_zone)
        detail = {"time_zone": time_zone}
        store.audit.add(found.id, None, "time zone changed", detail, datetime.now(UTC))


@team.command("list")
def list_teams() -> None:
    """List the teams, each with its number of accounts and its time zone."""
    with open_with_settings() as (store, _):
        for found in store.accounts.teams():
            accounts = "1 account" if found.people == 1 else f"{found.people} accounts"
            click.echo(f"{found.name}: {accounts}, {found.time_zone}")


@contextmanager
def open_with_settings(*, create: bool = False) -> Iterator[tuple[Store, Settings]]:
    """Open the store and yield it with the settings; exit if either has a problem."""
    settings = read_settings()
    with open_store(settings.database_url, create=create) as store:
        yield store, settings


def find_team(store: Store, name: str) -> Team:
    """Return the team with this name; exit if there is none."""
    found = store.accounts.team(one_line(name))
    if found is None:
        exit_refused(
            f"there is no team {name!r}; quiz team list shows them all, quiz team add creates one"
        )
    return found


def _time_zone(name: str) -> str:
    """Return the name of a time zone as it is written; exit if there is none."""
    found = {zone.casefold(): zone for zone in time_zones()}
    zone = found.get(visible(name).replace(" ", "_").casefold())
    if zone is None:
        exit_could_not_run(f"{name!r} is not a time zone; write one such as Asia/Tokyo or UTC")
    return zone


def given_line(what: str, text: str) -> str:
    """Return what can be seen of a text as one line; exit if it is empty or cannot be shown."""
    text = one_line(text)
    if not text or not is_text(text):
        exit_could_not_run(f"{what} must be 1 to {LONGEST_LINE} characters that can be shown")
    return text
