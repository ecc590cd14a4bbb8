"""The addresses of the recruiters' pages."""

from __future__ import annotations

from flask.typing import RouteCallable

from quiz.web.recruiters import (
    account,
    board,
    booth,
    invitation,
    invitations,
    people,
    person,
    poster,
    result,
    set_up,
    sign_in,
    sign_out,
    summary,
)

ONE = "/recruiter/invitations/<id:invitation>"
ONE_RESULT = "/recruiter/results/<id:result>"

RECRUITER_ROUTES: tuple[tuple[str, str, str, RouteCallable], ...] = (
    ("GET", "/recruiter", "recruiter", board.show),
    ("GET", "/recruiter/summary", "summary", summary.show),
    ("GET", ONE_RESULT, "team_result", result.show),
    ("POST", f"{ONE_RESULT}/status", "change_status", result.change_status),
    ("POST", f"{ONE_RESULT}/notes", "add_note", result.add_note),
    ("GET", "/recruiter/sign-in", "sign_in", sign_in.show),
    ("POST", "/recruiter/sign-in", "send_sign_in", sign_in.sign_in),
    ("POST", "/recruiter/sign-out", "sign_out", sign_out.sign_out),
    ("GET", "/recruiter/set-up/<token>", "set_up", set_up.show),
    ("POST", "/recruiter/set-up/<token>", "send_set_up", set_up.set_up),
    ("GET", "/recruiter/account", "account", account.show),
    ("POST", "/recruiter/account", "change_password", account.change_password),
    ("GET", "/recruiter/invitations", "invitations", invitations.show),
    ("GET", "/recruiter/invitations/new", "new_invitation", invitations.show_new),
    ("POST", "/recruiter/invitations/new", "make_invitation", invitations.make),
    ("GET", ONE, "invitation", invitation.show),
    ("POST", ONE, "change_invitation", invitation.change),
    ("POST", f"{ONE}/close", "close_invitation", invitation.close),
    ("POST", f"{ONE}/open", "open_invitation", invitation.open_again),
    ("GET", f"{ONE}/code.svg", "invitation_code", invitation.code),
    ("GET", f"{ONE}/poster", "poster", poster.show),
    ("GET", f"{ONE}/booth", "ask_booth", booth.show),
    ("POST", f"{ONE}/booth", "begin_booth", booth.begin),
    ("GET", "/booth/leave", "leave_booth", booth.ask_leave),
    ("POST", "/booth/leave", "send_leave_booth", booth.leave),
    ("GET", "/recruiter/people", "people", people.show),
    ("POST", "/recruiter/people", "add_person", people.add),
    ("GET", "/recruiter/people/<id:person>", "person", person.show),
    ("POST", "/recruiter/people/<id:person>", "change_person", person.change),
)
