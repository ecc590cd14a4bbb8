"""What everybody gets who opens a route of applicants, or a page for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from support.access.letters import EVERYBODY, LINK, NOBODY_HERE, NOT_BEGUN, ON_THE_WAY, OWNER

APPLICANT_ROWS: Mapping[str, str] = {
    "GET /": EVERYBODY,
    "POST /start-again": ON_THE_WAY,
    "GET /quiz/<question>": EVERYBODY,
    "POST /quiz/<question>": EVERYBODY,
    "GET /quiz/<question>/ruled-out": NOBODY_HERE,
    "GET /check-answers": ON_THE_WAY,
    "POST /check-answers": ON_THE_WAY,
    "GET /r/<token>": LINK,
    "GET /r/<token>/code": LINK,
    "GET /r/<token>/code.svg": LINK,
    "GET /r/<token>/card.png": LINK,
    "GET /r/<token>/card": OWNER,
    "GET /card.png": EVERYBODY,
    "GET /r/<token>/result.json": LINK,
    "GET /r/<token>/calendar.ics": "nnnnnnnn",  # no dates; see test_calendar_of_lapses.py
    "POST /r/<token>/opened": LINK,
    # And everybody who may see the answers; who has just given them goes on to them at once.
    "GET /r/<token>/mail": OWNER,
    "POST /r/<token>/mail": OWNER,
    "GET /r/<token>/again": "nennnnnn",
    "POST /r/<token>/again": "nennnnnn",
    "GET /r/<token>/try": OWNER,  # and everybody who may see the answers
    "POST /r/<token>/try": OWNER,
    "GET /r/<token>/link": OWNER,
    "POST /r/<token>/link": OWNER,
    "POST /r/<token>/close": OWNER,
    "POST /r/<token>/move": OWNER,
    "POST /r/<token>/owner-link": OWNER,
    "GET /r/<token>/delete": OWNER,
    "POST /r/<token>/delete": OWNER,
    "GET /r/<token>/withdraw": OWNER,
    "POST /r/<token>/withdraw": OWNER,
    "GET /r/<token>/given": OWNER,
    "POST /r/<token>/given": OWNER,
    "GET /own/<owner_token>": EVERYBODY,  # everybody with the owner's link
    "POST /own/<owner_token>": EVERYBODY,
    "GET /cookies": "eeeeeeee",  # on to `next`: all of these browsers take cookies
    "GET /mine": EVERYBODY,
    "GET /privacy": EVERYBODY,
    "GET /rules": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "POST /i/<code>/opened": EVERYBODY,
    "GET /invited/<token>": EVERYBODY,  # everybody with a personal link
    "POST /invited/<token>": EVERYBODY,
    "GET /stop/<token>": EVERYBODY,
    "POST /stop/<token>": EVERYBODY,
    "GET /logo/<digest>.png": EVERYBODY,
    "GET /robots.txt": EVERYBODY,
    "GET /static/<path:filename>": EVERYBODY,
    "GET /i": EVERYBODY,
    "POST /i": EVERYBODY,
    "GET /i/<code>": EVERYBODY,
    "POST /i/<code>": EVERYBODY,
    "GET /i/<code>/new-tab": "eeeeeeee",  # to the invitation, unless they come from a frame
    "POST /i/<code>/new-tab": "eeeeeeee",
    "GET /embed/<code>": EVERYBODY,  # where the invitation has sites that may frame it
    "POST /embed/<code>": EVERYBODY,
    "POST /embed/<code>/opened": EVERYBODY,
    "GET /embed/<code>/quiz/<question>": NOT_BEGUN,
    "POST /embed/<code>/quiz/<question>": NOT_BEGUN,
    "GET /embed/<code>/quiz/<question>/ruled-out": NOT_BEGUN,
    "GET /embed/<code>/check-answers": NOT_BEGUN,
    "POST /embed/<code>/check-answers": NOT_BEGUN,
    "GET /embed/<code>/result": NOT_BEGUN,
    "GET /booth/result": "eeeeeeee",  # only in booth mode
    "POST /booth/next": "eeeeeeee",
    "GET /booth/leave": "eeeeeeee",
    "POST /booth/leave": "eeeeeeee",
    "GET /s/<token>": EVERYBODY,
    "POST /s/<token>/opened": EVERYBODY,
}
