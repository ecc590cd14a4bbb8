"""How this quiz decides: the rules file as a page, the same for everybody."""

from __future__ import annotations

from flask import Response

from quiz.web.applicant import booth
from quiz.web.framework.compression import pack, send
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.rules import rules_view


def show() -> Response:
    """Show the rules. The page is long, so it is sent compressed to whoever takes that."""
    quiz = services()
    localized, proof = quiz.localized, quiz.background_proof.proof()

    def make() -> bytes:
        return pack(
            render(
                "applicant/how_it_decides.html",
                localized,
                rules=rules_view(quiz.engine, proof, localized),
            )
        )

    # A page that was made without waiting for a long proof is made again the next time.
    page = localized.language.code, proof is not None
    # In a booth it holds the proof of one visitor's forms, and is not kept for others.
    return send(make() if booth.present() else quiz.rules_pages.get(page, make))
