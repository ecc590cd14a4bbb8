"""The headers of every answer, from a table: what a browser may do with a page, and keep of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, Request, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = (
    "accelerometer=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)

Headers = tuple[tuple[str, str], ...]

EVERYWHERE: Headers = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    # Not no-referrer: browsers then send "Origin: null", and CSRF checks over https fail.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", PERMISSIONS),
)
OVER_HTTPS: Headers = (("Strict-Transport-Security", "max-age=31536000"),)

UNLISTED = ("X-Robots-Tag", "noindex, nofollow")
PERSONAL: Headers = (("Cache-Control", "no-store"), ("Vary", "Cookie, Accept-Language"))
COMPRESSED: Headers = (
    ("Cache-Control", "no-store"),
    ("Vary", "Cookie, Accept-Language, Accept-Encoding"),
)
PRIVATE: Headers = (*PERSONAL, UNLISTED)
LONG: Headers = (*COMPRESSED, UNLISTED)
NEVER_KEPT: Headers = (("Cache-Control", "no-store"), UNLISTED)

BY_ROUTE: Mapping[str | None, Headers] = {
    "start": PERSONAL,
    "start_again": PRIVATE,
    "question": PRIVATE,
    "answer": PRIVATE,
    "check_answers": PRIVATE,
    "finish": PRIVATE,
    "result": PRIVATE,
    "link": PRIVATE,
    "change_link": PRIVATE,
    "close_link": PRIVATE,
    "move_link": PRIVATE,
    "owner_link": PRIVATE,
    "ask_delete": PRIVATE,
    "delete": PRIVATE,
    "again": PRIVATE,
    "take_over": PRIVATE,
    "code_page": PRIVATE,
    "code": PRIVATE,
    "card": PRIVATE,
    "result_json": PRIVATE,
    "opened": PRIVATE,
    "offer_own": PRIVATE,
    "take_own": PRIVATE,
    "own_results": PRIVATE,
    "ask_withdraw": PRIVATE,
    "withdraw": PRIVATE,
    "invited": PRIVATE,
    "begin_invited": PRIVATE,
    "booth_result": PRIVATE,
    "booth_next": PRIVATE,
    "leave_booth": PRIVATE,
    "send_leave_booth": PRIVATE,
    "privacy": PERSONAL,
    "rules": COMPRESSED,
    "healthz": NEVER_KEPT,
    "readyz": NEVER_KEPT,
    "robots": (("Cache-Control", "public, max-age=86400"),),
    "recruiter": LONG,
    "team_result": LONG,
    "change_status": LONG,
    "add_note": LONG,
    "summary": PRIVATE,
    "sign_in": PRIVATE,
    "send_sign_in": PRIVATE,
    "sign_out": PRIVATE,
    "set_up": PRIVATE,
    "send_set_up": PRIVATE,
    "account": PRIVATE,
    "change_password": PRIVATE,
    "invitations": PRIVATE,
    "new_invitation": PRIVATE,
    "make_invitation": PRIVATE,
    "invitation": PRIVATE,
    "change_invitation": PRIVATE,
    "close_invitation": PRIVATE,
    "open_invitation": PRIVATE,
    "invitation_code": PRIVATE,
    "poster": PRIVATE,
    "ask_booth": PRIVATE,
    "begin_booth": PRIVATE,
    "people": PRIVATE,
    "add_person": PRIVATE,
    "person": PRIVATE,
    "change_person": PRIVATE,
    "shared": LONG,
    "shared_opened": PRIVATE,
    "shares": PRIVATE,
    "make_share": PRIVATE,
    "new_share": PRIVATE,
    "choose_for_share": PRIVATE,
    "share": PRIVATE,
    "ask_revoke": PRIVATE,
    "revoke_share": PRIVATE,
    "export_csv": PRIVATE,
    "export_json": PRIVATE,
    "ask_delete_result": PRIVATE,
    "delete_result": PRIVATE,
    "ask_delete_invitation": PRIVATE,
    "delete_invitation": PRIVATE,
    "deletion": PRIVATE,
    "choose_day": PRIVATE,
    "ask_delete_before": PRIVATE,
    "delete_before": PRIVATE,
    "audit": PRIVATE,
    "static": (
        ("Vary", "Accept-Encoding"),
    ),  # how long it is kept depends on the address: see keep_file
    None: PRIVATE,  # there is no such page
}


def send_headers(
    app: Flask, versions: Mapping[str, str], packed: Mapping[str, bytes], *, https: bool
) -> None:
    """Send the headers of the table with every answer of `app`.

    `versions` are those of the files, and `packed` is what they are when compressed.

    They are added as the answer leaves, because Werkzeug copies and checks each header
    that it is given, twice; these are constants.
    """
    everywhere = EVERYWHERE + (OVER_HTTPS if https else ())
    by_route = {route: list(everywhere + own) for route, own in BY_ROUTE.items()}
    inner: Any = app.wsgi_app

    @app.after_request
    def note_route(response: Response) -> Response:
        request.environ["quiz.headers"] = by_route.get(request.endpoint, by_route[None])
        if request.endpoint == "static":
            keep_file(request, response, versions)
            pack_file(request, response, packed)
        return response

    def wsgi_app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            more = environ.get("quiz.headers", by_route[None])
            if environ.get("QUERY_STRING"):  # a language was chosen: the session has said Vary too
                headers = [header for header in headers if header[0] != "Vary"]
            return start_response(status, headers + more, *exc_info)

        answer: Iterable[bytes] = inner(environ, start)
        return answer

    app.wsgi_app = wsgi_app  # type: ignore[method-assign]  # Flask's documented place for it


def keep_file(request: Request, response: Response, versions: Mapping[str, str]) -> None:
    """Let a file be kept for good if it was asked for by its content's hash, else not unasked."""
    name = (request.view_args or {}).get("filename", "")
    asked_by_hash = name in versions and request.args.get("v") == versions[name]
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if asked_by_hash else "no-cache"
    )


def pack_file(request: Request, response: Response, packed: Mapping[str, bytes]) -> None:
    """Send a file compressed to whoever takes that."""
    content = packed.get((request.view_args or {}).get("filename", ""))
    if content is None or response.status_code != 200 or not request.accept_encodings["gzip"]:
        return
    response.close()  # the file as it is on the disk
    response.direct_passthrough = False
    response.set_data(content)
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(response.get_etag()[0] or "", weak=True)  # the same words in other bytes
