"""Who opens the routes in the tests of access, and the letters for what they get."""

from __future__ import annotations

WHO = (
    *("nobody", "applicant", "recruiter", "administrator", "disabled", "other team", "reader"),
    "operator",
)
"""Of the team: a recruiter, an administrator, somebody disabled, a reader. Of another: an
administrator. Of none: an operator."""

YES, SIGN_IN, NO_PAGE, FORBIDDEN, ELSEWHERE, NO_TOKEN = "y", "s", "n", "f", "e", "t"
"""Allowed; redirected to the sign-in page; 404; 403; redirected elsewhere; 401."""

EVERYBODY = "yyyyyyyy"
ON_THE_WAY = "eyeeeeee"  # without answers, redirected to the first question
NOBODY_HERE = "eeeeeeee"  # redirected: no answer of theirs rules every position out
NOT_BEGUN = "eeeeeeee"  # redirected to the invitation: no sitting began in a frame
OWNER = "nynnnnnn"
LINK = "yyyyyyyy"  # everybody with the link, while it is open
TEAM = "ssyysyyn"  # an administrator of another team sees the page of that team
ACCOUNT = "ssyysyyy"  # the pages of one's own account
TEAM_TO_CHANGE = "ssyysyfn"
OF_TEAM = "ssyysnyn"
OF_TEAM_TO_CHANGE = "ssyysnfn"
WRITER = "ssynsnfn"  # an administrator changes no note of somebody else
OWN = "ssynsnnn"
ADMINISTRATOR = "ssfysyfn"
ADMINISTRATOR_OF_TEAM = "ssfysnfn"
OPERATOR = "ssnnsnny"
OF_PROGRAMS = "tttttttt"  # whatever cookies a browser has; see tests/web/api/test_tokens.py
