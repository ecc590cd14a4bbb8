"""The addresses of the recruiters' pages."""

from __future__ import annotations

from flask.typing import RouteCallable

from quiz.web.recruiters.accounts import account, people, person, set_up, sign_in, sign_out
from quiz.web.recruiters.audit import audit
from quiz.web.recruiters.board import board, deletion, exports, result
from quiz.web.recruiters.invitations import booth, invitation, invitations, poster
from quiz.web.recruiters.shares import new_share, shares
from quiz.web.recruiters.summary import summary

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
    ("GET", "/recruiter/shares", "shares", shares.show),
    ("POST", "/recruiter/shares", "make_share", new_share.make),
    ("GET", "/recruiter/shares/new", "new_share", new_share.show),
    ("POST", "/recruiter/shares/new", "choose_for_share", new_share.show),
    ("GET", "/recruiter/shares/<id:share>", "share", shares.show_one),
    ("GET", "/recruiter/shares/<id:share>/revoke", "ask_revoke", shares.ask_revoke),
    ("POST", "/recruiter/shares/<id:share>/revoke", "revoke_share", shares.revoke),
    ("GET", "/recruiter/export.csv", "export_csv", exports.as_csv),
    ("GET", "/recruiter/export.json", "export_json", exports.as_json),
    ("GET", f"{ONE_RESULT}/delete", "ask_delete_result", deletion.ask_result),
    ("POST", f"{ONE_RESULT}/delete", "delete_result", deletion.delete_result),
    ("GET", f"{ONE}/delete", "ask_delete_invitation", deletion.ask_invitation),
    ("POST", f"{ONE}/delete", "delete_invitation", deletion.delete_invitation),
    ("GET", "/recruiter/deletion", "deletion", deletion.show),
    ("POST", "/recruiter/deletion", "choose_day", deletion.choose_day),
    ("GET", "/recruiter/deletion/<day>", "ask_delete_before", deletion.ask_before),
    ("POST", "/recruiter/deletion/<day>", "delete_before", deletion.delete_before),
    ("GET", "/recruiter/audit", "audit", audit.show),
)
