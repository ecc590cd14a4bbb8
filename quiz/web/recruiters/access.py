"""Access to recruiters' pages: for every signed-in recruiter, or for administrators only.

Operators have no recruiter's page but those of their own account, and recruiters none of theirs.

The modules of results, invitations, shares and accounts each have an access function of their
own. It looks the row up within the recruiter's team and raises 404 for rows of other teams.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import abort, g, make_response, request, url_for

from quiz.store import Recruiter, Session
from quiz.web.framework import csrf, drafts
from quiz.web.framework.days import use_time_zone
from quiz.web.framework.redirect import RedirectError
from quiz.web.framework.route import Arguments
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.accounts.sign_in import ask_again


def team(**values: object) -> Arguments:
    """Allow every signed-in recruiter; raises 403 for readers where something is changed."""
    return {**values, "recruiter": signed_in()}


def own_account(**values: object) -> Arguments:
    """Allow every signed-in recruiter and operator, for the pages of their own account."""
    return {**values, "recruiter": signed_in_account()}


def operator(**values: object) -> Arguments:
    """Allow operators only; raises 404 for recruiters."""
    return {**values, "operator": signed_in_operator()}


def setting_up(**values: object) -> Arguments:
    """Allow everybody who is signed in, also without the second factor that they need.

    For the pages on which it is set up.
    """
    return {**values, "recruiter": signed_in_to_set_up()}


def switching(**values: object) -> Arguments:
    """Allow every signed-in recruiter, also without the second factor that the team requires.

    For the pages on which they switch to another team, or leave one. Raises 404 for operators.
    """
    return {**values, "recruiter": signed_in_to_switch()}


def administrator(**values: object) -> Arguments:
    """Allow administrators only; raises 403 for other recruiters."""
    return {**values, "recruiter": signed_in_administrator()}


def signed_in() -> Recruiter:
    """Return the signed-in recruiter, or raise a redirect to the sign-in page.

    Whoever lacks the second factor that the team requires is redirected to where it is set up.
    Raises 403 for a reader where the route table says that the route changes something, and 404
    for an operator.
    """
    recruiter = signed_in_account()
    if recruiter.is_operator:
        if request.endpoint == "board":  # to which signing in leads
            raise RedirectError(url_for("operator"))
        abort(404)
    if g.changes and not recruiter.may_change:
        abort(403)
    return recruiter


def signed_in_operator() -> Recruiter:
    """Return the signed-in operator, or raise a redirect to sign in; 404 for recruiters."""
    account = signed_in_account()
    return account if account.is_operator else abort(404)


def signed_in_account() -> Recruiter:
    """Return who is signed in, a recruiter or an operator, or raise a redirect as `signed_in` does.

    Readers change their own accounts too.
    """
    session = _session()
    if session.recruiter.needs_second_factor and not session.has_second_factor:
        raise RedirectError(url_for("second_factor"))
    return session.recruiter


def signed_in_to_set_up() -> Recruiter:
    """Return the signed-in recruiter, who may lack the second factor that the team requires."""
    return _session().recruiter


def signed_in_to_switch() -> Recruiter:
    """Return the signed-in recruiter as `signed_in_to_set_up` does; 404 for operators."""
    account = signed_in_to_set_up()
    return abort(404) if account.is_operator else account


def _session() -> Session:
    """Return the session of this browser, or raise a redirect to the sign-in page.

    The sign-in page leads back to the requested page. A POST is not repeated after signing in:
    it leads back to the page of the form, with its filter. What was typed into the form of a POST
    is kept: the sign-in page is the answer then, and has it in a hidden field.
    """
    session = recruiter_session.current_session()
    if session is None:
        # Signing out in another tab leaves no cookie, and neither does a POST of another site.
        ours = recruiter_session.has_ended() or csrf.has_own_origin()
        draft = drafts.typed() if request.method == "POST" and ours else None
        if draft is not None:
            abort(make_response(ask_again(draft)))
        sign_in = url_for("sign_in")
        if request.method in ("GET", "HEAD"):
            sign_in += f"?{urlencode({'next': request.full_path.removesuffix('?')})}"
        elif request.query_string and (path := drafts.page_of_form()):
            query = request.query_string.decode("latin-1")
            sign_in += f"?{urlencode({'next': f'{path}?{query}'})}"
        raise RedirectError(sign_in)
    use_time_zone(session.recruiter.time_zone)
    g.session_without_password = None if session.has_password else session
    return session


def signed_in_administrator() -> Recruiter:
    """Return the signed-in administrator; raises 403 for other recruiters."""
    recruiter = signed_in()
    if recruiter.role != "administrator":
        abort(403)
    return recruiter
