"""A quiz that recommends a position, decided by one rules file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quiz.settings import Settings

# Read by NumPy when it is imported. Its threads for products of fractions, which nothing here
# works out, would keep every other core busy for a tenth of a second at each start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web application; without `settings` they are read from the environment.

    Reading them makes the instance folder, and a secret key in it where none is set.

    The web is imported here and not above, so that quiz.core can be used without it.
    """
    from quiz.web.app import build

    return build(settings)
