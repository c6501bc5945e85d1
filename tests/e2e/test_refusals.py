# SPDX-License-Identifier: GPL-2.0-or-later
"""Refusals: each is one sentence on standard error and an exit code; nothing crashes or hangs."""

import re
import socket
import time
import urllib.parse

import pytest

from lib import faulty, rfb_server
from lib.bare_client import vnc_url
from lib.endings import (API, CREDENTIALS, NETWORK, NO_DISPLAY, OUT_OF_TIME, PASSWORD, PROTOCOL, TLS,
                         USAGE, refused, shot_refused)
from lib.ports import Port
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.sim import INSTANCE, EcsSim
from lib.viewer import Viewer

WRONG_CERTIFICATES = {"unknown": "authority", "self_signed": "authority",
                      "wrong_host": "another host name", "expired": "expired"}
KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAItest", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}


def api_args(port, ca):
    return ["--endpoint", f"https://127.0.0.1:{port}", "--region", "cn-hangzhou", "--ca-file", ca]


def without_request_id(said):
    """Each question has another one."""
    return re.sub(r"RequestId [0-9A-F-]{36}", "", said)


@pytest.fixture
def modes(xvfb):
    """How a refusal is provoked: by `shot` without a display, and by the window's command."""
    def both(directory, code, target, *options, **how):
        said = shot_refused(directory, code, target, *options, **how)
        shown = refused(directory, code, *options, target, display=xvfb, **how)
        assert without_request_id(shown) == without_request_id(said)
        return said
    return both


# TLS identity, on both legs.

@pytest.mark.parametrize("kind", WRONG_CERTIFICATES)
def test_certificate_of_the_console(certs, directory, modes, kind):
    with RawPeer(None, "wss", getattr(certs, kind)) as peer:
        said = modes(directory, TLS, peer.url, "--ca-file", certs.ca, words=WRONG_CERTIFICATES[kind])
        assert f"127.0.0.1:{peer.port}" in said
        assert not peer.connections  # not a byte of ours came through


@pytest.mark.parametrize("kind", WRONG_CERTIFICATES)
def test_certificate_of_the_api(certs, directory, modes, kind):
    with RawPeer(None, "wss", getattr(certs, kind)) as peer:
        said = modes(directory, TLS, INSTANCE, *api_args(peer.port, certs.ca), env=KEYS,
                     words=WRONG_CERTIFICATES[kind])
        assert f"127.0.0.1:{peer.port}" in said
        assert not peer.connections


def test_certificate_of_the_console_behind_a_good_api(directory, modes):
    with EcsSim(directory, "--cert", "wss:wrong-host", "--still") as sim:
        modes(directory, TLS, sim.instance, *sim.args(), env=sim.env(), words="another host name")
        assert len(sim.log(event="issue")) == 2 and not sim.log(event="connect")


def test_certificate_without_our_authority(directory):
    """The stand-in's own CA is unknown unless --ca-file names it."""
    with EcsSim(directory, "--still") as sim:
        args = ["--endpoint", sim.api, "--region", sim.region]
        shot_refused(directory, TLS, sim.instance, *args, env=sim.env(), words="--ca-file")
        shot_refused(directory, TLS, vnc_url(sim), words="--ca-file")


# Credentials and the API.

def test_credentials(directory, modes):
    with EcsSim(directory, "--still") as sim:
        good, args = sim.env(), sim.args()
        key_id, secret = "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
        nowhere = {"ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true", "HOME": "/nowhere"}
        cases = [(nowhere, key_id), ({**nowhere, key_id: good[key_id]}, f"{secret} is missing"),
                 ({**nowhere, secret: good[secret]}, f"{key_id} is missing"),
                 ({**good, secret: "wrong"}, "SignatureDoesNotMatch"),
                 ({**good, key_id: "LTAIwrong"}, "InvalidAccessKeyId.NotFound"),
                 ({**nowhere, **good, key_id: "LTAI\nHost: x"}, f"{key_id} has a space")]
        for env, words in cases:
            said = modes(directory, CREDENTIALS, sim.instance, *args, env=env, words=words)
            assert good[secret] not in said and "wrong" not in said.replace("is wrong", "")


def test_temporary_credentials(directory):
    token = "ALIBABA_CLOUD_SECURITY_TOKEN"
    with EcsSim(directory, "--still", "--security-token", "right-token") as sim:
        shot_refused(directory, CREDENTIALS, sim.instance, *sim.args(), env=sim.env(),
                     words="MissingSecurityToken")
        said = shot_refused(directory, CREDENTIALS, sim.instance, *sim.args(),
                            env={**sim.env(), token: "stale-token"}, words="InvalidSecurityToken")
        assert "stale" not in said


