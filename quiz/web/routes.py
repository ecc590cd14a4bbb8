"""The route table: method, path, name, view, access, headers and booth rule of every route.

A new page is a module, a template, a line here and a test.
"""

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
from quiz.web.applicant import (
    booth,
    check_answers,
    code,
    how_it_decides,
    invitation,
    question,
    quiz_card,
    retake,
    ruled_out,
    start,
    try_answers,
)
from quiz.web.framework import static_files
from quiz.web.framework.headers import (
    FILE,
    FOR_ANY_PROGRAM,
    FOR_PROGRAMS,
    NEVER_KEPT,
    PERSONAL,
    PRIVATE,
    PUBLIC_FOR_A_DAY,
    SHOWN_ELSEWHERE,
)
from quiz.web.framework.route import InBooth, Route, address_builder, anybody
from quiz.web.pages import cookies, health, privacy
from quiz.web.recruiters.access import administrator, team
from quiz.web.recruiters.accounts import (
    account,
    people,
    person,
    set_up,
    sign_in,
    sign_out,
    team_time_zone,
)
from quiz.web.recruiters.audit import audit
from quiz.web.recruiters.board import (
    board,
    columns,
    due,
    erasure,
    exports,
    mail,
    note,
    removal,
    removed,
    saved_view,
    selected,
)
from quiz.web.recruiters.board import result as team_result
from quiz.web.recruiters.invitations import booth as recruiter_booth
from quiz.web.recruiters.invitations import invitation as team_invitation
from quiz.web.recruiters.invitations import invitations, poster
from quiz.web.recruiters.shares import new_share, shares
from quiz.web.recruiters.stages import stages
from quiz.web.recruiters.summary import summary
from quiz.web.recruiters.tokens import tokens
from quiz.web.result import (
    access,
    calendar,
    card_page,
    given,
    link,
    owner,
    preview,
    show,
    team_share,
    withdraw,
)

ALWAYS, SITTING, OWN_INVITATION = InBooth.ALWAYS, InBooth.SITTING, InBooth.INVITATION

