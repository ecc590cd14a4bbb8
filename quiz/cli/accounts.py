"""`quiz recruiter`: manage the accounts of recruiters, and what operators' accounts share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import click

from quiz.cli.files import exit_could_not_run, exit_refused
from quiz.cli.mailed_links import MailedLinks, language_of_mail
from quiz.cli.server import served_at
from quiz.cli.teams import find_team, given_line, open_with_settings
from quiz.settings import Settings
from quiz.store import Account, Action, NewRecruiter, Role, Store
from quiz.text import EMAIL, email_address
from quiz.web.framework.link_tokens import new_token


@click.group()
def recruiter() -> None:
    """Manage the accounts of recruiters."""


@recruiter.command("add")
@click.argument("email")
@click.option("--team", required=True, help="The team that the recruiter belongs to.")
@click.option("--name", help="The name that the team sees; the e-mail address if left out.")
@click.option("--administrator", is_flag=True, help="Let the recruiter manage the team's accounts.")
@click.option("--reader", is_flag=True, help="Let the recruiter see everything but change nothing.")
@language_of_mail
def add_recruiter(
    email: str, team: str, name: str | None, administrator: bool, reader: bool, lang: str | None
) -> None:
    """Add somebody to a team, and print the link that they need within 72 hours.

    Where the quiz sends mail, the link is also mailed to them.

    With it they choose a password; or they sign in and join, if they have an account already.
    """
    if administrator and reader:
        exit_could_not_run("--administrator and --reader exclude each other; use one of them")
    role: Role = "administrator" if administrator else "reader" if reader else "recruiter"
    email, name, token = *email_and_name(email, name), new_token()
    with open_with_settings() as (store, settings):
        found = find_team(store, team)
        new = NewRecruiter(found.id, email, name, role, token)
        known, links = store.accounts.find(email), MailedLinks(settings, lang)
        if known is not None:
            _add_known(store, settings, links, known, new)
            return
        add_account(
            store, settings, links, email, token, lambda: store.accounts.add(new, datetime.now(UTC))
        )


def _add_known(
    store: Store, settings: Settings, links: MailedLinks, account: Account, new: NewRecruiter
) -> None:
    """Add somebody with an account to another team, or make their link to join it anew."""
    if account.recruiter.is_operator:
        exit_refused(f"{new.email} is an operator's; who is a recruiter too needs another address")
    who, now, team = account.recruiter, datetime.now(UTC), new.team_id
    in_team = store.accounts.person(team, who.id)
    waits = in_team is not None and in_team.state == "not joined"
    welcome = "to join" if waits else store.memberships.welcome(new.email, team)
    if welcome is None:
        exit_refused(_taken(new.email))
    _print_link(settings, "join" if welcome == "to join" else "set_up", new.setup_token)
    if waits:
        done = store.memberships.renew_link(team, who.id, new.setup_token, now)
    else:
        done = store.memberships.add(new, now) == welcome
    if not done:
        exit_refused(f"{new.email} was changed meanwhile, and the link may not work; try again")
    to_join = welcome == "to join"
    action: Action = "invited to the team" if to_join else "account added"
    store.audit.add(team, None, action, {"account": who.email}, now)
    person = store.accounts.person(team, who.id) or account
    links.send(store, "join" if to_join else "setup", person.recruiter, new.setup_token)


@recruiter.command("list")
@click.option("--team", help="Only the accounts of this team.")
def list_recruiters(team: str | None) -> None:
    """List the accounts: team, e-mail address, name, role, and whether it is in use.

    An account is listed once for each of its teams.
    """
    with open_with_settings() as (store, _):
        of_team = None if team is None else find_team(store, team).id
        for account in store.accounts.people(of_team):
            who = account.recruiter
            click.echo(f"{who.team_name}: {who.email} ({who.name}), {who.role}, {account.state}")


@click.command()
@click.argument("email")
@language_of_mail
def reset(email: str, lang: str | None) -> None:
    """Remove the password of an account, end its sessions, and print a new set-up link.

    Where the quiz sends mail, the link is also mailed to its owner.
    """
    token = new_token()
    with open_with_settings() as (store, settings):
        account, links = find_account(store, email), MailedLinks(settings, lang)
        if account.state == "disabled":
            exit_refused(f"{email} is disabled; use quiz {_group()} enable first")
        _print_link(settings, "set_up", token)
        store.accounts.reset(account.recruiter.id, token, datetime.now(UTC))
        record_command(store, account, "account reset")
        links.send(store, "reset", account.recruiter, token)


@recruiter.command()
@click.argument("email")
@click.option("--team", help="Only in this team; in all its teams if left out.")
def disable(email: str, team: str | None) -> None:
    """Disable an account: end its sessions, and let nobody sign in with it."""
    with open_with_settings() as (store, _):
        if team is not None:
            account, now = _find_member(store, email, team), datetime.now(UTC)
            who = account.recruiter
            if not store.memberships.disable(who.team_id, who.id, now):
                exit_refused(
                    f"{email} is the only administrator of {team}, and the team needs one; without"
                    " --team the whole account is disabled"
                )
            _record_in_team(store, account, "account disabled")
            return
        account = find_account(store, email)
        store.accounts.disable(account.recruiter.id, datetime.now(UTC))
        record_command(store, account, "account disabled")


@recruiter.command()
@click.argument("email")
@click.option("--team", help="In this team, in which it was disabled.")
def enable(email: str, team: str | None) -> None:
    """Enable a disabled account again."""
    with open_with_settings() as (store, _):
        if team is not None:
            account = _find_member(store, email, team)
            store.memberships.enable(account.recruiter.team_id, account.recruiter.id)
            _record_in_team(store, account, "account enabled")
            return
        account = find_account(store, email)
        store.accounts.enable(account.recruiter.id)
        record_command(store, account, "account enabled")
        if find_account(store, email).state == "disabled":
            exit_refused(f"{email} is still disabled in its teams; name one with --team")


@recruiter.command()
@click.argument("email")
@click.option("--team", required=True, help="The team to remove the recruiter from.")
def remove(email: str, team: str) -> None:
    """Remove a recruiter from a team; the account stays, and what was done in the team too."""
    with open_with_settings() as (store, _):
        account = _find_member(store, email, team)
        who = account.recruiter
        if not store.memberships.leave(who.team_id, who.id, datetime.now(UTC)):
            exit_refused(f"{email} is the only administrator of {team}, and the team needs one")
        _record_in_team(store, account, "removed from the team")


@click.command("remove-second-factor")
@click.argument("email")
def remove_second_factor(email: str) -> None:
    """Remove the second factor of somebody who has lost it, and end their sessions."""
    with open_with_settings() as (store, _):
        account = find_account(store, email)
        if not account.has_second_factor:
            exit_refused(f"{email} has no second factor")
        store.second_factors.remove_all(account.recruiter.id)
        record_command(store, account, "second factor removed")


OF_ANY_ACCOUNT = (reset, remove_second_factor)
"""The commands that recruiters and operators have, each for accounts of its own kind."""

for each in OF_ANY_ACCOUNT:
    recruiter.add_command(each)


def email_and_name(email: str, name: str | None) -> tuple[str, str]:
    """Return the e-mail address and the name of a new account; exit if either cannot be."""
    email = email_address(given_line("EMAIL", email))
    if not EMAIL.fullmatch(email):
        exit_could_not_run(
            f"{email!r} is not an e-mail address; write one such as name@office.example"
        )
    return email, email if name is None else given_line("--name", name)


def add_account(
    store: Store,
    settings: Settings,
    links: MailedLinks,
    email: str,
    token: str,
    add: Callable[[], int | None],
) -> None:
    """Add an account by calling `add`, and print its set-up link; exit if the address has one."""
    if store.accounts.find(email) is not None:
        exit_refused(_taken(email))
    _print_link(settings, "set_up", token)
    if add() is None:
        exit_refused(_taken(email))
    account = find_account(store, email)
    record_command(store, account, "account added")
    links.send(store, "setup", account.recruiter, token)


def _taken(email: str) -> str:
    return f"{email} already has an account; quiz {_group()} reset prints a new link"


def _group() -> str:
    """Return whose accounts the command is for: recruiter or operator."""
    group = click.get_current_context().parent
    return "operator" if group is not None and group.info_name == "operator" else "recruiter"


@recruiter.command()
@click.argument("email")
@click.argument("subject")
def connect(email: str, subject: str) -> None:
    """Let an account sign in with the identity provider, which knows its owner as SUBJECT."""
    with open_with_settings() as (store, settings):
        if settings.provider is None:
            exit_refused("no identity provider is set; set QUIZ_OIDC_ISSUER first")
        account, issuer = find_account(store, email), settings.provider.issuer
        recruiter, now = account.recruiter.id, datetime.now(UTC)
        if not store.identities.connect(recruiter, issuer, subject, now):
            exit_refused("that identity is connected with an account already")
        record_command(store, account, "identity connected")


def _print_link(settings: Settings, route: str, token: str) -> None:
    """Print the link to a route, before it is stored: where printing fails, nothing is changed."""
    from quiz.web.routes import address_of  # not at the top: other commands need no pages

    click.echo(served_at(settings) + address_of(route, token=token))


def find_account(store: Store, email: str) -> Account:
    """Return the account with this address, of the kind of the command; exit if there is none."""
    found, group = store.accounts.find(email), _group()
    if found is None or found.recruiter.is_operator != (group == "operator"):
        exit_refused(f"there is no account with {email!r}; quiz {group} list shows them all")
    return found


def _find_member(store: Store, email: str, team: str) -> Account:
    found, account = find_team(store, team), find_account(store, email)
    member = store.accounts.person(found.id, account.recruiter.id)
    if member is None:
        exit_refused(f"{email} does not belong to {team}")
    return member


def record_command(store: Store, account: Account, action: Action) -> None:
    """Record what the command did to an account."""
    who = account.recruiter
    store.operators.record_command_about(who.id, action, who.email, datetime.now(UTC))


def _record_in_team(store: Store, account: Account, action: Action) -> None:
    detail = {"account": account.recruiter.email}
    store.audit.add(account.recruiter.team_id, None, action, detail, datetime.now(UTC))
