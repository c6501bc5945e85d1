# SPDX-License-Identifier: GPL-2.0-or-later
"""The account's side: where an instance is, what it is, both signatures, both forms, the commands."""

import json
import signal
import urllib.parse

import pytest

from lib.bare_client import vnc_url
from lib.commands import asks, encoded, run, shot
from lib.consoles import wait_shown
from lib.endings import (API, CREDENTIALS, NETWORK, OUT_OF_TIME, USAGE, refused,
                         shot_refused)
from lib.process import wait_until
from lib.sim import INSTANCE, EcsSim
from lib.viewer import TESTING, Viewer

PAGE = "https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html?"
NAMES = ("wëb 网站", "evil\x1b[31m\x07name")
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"


# Signatures and forms.

@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("token", ["", "CAIS+/token==&x"])
@pytest.mark.parametrize("scheme", ["v3", "v1"])
def test_each_signature_in_each_form(directory, scheme, token, form):
    with EcsSim(directory, "--still", "--format", form,
                *(["--security-token", token] if token else [])) as sim:
        env = {**sim.env(), **({TOKEN: token} if token else {})}
        shot(directory, sim.instance, *sim.args(), "--signature", scheme, env=env)
        entry, = sim.log(event="api")
        assert (entry["scheme"], entry["verdict"]) == (scheme, "ok")
        # A token is too long and too secret for a URL.
        assert entry["method"] == ("GET" if scheme == "v1" and not token else "POST")
        wrong = {**env, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "wrong"}
        shot_refused(directory, CREDENTIALS, sim.instance, *sim.args(), "--signature", scheme,
                     env=wrong, words="SignatureDoesNotMatch")


@pytest.mark.parametrize("scheme", ["v3", "v1"])
def test_a_clock_that_is_wrong_is_followed_once(directory, scheme):
    with EcsSim(directory, "--still", "--clock-offset", "7200") as sim:
        shot(directory, sim.instance, *sim.args(), "--signature", scheme, env=sim.env())
        assert [e["verdict"] for e in sim.log(event="api")] == ["InvalidTimeStamp.Expired", "ok"]


DOCUMENTED = {"InvalidRegionId.NotFound": API, "InvalidInstanceId.NotFound": API,
              "IncorrectInstanceStatus": API, "InternalError": API, "InvalidRegionInstance": API,
              "Forbidden.RAM": CREDENTIALS, "Throttling": API}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_error_is_the_same_in_both_forms(directory, form):
    fails = [part for code in DOCUMENTED for part in ("--fail", f"DescribeInstanceVncUrl/{code}:1")]
    with EcsSim(directory, "--still", "--format", form, *fails) as sim:
        for code, exit_code in DOCUMENTED.items():
            said = shot_refused(directory, exit_code, sim.instance, *sim.args(), env=sim.env(),
                                words=f"({code})")
            if code == "Forbidden.RAM":
                assert "ecs:DescribeInstanceVncUrl" in said
        assert len(asks(sim, "DescribeInstanceVncUrl")) == len(DOCUMENTED)


SPOILED = {"@no-url": (API, "no VncUrl"), "@null-url": (API, "VncUrl"),
           "@empty-url": (API, "empty VncUrl"), "@number-url": (API, "not text"),
           "@bad-url": (API, "does not begin with"), "@http-url": (API, "does not begin with"),
           "@ok-code": (API, "InternalError"), "@empty": (NETWORK, "empty"),
           "@truncated": (NETWORK, "neither JSON nor XML"), "@html": (NETWORK, "HTTP 502"),
           "@redirect": (NETWORK, "leads elsewhere")}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_answer_that_is_none(directory, form):
    fails = [part for code in SPOILED for part in ("--fail", f"{code}:1")]
    with EcsSim(directory, "--still", "--format", form, *fails) as sim:
        for code, (exit_code, words) in SPOILED.items():
            if form == "xml" and code == "@null-url":
                words = "empty VncUrl"
            shot_refused(directory, exit_code, sim.instance, *sim.args(), env=sim.env(),
                         words=words)
        assert len(sim.log(event="api")) == len(SPOILED)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("fault", ["InternalError", "Brand.NewCode", "Forbidden.RAM", "@no-url",
                                   "@html", "@ok-code"])
def test_the_request_id_is_in_the_sentence_and_in_the_log(directory, fault, form):
    with EcsSim(directory, "--still", "--format", form, "--fail", fault) as sim:
        said = shot_refused(directory, (API, CREDENTIALS, NETWORK), sim.instance, *sim.args(),
                            env=sim.env())
        assert said.endswith(f" RequestId {asks(sim, 'DescribeInstanceVncUrl')[-1]['request_id']}.")
        with Viewer(directory, "url", sim.instance, *sim.args(), "--log-level", "info",
                    env=sim.env()) as viewer:
            assert viewer.wait_exit() != 0
            asked = asks(sim, "DescribeInstanceVncUrl")[-1]["request_id"]
            assert f"request_id={asked}" in viewer.stderr()


