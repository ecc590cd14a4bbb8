"""`quiz team` and `quiz recruiter`: manage teams and the accounts of their recruiters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        found = _find_team(store, name)
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
    email, name, token = *email_and_name(email, name), new_token()
    with open_with_settings() as (store, settings):
        found = _find_team(store, team)
        new = NewRecruiter(found.id, email, name, role or "recruiter", token)
        add_account(
            store,
            settings,
            email,
            token,
            lambda: store.accounts.add(new, datetime.now(UTC)),
        )


@recruiter.command("list")
@click.option("--team", help="Only the accounts of this team.")
def list_recruiters(team: str | None) -> None:
    """List the accounts: team, e-mail address, name, role, and whether it is in use."""
    with open_with_settings() as (store, _):
        of_team = None if team is None else _find_team(store, team).id
        for account in store.accounts.people(of_team):
            who = account.recruiter
            click.echo(f"{who.team_name}: {who.email} ({who.name}), {who.role}, {account.state}")


@click.command()
@click.argument("email")
def reset(email: str) -> None:
    """Remove the password of an account, end its sessions, and print a new set-up link."""
    token = new_token()
    with open_with_settings() as (store, settings):
        account = _find_account(store, email)
        if account.state == "disabled":
            exit_refused(f"{email} is disabled; use quiz {_group()} enable first")
        _print_link(settings, token)
        store.accounts.reset(account.recruiter.id, token, datetime.now(UTC))
        _record(store, account, "account reset")


@click.command()
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account: end its sessions, and let nobody sign in with it."""
    with open_with_settings() as (store, _):
        account = _find_account(store, email)
        store.accounts.disable(account.recruiter.id, datetime.now(UTC))
        _record(store, account, "account disabled")


@click.command()
@click.argument("email")
def enable(email: str) -> None:
    """Enable a disabled account again."""
    with open_with_settings() as (store, _):
        account = _find_account(store, email)
        store.accounts.enable(account.recruiter.id)
        _record(store, account, "account enabled")


@click.command("remove-second-factor")
@click.argument("email")
def remove_second_factor(email: str) -> None:
    """Remove the second factor of somebody who has lost it, and end their sessions."""
    with open_with_settings() as (store, _):
        account = _find_account(store, email)
        if not account.has_second_factor:
            exit_refused(f"{email} has no second factor")
        store.second_factors.remove_all(account.recruiter.id)
        _record(store, account, "second factor removed")


OF_ANY_ACCOUNT = (reset, disable, enable, remove_second_factor)
"""The commands that recruiters and operators have, each for accounts of its own kind."""

for each in OF_ANY_ACCOUNT:
    recruiter.add_command(each)


def email_and_name(email: str, name: str | None) -> tuple[str, str]:
    """Return the e-mail address and the name of a new account; exit if either cannot be."""
    email = email_address(_one_line("EMAIL", email))
    if not EMAIL.fullmatch(email):
        exit_could_not_run(
            f"{email!r} is not an e-mail address; write one such as name@office.example"
        )
    return email, email if name is None else _one_line("--name", name)


def add_account(
    store: Store, settings: Settings, email: str, token: str, add: Callable[[], int | None]
) -> None:
    """Add an account by calling `add`, and print its set-up link; exit if the address has one."""
    taken = f"{email} already has an account; quiz {_group()} reset prints a new link"
    if store.accounts.find(email) is not None:
        exit_refused(taken)
    _print_link(settings, token)
    if add() is None:
        exit_refused(taken)
    _record(store, _find_account(store, email), "account added")


def _group() -> str:
    """Return whose accounts the command is for: recruiter or operator."""
    group = click.get_current_context().parent
    return "operator" if group is not None and group.info_name == "operator" else "recruiter"


def _print_link(settings: Settings, token: str) -> None:
    """Print a set-up link, before it is stored: where printing fails, nothing has happened."""
    click.echo(served_at(settings) + address_of("set_up", token=token))


@contextmanager
def open_with_settings(*, create: bool = False) -> Iterator[tuple[Store, Settings]]:
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
    found, group = store.accounts.find(email), _group()
    if found is None or found.recruiter.is_operator != (group == "operator"):
        exit_refused(f"there is no account with {email!r}; quiz {group} list shows them all")
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
