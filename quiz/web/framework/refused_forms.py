"""A form that is refused is shown again by a redirect and GET, so that Back works everywhere.

A page that answers a POST is sent once more when somebody goes back to it, so browsers ask
first, or show an error. What was typed, without passwords, and the errors wait in the session
for the page that shows the form again. It has the status that the POST had.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import current_app, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from pydantic_core import PydanticSerializationError, to_json
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField

from quiz.web.framework import frame

MOST_BYTES = 1200
"""What may wait in the session, whose cookie browsers limit to 4096 bytes. A longer form is
shown in answer to the POST."""

STATUSES = (400, 422)


class RefusedForm(NamedTuple):
    """A form on its way to the page at `path`, which has the form of the class `name`.

    `fields` are what was sent, `errors` the first error of each field; the name is empty for the
    form itself.
    """

    path: str
    name: str
    status: int
    fields: list[tuple[str, str]]
    errors: list[tuple[str, str]]

    @property
    def sent(self) -> MultiDict[str, str]:
        """The fields as the request had them."""
        return MultiDict([(name, text) for name, text in self.fields])

    def show_errors(self, form: Any) -> None:
        """Add the errors to a form."""
        for name, message in self.errors:
            if not name:
                form.form_errors.append(message)
            elif name in form:
                form[name].errors = [message]


def take(name: str) -> RefusedForm | None:
    """Return what waits for a form of this page, and forget it; the response gets its status.

    What waits for another page is forgotten too: somebody has gone elsewhere meanwhile.
    """
    kept = session.get("refused")
    if not kept or (kept[0] == request.path and kept[1] != name):
        return None
    del session["refused"]
    if kept[0] != request.path:
        return None
    refused = RefusedForm(*kept)
    g.status_of_refused = refused.status
    return refused


def with_status(answer: ResponseReturnValue) -> ResponseReturnValue:
    """Return the answer to a GET, with the status of the form that it shows again."""
    status = g.pop("status_of_refused", None)
    if status is None:
        return answer
    response = make_response(answer)
    response.status_code = status
    return response


def redirected(
    answer: ResponseReturnValue, page: str, values: Mapping[str, Any]
) -> ResponseReturnValue:
    """Return a redirect to a page if the form of a POST was refused, else `answer`.

    `page` is the name of a route, whose address takes `values`.

    A browser that has sent no cookie goes there by the page that finds out whether it takes any.
    """
    form = g.get("validated_form")
    if form is None or not form.errors:
        return answer
    response = make_response(answer)
    path = url_for(page, **values)
    if response.status_code not in STATUSES or not keep(form, response.status_code, path):
        return response
    query = request.query_string.decode("latin-1") or urlencode(form.page_query, doseq=True)
    address = f"{path}?{query}" if query else path
    if (
        frame.current() is None
        and form.stale
        and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    ):
        address = url_for("cookies", next=address)
    return redirect(address, 303)


def keep(form: Any, status: int, path: str) -> bool:
    """Put a form into the session; return False if it is too long, or is no text.

    With the status 200, the page at `path` shows what was sent and has no error to tell. A form
    that carries a draft is not put there: the draft stays on its page alone.
    """
    if "draft" in form and form.draft.data:
        return False
    refused = RefusedForm(
        path,
        type(form).__name__,
        status,
        [
            (field.name, text)
            for field in form
            if not isinstance(field, PasswordField) and field.name != "csrf_token"
            for text in request.form.getlist(field.name)
        ],
        [(name or "", str(messages[0])) for name, messages in form.errors.items()],
    )
    try:
        size = len(to_json(refused))
    except PydanticSerializationError:
        return False
    if size > MOST_BYTES:
        return False
    session["refused"] = refused
    return True