API_CODES = {  # code: exit, how often it is asked
    "InvalidRegionId.NotFound": (API, 1), "InvalidInstanceId.NotFound": (API, 1),
    "IncorrectInstanceStatus": (API, 1), "InternalError": (API, 1),
    "InvalidRegionInstance": (API, 1), "Throttling.User": (API, 1), "ServiceUnavailable": (API, 1),
    "Brand.NewCode": (API, 1), "SignatureNonceUsed": (CREDENTIALS, 2),
    "InvalidTimeStamp.Expired": (CREDENTIALS, 2), "Forbidden.RAM": (CREDENTIALS, 1),
    "InvalidAccessKeyId.Inactive": (CREDENTIALS, 1), "IncompleteSignature": (CREDENTIALS, 1)}


def test_codes_of_the_api(directory):
    fails = [part for code, (_, times) in API_CODES.items()
             for part in ("--fail", f"DescribeInstanceVncUrl/{code}:{times}")]
    with EcsSim(directory, "--still", *fails) as sim:
        def urls():
            return sim.log(event="api", action="DescribeInstanceVncUrl")

        for code, (exit_code, times) in API_CODES.items():
            asked = len(urls())
            # A warning about the clock is for the log, not for the sentence.
            quiet = ["--log-level", "error"] if times == 2 else []
            shot_refused(directory, exit_code, sim.instance, *sim.args(), *quiet, env=sim.env(),
                         words=f"({code})")
            assert len(urls()) - asked == times, code
        assert not sim.log(event="issue")


def test_code_of_the_api_in_the_window(directory, modes):
    with EcsSim(directory, "--still", "--fail", "InvalidInstanceId.NotFound") as sim:
        modes(directory, API, sim.instance, *sim.args(), env=sim.env(),
              words="InvalidInstanceId.NotFound")


SPOILED = {"@empty": (API, NETWORK), "@truncated": (API, NETWORK), "@html": (API, NETWORK),
           "@ok-code": (API,), "@no-url": (API,), "@null-url": (API,), "@bad-url": (API,),
           "@reset": (NETWORK,), "@huge": (API, NETWORK)}


def test_spoiled_answers_of_the_api(directory):
    fails = [part for code in SPOILED for part in ("--fail", f"{code}:1")]
    with EcsSim(directory, "--still", *fails) as sim:
        for code, codes in SPOILED.items():
            print(code, shot_refused(directory, codes, sim.instance, *sim.args(), env=sim.env()))
        assert len(sim.log(event="api")) == len(SPOILED)


def test_instances_that_have_no_console(directory):
    stopped, far = "i-stopped0000000000001", "i-far000000000000000001"
    with EcsSim(directory, "--still", "--instance", f"{stopped}:Stopped", "--instance",
                f"{far}:Running:cn-beijing") as sim:
        for instance, word in ((stopped, "IncorrectInstanceStatus"),
                               ("i-nosuch000000000000001", "InvalidInstanceId.NotFound"),
                               (far, "Invalid")):
            shot_refused(directory, API, instance, *sim.args(), env=sim.env(), words=word)


def test_url_that_has_expired(directory, modes):
    with EcsSim(directory, "--still", "--url-ttl", "1s") as sim:
        url = vnc_url(sim)
        time.sleep(1.5)
        said = modes(directory, NETWORK, "-", "--ca-file", sim.ca, stdin=url.encode() + b"\n",
                     words=("HTTP 403", "expired"))
        assert url.partition("?")[2] not in said
        assert {e["verdict"] for e in sim.log(event="connect")} == {"token expired"}


# Plain text.

# Every machine reaches itself there, and nothing in the name says so.
ELSEWHERE = "0.0.0.0"


def elsewhere(peer):
    return peer.url.replace("127.0.0.1", ELSEWHERE)


def test_plain_ws_leaves_the_machine_when_it_is_allowed(directory):
    with RawPeer(faulty.healthy, "ws") as peer:
        for target in (elsewhere(peer), urllib.parse.quote(elsewhere(peer), safe="")):
            said = shot_refused(directory, USAGE, target, words="--allow-plain-ws")
            assert "abc%2Bd" not in said and "without encryption" in said
        assert not peer.connections
        with Viewer(directory, "shot", "--allow-plain-ws", elsewhere(peer),
                    directory / "a.png") as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
        assert peer.connections[0].request.headers["host"] == f"{ELSEWHERE}:{peer.port}"


