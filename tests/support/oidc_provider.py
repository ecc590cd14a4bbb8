"""Identity providers: the certified one from npm, and one of our own that signs what it is told to.

The second one is for tokens that no certified provider makes.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from quiz.oidc.settings import IdentityProvider, Rule

FOLDER = Path(sys.prefix) / "oidc-provider"
SERVE = Path(__file__).parents[1] / "oidc_provider/serve.mjs"
NODE = Path(sys.prefix) / "bin/node"
CALLBACK = "/recruiter/sign-in/provider/back"
SECRET = "a secret of the quiz & of the provider"  # noqa: S105 - of a provider for tests
RULES = (
    Rule("@office.example", "Consulate A", "recruiter"),
    Rule("jet-readers", "Consulate B", "reader"),
    Rule("jet-admins", "Consulate B", "administrator"),
)

PEOPLE: Mapping[str, Mapping[str, object]] = {
    "hanako": {"email": "hanako@office.example", "email_verified": True, "name": "花子"},
    "both": {
        "email": "both@office.example",
        "email_verified": True,
        "name": "B",
        "groups": ["jet-readers", "others"],
    },
    "unverified": {"email": "u@office.example", "email_verified": False, "name": "U"},
    "nobody": {"email": "n@elsewhere.example", "email_verified": True, "name": "N"},
}


def settings(issuer: str, **changes: Any) -> IdentityProvider:
    given: dict[str, Any] = {
        "issuer": issuer,
        "client_id": "quiz",
        "client_secret": SECRET,
        "rules": RULES,
        "names": {"en": "the Office", "ja": "事務所"},
    }
    return IdentityProvider(**{**given, **changes})


@contextmanager
def certified_provider(
    callback: str, people: Mapping[str, Mapping[str, object]] = PEOPLE
) -> Iterator[str]:
    """Run the certified provider and yield its issuer."""
    command = [NODE, SERVE, FOLDER, callback, json.dumps(people)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout
            assert running.stderr
            issuer = running.stdout.readline().strip()
            assert issuer, running.stderr.read()
            yield issuer
        finally:
            running.terminate()


def sign_in_there(address: str, login: str, callback: str) -> str:
    """Sign in at the certified provider, as a browser would; return where it sends us back to."""
    browser = requests.Session()
    page = browser.get(address, timeout=10, allow_redirects=False)
    for _ in range(10):
        if page.is_redirect:
            onward = urljoin(page.url, page.headers["Location"])
            if onward.startswith(callback):
                return onward
            page = browser.get(onward, timeout=10, allow_redirects=False)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        assert form, page.text
        sent = {"prompt": "login", "login": login, "password": "any"}
        sent = sent if 'name="login"' in page.text else {"prompt": "consent"}
        page = browser.post(
            urljoin(page.url, form[1]), data=sent, timeout=10, allow_redirects=False
        )
    raise AssertionError(f"no way back from {page.url}")


class OwnProvider:
    """A provider of the tests, whose answers can be changed; `claims` go into the ID token."""

    def __init__(self) -> None:
        self.keys = {"1": RSAKey.generate_key(2048, {"kid": "1"})}
        self.signs_with: Any = self.keys["1"]
        self.header: dict[str, str] = {"alg": "RS256", "kid": "1"}
        self.claims: dict[str, object] = {}
        self.metadata: dict[str, object] = {}
        self.delay: dict[str, float] = {}
        self.token: Callable[[dict[str, object]], str] = self.signed
        self.nonce = ""
        self.sent: dict[str, list[str]] = {}
        self.authorization = ""
        self.asked: list[str] = []
        self.issuer = ""

    def signed(self, claims: dict[str, object]) -> str:
        """Return the claims as a signed token."""
        return str(jwt.encode(self.header, claims, self.signs_with, algorithms=["RS256", "HS256"]))

    def come_back(self, address: str, **changes: str) -> str:
        """Return the path by which a browser that was sent to an address comes back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.nonce = query["nonce"]
        answer = {"code": "a code", "state": query["state"], **changes}
        return CALLBACK + "?" + "&".join(f"{name}={value}" for name, value in answer.items())

    def answer(self, path: str, form: dict[str, list[str]]) -> dict[str, object]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.metadata,
            }
        if path == "/keys":
            return {"keys": [key.as_dict(private=False) for key in self.keys.values()]}
        assert path == "/token"
        self.sent, now = form, int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": "quiz",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "own@office.example",
            "email_verified": True,
            "name": "Own",
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.token(claims)}


@contextmanager
def own_provider() -> Iterator[OwnProvider]:
    """Run a provider of the tests."""
    provider = OwnProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.authorization = self.headers.get("Authorization", "")
            self.respond(parse_qs(body))

        def respond(self, form: dict[str, list[str]]) -> None:
            body = json.dumps(provider.answer(self.path, form)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            pause = provider.delay.get(self.path)
            try:
                for byte in body if pause else ():
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(pause or 0)
                if not pause:
                    self.wfile.write(body)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def other_key() -> RSAKey:
    """Return a key that the provider does not publish, under the name of one that it does."""
    return RSAKey.generate_key(2048, {"kid": "1"})


def unsigned(claims: dict[str, object]) -> str:
    """Return a token with the algorithm none."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()) for part in parts)
    return ".".join((*(each.decode().rstrip("=") for each in encoded), ""))
