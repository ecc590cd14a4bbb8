"""The page cache: a page is made once for everything that it shows."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from quiz.web.framework.page_cache import PageCache


@dataclass(frozen=True)
class Greeting:
    """What a page shows in these tests."""

    name: str
    language: str


def test_a_page_is_made_once_and_the_oldest_is_evicted() -> None:
    made: list[int] = []

    def make(number: int) -> bytes:
        made.append(number)
        return b"%d" % number

    cache = PageCache(make, 2)
    for number in (1, 2, 1, 3, 2, 1):
        assert cache.get(number) == b"%d" % number
    assert made == [1, 2, 3, 1]


def test_a_cache_of_size_zero_keeps_nothing() -> None:
    cache = PageCache(str.encode, 0)
    assert [cache.get("first"), cache.get("second")] == [b"first", b"second"]


def test_pages_that_differ_in_any_field_are_made_apart() -> None:
    cache = PageCache(lambda page: f"{page.language}: {page.name}".encode(), 10)
    page = Greeting("Ada", "en")
    pages = [page, *(replace(page, **{field.name: "other"}) for field in fields(Greeting))]
    assert [cache.get(each) for each in pages] == [b"en: Ada", b"en: other", b"other: Ada"]
    assert cache.get(Greeting("Ada", "en")) is cache.get(page)
