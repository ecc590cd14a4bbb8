"""The page "How this quiz decides": the whole rules file in words, the same for everybody."""

from __future__ import annotations

from flask import Response

from quiz.web.applicant import booth
from quiz.web.framework.compression import pack, send
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.rules import rules_view


def show() -> Response:
    """Show the rules. The page is long, so it is compressed for clients that accept gzip."""
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

    # The proof may not be finished yet: without it, the page is cached under another key.
    key = localized.language.code, proof is not None
    # In a booth the page contains a CSRF token, so it must not be cached for others.
    return send(make() if booth.current_booth() else quiz.rules_pages.get(key, make))
