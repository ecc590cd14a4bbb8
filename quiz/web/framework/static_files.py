"""Static files: compressed once, at start, under URLs that change with their content.

Files in folders within the folder are static files too, such as pictures/guide.svg.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, current_app, request

CACHED_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file's version, which is a hash of its content, and its content compressed with gzip."""

    version: str
    compressed: bytes


def use_static_files(app: Flask, folder: Path) -> None:
    """Read the files of a folder, as they are now, for `send` to serve."""
    app.static_folder = str(folder)
    app.extensions["static_files"] = dict(_read(folder))


def versions(app: Flask) -> Mapping[str, str]:
    """Return the version of each file by its name."""
    files: Mapping[str, StaticFile] = app.extensions["static_files"]
    return {name: file.version for name, file in files.items()}


def send(filename: str) -> Response:
    """Send a file, compressed if the client accepts gzip.

    It may be cached forever if the URL names its current version; else it must be revalidated.
    """
    response = current_app.send_static_file(filename)
    files: Mapping[str, StaticFile] = current_app.extensions["static_files"]
    file = files.get(filename)
    current = file is not None and request.args.get("v") == file.version
    response.headers["Cache-Control"] = CACHED_FOREVER if current else "no-cache"
    if file is not None and response.status_code == 200 and request.accept_encodings["gzip"]:
        response.close()  # the file on the disk
        response.direct_passthrough = False
        response.set_data(file.compressed)
        response.headers["Content-Encoding"] = "gzip"
        # Weak, because the compressed content has other bytes.
        response.set_etag(response.get_etag()[0] or "", weak=True)
    return response


def _read(folder: Path) -> Iterator[tuple[str, StaticFile]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), static_file(path.read_bytes())


def static_file(content: bytes) -> StaticFile:
    """Return a file with this content."""
    version = hashlib.sha256(content).hexdigest()[:16]
    return StaticFile(version, gzip.compress(content, mtime=0))
