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
from quiz.store import Account, Action, NewRecruiter, Role, Store, Team, Welcome
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
    """Add somebody to a team, and print the link that they need within 72 hours.

    With it they choose a password; or they sign in and join, if they have an account already.
    """
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
        known = store.accounts.find(email)
        if known is not None:
            _add_known(store, settings, known, new)
            return
        _print_link(settings, "set_up", token)
        if store.accounts.add(new, datetime.now(UTC)) is None:
            exit_refused(_taken(email))
        _record(store, _find_account(store, email), "account added")


def _add_known(store: Store, settings: Settings, account: Account, new: NewRecruiter) -> None:
    """Add somebody with an account to another team, or make their link to join it anew."""
    who, now, team = account.recruiter, datetime.now(UTC), new.team_id
    in_team = store.accounts.person(team, who.id)
    if in_team is not None and in_team.state == "not joined":
        welcome: Welcome | None = "to join"
        store.memberships.renew_link(team, who.id, new.setup_token, now)
    else:
        welcome = store.memberships.add(new, now)
    if welcome is None:
        exit_refused(_taken(new.email))
    action: Action = "invited to the team" if welcome == "to join" else "account added"
    store.audit.add(team, None, action, {"account": who.email}, now)
    _print_link(settings, "join" if welcome == "to join" else "set_up", new.setup_token)


def _taken(email: str) -> str:
    return f"{email} already has an account; quiz recruiter reset prints a new link"


@recruiter.command("list")
@click.option("--team", help="Only the accounts of this team.")
def list_recruiters(team: str | None) -> None:
    """List the accounts: team, e-mail address, name, role, and whether it is in use.

    An account is listed once for each of its teams.
    """
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
        _print_link(settings, "set_up", token)
        store.accounts.reset(account.recruiter.id, token, datetime.now(UTC))
        _record(store, account, "account reset")


@recruiter.command()
@click.argument("email")
@click.option("--team", help="Only in this team; in all its teams if left out.")
def disable(email: str, team: str | None) -> None:
    """Disable an account: end its sessions, and let nobody sign in with it."""
    with _open() as (store, _):
        if team is not None:
            account, now = _find_member(store, email, team), datetime.now(UTC)
            store.memberships.disable(account.recruiter.team_id, account.recruiter.id, now)
            _record_in_team(store, account, "account disabled")
            return
        account = _find_account(store, email)
        store.accounts.disable(account.recruiter.id, datetime.now(UTC))
        _record(store, account, "account disabled")


@recruiter.command()
@click.argument("email")
@click.option("--team", help="In this team, in which it was disabled.")
def enable(email: str, team: str | None) -> None:
    """Enable a disabled account again."""
    with _open() as (store, _):
        if team is not None:
            account = _find_member(store, email, team)
            store.memberships.enable(account.recruiter.team_id, account.recruiter.id)
            _record_in_team(store, account, "account enabled")
            return
        account = _find_account(store, email)
        store.accounts.enable(account.recruiter.id)
        _record(store, account, "account enabled")
        if _find_account(store, email).state == "disabled":
            exit_refused(f"{email} is still disabled in its teams; name one with --team")


@recruiter.command()
@click.argument("email")
@click.option("--team", required=True, help="The team to remove the recruiter from.")
def remove(email: str, team: str) -> None:
    """Remove a recruiter from a team; the account stays, and what was done in the team too."""
    with _open() as (store, _):
        account = _find_member(store, email, team)
        who = account.recruiter
        if not store.memberships.leave(who.team_id, who.id, datetime.now(UTC)):
            exit_refused(f"{email} is the only administrator of {team}, and the team needs one")
        _record_in_team(store, account, "removed from the team")


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


@recruiter.command()
@click.argument("email")
@click.argument("subject")
def connect(email: str, subject: str) -> None:
    """Let an account sign in with the identity provider, which knows its owner as SUBJECT."""
    with _open() as (store, settings):
        if settings.provider is None:
            exit_refused("no identity provider is set; set QUIZ_OIDC_ISSUER first")
        account, issuer = _find_account(store, email), settings.provider.issuer
        recruiter, now = account.recruiter.id, datetime.now(UTC)
        if not store.identities.connect(recruiter, issuer, subject, now):
            exit_refused("that identity is connected with an account already")
        _record(store, account, "identity connected")


def _print_link(settings: Settings, route: str, token: str) -> None:
    """Print the link to a route.

    It is printed before it is stored where that is possible: where printing fails, nothing has
    happened.
    """
    click.echo(served_at(settings) + address_of(route, token=token))


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


def _find_member(store: Store, email: str, team: str) -> Account:
    found, account = _find_team(store, team), _find_account(store, email)
    member = store.accounts.person(found.id, account.recruiter.id)
    if member is None:
        exit_refused(f"{email} does not belong to {team}")
    return member


def _record(store: Store, account: Account, action: Action) -> None:
    detail = {"account": account.recruiter.email}
    store.audit.add_of_account(account.recruiter.id, None, action, detail, datetime.now(UTC))


def _record_in_team(store: Store, account: Account, action: Action) -> None:
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
