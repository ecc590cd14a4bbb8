"""A sitting: one pass of a visitor through the quiz, kept in the session until it is submitted.

The session is a signed cookie. Its keys and the form of its values must stay readable from
one version to the next.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from flask import session
from pydantic_core import to_json

from quiz.core.decide.engine import Engine
from quiz.core.decide.report import PlainAnswer, plain_answers
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import Form, canonical, to_answer

MOST_OWNED = 20
"""How many results one browser can own; further ones replace the oldest."""


class InvitedSitting(NamedTuple):
    """The invitation by which a visitor takes the quiz, and the name and address they gave.

    `line` names the team and the title, so that pages need no query to show them. `recipient` is
    the id of the person to whom the invitation was sent personally, if it was.
    """

    id: int
    code: str
    line: str
    name: str | None
    email: str | None
    recipient: int | None = None


def answers(engine: Engine) -> dict[str, Answer]:
    """Return the answers given so far that today's rules ask for."""
    kept = session.get("answers")
    if not kept:
        return {}
    if session.get("rules") == engine.digest[:16]:  # signed, and validated when it was stored
        return {question: to_answer(answer) for question, answer in kept.items()}
    return engine.kept(
        {
            question: canonical(engine.forms[question], to_answer(answer))
            for question, answer in kept.items()
            if question in engine.forms and _is_valid(engine.forms[question], answer)
        }
    )


def has_answers() -> bool:
    """Return whether the session holds any answers, of whichever rules file."""
    return bool(session.get("answers"))


def rules_changed(engine: Engine) -> bool:
    """Return whether the rules file was another one when the last answer was given."""
    return (
        has_answers()
        and session.get("rules", "")
        not in (
            "",  # of answers that were taken over from a result
            engine.digest[:16],
        )
    )


def answer(engine: Engine, question: str, given: Answer) -> dict[str, Answer]:
    """Store an answer, drop those to questions no longer asked, and return all that are left."""
    kept = engine.kept({**answers(engine), question: given})
    session["answers"] = plain_answers(kept, engine.forms)
    session["rules"] = engine.digest[:16]
    session.setdefault("sitting", new_id())
    session.permanent = True
    return kept


def begun() -> bool:
    """Return whether this browser has answered a question or been shown one."""
    return "answers" in session or "csrf_token" in session


def start_again() -> None:
    """Forget the answers and the invitation; the same answers then make a new result."""
    session.pop("answers", None)
    session.pop("sitting", None)
    session.pop("made", None)
    leave_invitation()


def new_id() -> str:
    """Return a random id for a sitting."""
    return secrets.token_urlsafe(16)


def begin_by_invitation(id_: str, invited: InvitedSitting) -> None:
    """Begin a sitting without answers by an invitation."""
    start_again()
    session["invited"] = invited
    session["sitting"] = id_
    session.permanent = True


def invited() -> InvitedSitting | None:
    """Return the invitation of this sitting; None for a sitting without one."""
    kept = session.get("invited")
    return InvitedSitting(*kept) if kept else None


def leave_invitation() -> None:
    """Forget the invitation, so that no team sees a later result of this sitting."""
    session.pop("invited", None)


def sitting_id() -> str:
    """Return the random id of this sitting; empty before the first answer."""
    return str(session.get("sitting", ""))


def submission(
    secret_key: str, given: Answers, forms: Mapping[str, Form], sitting: str | None = None
) -> str:
    """Return an id of these answers in a sitting, the same however often they are sent.

    It is the present sitting unless another one is named. The id is secret, because the link of
    the result is derived from it. It is computed from the answers as JSON, whose form must stay
    the same from version to version.
    """
    message = f"{sitting or sitting_id()} ".encode() + to_json(
        dict(sorted(plain_answers(given, forms).items()))
    )
    return hmac.digest(secret_key.encode(), message, hashlib.sha256).hex()


def remember_result(id_: int, submission: str, *, made: bool = False) -> None:
    """Make this browser an owner of the result, which this sitting made if `made`."""
    key = _owner_key(id_, submission)
    if made:
        session["made"] = [*(other for other in session.get("made", ()) if other != key), key][-3:]
    others = [other for other in session.get("mine", ()) if other != key]
    session["mine"] = [*others, key][-MOST_OWNED:]
    session.permanent = True


def owns(id_: int, submission: str) -> bool:
    """Return whether this browser owns the result."""
    owned = session.get("mine", ())
    return bool(owned) and _owner_key(id_, submission) in owned


def owned_results() -> tuple[int, ...]:
    """Return the ids of the results that this browser owns, the latest last.

    Check each with `owns`: after a restore from a backup, another result may have the id.
    """
    keys = map(str, session.get("mine", ()))
    return tuple(int(key.partition(".")[0]) for key in keys)


def made(id_: int, submission: str) -> bool:
    """Return whether the present sitting made the result."""
    return _owner_key(id_, submission) in session.get("made", ())


def is_finished(submission: str) -> bool:
    """Return whether the present sitting made a result of these answers already."""
    return any(str(key).endswith(f".{submission[:8]}") for key in session.get("made", ()))


def forget_result(id_: int, submission: str) -> None:
    """Forget a deleted result.

    If the present sitting made it, the same answers then make a new one, for no team. Another
    sitting, which somebody may be in the middle of, goes on as it was.
    """
    key = _owner_key(id_, submission)
    if made(id_, submission):
        leave_invitation()
        session["sitting"] = new_id()
        session.pop("made")
    session["mine"] = [other for other in session.get("mine", ()) if other != key]


def _owner_key(id_: int, submission: str) -> str:
    """Return what the cookie of an owner holds for one result.

    The id alone is not enough: a database that was restored from a backup may give the same
    id to another result.
    """
    return f"{id_}.{submission[:8]}"


def take_over(given: Mapping[str, PlainAnswer]) -> None:
    """Begin a sitting with the answers of a result.

    `answers` leaves out those that today's rules do not know.
    """
    session["answers"] = given
    session.pop("rules", None)
    session.pop("made", None)
    leave_invitation()
    session["sitting"] = new_id()
    session.permanent = True


def _is_valid(form: Form, given: PlainAnswer) -> bool:
    """Return whether an answer fits this question; the rules may be newer than the cookie."""
    if form.kind != "multiple":
        return isinstance(given, str) and given in form.choices
    return (
        not isinstance(given, str)
        and bool(given)
        and all(choice in form.choices for choice in given)
        and (len(given) == 1 or form.exclusive.isdisjoint(given))
    )
