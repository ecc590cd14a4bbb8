"""How this quiz decides: the rules file as a page, the same for everybody."""

from __future__ import annotations

import gzip

from flask import Response, request

from quiz.web import booth
from quiz.web.parts import parts
from quiz.web.render import render
from quiz.web.rules_view import rules_view


def show() -> Response:
    """Show the rules. The page is long, so it is sent compressed to whoever takes that."""
    reading = parts().reading
    quiz = parts()
    proof = quiz.proving.proof()
    # A page that was made without waiting for a long proof is made again the next time.
    page = reading.language.code, proof is not None
    # In a booth it holds the proof of one visitor's forms, and is not kept for others.
    compressed = _page() if booth.present() else quiz.rules_pages.get(page, _page)
    if request.accept_encodings["gzip"] > 0:
        response = Response(compressed, mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(compressed), mimetype="text/html")
    return response


def _page() -> bytes:
    quiz = parts()
    view = rules_view(quiz.engine, quiz.proving.proof(), quiz.reading)
    return gzip.compress(render("rules.html", quiz.reading, rules=view).encode(), mtime=0)
