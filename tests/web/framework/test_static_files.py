"""Static files: compression and caching."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from conftest import ROOT
from flask import Flask
from support.visitor import Visitor

from quiz.web.framework.static_files import send, use_static_files, versions

STATIC = ROOT / "static"
FILES = sorted(str(file.relative_to(STATIC)) for file in STATIC.rglob("*") if file.is_file())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_the_same_compressed_and_plain(app: Flask, name: str) -> None:
    client = app.test_client()
    content = (STATIC / name).read_bytes()
    plain = client.get(f"/static/{name}")
    refused = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip, br"})
    assert plain.data == refused.data == gzip.decompress(packed.data) == content
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, refused, packed):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Type"] == plain.headers["Content-Type"]
        answer.close()


def test_a_file_that_has_not_changed_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    takes = {"Accept-Encoding": "gzip"}
    known = client.get("/static/style.css", headers=takes).headers["ETag"]
    again = client.get(
        "/static/style.css", headers={**takes, "If-None-Match": known}, buffered=True
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_is_cached_forever_under_the_address_that_pages_use(visitor: Visitor) -> None:
    address = next(a["href"] for a in visitor.open("/").all("link") if a["rel"] == "stylesheet")
    answer = visitor.ask(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_file_in_a_folder_is_compressed_and_cached_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "dot.svg").write_text("<svg/>")
    app = Flask(__name__, static_folder=None)
    use_static_files(app, tmp_path)
    app.add_url_rule("/static/<path:filename>", view_func=send)
    (name, version), *others = versions(app).items()
    assert (name, others) == ("pictures/dot.svg", [])
    client = app.test_client()
    answer = client.get(
        f"/static/{name}?v={version}", headers={"Accept-Encoding": "gzip"}, buffered=True
    )
    assert gzip.decompress(answer.data) == b"<svg/>"
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/pictures/../../secret").status_code == 404
