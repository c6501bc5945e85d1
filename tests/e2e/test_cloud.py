# SPDX-License-Identifier: GPL-2.0-or-later
"""The account's side: where an instance is, what it is, both signatures, both forms, the commands."""

import json
import signal
import urllib.parse

import pytest

from lib.bare_client import vnc_url
from lib.consoles import wait_shown
from lib.endings import API, CREDENTIALS, NETWORK, USAGE, refused, shot_refused
from lib.process import wait_until
from lib.sim import INSTANCE, EcsSim
from lib.viewer import Viewer

PAGE = "https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html?"
NAMES = ("wëb 网站", "evil\x1b[31m\x07name")
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"


def anywhere(sim):
    """Options for this cloud without a region."""
    return ["--endpoint", sim.api, "--ca-file", str(sim.ca)]


def asks(sim, action):
    return [entry for entry in sim.log(event="api") if entry["action"] == action]


def run(directory, *args, code=0, env=None, **how):
    """Standard output of a command that ends by itself."""
    with Viewer(directory, *args, env=env, **how) as viewer:
        assert viewer.wait_exit() == code, viewer.stderr()
        return viewer.stdout()


def shot(directory, target, *args, env=None, **how):
    run(directory, "shot", *args, target, directory / "shot.png", env=env, **how)


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
        shot_refused(directory, API, "i-bp1starting", *sim.args(), "--timeout", "6s",
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
        times = [e["t"] for e in entries]
        assert all(later - earlier >= 0.6 for earlier, later in zip(times, times[1:]))


def test_throttling_that_lasts_too_long_is_told_at_once(directory):
    with EcsSim(directory, "--still", "--fail", "Throttling.User", "--retry-after", "60s") as sim:
        shot_refused(directory, API, sim.instance, *sim.args(), env=sim.env(),
                     words="Throttling.User")
        assert len(sim.log(event="api")) == 1


# Where an instance is.

def test_the_id_hints_at_the_region(directory):
    with EcsSim(directory, "--still", "--instance", "i-2zeabc:Running:cn-beijing") as sim:
        shot(directory, "i-2zeabc", *anywhere(sim), env=sim.env())
        entry, = sim.log(event="api")
        assert entry["params"]["RegionId"] == "cn-beijing"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_region_that_is_not_known_is_found(directory, form):
    with EcsSim(directory, "--still", "--format", form, "--instance",
                "i-bp1moved:Running:eu-central-1") as sim:
        shot(directory, "i-bp1moved", *anywhere(sim), env=sim.env())
        assert asks(sim, "DescribeInstanceVncUrl")[-1]["params"]["RegionId"] == "eu-central-1"
        assert len(asks(sim, "DescribeRegions")) == 1
        assert len(asks(sim, "DescribeInstances")) <= 10


def test_regions_are_searched_without_the_right_to_list_them(directory):
    with EcsSim(directory, "--still", "--instance", "i-zzz:Running:eu-central-1", "--fail",
                "DescribeRegions/Forbidden.RAM") as sim:
        shot(directory, "i-zzz", *anywhere(sim), env=sim.env())


def test_a_search_that_finds_nothing_or_may_not_search(directory):
    with EcsSim(directory, "--still") as sim:
        shot_refused(directory, API, "i-nowhere", *anywhere(sim), env=sim.env(),
                     words=("none of the 10 regions", "--region"))
    with EcsSim(directory, "--still", "--fail", "DescribeInstances/Forbidden.RAM") as sim:
        shot_refused(directory, CREDENTIALS, "i-nowhere", *anywhere(sim), env=sim.env(),
                     words=("give --region", "ecs:DescribeInstances"))


def test_the_environments_region_comes_first_and_binds_nobody(directory):
    with EcsSim(directory, "--still", "--instance", "i-bp1x:Running:cn-hangzhou") as sim:
        env = {**sim.env(), "ALIBABA_CLOUD_REGION_ID": "cn-shenzhen"}
        shot(directory, "i-bp1x", *anywhere(sim), env=env)
        assert [e["params"]["RegionId"] for e in sim.log(event="api")] == \
            ["cn-shenzhen", "cn-hangzhou"]
        shot_refused(directory, API, "i-bp1x", *anywhere(sim), "--region", "cn-shenzhen", env=env,
                     words="InvalidRegionInstance")


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
        shot_refused(directory, USAGE, "twin", *anywhere(sim), env=sim.env(), words="--region")


def encoded(text, times):
    for _ in range(times):
        text = urllib.parse.quote(text, safe="")
    return text


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

def test_list(directory):
    machines = [f"i-{n:03}:Stopped:cn-hangzhou:number {n}" for n in range(230)]
    machines[7] = f"i-007=windows:Running:cn-hangzhou:{NAMES[1]}"
    machines[8] = f"i-008:Running:cn-hangzhou:{NAMES[0]}"
    with EcsSim(directory, *(part for machine in machines for part in ("--instance", machine))
                ) as sim:
        text = run(directory, "list", *sim.args(), env=sim.env())
        lines = text.splitlines()
        assert len(lines) == 231 and lines[0].split() == ["ID", "STATUS", "OS", "NAME"]
        assert lines[1].split(maxsplit=3) == ["i-000", "Stopped", "linux", "number 0"]
        assert lines[8].split(maxsplit=3) == ["i-007", "Running", "windows", "evil?[31m?name"]
        assert lines[9].endswith(NAMES[0]) and "\x1b" not in text
        assert len(asks(sim, "DescribeInstances")) == 3
        listed = json.loads(run(directory, "list", "--json", *sim.args(), env=sim.env()))
        assert [machine["id"] for machine in listed] == [f"i-{n:03}" for n in range(230)]
        assert (listed[7]["name"], listed[7]["os"]) == (NAMES[1], "windows")
        refused(directory, USAGE, "list", *anywhere(sim), env=sim.env(), words="--region")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_list_of_nothing_and_refused(directory, form):
    with EcsSim(directory, "--format", form, "--fail", "Forbidden.RAM:1") as sim:
        refused(directory, CREDENTIALS, "list", *sim.args(), env=sim.env(),
                words="ecs:DescribeInstances")
        args = ["--endpoint", sim.api, "--ca-file", str(sim.ca), "--region", "cn-beijing"]
        assert run(directory, "list", *args, env=sim.env()) == "ID  STATUS  OS  NAME\n"
        assert json.loads(run(directory, "list", *args, "--json", env=sim.env())) == []


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
