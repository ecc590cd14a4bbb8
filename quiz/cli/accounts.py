"""`quiz team` and `quiz recruiter`: manage teams and the accounts of their recruiters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from quiz.cli.files import exit_could_not_run, exit_refused
from quiz.cli.server import read_settings, served_at
from quiz.cli.store import open_store
from quiz.settings import Settings
from quiz.store import Account, Action, NewRecruiter, Role, Store, Team
from quiz.text import EMAIL, email_address, visible
from quiz.web.framework.days import time_zones
from quiz.web.framework.fields import LONGEST_LINE, is_text
from quiz.web.framework.link_tokens import new_token
from quiz.web.routes import address_of


@click.group()
def team() -> None:
    """Manage the teams."""


@click.group()
def recruiter() -> None:
    """Manage the accounts of recruiters."""


@team.command("add")
@click.argument("name")
@click.option(
    "--time-zone",
    default="UTC",
    help="The time zone of its days, such as Asia/Tokyo; UTC if left out.",
)
def add_team(name: str, time_zone: str) -> None:
    """Create a team, such as a consulate."""
    name, time_zone = _one_line("NAME", name), _time_zone(time_zone)
    with _open(create=True) as (store, _):
        if store.accounts.add_team(name, datetime.now(UTC), time_zone) is None:
            exit_refused(f"there is already a team {name!r}")


@team.command("time-zone")
@click.argument("name")
@click.argument("time_zone", metavar="ZONE")
def change_time_zone(name: str, time_zone: str) -> None:
    """Change the time zone of a team's days to ZONE, such as Asia/Tokyo."""
    time_zone = _time_zone(time_zone)
    with _open() as (store, _):
        found = _find_team(store, name)
        store.accounts.change_time_zone(found.id, time_zone)
        detail = {"time_zone": time_zone}
        store.audit.add(found.id, None, "time zone changed", detail, datetime.now(UTC))


@team.command("list")
def list_teams() -> None:
    """List the teams, each with its number of accounts and its time zone."""
    with _open() as (store, _):
        for found in store.accounts.teams():
            accounts = "1 account" if found.people == 1 else f"{found.people} accounts"
            click.echo(f"{found.name}: {accounts}, {found.time_zone}")


@recruiter.command("add")
@click.argument("email")
@click.option("--team", required=True, help="The team that the recruiter belongs to.")
@click.option("--name", help="The name that the team sees; the e-mail address if left out.")
@click.option(
    "--administrator",
    "role",
    flag_value="administrator",
    help="Let the recruiter manage the team's accounts.",
)
@click.option(
    "--reader",
    "role",
    flag_value="reader",
    help="Let the recruiter see everything but change nothing.",
)
def add_recruiter(email: str, team: str, name: str | None, role: Role | None) -> None:
    """Create an account, and print the link with which its owner sets it up within 72 hours."""
    email = email_address(_one_line("EMAIL", email))
    if not EMAIL.fullmatch(email):
        exit_could_not_run(
            f"{email!r} is not an e-mail address; write one such as name@office.example"
        )
    name = email if name is None else _one_line("--name", name)
    token = new_token()
    with _open() as (store, settings):
        found = _find_team(store, team)
        new = NewRecruiter(found.id, email, name, role or "recruiter", token)
        taken = f"{email} already has an account; quiz recruiter reset prints a new link"
        if store.accounts.find(email) is not None:
            exit_refused(taken)
        _print_link(settings, token)
        if store.accounts.add(new, datetime.now(UTC)) is None:
            exit_refused(taken)
        _record(store, _find_account(store, email), "account added")


@recruiter.command("list")
@click.option("--team", help="Only the accounts of this team.")
def list_recruiters(team: str | None) -> None:
    """List the accounts: team, e-mail address, name, role, and whether it is in use."""
    with _open() as (store, _):
        of_team = None if team is None else _find_team(store, team).id
        for account in store.accounts.people(of_team):
            who = account.recruiter
            click.echo(f"{who.team_name}: {who.email} ({who.name}), {who.role}, {account.state}")


@recruiter.command()
@click.argument("email")
def reset(email: str) -> None:
    """Remove the password of an account, end its sessions, and print a new set-up link."""
    token = new_token()
    with _open() as (store, settings):
        account = _find_account(store, email)
        if account.state == "disabled":
            exit_refused(f"{email} is disabled; use quiz recruiter enable first")
        _print_link(settings, token)
        store.accounts.reset(account.recruiter.id, token, datetime.now(UTC))
        _record(store, account, "account reset")


@recruiter.command()
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account: end its sessions, and let nobody sign in with it."""
    with _open() as (store, _):
        account = _find_account(store, email)
        store.accounts.disable(account.recruiter.id, datetime.now(UTC))
        _record(store, account, "account disabled")


@recruiter.command()
@click.argument("email")
def enable(email: str) -> None:
    """Enable a disabled account again."""
    with _open() as (store, _):
        account = _find_account(store, email)
        store.accounts.enable(account.recruiter.id)
        _record(store, account, "account enabled")


@recruiter.command("remove-second-factor")
@click.argument("email")
def remove_second_factor(email: str) -> None:
    """Remove the second factor of a recruiter who has lost it, and end their sessions."""
    with _open() as (store, _):
        account = _find_account(store, email)
        if not account.has_second_factor:
            exit_refused(f"{email} has no second factor")
        store.second_factors.remove_all(account.recruiter.id)
        _record(store, account, "second factor removed")


def _print_link(settings: Settings, token: str) -> None:
    """Print a set-up link, before it is stored: where printing fails, nothing has happened."""
    click.echo(served_at(settings) + address_of("set_up", token=token))


@contextmanager
def _open(*, create: bool = False) -> Iterator[tuple[Store, Settings]]:
    """Open the store and yield it with the settings; exit if either has a problem."""
    settings = read_settings()
    with open_store(settings.database_url, create=create) as store:
        yield store, settings


def _find_team(store: Store, name: str) -> Team:
    found = store.accounts.team(name)
    if found is None:
        exit_refused(
            f"there is no team {name!r}; quiz team list shows them all, quiz team add creates one"
        )
    return found


def _find_account(store: Store, email: str) -> Account:
    found = store.accounts.find(email)
    if found is None:
        exit_refused(f"there is no account with {email!r}; quiz recruiter list shows them all")
    return found


def _record(store: Store, account: Account, action: Action) -> None:
    detail = {"account": account.recruiter.email}
    store.audit.add(account.recruiter.team_id, None, action, detail, datetime.now(UTC))


def _time_zone(name: str) -> str:
    """Return the name of a time zone as it is written; exit if there is none."""
    found = {zone.casefold(): zone for zone in time_zones()}
    zone = found.get(visible(name).replace(" ", "_").casefold())
    if zone is None:
        exit_could_not_run(f"{name!r} is not a time zone; write one such as Asia/Tokyo or UTC")
    return zone


def _one_line(what: str, text: str) -> str:
    """Return what can be seen of a text; exit if it is empty or cannot be displayed."""
    text = visible(text)
    if not text or not is_text(text):
        exit_could_not_run(f"{what} must be 1 to {LONGEST_LINE} characters that can be shown")
    return text
