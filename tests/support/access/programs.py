"""What everybody gets who opens a route of the API."""

from __future__ import annotations

from collections.abc import Mapping

from support.access.letters import EVERYBODY, OF_PROGRAMS

PROGRAM_ROWS: Mapping[str, str] = {
    "GET /api": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /api/v1/questions": EVERYBODY,
    "POST /api/v1/outcomes": EVERYBODY,
    "GET /api/v1/token": OF_PROGRAMS,
    "GET /api/v1/results": OF_PROGRAMS,
    "GET /api/v1/results/<id:result>": OF_PROGRAMS,
    "PUT /api/v1/results/<id:result>/stage": OF_PROGRAMS,
    "GET /api/v1/stages": OF_PROGRAMS,
    "GET /api/v1/invitations": OF_PROGRAMS,
    "POST /api/v1/invitations": OF_PROGRAMS,
    "POST /api/v1/invitations/<id:invitation>/close": OF_PROGRAMS,
}