def test_plain_ws_of_a_link_is_asked_for_as_well(directory):
    """Where nothing is known before it is read."""
    with RawPeer(faulty.healthy, "ws") as peer:
        link = ("https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html?vncUrl="
                + urllib.parse.quote(elsewhere(peer), safe=""))
        shot_refused(directory, USAGE, "-", stdin=link.encode(), words="--allow-plain-ws")
        assert not peer.connections
        with Viewer(directory, "shot", "--allow-plain-ws", "-", directory / "a.png",
                    stdin=link.encode()) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()


# The network.

def test_nothing_listens(certs, directory, modes):
    with Port() as port:
        where = f"127.0.0.1:{port}"
        for target in (f"vnc://{where}", f"ws://{where}/", f"wss://{where}/?s=a"):
            modes(directory, NETWORK, target, words=where)
        modes(directory, NETWORK, INSTANCE, *api_args(port, certs.ca), env=KEYS, words=where)


def test_name_that_does_not_resolve(directory, modes):
    name = "console.does-not-exist.invalid"
    for target in (f"wss://{name}/?s=a", f"vnc://{name}"):
        options = ["--log-level", "error"]  # vnc:// to elsewhere warns
        modes(directory, NETWORK, target, *options, words=(name, "does not resolve"))
    modes(directory, NETWORK, INSTANCE, "--endpoint", name, "--region", "cn-hangzhou", env=KEYS,
          words=(name, "does not resolve"))


@pytest.mark.parametrize("silent", ["tcp", "tls", "upgrade", "rfb", "picture"])
def test_server_that_says_nothing(certs, directory, xvfb, silent):
    def script(connection):
        if silent == "picture":
            connection.handshake()
        connection.hold()

    options = ["--timeout", "1500ms", "--ca-file", certs.ca]
    if silent in ("rfb", "picture"):
        with RawPeer(script, "ws") as peer:
            run_out_of_time(directory, xvfb, peer.url, options)
        return
    scheme = {"tcp": "vnc", "tls": "wss", "upgrade": "ws"}[silent]
    with socket.create_server(("127.0.0.1", 0)) as listener:  # the kernel accepts, nobody answers
        target = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        run_out_of_time(directory, xvfb, target, options)


def test_api_that_says_nothing(directory, xvfb):
    with EcsSim(directory, "--still", "--fail", "@hang") as sim:
        run_out_of_time(directory, xvfb, sim.instance, ["--timeout", "1500ms", *sim.args()],
                        env=sim.env())


def run_out_of_time(directory, xvfb, target, options, **how):
    said = shot_refused(directory, OUT_OF_TIME, target, *options, words="in time", **how)
    print(said, refused(directory, OUT_OF_TIME, *options, target, words="in time", display=xvfb,
                        **how))


# The display, and the order of the checks.

def test_no_display(directory):
    for env in ({}, {"DISPLAY": ":4321"}, {"WAYLAND_DISPLAY": "nobody"},
                # libwayland has words of its own for these.
                {"XDG_RUNTIME_DIR": None}, {"XDG_RUNTIME_DIR": "relative"},
                {"XDG_RUNTIME_DIR": None, "WAYLAND_DISPLAY": "wayland-0"},
                {"XDG_RUNTIME_DIR": None, "WAYLAND_DISPLAY": "/nowhere"},
                {"XDG_RUNTIME_DIR": "/" + "x" * 100}, {"WAYLAND_DISPLAY": "/" + "x" * 120}):
        refused(directory, NO_DISPLAY, "vnc://127.0.0.1:1", env=env)
        # Before credentials and the network, behind usage.
        refused(directory, NO_DISPLAY, "--region", "cn-hangzhou", INSTANCE, env=env)
        refused(directory, USAGE, "--no-such-option", INSTANCE, env=env)


# Usage.

WRONG_WORDS = [
    [], ["1machine"], ["i-"], ["i-with space"], ["i-" + "a" * 80], ["http://x/"],
    ["https://g.alicdn.com/index.html?vncUrl=x"], ["vnc://"], ["vnc://h:0"], ["vnc://h:65536"],
    ["vnc://h/path"], ["wss://"], ["wss://h:x/"], ["wss%3A%2F%2Fh%2"], ["wss://h/#fragment"],
    ["ws://far.example/"], ["--no-such-option", "vnc://h"], ["-x", "vnc://h"],
    ["vnc://h", "-"], ["shot"], ["shot", "vnc://h"], ["shot", "vnc://h", "a.png", "b.png"],
    ["shot", "--fullscreen", "vnc://h", "a.png"], ["--timeout", "0", "vnc://h"],
    ["--timeout", "-1s", "vnc://h"], ["--timeout", "5", "vnc://h"], ["--timeout", "1h", "vnc://h"],
    ["--timeout", "99999999999999999999s", "vnc://h"], ["--timeout"], ["--timeout=", "vnc://h"],
    ["--window-size", "0x0", "vnc://h"], ["--window-size", "12", "vnc://h"],
    ["--window-size", "800x600x2", "vnc://h"], ["--window-size", "99999x600", "vnc://h"],
    ["--scale", "2", "vnc://h"], ["--os", "mac", "vnc://h"], ["--hotkeys", "f", "vnc://h"],
    ["--hotkeys", "fullscreen=f11", "vnc://h"], ["--log-level", "loud", "vnc://h"],
    ["--log-format", "xml", "vnc://h"], ["--fullscreen=yes", "vnc://h"],
    ["--endpoint", "http://far.example", "vnc://h"], ["--region", "../x", "vnc://h"],
    ["--kiosk", "--fullscreen=no", "vnc://h"], ["list", "i-1"], ["url"], ["doctors", "vnc://h"],
    ["--signature", "v2", "i-1"], ["--page", "i-1"],
]