def test_the_request_id_of_an_answer_is_in_the_log(directory):
    with EcsSim(directory, "--still") as sim:
        with Viewer(directory, "url", sim.instance, *sim.args(), "--log-level", "debug",
                    env=sim.env()) as viewer:
            assert viewer.wait_exit() == 0
            asked, = asks(sim, "DescribeInstanceVncUrl")
            assert f"request_id={asked['request_id']}" in viewer.stderr()


# The URL's age. The answer comes 11 s late; the URL is as old as the question.

@pytest.mark.parametrize("command, late", [("url --page", "DescribeInstances"),
                                           ("url --page", "DescribeInstanceVncUrl"),
                                           ("url", "DescribeInstanceVncUrl"),
                                           ("shot", "DescribeInstanceVncUrl")])
def test_a_url_that_is_old_is_not_handed_on(directory, command, late):
    with EcsSim(directory, "--still", "--fail", f"{late}/@late:1") as sim:
        picture = [directory / "a.png"] if command == "shot" else []
        text = run(directory, *command.split(), INSTANCE, *picture, *sim.args(), "--timeout", "50s",
                   env=sim.env())
        first, second = (entry["url"] for entry in sim.log(event="issue"))
        assert encoded(first, 1) not in text and first not in text
        if command == "shot":
            assert {e["verdict"] for e in sim.log(event="connect")} == {"ok"}
        else:
            assert (encoded(second, 1) if "--page" in command else second) in text


def test_the_time_that_the_answer_took_counts_for_the_connection(directory):
    """A URL lives 0.5 s here, and the API's answer is on the way for as long as that."""
    env = {"ECSVIEW_TEST_SCALE": "20", "ECSVIEW_TEST_HASTE": "20"}
    with EcsSim(directory, "--still", "--delay", "250") as sim:
        with Viewer(directory, "shot", sim.instance, directory / "a.png", *sim.args(), "--timeout",
                    "6s", "--log-level", "info", env={**sim.env(), **env}, program=TESTING) as viewer:
            assert viewer.wait_exit() == OUT_OF_TIME
            assert "was too old before" in viewer.stderr() and not sim.log(event="connect")


def test_an_api_that_is_always_late(directory):
    with EcsSim(directory, "--fail", "DescribeInstanceVncUrl/@late") as sim:
        refused(directory, OUT_OF_TIME, "url", INSTANCE, *sim.args(), "--timeout", "12s",
                env=sim.env())


# Waiting.

@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("refusal", ["InstanceNotReady", "IncorrectInstanceStatus"])
def test_an_instance_that_starts_is_waited_for(directory, refusal, form):
    """The platform calls it the one or the other."""
    fails = [] if refusal == "InstanceNotReady" else \
        ["--fail", f"DescribeInstanceVncUrl/{refusal}:1"]
    with EcsSim(directory, "--still", "--format", form, "--instance", "i-bp1starting:Starting",
                "--starts-after", "2s", *fails) as sim:
        shot(directory, "i-bp1starting", *sim.args(), env=sim.env())
        verdicts = [e["verdict"] for e in asks(sim, "DescribeInstanceVncUrl")]
        assert verdicts[0] == refusal and verdicts[-1] == "ok"


def test_an_instance_that_does_not_start_in_time(directory):
    with EcsSim(directory, "--still", "--instance", "i-bp1starting:Starting") as sim:
        shot_refused(directory, API, "i-bp1starting", *sim.args(), "--timeout", "9s",
                     env=sim.env(), words="InstanceNotReady")
        assert len(asks(sim, "DescribeInstanceVncUrl")) == 2


def test_a_stopped_instance_is_said_to_be_stopped(directory):
    with EcsSim(directory, "--still", "--instance", "i-bp1stopped:Stopped", "--instance",
                "i-bp1stopping:Stopping") as sim:
        for status in ("stopped", "stopping"):
            shot_refused(directory, API, f"i-bp1{status}", *sim.args(), env=sim.env(),
                         words=(f"is {status} (IncorrectInstanceStatus)", "start it"))
        # Without the right to look, the platform's own word has to do.
    with EcsSim(directory, "--still", "--instance", "i-bp1stopped:Stopped", "--fail",
                "DescribeInstances/Forbidden.RAM") as sim:
        shot_refused(directory, API, "i-bp1stopped", *sim.args(), env=sim.env(),
                     words="IncorrectInstanceStatus")