# fmt: off
ROUTES: tuple[Route, ...] = (
    # Open to everybody.
    Route("GET", "/", "start", start.show, anybody, PERSONAL),
    Route("POST", "/start-again", "start_again", start.start_again, anybody, page="start"),
    Route("GET", "/quiz/<question>", "question", question.show, anybody, in_booth=SITTING),
    Route("POST", "/quiz/<question>", "answer", question.answer, anybody, in_booth=SITTING),
    Route("GET", "/quiz/<question>/ruled-out", "ruled_out", ruled_out.show, anybody, in_booth=SITTING),
    Route("GET", "/check-answers", "check_answers", check_answers.show, anybody, in_booth=SITTING),
    Route("POST", "/check-answers", "finish", check_answers.finish, anybody, in_booth=SITTING),
    Route("GET", "/i", "ask_code", code.show, anybody),
    Route("POST", "/i", "find_code", code.find, anybody),
    Route("GET", "/i/<code>", "invitation", invitation.show, anybody, in_booth=OWN_INVITATION),
    Route("POST", "/i/<code>", "begin", invitation.begin, anybody, in_booth=OWN_INVITATION),
    Route("GET", "/rules", "how_it_decides", how_it_decides.show, anybody, PERSONAL, in_booth=ALWAYS),
    Route("GET", "/privacy", "privacy", privacy.show, anybody, PERSONAL, in_booth=ALWAYS),
    Route("GET", "/cookies", "cookies", cookies.show, anybody, in_booth=ALWAYS),
    Route("GET", "/mine", "own_results", owner.show_own, anybody),
    Route("GET", "/healthz", "healthz", health.healthz, anybody, NEVER_KEPT, in_booth=ALWAYS, any_host=True),
    Route("GET", "/readyz", "readyz", health.readyz, anybody, NEVER_KEPT, in_booth=ALWAYS, any_host=True),
    Route("GET", "/card.png", "quiz_card", quiz_card.show, anybody, (*PUBLIC_FOR_A_DAY, SHOWN_ELSEWHERE)),
    Route("GET", "/robots.txt", "robots", health.robots, anybody, PUBLIC_FOR_A_DAY, in_booth=ALWAYS),
    Route("GET", "/static/<path:filename>", "static", static_files.send, anybody, FILE, in_booth=ALWAYS),
    # Holders of the link of a result, while it is open; its owner; holders of a share link.
    Route("GET", "/r/<token>", "result", show.show, access.link_holder),
    Route("GET", "/r/<token>/code", "qr_page", preview.show_code, access.link_holder),
    Route("GET", "/r/<token>/code.svg", "qr_code", preview.code, access.link_holder),
    Route("GET", "/r/<token>/card.png", "card", preview.card, access.link_holder, (*PRIVATE, SHOWN_ELSEWHERE)),
    Route("GET", "/r/<token>/card", "card_page", card_page.show, access.owner),
    Route("GET", "/r/<token>/result.json", "result_json", preview.as_json, access.link_holder),
    Route("GET", "/r/<token>/calendar.ics", "calendar", calendar.show, access.link_holder),
    Route("POST", "/r/<token>/opened", "count_opening", preview.count_opening, access.link_holder),
    Route("GET", "/r/<token>/again", "retake", retake.show, access.answers_reader),
    Route("POST", "/r/<token>/again", "take_over_answers", retake.take_over, access.answers_reader),
    Route("GET", "/r/<token>/try", "try_answers", try_answers.show, access.answers_reader),
    Route("POST", "/r/<token>/try", "keep_tried_answers", try_answers.keep, access.answers_reader),
    Route("GET", "/r/<token>/link", "link", link.show, access.owner),
    Route("POST", "/r/<token>/link", "change_link", link.change, access.owner),
    Route("POST", "/r/<token>/close", "close_link", link.close, access.owner),
    Route("POST", "/r/<token>/move", "move_link", link.move, access.owner),
    Route("POST", "/r/<token>/owner-link", "make_owner_link", owner.make_link, access.owner),
    Route("GET", "/r/<token>/delete", "ask_delete", owner.ask_delete, access.owner),
    Route("POST", "/r/<token>/delete", "delete", owner.delete, access.owner),
    Route("GET", "/r/<token>/withdraw", "ask_withdraw", withdraw.show, access.owner),
    Route("POST", "/r/<token>/withdraw", "withdraw", withdraw.withdraw, access.owner),
    Route("GET", "/r/<token>/given", "given", given.show, access.owner),
    Route("POST", "/r/<token>/given", "change_given", given.change, access.owner),
    Route("GET", "/own/<owner_token>", "owner_link", owner.ask_take, owner.owner_link_holder),
    Route("POST", "/own/<owner_token>", "take_ownership", owner.take, owner.owner_link_holder),
    Route("GET", "/s/<token>", "team_share", team_share.show, team_share.share_link_holder),
    Route("POST", "/s/<token>/opened", "count_share_opening", team_share.count_opening, team_share.share_link_holder),
    # Devices in booth mode.
    Route("GET", "/booth/result", "booth_result", booth.show_result, booth.booth_only, in_booth=ALWAYS),
    Route("POST", "/booth/next", "booth_next", booth.next_person, booth.booth_only, in_booth=ALWAYS),
    Route("GET", "/booth/leave", "leave_booth", recruiter_booth.ask_leave, booth.booth_only, in_booth=ALWAYS),
    Route("POST", "/booth/leave", "sign_in_and_leave_booth", recruiter_booth.leave, booth.booth_only, in_booth=ALWAYS),
    # Recruiters.
    Route("GET", "/recruiter/sign-in", "sign_in", sign_in.show, anybody),
    Route("POST", "/recruiter/sign-in", "send_sign_in", sign_in.sign_in, anybody),
    Route("GET", "/recruiter/set-up/<token>", "set_up", set_up.show, set_up.link_holder),
    Route("POST", "/recruiter/set-up/<token>", "send_set_up", set_up.set_up, set_up.link_holder),
    Route("POST", "/recruiter/sign-out", "sign_out", sign_out.sign_out, team),
    Route("GET", "/recruiter/account", "account", account.show, team),
    Route("POST", "/recruiter/account", "change_password", account.change_password, team),
    Route("GET", "/recruiter", "board", board.show, team),
    Route("POST", "/recruiter", "change_board", selected.change, team),
    Route("POST", "/recruiter/changes/<id:bulk_change>", "undo_change", selected.undo, selected.of_team),
    Route("GET", "/recruiter/export.csv", "export_csv", exports.as_csv, team),
    Route("GET", "/recruiter/export.xlsx", "export_xlsx", exports.as_xlsx, team),
    Route("GET", "/recruiter/export.json", "export_json", exports.as_json, team),
    Route("GET", "/recruiter/results/<id:result>", "team_result", team_result.show, team_result.of_team),
    Route("POST", "/recruiter/results/<id:result>/work", "save_work", team_result.save, team_result.of_team, page="team_result"),
    Route("GET", "/recruiter/results/<id:result>/notes/<id:note>", "note", note.show, note.of_writer),
    Route("POST", "/recruiter/results/<id:result>/notes/<id:note>", "change_note", note.change, note.of_writer),
    Route("GET", "/recruiter/results/<id:result>/notes/<id:note>/delete", "ask_delete_note", note.ask_delete, note.of_writer),
    Route("POST", "/recruiter/results/<id:result>/notes/<id:note>/delete", "delete_note", note.delete, note.of_writer),
    Route("POST", "/recruiter/views", "save_view", saved_view.save, team, page="board"),
    Route("GET", "/recruiter/views/<id:view>", "saved_view", saved_view.show, saved_view.of_team),
    Route("POST", "/recruiter/views/<id:view>", "rename_view", saved_view.rename, saved_view.of_team),
    Route("GET", "/recruiter/views/<id:view>/replace", "ask_replace_view", saved_view.ask_replace, saved_view.of_team),
    Route("POST", "/recruiter/views/<id:view>/replace", "replace_view", saved_view.replace, saved_view.of_team),
    Route("GET", "/recruiter/views/<id:view>/delete", "ask_delete_view", saved_view.ask_delete, saved_view.of_team),
    Route("POST", "/recruiter/views/<id:view>/delete", "delete_view", saved_view.delete, saved_view.of_team),
    Route("GET", "/recruiter/due", "due", due.show, team),
    Route("GET", "/recruiter/columns", "columns", columns.show, team),
    Route("POST", "/recruiter/columns", "choose_columns", columns.choose, team),
    Route("GET", "/recruiter/mail", "mail", mail.show, team),
    Route("POST", "/recruiter/results/<id:result>/remove", "remove_result", removal.remove_result, team_result.of_team),
    Route("GET", "/recruiter/removed", "removed", removed.show, team),
    Route("POST", "/recruiter/removed/<id:removal>", "put_back", removed.put_back, removed.of_team),
    Route("GET", "/recruiter/summary", "summary", summary.show, team),
    Route("GET", "/recruiter/summary/to-pass-on", "summary_to_pass_on", summary.show_to_pass_on, team),
    Route("GET", "/recruiter/summary/changes", "summary_changes", summary.show_changes, team),
    Route("GET", "/recruiter/invitations", "team_invitations", invitations.show, team),
    Route("GET", "/recruiter/invitations/new", "new_invitation", invitations.show_new, team),
    Route("POST", "/recruiter/invitations/new", "make_invitation", invitations.make, team),
    Route("GET", "/recruiter/invitations/<id:invitation>", "team_invitation", team_invitation.show, team_invitation.of_team),
    Route("POST", "/recruiter/invitations/<id:invitation>", "change_invitation", team_invitation.change, team_invitation.of_team),
    Route("POST", "/recruiter/invitations/<id:invitation>/close", "close_invitation", team_invitation.close, team_invitation.of_team),
    Route("POST", "/recruiter/invitations/<id:invitation>/open", "reopen_invitation", team_invitation.open_again, team_invitation.of_team),
    Route("GET", "/recruiter/invitations/<id:invitation>/code.svg", "invitation_qr_code", team_invitation.qr_code, team_invitation.of_team),
    Route("GET", "/recruiter/invitations/<id:invitation>/poster", "poster", poster.show, team_invitation.of_team),
    Route("GET", "/recruiter/invitations/<id:invitation>/booth", "ask_booth", recruiter_booth.show, team_invitation.of_team),
    Route("POST", "/recruiter/invitations/<id:invitation>/booth", "begin_booth", recruiter_booth.begin, team_invitation.of_team),
    Route("GET", "/recruiter/shares", "shares", shares.show, team),
    Route("POST", "/recruiter/shares", "make_share", new_share.make, team, page="new_share"),
    Route("GET", "/recruiter/shares/new", "new_share", new_share.show, team),
    Route("POST", "/recruiter/shares/new", "choose_for_share", new_share.choose, team),
    Route("GET", "/recruiter/shares/<id:share>", "share", shares.show_one, shares.of_team),
    Route("GET", "/recruiter/shares/<id:share>/revoke", "ask_revoke", shares.ask_revoke, shares.of_team),
    Route("POST", "/recruiter/shares/<id:share>/revoke", "revoke_share", shares.revoke, shares.of_team),
    # Administrators of a team.
    Route("GET", "/recruiter/people", "people", people.show, administrator),
    Route("POST", "/recruiter/people", "add_person", people.add, administrator),
    Route("GET", "/recruiter/people/<id:person>", "person", person.show, person.of_team),
    Route("POST", "/recruiter/people/<id:person>", "change_person", person.change, person.of_team),
    Route("POST", "/recruiter/people/<id:person>/details", "change_details", person.change_details, person.of_team, page="person"),
    Route("GET", "/recruiter/people/<id:person>/<change>", "ask_change_person", person.ask, person.of_team_to_change),
    Route("GET", "/recruiter/stages", "stages", stages.show, administrator),
    Route("POST", "/recruiter/stages", "add_stage", stages.add, administrator),
    Route("GET", "/recruiter/stages/<id:stage>", "stage", stages.show_one, stages.of_team),
    Route("POST", "/recruiter/stages/<id:stage>", "change_stage", stages.change, stages.of_team),
    Route("POST", "/recruiter/stages/<id:stage>/up", "move_stage_up", stages.move_up, stages.of_team),
    Route("POST", "/recruiter/stages/<id:stage>/down", "move_stage_down", stages.move_down, stages.of_team),
    Route("POST", "/recruiter/stages/<id:stage>/retire", "retire_stage", stages.retire, stages.of_team),
    Route("POST", "/recruiter/stages/<id:stage>/back", "bring_back_stage", stages.bring_back, stages.of_team),
    Route("GET", "/recruiter/tokens", "api_tokens", tokens.show, administrator),
    Route("POST", "/recruiter/tokens", "make_api_token", tokens.make, administrator),
    Route("GET", "/recruiter/tokens/<id:api_token>/revoke", "ask_revoke_api_token", tokens.ask_revoke, tokens.of_team),
    Route("POST", "/recruiter/tokens/<id:api_token>/revoke", "revoke_api_token", tokens.revoke, tokens.of_team),
    Route("GET", "/recruiter/time-zone", "time_zone", team_time_zone.show, administrator),
    Route("POST", "/recruiter/time-zone", "change_time_zone", team_time_zone.change, administrator),
    Route("GET", "/recruiter/results/<id:result>/erase", "ask_erase", erasure.ask, erasure.of_administrator),
    Route("POST", "/recruiter/results/<id:result>/erase", "erase", erasure.erase, erasure.of_administrator),
    Route("GET", "/recruiter/invitations/<id:invitation>/remove", "ask_remove_invitation", removal.ask_invitation, team_invitation.of_administrator),
    Route("POST", "/recruiter/invitations/<id:invitation>/remove", "remove_invitation", removal.remove_invitation, team_invitation.of_administrator),
    Route("GET", "/recruiter/removal", "removal", removal.show, administrator),
    Route("POST", "/recruiter/removal", "choose_removal_day", removal.choose_day, administrator),
    Route("GET", "/recruiter/removal/<day>", "ask_remove_before", removal.ask_before, administrator),
    Route("POST", "/recruiter/removal/<day>", "remove_before", removal.remove_before, administrator),
    Route("GET", "/recruiter/audit", "audit", audit.show, administrator),
    # Programs.
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

address_of = address_builder(ROUTES)
"""The address of a route by its name, for templates and commands; views use Flask's `url_for`."""