@pytest.mark.parametrize("args", WRONG_WORDS, ids=lambda args: " ".join(args)[:40] or "nothing")
def test_usage(directory, args):
    said = refused(directory, USAGE, *args)
    assert said.endswith("see ecsview --help")


def test_files_that_cannot_be_read(directory, modes):
    with Port() as port:
        target = f"wss://127.0.0.1:{port}/"
        (directory / "empty").touch(0o600)
        (directory / "junk.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n"
                                            "-----END CERTIFICATE-----\n")
        for name in ("absent", "empty", "junk.pem"):
            modes(directory, USAGE, target, "--ca-file", directory / name, words="--ca-file")
        for name in ("absent", "empty"):
            modes(directory, USAGE, target, "--password-file", directory / name,
                  words="--password-file")
        assert "TARGET" in shot_refused(directory, USAGE, "-", stdin=b"\n")
        assert "TARGET" in shot_refused(directory, USAGE, "-", stdin=b"non?sense\n")
        shot_refused(directory, USAGE, "-", stdin=b"w" * 70000)


def test_picture_that_cannot_be_written(directory):
    def script(connection):
        connection.still((64, 64), rfb_server.raw_rect(0, 0, 64, 64, 0x123456))

    with RawPeer(script) as peer:
        said = refused(directory, USAGE, "shot", peer.url, directory / "absent" / "a.png")
        assert "could not be written" in said


# The password.

def test_password_is_refused_or_missing(directory, modes):
    def script(connection):
        connection.handshake(password="right1")

    right, wrong = directory / "right", directory / "wrong"
    right.write_text("right1\n")
    wrong.write_text("wrong1\n")
    wrong.chmod(0o600)
    with RawPeer(script) as peer:
        modes(directory, PASSWORD, peer.url, "--password-file", wrong, words="refused")
        modes(directory, PASSWORD, peer.url, env={"ECSVIEW_VNC_PASSWORD": "wrong1"},
              words="refused")
        shot_refused(directory, PASSWORD, peer.url, words="--password-file")
        credentials = directory / "systemd"
        credentials.mkdir()
        (credentials / "vnc-password").write_text("wrong1")
        shot_refused(directory, PASSWORD, peer.url, env={"CREDENTIALS_DIRECTORY": credentials})
        assert all(m.fields for c in peer.connections for m in c.received("security-type"))


def test_password_of_a_vnc_address(directory):
    """RFC 7869's parameter; --password-file is meant, whatever the address brings."""
    def script(connection):
        if connection.handshake(64, 64, password="right1"):
            connection.wait("fbur")
            connection.update(rfb_server.raw_rect(0, 0, 64, 64, 0x123456))
            connection.hold()

    wrong = directory / "wrong"
    wrong.write_text("wrong1\n")
    wrong.chmod(0o600)
    with RawPeer(script) as peer:
        address = peer.url + "/?ConnectionName=a%20b&VncPassword="
        with Viewer(directory, "shot", "--log-level", "debug", address + "r%69ght1",
                    directory / "a.png", env={"ECSVIEW_VNC_PASSWORD": "wrong1"}) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
            assert "right1" not in viewer.stderr()
        shot_refused(directory, PASSWORD, address + "wrong1", words="refused")
        shot_refused(directory, PASSWORD, address + "right1", "--password-file", wrong)
        shot_refused(directory, USAGE, peer.url + "/?SshHost=geheim", words="SSH")


def test_password_refused_by_qemu(guest_image, directory):
    with Qemu(guest_image, directory, password="right1") as machine:
        target = f"vnc://127.0.0.1:{machine.port}"
        shot_refused(directory, PASSWORD, target, env={"ECSVIEW_VNC_PASSWORD": "wrong1"})
        shot_refused(directory, PASSWORD, target)
