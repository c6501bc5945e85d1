# SPDX-License-Identifier: GPL-2.0-or-later
"""The matrix of TLS, the same on both legs: the API by libcurl, the console by libwebsockets.

A server that is refused never gets a byte of the request: it holds the signature, or the ticket.
"""

import ssl

import pytest
from cryptography.hazmat.primitives import hashes

from lib import faulty
from lib.certs import DAY, Certs
from lib.consoles import take_shot
from lib.endings import API, NETWORK, TLS, USAGE, shot_refused
from lib.names import knowing
from lib.rawpeer import RawPeer
from lib.sim import INSTANCE
from lib.tls_cases import HOST, Issuer, Listener, Renegotiating, answering, broken_off, context, greeting

KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAItest", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
BODY = b'{"Code":"InvalidInstanceId.NotFound","Message":"no"}'
ANSWER = (b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
          b"Connection: close\r\n\r\n%b" % (len(BODY), BODY))
V = ssl.TLSVersion
legs = pytest.mark.parametrize("leg", ["api", "console"])


def stranger(directory):
    return Issuer("stranger CA").server(directory)


# What mbedTLS and we say of a chain; the issuer is given, and trusted.
REFUSED = {
    "wrong host": ("another host name", lambda i, d: i.server(d, ["other.test"])),
    "expired": ("has expired", lambda i, d: i.server(d, ends=-DAY)),
    "not yet valid": ("not valid yet", lambda i, d: i.server(d, begins=DAY)),
    "unknown authority": ("authority", lambda i, d: stranger(d)),
    "weak key": ("too weak", lambda i, d: i.server(d, key=1024)),
    "sha1": ("too weak", lambda i, d: i.server(d, digest=hashes.SHA1())),
    "name in CN only": ("common name only", lambda i, d: i.server(d, [], common_name=HOST)),
    "wildcard of another domain": ("another host name", lambda i, d: i.server(d, ["*.other.test"])),
    "wildcard of two levels": ("another host name", lambda i, d: i.server(d, ["*.console.test"])),
    "bare wildcard": ("another host name", lambda i, d: i.server(d, ["*"])),
    "part of a label": ("another host name", lambda i, d: i.server(d, ["con*.test"])),
    "wildcard inside": ("another host name", lambda i, d: i.server(d, ["console.*"])),
    "beyond what is permitted": (
        "may not vouch", lambda i, d: Issuer("sub", i, permitted=["other.test"]).server(d)),
    "the same, not critical": ("may not vouch", lambda i, d: Issuer(
        "sub", i, permitted=["other.test"], critical=False).server(d)),
    "excluded": ("may not vouch", lambda i, d: Issuer("sub", i, excluded=["test"]).server(d)),
    "excluded further up": ("may not vouch", lambda i, d: Issuer(
        "leaf CA", Issuer("sub", i, excluded=[HOST])).server(d)),
    "wildcard over what is excluded": ("may not vouch", lambda i, d: Issuer(
        "sub", i, excluded=[HOST]).server(d, ["*.test"])),
    "address beyond": ("may not vouch", lambda i, d: Issuer(
        "sub", i, permitted=["10.0.0.0/8"]).server(d, [HOST, "127.0.0.1"])),
    # CVE-2026-49300: a path length, and not a word about being an authority.
    "an authority by a number": ("may not vouch", lambda i, d: Issuer(
        "sub", i, basic=bytes.fromhex("3003020101")).server(d)),
    "an address that is excluded": ("may not vouch", lambda i, d: Issuer(
        "sub", i, excluded=["127.0.0.0/8"]).server(d, [HOST, "127.0.0.1"])),
}
ACCEPTED = {
    "a name": lambda i, d: i.server(d),
    "a wildcard": lambda i, d: i.server(d, ["*.test"]),
    "RSA 2048": lambda i, d: i.server(d, key=2048),
    "constraints that it keeps": lambda i, d: Issuer(
        "sub", i, permitted=["test"], excluded=["other.test"]).server(d),
    "constraints on addresses": lambda i, d: Issuer(
        "sub", i, permitted=["127.0.0.0/8"]).server(d, [HOST, "127.0.0.1"]),
}


def ask(leg, directory, listener, code, issuer, host=HOST, words=(), options=()):
    """The sentence of a leg that is led to that listener."""
    file = directory / "ca.pem"
    file.write_bytes(issuer.pem())
    where = f"[{host}]:{listener.port}" if ":" in host else f"{host}:{listener.port}"
    how = {} if host != HOST else {"program": knowing(directory, console_test=["127.0.0.1"])}
    target = [f"wss://{where}/?s=abc"] if leg == "console" else \
        [INSTANCE, "--endpoint", f"https://{where}", "--region", "cn-hangzhou"]
    return shot_refused(directory, code, *target, "--ca-file", file, *options, words=words,
                        env=KEYS, **how)


def accepted(leg):
    """How it ends with a server that is believed and says no."""
    return API if leg == "api" else NETWORK, "no" if leg == "api" else "HTTP 404"


@legs
@pytest.mark.parametrize("case", REFUSED)
def test_refused(directory, leg, case):
    words, chain = REFUSED[case]
    issuer = Issuer()
    with Listener(answering(context(chain(issuer, directory)), ANSWER)) as listener:
        ask(leg, directory, listener, TLS, issuer, words=[HOST, words])
        assert not listener.requests


