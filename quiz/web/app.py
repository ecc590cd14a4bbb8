"""The application: reads the settings and the rules, and wires the parts together."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.typing import RouteCallable
from werkzeug.middleware.proxy_fix import ProxyFix

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Problem, Rules
from quiz.core.load.loader import digest, load
from quiz.settings import Settings, find_folder
from quiz.store import Store
from quiz.web.applicant import (
    booth,
    check_answers,
    how_it_decides,
    invitation,
    question,
    retake,
    start,
)
from quiz.web.framework import static_files
from quiz.web.framework.headers import send_headers
from quiz.web.framework.language import use_languages
from quiz.web.framework.link_tokens import RowId
from quiz.web.framework.page_cache import PageCache
from quiz.web.framework.request import SmallRequest
from quiz.web.framework.session_cookie import use_cookies
from quiz.web.framework.templates import Templates
from quiz.web.pages import health, privacy
from quiz.web.pages.errors import show_errors
from quiz.web.pages.services import Services
from quiz.web.recruiters.routes import RECRUITER_ROUTES
from quiz.web.result import link, owner, preview, show, team_share, withdraw
from quiz.web.wording.background_proof import BackgroundProof
from quiz.web.wording.edition import Editions
from quiz.web.wording.question_form import question_forms

RESULT_PAGES_KEPT = 256  # of about 25 kB each
CARDS_KEPT = 256  # of about 30 kB each

ROUTES: tuple[tuple[str, str, str, RouteCallable], ...] = (
    ("GET", "/", "start", start.show),
    ("POST", "/start-again", "start_again", start.start_again),
    ("GET", "/quiz/<question>", "question", question.show),
    ("POST", "/quiz/<question>", "answer", question.answer),
    ("GET", "/check-answers", "check_answers", check_answers.show),
    ("POST", "/check-answers", "finish", check_answers.finish),
    ("GET", "/r/<token>", "result", show.show),
    ("GET", "/r/<token>/link", "link", link.show),
    ("POST", "/r/<token>/link", "change_link", link.change),
    ("POST", "/r/<token>/close", "close_link", link.close),
    ("POST", "/r/<token>/move", "move_link", link.move),
    ("POST", "/r/<token>/owner-link", "owner_link", owner.make_link),
    ("GET", "/r/<token>/delete", "ask_delete", owner.ask_delete),
    ("POST", "/r/<token>/delete", "delete", owner.delete),
    ("GET", "/r/<token>/withdraw", "ask_withdraw", withdraw.show),
    ("POST", "/r/<token>/withdraw", "withdraw", withdraw.withdraw),
    ("GET", "/r/<token>/again", "again", retake.show),
    ("POST", "/r/<token>/again", "take_over", retake.take_over),
    ("GET", "/r/<token>/code", "code_page", preview.show_code),
    ("GET", "/r/<token>/code.svg", "code", preview.code),
    ("GET", "/r/<token>/card.png", "card", preview.card),
    ("GET", "/r/<token>/result.json", "result_json", preview.as_json),
    ("POST", "/r/<token>/opened", "opened", preview.count_opening),
    ("GET", "/s/<token>", "shared", team_share.show),
    ("POST", "/s/<token>/opened", "shared_opened", team_share.count_opening),
    ("GET", "/own/<owner_token>", "offer_own", owner.offer),
    ("POST", "/own/<owner_token>", "take_own", owner.take),
    ("GET", "/mine", "own_results", owner.show_own),
    ("GET", "/i/<code>", "invited", invitation.show),
    ("POST", "/i/<code>", "begin_invited", invitation.begin),
    ("GET", booth.RESULT, "booth_result", booth.show_result),
    ("POST", "/booth/next", "booth_next", booth.next_person),
    ("GET", "/privacy", "privacy", privacy.show),
    ("GET", "/rules", "rules", how_it_decides.show),
    ("GET", "/healthz", "healthz", health.healthz),
    ("GET", "/readyz", "readyz", health.readyz),
    ("GET", "/robots.txt", "robots", health.robots),
    *RECRUITER_ROUTES,
)


class Quiz(Flask):
    """Flask, save that it logs no address: whoever reads one could open what is behind it."""

    def log_exception(self, exc_info: Any) -> None:
        """Log what went wrong, by the name of the route."""
        self.logger.error("%s %s failed", request.method, request.endpoint, exc_info=exc_info)


class FaultyRules(Exception):  # noqa: N818 - named for what it holds
    """A rules file that cannot be served; holds every problem it has."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        self.path = path
        self.problems = problems
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each problem with its place, as a line to print."""
        return tuple(
            f"{self.path.name}:{problem.line}:{problem.column}: {problem.message}"
            for problem in self.problems
        )


def build(settings: Settings | None = None) -> Flask:
    """Return the application. Writes nothing to the database.

    Raises FaultySettings, or FaultyRules for a rules file with an error.
    """
    settings = settings or Settings.from_environment()
    source = settings.rules_path.read_bytes()
    read = _read_rules(settings.rules_path, source)
    app = Quiz(
        "quiz",
        static_folder=str(find_folder("static")),
        instance_path=str(settings.instance),
    )
    app.request_class = SmallRequest
    app.config.update(TRUSTED_HOSTS=list(settings.hosts) or None)
    versions = static_files.versions(find_folder("static"))
    packed = static_files.packed(find_folder("static"))
    templates = Templates(find_folder("templates"), static_files.addresses(versions))
    app.extensions["quiz"] = _parts(settings, source, read, templates)
    use_cookies(app, settings)
    use_languages(app, read.languages)
    booth.use_booths(app)
    show_errors(app)
    app.url_map.converters["id"] = RowId
    for method, address, name, view in ROUTES:
        app.add_url_rule(address, name, view, methods=[method])
    send_headers(app, versions, packed, https=settings.secure)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _read_rules(path: Path, source: bytes) -> Rules:
    rules, problems = load(source)
    if rules is None:
        raise FaultyRules(path, problems)
    for line in FaultyRules(path, problems).lines:
        logging.getLogger("quiz").warning("%s", line)
    return rules


def _parts(settings: Settings, source: bytes, rules: Rules, templates: Templates) -> Services:
    engine = Engine(rules, digest(source))
    background_proof = BackgroundProof(engine)
    background_proof.start()
    store = Store(settings.database_url)
    return Services(
        settings=settings,
        engine=engine,
        source=source,
        store=store,
        editions=Editions(engine.digest, rules, store, templates),
        forms=question_forms(engine),
        result_pages=PageCache(RESULT_PAGES_KEPT),
        cards=PageCache(CARDS_KEPT),
        background_proof=background_proof,
        rules_pages=PageCache(len(rules.languages)),
    )
