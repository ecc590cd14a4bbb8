"""The application factory: reads the settings and the rules file and wires the parts together."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, request

from quiz.core.decide.decisive import Decisive
from quiz.core.decide.engine import Engine
from quiz.core.language.facts import MONTHS_VALID, is_due, last_check_of_all
from quiz.core.language.model import Problem
from quiz.core.language.reading import LARGEST_SOURCE
from quiz.core.load.loader import load
from quiz.settings import Settings, find_folder, picture_names
from quiz.store import Store
from quiz.web.api.document import use_document
from quiz.web.applicant import how_it_decides
from quiz.web.applicant.booth import use_booths
from quiz.web.framework.address_rule import AddressRule
from quiz.web.framework.compression import compress_pages
from quiz.web.framework.headers import send_headers
from quiz.web.framework.hosts import refuse_other_hosts
from quiz.web.framework.language import use_languages
from quiz.web.framework.page_cache import PageCache
from quiz.web.framework.pasted_addresses import use_pasted_addresses
from quiz.web.framework.pictures import pictures
from quiz.web.framework.proxies import trust_proxies
from quiz.web.framework.route import add_routes
from quiz.web.framework.session_cookie import use_cookies
from quiz.web.framework.static_files import use_static_files, versions
from quiz.web.framework.templates import Templates
from quiz.web.pages.errors import use_error_pages
from quiz.web.pages.services import Services
from quiz.web.recruiters.error import error_page
from quiz.web.result import card, show
from quiz.web.routes import ROUTES, address_of
from quiz.web.wording.background_proof import BackgroundProof
from quiz.web.wording.edition import Editions
from quiz.web.wording.question_form import question_forms

LARGEST_BODY = 64 * 1024  # bytes; a larger body gets 413, where its route does not take more
LARGEST_REQUEST = max(route.largest or LARGEST_BODY for route in ROUTES)
"""Bytes that a server has to let through."""

RESULT_PAGES_KEPT = 256  # of about 25 kB each
CARDS_KEPT = 256  # of 25 to 65 kB each


class Quiz(Flask):
    """Flask, except that it logs route names, not URLs: a URL with a token grants access."""

    url_rule_class = AddressRule

    def url_for(
        self,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Return the path of a route: views and templates make it in the same way.

        Raises ValueError where a scheme and a host are asked for.
        """
        if _scheme or _external:
            raise ValueError("public_url_for() returns an address with scheme and host")
        return address_of(endpoint, _anchor=_anchor, **values)

    def log_exception(self, exc_info: Any) -> None:
        """Log an exception with the name of the route."""
        self.logger.error("%s %s failed", request.method, request.endpoint, exc_info=exc_info)


class FaultyRules(Exception):  # noqa: N818 - named for what it holds
    """A rules file with errors; `problems` holds all of them."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        self.path = path
        self.problems = problems
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each problem as a line to print: file, line, column, message."""
        return tuple(
            f"{self.path.name}:{problem.line}:{problem.column}: {problem.message}"
            for problem in self.problems
        )


def build(settings: Settings | None = None) -> Flask:
    """Return the application; does not write to the database.

    Raises FaultySettings for settings that cannot be used, FaultyRules for a rules file
    with errors, and FaultyPictures for pictures that must not be put into pages.
    """
    settings = settings or Settings.from_environment()
    with settings.rules_path.open("rb") as file:
        source = file.read(LARGEST_SOURCE + 1)
    engine = _load_engine(settings.rules_path, source)
    pictures()  # read at start, so that a faulty one is noticed
    app = Quiz(
        "quiz",
        static_folder=None,  # the route table has a line for it
        instance_path=str(settings.instance),
    )
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,  # bounds urlencoded forms; the next, multipart ones
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
    )
    refuse_other_hosts(app, settings.hosts, {route.name for route in ROUTES if route.any_host})
    use_static_files(app, find_folder("static"))
    assets = {
        name: address_of("static", filename=name, v=version)
        for name, version in versions(app).items()
    }
    templates = Templates(find_folder("templates"), assets, address_of)
    app.extensions["quiz"] = _services(settings, source, engine, templates)
    use_cookies(app, settings)
    use_pasted_addresses(app, tolerant=("invitation",))
    use_languages(app, engine.rules.languages)
    app.before_request(app.extensions["quiz"].store.upkeep.start)
    use_booths(app, {route.name: route.in_booth for route in ROUTES})
    use_error_pages(app, error_page)
    add_routes(app, ROUTES)
    use_document(app, ROUTES)
    compress_pages(app)
    send_headers(app, {route.name: route.headers for route in ROUTES}, https=settings.secure)
    if settings.trusted_proxies:
        trust_proxies(app, settings.trusted_proxies)
    app.extensions["quiz"].background_proof.start()
    return app


def _load_engine(path: Path, source: bytes) -> Engine:
    """Return the engine of a rules file and log its warnings. Raises FaultyRules."""
    engine, problems = load(source, pictures=picture_names())
    if engine is None:
        raise FaultyRules(path, problems)
    for line in (*FaultyRules(path, problems).lines, *_old_facts(path, engine)):
        logging.getLogger("quiz").warning("%s", line)
    return engine


def _old_facts(path: Path, engine: Engine) -> Iterator[str]:
    """Yield a line to log if some facts were checked too long ago."""
    checked = last_check_of_all(engine.rules)
    if is_due(checked, MONTHS_VALID, dt.datetime.now(dt.UTC).date()):
        yield (
            f"{path.name}: facts were last checked on {checked}, over a year ago; "
            f"`quiz check` names them, and `quiz facts --due {MONTHS_VALID}` lists their sources"
        )


def _services(settings: Settings, source: bytes, engine: Engine, templates: Templates) -> Services:
    store = Store(
        settings.database_url,
        retention=settings.retention,
        audit_kept=settings.audit_kept,
        most_results=settings.most_results,
    )
    return Services(
        settings=settings,
        engine=engine,
        decisive=Decisive(engine),
        source=source,
        store=store,
        editions=Editions(engine.digest, engine.rules, store, templates),
        forms=question_forms(engine),
        result_pages=PageCache(show.make_page, RESULT_PAGES_KEPT),
        cards=PageCache(card.draw, CARDS_KEPT),
        background_proof=BackgroundProof(engine),
        rules_pages=PageCache(how_it_decides.make_page, len(engine.rules.languages)),
        address_of=address_of,
    )