@legs
@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(directory, leg, case):
    issuer = Issuer()
    with Listener(answering(context(ACCEPTED[case](issuer, directory)), ANSWER)) as listener:
        code, words = accepted(leg)
        ask(leg, directory, listener, code, issuer, words=words)
        assert listener.requests


@legs
def test_an_authority_with_constraints_is_trusted_by_name(directory, leg):
    issuer = Issuer(permitted=["other.test"])
    with Listener(answering(context(issuer.server(directory)), ANSWER)) as listener:
        ask(leg, directory, listener, TLS, issuer, words="may not vouch")


@legs
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_addresses(directory, leg, host):
    issuer, (code, words) = Issuer(), accepted(leg)
    right, wrong = (context(issuer.server(directory, [name])) for name in (host, "127.0.0.9"))
    with Listener(answering(right, ANSWER), host) as listener:
        ask(leg, directory, listener, code, issuer, host, words=words)
    with Listener(answering(wrong, ANSWER), host) as listener:
        ask(leg, directory, listener, TLS, issuer, host, words="another host name")
        assert not listener.requests


@legs
@pytest.mark.parametrize("version", [V.TLSv1, V.TLSv1_1, V.TLSv1_2, V.TLSv1_3],
                         ids=["1.0", "1.1", "1.2", "1.3"])
def test_versions(directory, leg, version):
    issuer = Issuer()
    server = context(issuer.server(directory), version, version)
    old = version < V.TLSv1_2
    code, words = (NETWORK, "TLS 1.2 or 1.3") if old else accepted(leg)
    with Listener(answering(server, ANSWER)) as listener:
        ask(leg, directory, listener, code, issuer, words=words)
        assert bool(listener.requests) is not old


@legs
@pytest.mark.parametrize("suite", [0x1301, 0xC02F], ids=["of 1.3", "of 1.2"])
def test_a_server_of_1_2_that_says_1_3(directory, leg, suite):
    """CVE-2026-115490: 0x0304 in the old field, which no server of TLS 1.3 has there. An alert is the answer."""
    fatal, protocol_version = 2, 70
    with Listener(greeting(0x0304, suite)) as listener:
        ask(leg, directory, listener, NETWORK, Issuer(), words="TLS 1.2 or 1.3")
        assert {bytes(said) for said in listener.requests} == {bytes([21, 3, 3, 0, 2, fatal, protocol_version])}


@legs
@pytest.mark.parametrize("size", [0, 40, 400])
def test_a_handshake_that_is_cut_short(directory, leg, size):
    issuer = Issuer()
    with Listener(broken_off(context(issuer.server(directory)), size)) as listener:
        ask(leg, directory, listener, NETWORK, issuer, words=HOST)


@pytest.mark.parametrize("leg, answer", [
    ("api", b""), ("api", ANSWER[:30]), ("api", ANSWER[:-5]), ("console", b""),
    ("console", ANSWER[:30])])
def test_a_stream_that_is_cut_short(directory, leg, answer):
    """Half of an answer is none, however TCP ends. (Of a refusal the console reads the status.)"""
    issuer = Issuer()
    with Listener(answering(context(issuer.server(directory)), answer)) as listener:
        ask(leg, directory, listener, NETWORK, issuer, words=HOST, options=["--timeout", "20s"])


@legs
def test_a_second_handshake_is_not_made(directory, leg):
    """OpenSSL's server asks for one once the request is there."""
    issuer = Issuer()
    with Renegotiating(issuer.server(directory)) as listener:
        ask(leg, directory, listener, NETWORK, issuer, words=HOST)
        assert listener.asked and listener.hellos() == 1


# --- the key of --pin ------------------------------------------------------------------------------

def test_the_pinned_key(directory, certs):
    with RawPeer(faulty.healthy, "wss", certs.right) as peer:
        for pins in (Certs.pin(certs.right), f"{Certs.pin(certs.rsa)};{Certs.pin(certs.right)}"):
            take_shot(directory, peer.url, "--ca-file", certs.ca, "--pin", pins)


def test_another_key(directory, certs):
    with RawPeer(faulty.healthy, "wss", certs.rsa) as peer:
        shot_refused(directory, TLS, peer.url, "--ca-file", certs.ca, "--pin",
                     Certs.pin(certs.right), words=f"The key of 127.0.0.1:{peer.port} is not the one")
        assert not peer.connections


def test_the_right_key_does_not_make_a_certificate_valid(directory, certs):
    with RawPeer(faulty.healthy, "wss", certs.unknown) as peer:
        shot_refused(directory, TLS, peer.url, "--ca-file", certs.ca, "--pin",
                     Certs.pin(certs.unknown), words="authority")
        assert not peer.connections


def test_a_pin_needs_tls(directory, certs):
    pin = Certs.pin(certs.right)
    for target in ("vnc://127.0.0.1:1", "ws://127.0.0.1:1/"):
        shot_refused(directory, USAGE, target, "--pin", pin, words="without TLS")
    for wrong in ("sha256//", pin[:-1], pin + ";", pin.replace("sha256", "sha1"), pin[:-4] + "===="):
        shot_refused(directory, USAGE, "wss://127.0.0.1:1/", "--pin", wrong, words="--pin is sha256//")
