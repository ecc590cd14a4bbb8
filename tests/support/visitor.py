"""A test client that parses and checks every page it opens."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

SHAPES = {"line", "circle", "path", "use", "rect"}
VOID = SHAPES | {"base", "br", "hr", "img", "input", "link", "meta", "wbr"}
CELLS = frozenset({"td", "th"})
FIELDS = ("input", "select", "textarea")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


class Page(HTMLParser):
    """An HTML page, parsed: its elements, texts, forms and table rows."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.forms: list[list[dict[str, str]]] = []
        self.rows: list[list[str]] = []  # of tables: the text of each cell
        self.path = response.request.path
        self.query = response.request.query_string.decode()
        self.feed(self.html)
        self.close()

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - the parser passes both
        """Count no lines: nothing asks for them, and it takes a tenth of the time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"an attribute stands twice in <{tag}>"
        self.elements.append((tag, attributes))
        if tag == "form":
            self.forms.append([attributes])
        if self.forms and tag in ("button", *FIELDS):
            self.forms[-1].append(attributes)
        if tag == "tr":
            self.rows.append([])
        if tag in CELLS:
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in SHAPES:
            return  # those of pictures have end tags
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not CELLS.isdisjoint(self.open):
            self.rows[-1][-1] = re.sub(r"\s+", " ", self.rows[-1][-1] + data).lstrip()
        if data.strip():
            self.texts.append(
                (self.open[-1] if self.open else "", re.sub(r"[ \n]+", " ", data).strip(" "))
            )

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of each element with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> str:
        """Return the text directly inside elements with this tag."""
        return " ".join(text for inside, text in self.texts if inside == tag)

    def links_to(self, beginning: str) -> list[str]:
        """Return the targets of its links that begin like this."""
        return [a["href"] for a in self.all("a") if a.get("href", "").startswith(beginning)]

    @property
    def words(self) -> str:
        """All visible text of the page."""
        return " ".join(text for inside, text in self.texts if inside not in ("title", "script"))

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def language(self) -> str:
        return self.all("html")[0]["lang"]

    @property
    def token(self) -> str:
        """The CSRF token of its first form."""
        found = [a["value"] for a in self.all("input") if a.get("name") == "csrf_token"]
        assert found, f"{self.status} {self.path} has no form: {self.words}"
        return found[0]

    @property
    def chosen(self) -> list[str]:
        """The values of the inputs that are checked."""
        return [a["value"] for a in self.all("input") if "checked" in a]

    @property
    def links(self) -> list[str]:
        return [a["href"] for a in self.all("a")]

    def look(self) -> None:
        """Fail for unclosed elements, inline scripts, unlabelled fields and the like."""
        assert self.html.startswith("<!doctype html>")
        assert not self.open, f"never closed: {self.open}"
        assert len(self.all("title")) == len(self.all("h1")) == len(self.all("main")) == 1
        assert self.title
        assert self.language in ("en", "ja")
        ids = [a["id"] for _, a in self.elements if "id" in a]
        assert len(ids) == len(set(ids)), f"an id stands twice: {ids}"
        for tag, attributes in self.elements:
            for name in REFERENCES:
                for id_ in attributes.get(name, "").split():
                    assert id_ in ids, f"{name}={id_} of <{tag}> leads nowhere"
            for name in attributes:
                assert name != "style", f"a style stands in <{tag}>"
                assert not name.startswith("on"), f"a script stands in <{tag}>"
            for name in ("href", "src"):
                address = attributes.get(name, "")
                if address.startswith("#"):
                    assert address[1:] in ids, f"{address} leads nowhere"
                elif "://" in address:
                    assert (tag, "external" in attributes["rel"]) == ("a", True), address
        assert all("src" in a for a in self.all("script")), "a script stands in the page"
        assert not self.all("style")
        self._look_at_forms()

    def _look_at_forms(self) -> None:
        labelled = {a["for"] for a in self.all("label")}
        for field in (field for kind in FIELDS for field in self.all(kind)):
            if field.get("type") != "hidden":
                assert field["id"] in labelled, f"no label for {field}"
        for form, *fields in self.forms:
            tokens = [field for field in fields if field.get("name") == "csrf_token"]
            if form["method"] == "get":
                assert form["role"] == "search", "a form that is no search asks with its address"
                assert not tokens, "a token stands in an address"
            else:
                assert form["method"] == "post"
                assert len(tokens) == 1, "a form without its token"
            assert all("name" not in field for field in fields if field.get("type") == "submit")
        levels = [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]
        for before, after in zip([0, *levels], levels, strict=False):
            assert after <= before + 1, f"a heading of level {after} follows one of {before}"


class Visitor:
    """A client with cookies and no scripts, which checks every page that it opens."""

    def __init__(self, app: Flask, language: str = "en", base_url: str | None = None) -> None:
        self.client = app.test_client()
        self.language = language
        self.base_url = base_url

    def open(self, address: str, **options: Any) -> Page:
        """Open an address, following redirects."""
        return self._seen(self.ask(address, follow_redirects=True, **options))

    def send(self, address: str, page: Page | None = None, **fields: object) -> Page:
        """Submit the form of a page (by default the one at `address`), following redirects."""
        page = page or self.open(address)
        return self._seen(
            self.ask(
                address,
                method="POST",
                data={"csrf_token": page.token, **fields},
                follow_redirects=True,
            )
        )

    def ask(self, address: str, **options: Any) -> TestResponse:
        """Send one request and return the response, without checks or redirects."""
        headers = {"Accept-Language": self.language, **options.pop("headers", {})}
        return self.client.open(
            address, buffered=True, headers=headers, base_url=self.base_url, **options
        )

    def answer(self, **answers: str | list[str]) -> Page:
        """Answer the questions named, in order; return the last page."""
        page = None
        for question, choices in answers.items():
            address = f"/quiz/{question}"
            shown = page if page and page.path == address else None
            page = self.send(address, shown, answer=choices)
            assert page.status == 200, f"{question} was not taken: {page.words}"
        assert page
        return page

    def finish(self) -> Page:
        """Submit the answers given; return the page of the result."""
        return self.send("/check-answers")

    def _seen(self, response: TestResponse) -> Page:
        page = Page(response)
        page.look()
        return page
