"""How this quiz decides: the rules file as a page, the same for everybody."""

from __future__ import annotations

from flask import Response

from quiz.web import booth
from quiz.web.packing import pack, send
from quiz.web.parts import parts
from quiz.web.render import render
from quiz.web.rules_view import rules_view


def show() -> Response:
    """Show the rules. The page is long, so it is sent compressed to whoever takes that."""
    quiz = parts()
    reading, proof = quiz.reading, quiz.proving.proof()

    def make() -> bytes:
        return pack(render("rules.html", reading, rules=rules_view(quiz.engine, proof, reading)))

    # A page that was made without waiting for a long proof is made again the next time.
    page = reading.language.code, proof is not None
    # In a booth it holds the proof of one visitor's forms, and is not kept for others.
    return send(make() if booth.present() else quiz.rules_pages.get(page, make))
