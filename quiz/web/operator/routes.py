"""The lines of the route table for operators, which quiz/web/routes.py contains."""

from __future__ import annotations

from quiz.web.framework.route import Route
from quiz.web.operator import accounts, audit, new_team, overview
from quiz.web.recruiters.access import operator

# fmt: off
OPERATOR_ROUTES: tuple[Route, ...] = (
    Route("GET", "/operator", "operator", overview.show, operator),
    Route("GET", "/operator/teams/new", "new_team", new_team.show, operator),
    Route("POST", "/operator/teams/new", "ask_add_team", new_team.ask, operator),
    Route("POST", "/operator/teams", "add_team", new_team.add, operator, page="new_team"),
    Route("GET", "/operator/teams/<id:team>", "operators_team", accounts.show_team, accounts.of_any_team),
    Route("GET", "/operator/accounts/<id:person>", "operators_account", accounts.show, accounts.of_anybody),
    Route("POST", "/operator/accounts/<id:person>", "change_account", accounts.change, accounts.of_anybody),
    Route("GET", "/operator/accounts/<id:person>/<change>", "ask_change_account", accounts.ask, accounts.of_anybody_to_change),
    Route("GET", "/operator/audit", "operator_audit", audit.show, operator),
    Route("GET", "/operator/audit.csv", "export_operator_audit", audit.as_csv, operator),
    Route("GET", "/operator/audit.xlsx", "export_operator_audit_xlsx", audit.as_xlsx, operator),
)
# fmt: on
