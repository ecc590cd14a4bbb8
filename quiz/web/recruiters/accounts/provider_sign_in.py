"""Signing in with the identity provider of an office, by OpenID Connect.

The browser goes to the provider and comes back with a code. What has to be remembered meanwhile is
in an encrypted cookie of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import abort, current_app, redirect, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response

from quiz.oidc.settings import IdentityProvider
from quiz.store import Role
from quiz.text import EMAIL, email_address, one_line
from quiz.web.framework.encryption import decrypt, encrypt
from quiz.web.framework.fields import LONGEST_LINE, is_text
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.framework.route import Arguments
from quiz.web.framework.turns import Turns
from quiz.web.pages import rate_limits
from quiz.web.pages.errors import ErrorPage, path_of
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.accounts.onward import next_url
from quiz.web.recruiters.accounts.signing_in import after_provider, in_team

if TYPE_CHECKING:
    from quiz.oidc.provider import Person, Provider

LASTS = timedelta(minutes=15)
"""How long somebody may take at the provider."""

ASKING = Turns(2, waiting=2)
"""Turns for threads that wait for the provider."""

DOWN = ErrorPage(
    N_("No answer from %(provider)s"),
    N_("Try again in a few minutes, or sign in another way."),
)
WRONG = ErrorPage(
    N_("Signing in with %(provider)s did not work"),
    N_("It was interrupted, took too long, or came back with something wrong. Start again."),
)
NO_ADDRESS = ErrorPage(
    N_("Your e-mail address is not confirmed at %(provider)s"),
    N_("Confirm it there and sign in again, or ask whoever looks after your account there."),
)
NO_TEAM = ErrorPage(
    N_("You do not belong to a team here"),
    N_(
        "You have signed in at %(provider)s, but neither your groups there nor your e-mail "
        "address belong to a team. Ask whoever runs this quiz."
    ),
)
TAKEN = ErrorPage(
    N_("Your e-mail address has an account here already"),
    N_(
        "Sign in to it as before, with its password or passkey. Whoever runs this quiz can "
        "connect it with %(provider)s."
    ),
)
DISABLED = ErrorPage(N_("Your account here is disabled"), N_("Ask an administrator of your team."))


class Kept(NamedTuple):
    """What is remembered of a sign-in: what the provider's answer must fit, and where to go on."""

    state: str
    nonce: str
    verifier: str
    onward: str


_KEPT = TypeAdapter(Kept)


def where_provider_is_set() -> Arguments:
    """Allow everybody if an identity provider is set; raises 404 if not."""
    if services().settings.provider is None:
        abort(404)
    return {}


def begin() -> Response | tuple[str, int]:
    """Send the browser to the provider."""
    from quiz.oidc.provider import Attempt, Unreachable

    rate_limits.use(rate_limits.PROVIDER_SIGN_INS)
    kept = Kept(new_token(), new_token(), secrets.token_urlsafe(48), next_url())
    try:
        with ASKING.take():
            address = _provider().address(
                Attempt(kept.state, kept.nonce, kept.verifier), _callback()
            )
    except Unreachable as error:
        return _problem(DOWN, 503, error)
    response = redirect(address, 303)
    key = services().settings.secret_key
    text = encrypt(key, _cookie_name(), _KEPT.dump_json(kept))
    response.set_cookie(_cookie_name(), text, max_age=LASTS, **_cookie_attributes())
    return response


def come_back() -> Response | tuple[str, int]:
    """Sign in whoever comes back from the provider, or say why not."""
    answer = current_app.make_response(_come_back())
    answer.delete_cookie(_cookie_name(), **_cookie_attributes())
    return answer


def _come_back() -> Response | tuple[str, int]:
    from quiz.oidc.provider import Attempt, Refused, Unreachable

    rate_limits.use(rate_limits.PROVIDER_SIGN_INS)
    kept = _read_kept()
    if kept is None:
        return _problem(WRONG, 400, "no cookie")
    attempt = Attempt(kept.state, kept.nonce, kept.verifier)
    try:
        with ASKING.take():
            person = _provider().person(attempt, _callback(), request.args.to_dict())
    except Refused as error:
        return _problem(WRONG, 400, error)
    except Unreachable as error:
        return _problem(DOWN, 503, error)
    return _signed_in(person, redirect(kept.onward, 303))


def _signed_in(person: Person, response: Response) -> Response | tuple[str, int]:
    store, settings, now = services().store, _settings(), datetime.now(UTC)
    roles, identity = _roles(settings, person), (settings.issuer, person.subject)
    recruiter = store.identities.find(*identity)
    if recruiter is not None:
        store.identities.follow(recruiter, roles, now)
    else:
        email = email_address(person.email or "")
        if not EMAIL.fullmatch(email):
            return _problem(NO_ADDRESS, 403)
        if not roles:
            return _problem(NO_TEAM, 403)
        recruiter = store.identities.sign_up(identity, email, _name(person, email), roles, now)
        if recruiter is None:
            return _problem(TAKEN, 403)
    account = store.accounts.of_recruiter(recruiter)
    account = account and in_team(account)
    if account is None or not store.memberships.of(recruiter):
        disabled = account is not None and account.disabled_at and roles
        return _problem(DISABLED if disabled else NO_TEAM, 403)
    if not after_provider(account, response, two_factors=person.has_second_factor):
        return _problem(DISABLED, 403)
    return response


def _roles(settings: IdentityProvider, person: Person) -> Mapping[int, Role]:
    """Return the roles of a person by the id of the team."""
    found: dict[int, Role] = {}
    for name, role in settings.teams(person.email, person.groups).items():
        team = services().store.accounts.team(name)
        if team is None:
            current_app.logger.warning("QUIZ_OIDC_TEAMS: there is no team %r", name)
        else:
            found[team.id] = role
    return found


def _name(person: Person, email: str) -> str:
    name = one_line(person.name)[:LONGEST_LINE].rstrip()
    return name if name and is_text(name) else email


def _problem(texts: ErrorPage, status: int, why: object = None) -> tuple[str, int]:
    if why is not None:
        current_app.logger.warning("signing in with the identity provider: %s", why)
    localized = services().localized
    gettext = localized.language.gettext
    provider = {"provider": _settings().names[localized.language.code]}
    return render(
        "pages/error.html",
        localized,
        title=gettext(texts.title) % provider,
        cure=gettext(texts.cure) % provider,
        can_retry=False,
        way=gettext(N_("Go to the sign-in page")),
        goes_to=path_of("sign_in"),
    ), status


def _read_kept() -> Kept | None:
    key = services().settings.secret_key
    text = decrypt(key, _cookie_name(), request.cookies.get(_cookie_name(), ""), LASTS)
    try:
        return None if text is None else _KEPT.validate_json(text)
    except ValidationError:
        return None


def _settings() -> IdentityProvider:
    return services().settings.provider or abort(404)


def _provider() -> Provider:
    """Return the provider of this application, with what is known of it."""
    # Not at the top: only installations with a provider need its libraries.
    from quiz.oidc.provider import Provider

    found = current_app.extensions.get("identity provider")
    if found is None:
        found = current_app.extensions.setdefault("identity provider", Provider(_settings()))
    return found  # type: ignore[no-any-return]


def _callback() -> str:
    return public_url_for("provider_callback")


def _cookie_name() -> str:
    return "__Host-provider" if services().settings.secure else "provider"


def _cookie_attributes() -> Mapping[str, Any]:
    secure = services().settings.secure
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
