"""What everybody gets who opens a route of operators."""

from __future__ import annotations

from collections.abc import Mapping

from support.access.letters import OPERATOR

OPERATOR_ROWS: Mapping[str, str] = {
    "GET /operator": OPERATOR,
    "GET /operator/teams/new": OPERATOR,
    "POST /operator/teams/new": OPERATOR,
    "POST /operator/teams": OPERATOR,
    "GET /operator/teams/<id:team>": OPERATOR,
    "GET /operator/accounts/<id:person>": OPERATOR,
    "POST /operator/accounts/<id:person>": OPERATOR,
    "GET /operator/accounts/<id:person>/<change>": "ssnnsnnn",  # no operator makes set-up links
    "GET /operator/audit": OPERATOR,
    "GET /operator/audit.csv": OPERATOR,
    "GET /operator/audit.xlsx": OPERATOR,
}
