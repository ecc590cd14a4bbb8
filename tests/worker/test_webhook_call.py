"""Calls of webhooks: where they may lead, how long they take, and what counts as an answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import webhook_receiver as receivers
from support.webhook_receiver import Behaviour, Receiver, receiver

from quiz.worker.public_address import is_public
from quiz.worker.webhook_call import Answer, WebhookCall
from quiz.worker.webhook_signature import secret_of, signed_headers

PATIENCE = 0.7


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path) as found:
        yield found


def call_of(running: Receiver) -> WebhookCall:
    return WebhookCall(running.place, longest=PATIENCE, context=running.context)


def test_a_body_arrives_as_it_is_with_its_headers_and_the_name_of_the_host(
    running: Receiver,
) -> None:
    answer = call_of(running).post(running.address, b'{"a":1}', {"webhook-id": "msg_1"})
    assert answer == Answer(204)
    [received] = running.received
    assert received.line == "POST /hook?a=b HTTP/1.1"
    assert received.body == b'{"a":1}'
    assert received.headers["host"] == running.place
    assert received.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize(
    ("behaviour", "answer"),
    [
        (receivers.status(200), Answer(200)),
        (receivers.status(500), Answer(500, "status 500")),
        (receivers.status(410), Answer(410, "status 410")),
        (
            receivers.status(302, "Location: https://localhost/elsewhere"),
            Answer(302, "status 302: redirects are not followed"),
        ),
        (receivers.huge, Answer(200)),
        (receivers.stalling, Answer(None, "it did not answer in time")),
        (receivers.dripping, Answer(None, "it did not answer in time")),
        (receivers.continuing, Answer(None, "it did not answer in time")),
        (receivers.closing, Answer(None, "Remote end closed connection without response")),
        (receivers.sending("nonsense\r\n\r\n"), Answer(None, "nonsense")),
    ],
)
def test_only_a_status_from_200_to_299_counts_and_it_must_come_in_time(
    running: Receiver, behaviour: Behaviour, answer: Answer
) -> None:
    running.behaviour = behaviour
    began = time.monotonic()
    assert call_of(running).post(running.address, b"{}", {}) == answer
    assert time.monotonic() - began < PATIENCE + 0.5
    assert len(running.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_called(running: Receiver) -> None:
    call = WebhookCall(running.place, context=ssl.create_default_context())
    answer = call.post(running.address, b"{}", {})
    assert answer.status is None
    assert answer.reason.startswith("its certificate is not valid")
    assert running.received == []


def test_the_certificate_must_be_that_of_the_name(running: Receiver) -> None:
    place = running.place.replace("localhost", "127.0.0.1")
    call = WebhookCall(place, context=running.context)
    answer = call.post(f"https://{place}/", b"{}", {})
    assert answer.reason.startswith("its certificate is not valid: IP address mismatch")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://localhost/", "the address does not begin with https://"),
        ("https://localhost/", "the host is not on the internet"),
        ("https://127.0.0.1/", "the host is not on the internet"),
        ("https://[::1]/", "the host is not on the internet"),
        ("https://0.0.0.0/", "the host is not on the internet"),
        ("https://2130706433/", "the host is not on the internet"),
        ("https://169.254.169.254/latest/meta-data", "the host is not on the internet"),
        ("https://[::ffff:10.0.0.1]/", "the host is not on the internet"),
        ("https://localhost:8443/", "port 8443 is not allowed, only 443"),
        ("https://nowhere.invalid/", "the host has no address"),
    ],
)
def test_what_is_not_on_the_internet_is_not_called(url: str, reason: str) -> None:
    assert WebhookCall(longest=5).post(url, b"{}", {}) == Answer(None, reason)


def test_a_name_that_also_leads_inside_is_not_called_and_is_looked_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def look_up(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        asked.append(host)
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    answer = WebhookCall().post("https://rebinding.example/", b"{}", {})
    assert answer == Answer(None, "the host is not on the internet")
    assert asked == ["rebinding.example"]


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450::1"])
def test_addresses_on_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3"),
        *("169.254.169.254", "0.0.0.0", "255.255.255.255", "224.0.0.1", "239.1.1.1", "240.0.0.1"),  # noqa: S104
        *("192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "ff0e::1"),
        *("::ffff:10.0.0.1", "::ffff:8.8.8.8", "::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1"),
        *("2002:a00:1::1", "2002:808:808::1", "2001::1", "2001:db8::1", "3fff::1", "100::1"),
        *("5f00::1", "fec0::1", "nonsense", ""),
    ],
)
def test_all_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)


def test_signatures_are_those_of_the_specification() -> None:
    """The example of the specification, which its own libraries are tested with."""
    headers = signed_headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_each_secret_signs_and_is_made_of_the_key_and_the_seed() -> None:
    secrets = [secret_of("a key", seed) for seed in ("new", "old")]
    assert len({*secrets, secret_of("another key", "new")}) == 3
    signatures = signed_headers(secrets, "a", 7, b"{}")["webhook-signature"].split()
    for secret, signature in zip(secrets, signatures, strict=True):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        assert len(key) == 32
        expected = hmac.new(key, b"msg_a.7.{}", hashlib.sha256).digest()
        assert base64.b64decode(signature.removeprefix("v1,")) == expected
