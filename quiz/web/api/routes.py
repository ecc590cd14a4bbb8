"""The lines of the route table for programs, which quiz/web/routes.py contains."""

from __future__ import annotations

from quiz.web.api import api_page, document, outcomes, questions, results, team_stages, token_info
from quiz.web.api import invitations as api_invitations
from quiz.web.api.access import (
    public,
    reader,
    reader_of_result,
    writer,
    writer_of_invitation,
    writer_of_result,
)
from quiz.web.framework.headers import FOR_ANY_PROGRAM, FOR_PROGRAMS, PERSONAL
from quiz.web.framework.route import InBooth, Route, anybody

ALWAYS = InBooth.ALWAYS

# fmt: off
API_ROUTES: tuple[Route, ...] = (
    Route("GET", "/api", "api_page", api_page.show, anybody, PERSONAL),
    Route("GET", "/api/v1/openapi.json", "api_document", document.show, public, FOR_ANY_PROGRAM, in_booth=ALWAYS),
    Route("GET", "/api/v1/questions", "api_questions", questions.show, public, FOR_ANY_PROGRAM, in_booth=ALWAYS),
    Route("POST", "/api/v1/outcomes", "api_outcomes", outcomes.decide, public, FOR_ANY_PROGRAM, in_booth=ALWAYS),
    Route("GET", "/api/v1/token", "api_token", token_info.show, reader, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("GET", "/api/v1/results", "api_results", results.show, reader, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("GET", "/api/v1/results/<id:result>", "api_result", results.show_one, reader_of_result, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("PUT", "/api/v1/results/<id:result>/stage", "api_set_stage", team_stages.set_stage, writer_of_result, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("GET", "/api/v1/stages", "api_stages", team_stages.show, reader, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("GET", "/api/v1/invitations", "api_invitations", api_invitations.show, reader, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("POST", "/api/v1/invitations", "api_make_invitation", api_invitations.make, writer, FOR_PROGRAMS, in_booth=ALWAYS),
    Route("POST", "/api/v1/invitations/<id:invitation>/close", "api_close_invitation", api_invitations.close, writer_of_invitation, FOR_PROGRAMS, in_booth=ALWAYS),
)
# fmt: on
