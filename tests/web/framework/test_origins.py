"""The origin of a site, read from what somebody pasted."""

from __future__ import annotations

import pytest

from quiz.web.framework.origins import origin_of


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://office.example", "https://office.example"),
        ("https://office.example:443/", "https://office.example"),
        ("https://office.example:8443/a?b#c", "https://office.example:8443"),
        (" HTTPS://Office.Example./ ", "https://office.example"),
        ("www.office.example/jet", "https://www.office.example"),
        ("https://例え.jp", "https://xn--r8jz45g.jp"),
        ("https://Straße.example", "https://xn--strae-oqa.example"),
        ("http://office.example", None),
        ("ftp://office.example", None),
        ("https://office", None),
        ("https://192.0.2.1", None),
        ("https://[2001:db8::1]", None),
        ("https://*.example", None),
        ("https://office.example;a.example", None),
        ("https://office.example a.example", None),
        ("https://a@office.example", None),
        ("https://office.example:0", None),
        ("https://office.example:65536", None),
        (f"https://{'a' * 64}.example", None),
        ("https://" + "例" * 80 + ".jp", None),
        ("", None),
    ],
)
def test_an_origin_has_https_a_name_with_a_dot_and_nothing_that_a_policy_reads_otherwise(
    written: str, origin: str | None
) -> None:
    assert origin_of(written) == origin


def test_localhost_is_a_site_only_where_the_quiz_itself_is_served_without_https() -> None:
    assert origin_of("http://localhost:8080/page") is None
    assert origin_of("http://localhost:8080/page", local=True) == "http://localhost:8080"
    assert origin_of("http://localhost", local=True) == "http://localhost"
    assert origin_of("http://office.example", local=True) is None
