"""The page cache."""

from __future__ import annotations

from quiz.web.framework.page_cache import PageCache


def test_a_page_is_made_once_and_the_oldest_is_evicted() -> None:
    made: list[int] = []

    def make(number: int) -> bytes:
        made.append(number)
        return b"%d" % number

    kept = PageCache(2)
    for number in (1, 2, 1, 3, 2, 1):
        assert kept.get(number, lambda number=number: make(number)) == b"%d" % number
    assert made == [1, 2, 3, 1]


def test_a_cache_of_size_zero_keeps_nothing() -> None:
    kept = PageCache(0)
    assert [kept.get("page", lambda: b"first"), kept.get("other", lambda: b"second")] == [
        b"first",
        b"second",
    ]