def test_throttling_says_when_to_come_back(directory):
    with EcsSim(directory, "--still", "--fail", "Throttling.User:2", "--retry-after",
                "700ms") as sim:
        shot(directory, sim.instance, *sim.args(), env=sim.env())
        entries = sim.log(event="api")
        assert [e["verdict"] for e in entries] == ["Throttling.User"] * 2 + ["ok"]
        assert not sim.log(event="api", early=True)  # than the answer before had asked for


def test_throttling_that_lasts_too_long_is_told_at_once(directory):
    with EcsSim(directory, "--still", "--fail", "Throttling.User", "--retry-after", "60s") as sim:
        shot_refused(directory, API, sim.instance, *sim.args(), env=sim.env(),
                     words="Throttling.User")
        assert len(sim.log(event="api")) == 1


# Names, links.

def test_an_instance_by_its_name(directory):
    machines = ["i-a:Running:cn-hangzhou:wëb 网站", "i-b:Running:cn-hangzhou:twin",
                "i-c:Running:cn-hangzhou:twin", "i-d:Running:cn-hangzhou:web*"]
    with EcsSim(directory, "--still",
                *(part for machine in machines for part in ("--instance", machine))) as sim:
        shot(directory, "wëb 网站", *sim.args(), env=sim.env())
        assert sim.log(event="issue")[-1]["instance"] == "i-a"
        shot_refused(directory, API, "twin", *sim.args(), env=sim.env(), words=("i-b", "i-c"))
        shot_refused(directory, API, "nobody", *sim.args(), env=sim.env(), words="nobody")
        shot_refused(directory, USAGE, "twin", *sim.anywhere(), env=sim.env(), words="--region")


@pytest.mark.parametrize("name", ["web:80", "a[x]b", "a:b: c", "Web.x_1-2,[y] z"])
def test_names_with_every_sign_that_the_platform_allows(directory, name):
    with EcsSim(directory, "--still", "--instance", f"i-a:Running:cn-hangzhou:{name}", "--instance",
                "i-b:Running:cn-hangzhou:axb") as sim:
        shot(directory, name, *sim.args(), env=sim.env())
        assert sim.log(event="issue")[-1]["instance"] == "i-a"


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_link_of_the_web_console(directory, times):
    password = directory / "password"
    password.write_text("a1B2c3\n")
    with EcsSim(directory, "--still", "--vnc-password-file", password) as sim:
        link = f"{PAGE}vncUrl={encoded(vnc_url(sim), times)}&instanceId={sim.instance}" \
               "&isWindows=true&password=a1B2c3"
        with Viewer(directory, "shot", "--ca-file", sim.ca, "--log-level", "debug", "-",
                    directory / "a.png", stdin=link.encode()) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
            told = viewer.stdout() + viewer.stderr()
        ticket = urllib.parse.urlsplit(sim.log(event="issue")[-1]["url"]).query
        assert "a1B2c3" not in told and ticket not in told


def test_a_stale_link_is_renewed_by_whoever_may(directory):
    with EcsSim(directory, "--still", "--url-ttl", "1s") as sim:
        link = f"{PAGE}vncUrl={encoded(vnc_url(sim), 1)}&instanceId={sim.instance}&isWindows=false"
        wait_until(lambda: fails(directory, link, sim), 20, "the URL to expire")
        shot(directory, link, *sim.args(), env=sim.env())
        # One whose instance is somebody else's has its own URL still.
        other = f"{PAGE}vncUrl={encoded(vnc_url(sim), 1)}&instanceId=i-bp1strange&isWindows=false"
        shot(directory, other, *sim.args(), env=sim.env())


def test_the_url_in_a_link_is_used_once(directory, xvfb):
    """It serves one connection; later the reason why there is no fresh one is worth more."""
    with EcsSim(directory, "--still") as sim:
        link = f"{PAGE}vncUrl={encoded(vnc_url(sim), 1)}&instanceId=i-bp1strange&isWindows=false"
        with Viewer(directory, "--log-level", "info", link, *sim.args(), env=sim.env(),
                    display=xvfb) as viewer:
            sim.wait_log(event="message", kind="client_init")
            wait_shown(sim, viewer)
            sim.cut()
            wait_until(lambda: "InvalidInstanceId.NotFound" in lost(viewer), 20, "the reason")
            assert len(sim.log(event="connect")) == 1
            assert viewer.terminate() == 0


def lost(viewer):
    return "".join(line for line in viewer.stderr().splitlines() if "console is lost" in line)


def fails(directory, link, sim):
    with Viewer(directory, "shot", link, "--ca-file", sim.ca, directory / "b.png") as viewer:
        return viewer.wait_exit() == NETWORK


# The commands.

