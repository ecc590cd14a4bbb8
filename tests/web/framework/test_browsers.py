"""The words for a browser, read from what it says of itself."""

from __future__ import annotations

import pytest

from quiz.web.framework.browsers import browser_and_system

WINDOWS, MAC = "Mozilla/5.0 (Windows NT 10.0)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (f"{WINDOWS} Gecko/20100101 Firefox/145.0", "Firefox", "Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36", "Chrome", "Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36 Edg/143.0", "Edge", "Windows"),
        (f"Mozilla/5.0 (X11; CrOS x86_64) {CHROME} Safari/537.36", "Chrome", "ChromeOS"),
        (f"Mozilla/5.0 (Linux; Android 16) {CHROME} Mobile Safari/537.36", "Chrome", "Android"),
        (f"{MAC} AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15", "Safari", "macOS"),
        (f"{IPHONE} CriOS/143.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"),
        ("curl/8.0", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_is_named_with_its_system(agent: str, browser: str, system: str) -> None:
    assert browser_and_system(agent) == (browser, system)
