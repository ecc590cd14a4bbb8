"""Response headers for security and caching.

Each route names one of the sets below; Flask's `after_request` adds it to every response.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request

from quiz.web.framework import frame

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
CONTENT_SECURITY_POLICY = POLICY + "'none'"
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
PERSONAL: Headers = (
    ("Cache-Control", "no-store"),
    ("Vary", "Cookie, Accept-Language, Accept-Encoding"),
)
PRIVATE: Headers = (*PERSONAL, UNLISTED)
NEVER_KEPT: Headers = (("Cache-Control", "no-store"), UNLISTED)
FRAMED: Headers = (*PRIVATE, ("Content-Security-Policy", POLICY))
"""For a page in a frame; the sites that may frame this one are added to the policy."""

FOR_PROGRAMS: Headers = (*NEVER_KEPT, ("Vary", "Authorization, Accept-Language"))
"""For programs with a token. Other sites' scripts may not read it: a token is not for browsers."""
FOR_ANY_PROGRAM: Headers = (
    ("Cache-Control", "no-cache"),
    ("Vary", "Accept-Language"),
    UNLISTED,
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "Content-Type, If-None-Match"),
    ("Access-Control-Expose-Headers", "ETag, Retry-After"),
)
"""For programs without a token, scripts of other sites included."""

PUBLIC_FOR_A_DAY: Headers = (("Cache-Control", "public, max-age=86400"),)
SHOWN_ELSEWHERE = ("Cross-Origin-Resource-Policy", "cross-origin")
"""For a picture that other sites show beside a link."""
FILE: Headers = (("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding"))
"""A file that is asked for by its version sets a `Cache-Control` of its own."""


def send_headers(app: Flask, by_route: Mapping[str, Headers], *, https: bool) -> None:
    """Add the headers of its route to every response of `app`.

    `by_route` gives the headers by the name of the route. A response without a route (404)
    gets those of a private page. A `Cache-Control` that the view has set stays. A policy that
    leaves open who may frame the page gets the sites of the frame; nobody may where it has none.
    """
    everywhere = EVERYWHERE + (OVER_HTTPS if https else ())
    by_name = {name: _merged(everywhere, headers) for name, headers in by_route.items()}
    without_route = everywhere + PRIVATE
    open_ = {name: by_name[name] for name in by_name if POLICY in dict(by_name[name]).values()}
    by_name |= {name: _framed_by("'none'", headers) for name, headers in open_.items()}

    @app.after_request
    def add_headers(response: Response) -> Response:
        name = request.endpoint or ""
        headers = by_name.get(name, without_route)
        if name in open_ and (found := frame.current()):
            headers = _framed_by(" ".join(found.sites), open_[name])
        if "Cache-Control" in response.headers:
            headers = tuple(header for header in headers if header[0] != "Cache-Control")
        response.headers.extend(headers)
        return response


def _framed_by(sites: str, headers: Headers) -> Headers:
    """Return headers in which a policy that leaves open who may frame the page names sites."""
    return tuple((name, POLICY + sites if value == POLICY else value) for name, value in headers)


def _merged(everywhere: Headers, of_route: Headers) -> Headers:
    """Return both sets; a header that a route has replaces that of everywhere."""
    return tuple({**dict(everywhere), **dict(of_route)}.items())
