"""A test client that owns a result."""

from __future__ import annotations

from flask import Flask

from support.visitor import Page, Visitor


class Owner(Visitor):
    """A browser in which the quiz was taken; `result` is the path of its result."""

    def __init__(self, app: Flask, **answers: str | list[str]) -> None:
        super().__init__(app)
        self.answer(**(answers or {"home": "house", "likes": "melody", "skill": "some"}))
        self.result = self.finish().path

    def decide(self, reveal: str = "reasons", name: str = "", closes_on: str = "") -> Page:
        """Send the form that decides what the link shows."""
        address = f"{self.result}/link"
        return self.send(address, reveal=reveal, name=name, closes_on=closes_on)

    def press(self, what: str) -> Page:
        """Press one of the other buttons of that page, which are named for what they do."""
        return self.send(f"{self.result}/{what}", self.open(f"{self.result}/link"))
