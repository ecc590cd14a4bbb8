"""The check that all accessibility tests rely on finds faults, in each look of a page."""

from __future__ import annotations

import pytest
from support.accessibility import check_looks
from support.browsing import DESK, PHONE, Visits

PAGE = """<!doctype html>
<html lang="en">
<title>A page</title>
<style>{style}</style>
<main><h1>A heading</h1><p>{content}</p></main>
</html>
"""
GREY_ON_GREY = "p { color: #777; background: #888 }"


@pytest.mark.parametrize(
    ("style", "content", "fault"),
    [
        ("", "<img src='data:,'>", "image-alt"),
        (GREY_ON_GREY, "text", "color-contrast"),
        (f"@media (min-width: 1000px) {{ {GREY_ON_GREY} }}", "text", "color-contrast"),
        (f"@media (prefers-color-scheme: dark) {{ {GREY_ON_GREY} }}", "text", "color-contrast"),
    ],
    ids=["document", "small and light", "wide", "dark"],
)
def test_a_fault_is_found_and_named(visits: Visits, style: str, content: str, fault: str) -> None:
    page = visits.visit()
    looks = ((PHONE, "light"), (DESK, "dark"))
    page.set_content(PAGE.format(style="", content="text"))
    check_looks(page, looks)
    page.set_content(PAGE.format(style=style, content=content))
    with pytest.raises(AssertionError, match=fault):
        check_looks(page, looks)
