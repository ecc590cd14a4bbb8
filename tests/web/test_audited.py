"""Every route and command with which somebody changes something writes to the audit.

For each, the code that it can reach from its view is searched for a call that writes an entry. The
tests of each page look at the entries themselves.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import Any

import click
import pytest

from quiz.cli import MODULES
from quiz.store.audit import Audit
from quiz.store.new_passwords import NewPasswords
from quiz.store.operators import Operators
from quiz.web.api.endpoint import Endpoint
from quiz.web.framework.route import Route
from quiz.web.routes import ROUTES

WRITERS = {
    *(Audit.add.__name__, Audit.add_of_account.__name__, NewPasswords.offer.__name__),
    *(Operators.record_command.__name__, Operators.record_command_about.__name__),
}
WRITERS_OF_THE_STORE = {"audit", "new_passwords", "operators"}

ONLY_ASKS = {
    "choose_columns": "keeps which columns one recruiter sees",
    "mark_news_seen": "keeps until when one recruiter has read the news",
    "choose_for_share": "shows what would be shared",
    "choose_removal_day": "leads to the page that asks",
    "ask_add_team": "is the page that asks",
    "api_outcomes": "stores nothing",
    "send_addresses": "keeps a list for whoever entered it, until it is sent or thrown away",
    "discard_recipients": "throws that list away",
}
COMMANDS = {
    *("team add", "team time-zone", "recruiter remove", "recruiter connect", "purge", "restore"),
    *(
        f"{group} {name}"
        for group in ("recruiter", "operator")
        for name in ("add", "reset", "disable", "enable", "remove-second-factor")
    ),
}
NOT_OF_SOMEBODY = {
    "serve": "runs the quiz",
    "worker": "runs the quiz; its jobs have a table of their own",
    "db upgrade": "changes how things are kept, and nothing that is kept",
}


def names_in(code: CodeType) -> Iterator[str]:
    """Yield every global and attribute that a function names, and those of functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


def is_ours(thing: object) -> bool:
    return getattr(thing, "__module__", "").startswith("quiz.")


def functions_of(name: str, function: FunctionType, names: set[str]) -> Iterator[FunctionType]:
    """Yield the functions of this project that a name in a function may stand for."""
    thing: Any = function.__globals__.get(name)
    if isinstance(thing, ModuleType):
        found = [vars(thing).get(each) for each in names]
    elif inspect.isclass(thing):
        found = list(vars(thing).values())
    else:
        found = [thing]
    for each in found:
        plain = inspect.unwrap(each) if callable(each) else each
        if isinstance(plain, FunctionType) and is_ours(plain):
            yield plain


def writes_an_entry(view: object) -> bool:
    """Return whether a view reaches a call that writes an entry."""
    plain = inspect.unwrap(view.view if isinstance(view, Endpoint) else view)  # type: ignore[arg-type]
    assert isinstance(plain, FunctionType)
    to_visit, seen = [plain], {plain}
    while to_visit:
        function = to_visit.pop()
        names = set(names_in(function.__code__))
        if names & WRITERS and names & WRITERS_OF_THE_STORE:
            return True
        for name in names:
            for each in functions_of(name, function, names):
                if each not in seen:
                    seen.add(each)
                    to_visit.append(each)
    return False


def changing() -> list[Route]:
    """Return the routes with which somebody who has an account, or a program, changes something."""
    return [
        route
        for route in ROUTES
        if route.method not in ("GET", "HEAD")
        and route.path.split("/")[1] in ("recruiter", "operator", "api", "booth", "digest")
        and route.name != "booth_next"  # an applicant's
    ]


@pytest.mark.parametrize("route", changing(), ids=lambda route: route.name)
def test_every_route_that_changes_something_writes_to_the_audit(route: Route) -> None:
    assert writes_an_entry(route.view) is (route.name not in ONLY_ASKS)


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in MODULES:
        command = getattr(import_module(f"quiz.cli.{MODULES[name]}"), name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {each}", sub) for each, sub in command.commands.items())
        else:
            yield name, command


@pytest.mark.parametrize(("name", "command"), [*commands()], ids=str)
def test_every_command_that_changes_something_writes_to_the_audit(
    name: str, command: click.Command
) -> None:
    if name not in NOT_OF_SOMEBODY:
        assert writes_an_entry(command.callback) is (name in COMMANDS)


def test_a_view_that_changes_something_and_writes_nothing_is_noticed() -> None:
    """A view like the others, of which one thing is left out."""
    from quiz.web.recruiters.accounts.team_time_zone import change
    from quiz.web.recruiters.board.columns import choose

    assert writes_an_entry(change)
    assert not writes_an_entry(choose)
