"""The lines of the route table for data protection, which quiz/web/routes.py contains."""

from __future__ import annotations

from quiz.web.framework.route import Route
from quiz.web.recruiters.access import administrator
from quiz.web.recruiters.audit import audit, export
from quiz.web.recruiters.board import erasure
from quiz.web.recruiters.data import find, person, processing

# fmt: off
DATA_ROUTES: tuple[Route, ...] = (
    Route("GET", "/recruiter/audit", "audit", audit.show, administrator),
    Route("GET", "/recruiter/audit.csv", "export_audit", export.as_csv, administrator),
    Route("GET", "/recruiter/results/<id:result>/erase", "ask_erase", erasure.ask, erasure.of_administrator),
    Route("POST", "/recruiter/results/<id:result>/erase", "erase", erasure.erase, erasure.of_administrator),
    Route("GET", "/recruiter/data", "find_person", find.show, administrator),
    Route("GET", "/recruiter/data/<id:result>", "person_data", person.show, person.of_administrator),
    Route("GET", "/recruiter/data/<id:result>.json", "export_person", person.as_json, person.of_administrator),
    Route("GET", "/recruiter/data/<id:result>/erase", "ask_erase_person", person.ask_erase, person.of_administrator),
    Route("POST", "/recruiter/data/<id:result>/erase", "erase_person", person.erase, person.of_administrator),
    Route("GET", "/recruiter/processing", "processing", processing.show, administrator),
)
# fmt: on
