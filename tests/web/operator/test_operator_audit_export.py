"""The log of operators as CSV and XLSX: what they did, in whichever team."""

from __future__ import annotations

import csv
from io import StringIO

from support.teams import Teams
from support.visitor import Visitor
from support.xlsx import read_xlsx

from quiz.store import Recruiter

PAGE = "/operator/audit"


def test_an_operator_exports_the_log_as_the_page_shows_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    other = teams.recruiter()
    account = f"/operator/accounts/{other.id}"
    own.send(account, own.open(f"{account}/disable"), change="disable")
    page = own.open(PAGE)
    answer = own.ask(f"{PAGE}.csv")
    assert f"{PAGE}.csv" in page.links_to(f"{PAGE}.csv")
    head, exported, disabled, *_ = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert head == ["Time", "Who", "What", "action", "detail"]
    assert exported[2:4] == ["Exported the activity log", "audit exported"]
    assert exported[1].startswith(who.name)
    assert disabled[1:4] == [
        f"{who.name} · Consulate A",
        f"Disabled the account {other.email}",
        "account disabled",
    ]
    [link] = page.links_to(f"{PAGE}.xlsx")
    _, again, *rest = read_xlsx(own.ask(link).data)
    assert again[3] == "audit exported"
    assert rest[1][2:4] == disabled[2:4]


def test_nobody_else_exports_it(teams: Teams) -> None:
    admin = teams.visitor(teams.administrator())
    for kind in ("csv", "xlsx"):
        assert admin.ask(f"{PAGE}.{kind}").status_code == 404
