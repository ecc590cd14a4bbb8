"""The route table: method, path, name, view, access, headers and booth rule of every route.

The lines of recruiters, of operators and of programs stand in the `routes.py` of their rooms. Who
only reads in a team gets none of the routes that change something: see `Route.changes`.

A new page is a module, a template, a line of the table and a test.
"""

from __future__ import annotations

from quiz.web.api.routes import API_ROUTES
from quiz.web.applicant import (
    booth,
    check_answers,
    code,
    framed,
    how_it_decides,
    invitation,
    new_tab,
    opt_out,
    personal,
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
    FRAMED,
    NEVER_KEPT,
    PERSONAL,
    PRIVATE,
    PUBLIC_FOR_A_DAY,
    SHOWN_ELSEWHERE,
)
from quiz.web.framework.route import InBooth, Route, address_builder, anybody
from quiz.web.operator.routes import OPERATOR_ROUTES
from quiz.web.pages import cookies, health, office, privacy
from quiz.web.recruiters.invitations import booth as recruiter_booth
from quiz.web.recruiters.routes import RECRUITER_ROUTES
from quiz.web.result import (
    access,
    calendar,
    card_page,
    given,
    link,
    mail_to_me,
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
    Route("GET", "/invited/<token>", "personal_invitation", personal.show, personal.link_holder),
    Route("POST", "/invited/<token>", "begin_personally", personal.begin, personal.link_holder),
    Route("GET", "/stop/<token>", "opt_out", opt_out.show, opt_out.link_holder),
    Route("POST", "/stop/<token>", "change_opt_out", opt_out.change, opt_out.link_holder),
    Route("POST", "/i/<code>/opened", "count_invitation_opening", invitation.count_opening, anybody),
    Route("POST", "/i/<code>/new-tab", "begin_in_tab", new_tab.send, anybody),
    Route("GET", "/i/<code>/new-tab", "arrive_in_tab", new_tab.arrive, anybody),
    Route("GET", "/rules", "how_it_decides", how_it_decides.show, anybody, PERSONAL, in_booth=ALWAYS),
    Route("GET", "/privacy", "privacy", privacy.show, anybody, PERSONAL, in_booth=ALWAYS),
    Route("GET", "/cookies", "cookies", cookies.show, anybody, in_booth=ALWAYS),
    Route("GET", "/mine", "own_results", owner.show_own, anybody),
    Route("GET", "/healthz", "healthz", health.healthz, anybody, NEVER_KEPT, in_booth=ALWAYS, any_host=True),
    Route("GET", "/readyz", "readyz", health.readyz, anybody, NEVER_KEPT, in_booth=ALWAYS, any_host=True),
    Route("GET", "/card.png", "quiz_card", quiz_card.show, anybody, (*PUBLIC_FOR_A_DAY, SHOWN_ELSEWHERE)),
    Route("GET", "/logo/<digest>.png", "logo", office.send_logo, anybody, NEVER_KEPT, in_booth=ALWAYS),
    Route("GET", "/robots.txt", "robots", health.robots, anybody, PUBLIC_FOR_A_DAY, in_booth=ALWAYS),
    Route("GET", "/static/<path:filename>", "static", static_files.send, anybody, FILE, in_booth=ALWAYS),
    # The same pages in a frame of another site; see quiz/web/framework/frame.py.
    Route("GET", "/embed/<code>", "framed_invitation", invitation.show, framed.page_in_frame, FRAMED),
    Route("POST", "/embed/<code>", "framed_begin", framed.begin, framed.page_in_frame, FRAMED),
    Route("POST", "/embed/<code>/opened", "framed_count_invitation_opening", invitation.count_opening, framed.page_in_frame, FRAMED),
    Route("GET", "/embed/<code>/quiz/<question>", "framed_question", question.show, framed.sitting_in_frame, FRAMED),
    Route("POST", "/embed/<code>/quiz/<question>", "framed_answer", question.answer, framed.sitting_in_frame, FRAMED),
    Route("GET", "/embed/<code>/quiz/<question>/ruled-out", "framed_ruled_out", ruled_out.show, framed.sitting_in_frame, FRAMED),
    Route("GET", "/embed/<code>/check-answers", "framed_check_answers", check_answers.show, framed.sitting_in_frame, FRAMED),
    Route("POST", "/embed/<code>/check-answers", "framed_finish", check_answers.finish, framed.sitting_in_frame, FRAMED),
    Route("GET", "/embed/<code>/result", "framed_result", framed.show_result, framed.page_in_frame, FRAMED),
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
    Route("GET", "/r/<token>/mail", "mail_to_me", mail_to_me.show, mail_to_me.owner_where_mail_is_set),
    Route("POST", "/r/<token>/mail", "send_mail_to_me", mail_to_me.send, mail_to_me.owner_where_mail_is_set, page="mail_to_me"),
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
    *RECRUITER_ROUTES,
    *OPERATOR_ROUTES,
    *API_ROUTES,
)
# fmt: on

address_of = address_builder(ROUTES)
"""The address of a route by its name; within views, it is what Flask's `url_for` returns."""
