"""Recovery codes: each signs its owner in once, instead of a second factor."""

from __future__ import annotations

import base64
import re
import secrets

from quiz.store import Recruiter
from quiz.web.pages.services import services
from quiz.web.recruiters.page import page

NUMBER = 10
CODE_BYTES = 15
"""120 bits in 24 letters and digits: so many that a plain hash of a code may be stored."""

CODE = re.compile("[a-z2-7]{24}")


def new_codes(recruiter: Recruiter) -> list[str]:
    """Replace the recovery codes of a recruiter; return the new ones."""
    codes = [
        base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _ in range(NUMBER)
    ]
    services().store.second_factors.replace_recovery_codes(recruiter.id, codes)
    return codes


def codes_page(recruiter: Recruiter, codes: list[str]) -> str:
    """Return the page with new codes. Only hashes are stored, so no page can show them again."""
    grouped = [
        "-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes
    ]
    return page("accounts/recovery_codes.html", recruiter, codes=grouped)
