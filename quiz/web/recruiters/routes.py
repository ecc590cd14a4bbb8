"""The addresses of the recruiters' pages."""

from __future__ import annotations

from flask.typing import RouteCallable

from quiz.web.recruiters import account, home, people, person, set_up, sign_in, sign_out

RECRUITER_ROUTES: tuple[tuple[str, str, str, RouteCallable], ...] = (
    ("GET", "/recruiter", "recruiter", home.show),
    ("GET", "/recruiter/sign-in", "sign_in", sign_in.show),
    ("POST", "/recruiter/sign-in", "send_sign_in", sign_in.sign_in),
    ("POST", "/recruiter/sign-out", "sign_out", sign_out.sign_out),
    ("GET", "/recruiter/set-up/<token>", "set_up", set_up.show),
    ("POST", "/recruiter/set-up/<token>", "send_set_up", set_up.set_up),
    ("GET", "/recruiter/account", "account", account.show),
    ("POST", "/recruiter/account", "change_password", account.change_password),
    ("GET", "/recruiter/people", "people", people.show),
    ("POST", "/recruiter/people", "add_person", people.add),
    ("GET", "/recruiter/people/<id:person>", "person", person.show),
    ("POST", "/recruiter/people/<id:person>", "change_person", person.change),
)
