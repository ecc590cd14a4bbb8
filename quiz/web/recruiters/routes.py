"""The addresses of the recruiters' pages."""

from __future__ import annotations

from flask.typing import RouteCallable

from quiz.web.recruiters import (
    account,
    booth,
    home,
    invitation,
    invitations,
    people,
    person,
    poster,
    set_up,
    sign_in,
    sign_out,
)

ONE = "/recruiter/invitations/<id:invitation>"

RECRUITER_ROUTES: tuple[tuple[str, str, str, RouteCallable], ...] = (
    ("GET", "/recruiter", "recruiter", home.show),
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
