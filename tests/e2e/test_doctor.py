# SPDX-License-Identifier: GPL-2.0-or-later
"""`ecsview doctor`: of a set-up that is broken in one way the right line fails and says what mends it."""

import contextlib
import os
import re
import signal
import urllib.parse

import pytest

from lib import faulty
from lib.bare_client import vnc_url
from lib.http_proxy import HttpProxy
from lib.rawpeer import RawPeer
from lib.setups import ALL, CASES, KEY_ID, NO_METADATA, SECRET, TOKEN, Setup
from lib.sim import INSTANCE
from lib.viewer import Viewer


# A sanitizer's runtime needs what the sandbox forbids, so there is none then, and doctor says so.
UNCONFINED = {"sandbox"} if os.environ.get("ECSVIEW_SANITIZE") else set()


@pytest.fixture
def setup_of(directory, certs, xvfb):
    with contextlib.ExitStack() as stack:
        yield lambda *options: Setup(directory, certs, stack, xvfb, options)


@pytest.mark.parametrize("name", CASES)
def test_the_right_line_fails(setup_of, name):
    case = CASES[name]
    setup = setup_of(*case.sim)
    case.change(setup)
    code, checks = setup.checks()
    found = {verdict: [name for name, check in checks.items() if check["verdict"] == verdict]
             for verdict in ("fail", "warn")}
    assert (found["fail"], code) == ([case.fails] if case.fails else [], case.code), checks
    found["warn"] = [name for name in found["warn"] if name in case.warns or name not in UNCONFINED]
    assert found["warn"] == list(case.warns), checks
    for told in (*found["fail"], *found["warn"]):
        for word in case.words:
            assert word in checks[told]["mend"] + checks[told]["seen"], checks[told]
        assert checks[told]["mend"], checks[told]
    # What stands before it is well, and nothing behind it was guessed.
    assert [name for name in ALL if name in checks] == list(checks)
    assert {"ecsview", "sandbox", "display"} <= set(checks)


def test_there_are_many():
    assert len(CASES) > 30


def test_all_is_well(setup_of):
    setup = setup_of()
    code, said, logged = setup.run()
    assert (code, logged) == (0, "")
    lines = said.split("\n")[:-1]
    if UNCONFINED:
        lines = [line for line in lines if line[6:21].strip()]  # without its mend
    assert [line[6:21].rstrip() for line in lines] == ALL
    assert all(line[21:23] == "  " for line in lines), said
    told = {line[6:21].rstrip(): line[23:] for line in lines}
    assert {name for name, line in zip(told, lines) if not line.startswith("ok    ")} == UNCONFINED, said
    assert told["identity"].startswith("acs:ram::1000000000000000:user/kiosk")
    assert re.match(r"machine-0001 \(i-\w+\) is Running in cn-hangzhou, linux", told["instance"])
    assert re.match(r"\d+x\d+ after \d+ ms: .*picture \d+ ms", told["picture"])
    assert "TLSv1.3" in told["API TLS"] and "until 2" in told["console TLS"]
    assert told["display"].startswith("x11, 1600x1000")
    assert "mbedTLS" in told["ecsview"] and "Linux" in told["ecsview"]


def test_without_an_instance(setup_of):
    setup = setup_of()
    setup.target = None
    code, checks = setup.checks()
    assert code == 0 and list(checks) == [name for name in ALL[:11]] + ["sandbox", "display"]
    assert "1 instances in cn-hangzhou" in checks["right instances"]["seen"]


def test_other_targets_ask_no_api(setup_of):
    setup = setup_of()
    told = {}
    with RawPeer(faulty.healthy) as peer:
        for target in (vnc_url(setup.sim), peer.url):
            setup.target = target
            code, checks = setup.checks()
            assert code == 0, checks
            told[target[:3]] = list(checks)
    console = [name for name in ALL if name.startswith("console")]
    rest = ["picture", "sandbox", "display"]
    assert told["wss"] == ["ecsview", *console, *rest]
    assert told["vnc"] == ["ecsview", "console name", "console route", *rest]


def test_an_instance_is_found_without_a_region(setup_of):
    setup = setup_of("--instance", f"{INSTANCE}:Running:eu-central-1")
    setup.region = None
    code, checks = setup.checks()
    assert code == 0 and "eu-central-1" in checks["instance"]["seen"]


def test_the_way_leads_through_the_proxy(setup_of):
    setup = setup_of()
    proxy = setup.also(HttpProxy(login="canary:cage"))
    setup.options = ["--proxy", proxy.url("canary:cage")]
    code, checks = setup.checks()
    assert code == 0 and len(proxy.asked) > 5
    assert checks["API proxy"]["seen"] == f"http://127.0.0.1:{proxy.port}, with a login"
    assert checks["console proxy"]["seen"] == checks["API proxy"]["seen"]


# It can be pasted into a ticket.

CANARIES = ["canary-secret", "canary-token", "canary-password", "canary-login", "canary-ticket",
            "canary-vnc"]


@pytest.mark.parametrize("broken_by", ["nothing", "secret", "proxy", "ticket", "console"])
@pytest.mark.parametrize("form", [[], ["--json"], ["--log-level", "debug"]],
                         ids=["text", "json", "debug"])
def test_no_secret_is_told(setup_of, form, broken_by):
    setup = setup_of("--security-token", "canary-token", "--key", "LTAIcanary:canary-secret")
    setup.env = {**NO_METADATA, **setup.sim.env(), TOKEN: "canary-token"}
    proxy = setup.also(HttpProxy(login="canary-login:canary-password"))
    setup.options = ["--proxy", proxy.url("canary-login:canary-password")]
    setup.env["ECSVIEW_VNC_PASSWORD"] = "canary-vnc"
    if broken_by == "secret":
        setup.env.update({KEY_ID: "LTAIcanary", SECRET: "canary-secreT"})
    if broken_by == "proxy":
        proxy.login = "another:login"
    if broken_by == "ticket":
        setup.target = f"{setup.sim.wss}/websockify/?s=canary-ticket"
    if broken_by == "console":
        setup.target = setup.also(RawPeer(faulty.healthy)).url + "?VncPassword=canary-p"
    code, *said = setup.run(*form)
    assert (code == 0) == (broken_by in ("nothing", "console")), said
    for canary in CANARIES:
        assert canary.lower() not in "".join(said).lower(), said
    tickets = [urllib.parse.urlsplit(entry["url"]).query[2:] for entry in setup.sim.log(event="issue")]
    assert len(tickets) == (2 if broken_by == "nothing" else 0)
    assert not any(ticket[:12] in part for ticket in tickets for part in said)


# A person who has waited long enough.

def test_a_signal_ends_it(setup_of):
    setup = setup_of("--fail", "GetCallerIdentity/@hang")
    with Viewer(setup.directory, *setup.arguments(), env=setup.env) as viewer:
        setup.sim.wait_log(event="api", action="GetCallerIdentity")
        viewer.signal(signal.SIGINT)
        assert viewer.wait_exit(10) == 128 + signal.SIGINT
        assert "API TLS" in viewer.stdout() and viewer.stderr() == ""
