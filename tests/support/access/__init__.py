"""The access table: a row for each route, with a letter for each kind of visitor.

Its parts are those of the route table: `applicants.py` for quiz/web/routes.py, and one for each
routes.py beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from support.access.applicants import APPLICANT_ROWS
from support.access.operators import OPERATOR_ROWS
from support.access.programs import PROGRAM_ROWS
from support.access.recruiters import RECRUITER_ROWS

ROWS: Mapping[str, str] = {
    **APPLICANT_ROWS,
    **RECRUITER_ROWS,
    **OPERATOR_ROWS,
    **PROGRAM_ROWS,
}