def test_url(directory):
    with EcsSim(directory, "--still", "--instance", f"{INSTANCE}:Running:cn-hangzhou:web") as sim:
        for target in (INSTANCE, "web"):
            text = run(directory, "url", target, *sim.args(), env=sim.env())
            assert text == sim.log(event="issue")[-1]["url"] + "\n"
        # It works, and is what an encoded one decodes to.
        shot(directory, "-", "--ca-file", sim.ca, stdin=text.encode())
        assert run(directory, "url", encoded(text.strip(), 1)) == text
        assert run(directory, "url", "-", stdin=(PAGE + "vncUrl=" + encoded(text.strip(), 2)
                                                 ).encode()) == text
        refused(directory, USAGE, "url", "vnc://h", words="VncUrl")


@pytest.mark.parametrize("command", ["list", "url"])
def test_a_question_can_be_cancelled(directory, command):
    with EcsSim(directory, "--fail", "@hang") as sim:
        target = [INSTANCE] if command == "url" else []
        with Viewer(directory, command, *target, *sim.args(), env=sim.env()) as viewer:
            sim.wait_log(event="api")
            assert viewer.terminate() == 128 + signal.SIGTERM
            assert viewer.stdout() == "" and viewer.stderr() == ""


def test_page(directory):
    password = directory / "password"
    password.write_text("a1B2c3\n")
    with EcsSim(directory, "--still", "--instance", f"{INSTANCE}=windows") as sim:
        def page(*options, env=None):
            return run(directory, "url", "--page", INSTANCE, *sim.args(), *options,
                       env={**sim.env(), **(env or {})}).strip()

        link = page()
        url = encoded(sim.log(event="issue")[-1]["url"], 1)
        assert link == f"{PAGE}vncUrl={url}&instanceId={INSTANCE}&isWindows=true"
        assert page("--os", "linux").endswith("&isWindows=false")
        assert page("--password-file", password).endswith("&isWindows=true&password=a1B2c3")
        shot(directory, "-", "--ca-file", sim.ca, stdin=page().encode())
        refused(directory, USAGE, "url", "--page", INSTANCE, *sim.args(),
                env={**sim.env(), "ECSVIEW_VNC_PASSWORD": "seven77"}, words="six letters or digits")
        refused(directory, USAGE, "url", "--page", link, *sim.args(), "--os", "mac")


@pytest.mark.parametrize("target, words", [
    ("wss://console.example/?token=1", "give --page an instance ID or name"),
    (PAGE + "vncUrl=" + encoded("wss://console.example/?token=1", 1), "has no instanceId")])
def test_a_page_without_an_instance_is_refused(directory, target, words):
    refused(directory, USAGE, "url", "--page", target, words=words)


def test_page_without_the_right_to_look(directory):
    with EcsSim(directory, "--fail", "DescribeInstances/Forbidden.RAM") as sim:
        refused(directory, CREDENTIALS, "url", "--page", INSTANCE, *sim.args(), env=sim.env(),
                words=("give --os", "ecs:DescribeInstances"))
        assert run(directory, "url", "--page", INSTANCE, *sim.args(), "--os", "windows",
                   env=sim.env()).endswith("&isWindows=true\n")


def test_page_of_a_link_is_a_fresh_one(directory):
    with EcsSim(directory) as sim:
        old = f"{PAGE}vncUrl={encoded(vnc_url(sim), 1)}&instanceId={INSTANCE}&isWindows=true"
        new = run(directory, "url", "--page", old, *sim.args(), env=sim.env()).strip()
        assert new.startswith(PAGE) and new != old


# What is known of the machine.

def test_name_and_id_are_in_the_title(directory, xvfb):
    with EcsSim(directory, "--still", "--instance",
                f"{INSTANCE}=windows:Running:cn-hangzhou:{NAMES[0]}") as sim:
        with Viewer(directory, *sim.args(), INSTANCE, display=xvfb, env=sim.env()) as viewer:
            window = viewer.window()
            wait_until(lambda: NAMES[0] in xvfb.title(window) and INSTANCE in xvfb.title(window),
                       20, "the name in the title")
            assert viewer.terminate() == 0


@pytest.mark.parametrize("fault", ["@hang", "Forbidden.RAM", "Throttling", "@truncated"])
def test_the_picture_does_not_wait_for_the_name(directory, xvfb, fault):
    with EcsSim(directory, "--still", "--fail", f"DescribeInstances/{fault}") as sim:
        with Viewer(directory, *sim.args(), INSTANCE, display=xvfb, env=sim.env()) as viewer:
            sim.wait_log(event="connect", verdict="ok")
            sim.wait_log(event="api", action="DescribeInstances")
            assert INSTANCE in xvfb.title(viewer.window())
            assert viewer.terminate() == 0
