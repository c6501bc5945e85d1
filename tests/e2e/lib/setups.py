# SPDX-License-Identifier: GPL-2.0-or-later
"""Set-ups that are broken in one way each: which line of doctor is to fail, with which exit code, and words
of what mends it."""

import json
import urllib.parse
from typing import NamedTuple

from . import faulty, rfb_server
from .endings import (API, CREDENTIALS, NETWORK, NO_DISPLAY, OUT_OF_TIME, PASSWORD, PROTOCOL, TLS,
                      USAGE)
from .http_proxy import HttpProxy
from .names import knowing
from .ports import Port
from .rawpeer import RawPeer
from .sim import INSTANCE, EcsSim
from .viewer import Viewer

KEY_ID, SECRET = "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
NO_METADATA = {"ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}
HOUR = 3600
ALL = ["ecsview", "credentials", "API proxy", "API name", "API route", "API TLS", "API answer", "clock",
       "identity", "right regions", "right instances", "instance", "right console", "console proxy",
       "console name", "console route", "console TLS", "picture", "sandbox", "display"]


class Setup:
    """What doctor is started with; a case breaks it."""

    def __init__(self, directory, certs, stack, xvfb, sim_options):
        self.directory, self.certs, self.stack, self.display = directory, certs, stack, xvfb
        self.sim = stack.enter_context(EcsSim(directory, "--still", *sim_options))
        self.target = self.sim.instance
        self.endpoint, self.region, self.ca = self.sim.api, self.sim.region, self.sim.ca
        self.options = []
        self.env = {**NO_METADATA, **self.sim.env()}
        self.program = None

    def also(self, context):
        return self.stack.enter_context(context)

    def arguments(self):
        region = ["--region", self.region] if self.region else []
        authority = ["--ca-file", self.ca] if self.ca else []
        target = [self.target] if self.target else []
        # Consoles that are no host of the platform's, as those of the stand-in.
        hosts = ["--console-hosts", "127.0.0.1,.nowhere.test"]
        return ["doctor", "--endpoint", self.endpoint, *hosts, *region, *authority, *self.options,
                *target]

    def run(self, *more):
        """(exit code, standard output, standard error)."""
        with Viewer(self.directory, *self.arguments(), *more, display=self.display, env=self.env,
                    program=self.program) as viewer:
            code = viewer.wait_exit(60)
            return code, viewer.stdout(), viewer.stderr()

    def checks(self):
        """(exit code, the checks by name)."""
        code, said, _ = self.run("--json")
        told = json.loads(said)
        assert told["exit_code"] == code
        return code, {check["name"]: check for check in told["checks"]}


class Case(NamedTuple):
    fails: str
    code: int
    words: tuple
    sim: tuple
    warns: tuple
    change: object


CASES = {}


def broken(fails, code, *words, sim=(), warns=()):
    def keep(change):
        CASES[change.__name__] = Case(fails, code, words, sim, warns, change)
        return change
    return keep


# Keys.

@broken("credentials", CREDENTIALS, "aliyun configure", KEY_ID)
def no_credentials(setup):
    setup.env = dict(NO_METADATA)


@broken("credentials", CREDENTIALS, "aliyun configure")
def half_of_the_credentials(setup):
    del setup.env[SECRET]


@broken("identity", CREDENTIALS, SECRET)
def wrong_secret(setup):
    setup.env[SECRET] = "wrong"


@broken("identity", CREDENTIALS, KEY_ID)
def unknown_key(setup):
    setup.env[KEY_ID] = "LTAIunknown"


@broken("identity", CREDENTIALS, TOKEN, sim=["--security-token", "right"])
def no_token(_setup):
    pass


@broken("clock", CREDENTIALS, "timedatectl", sim=["--clock-offset", str(HOUR)])
def clock_behind(_setup):
    pass


@broken("clock", CREDENTIALS, "timedatectl", sim=["--clock-offset", str(-HOUR)])
def clock_ahead(_setup):
    pass


# The way to the API.

@broken("API name", NETWORK, "name servers")
def name_of_the_api(setup):
    setup.program = knowing(setup.directory)
    setup.endpoint = "https://api.nowhere.test"


@broken("API route", NETWORK, "address", "firewall")
def nobody_at_the_api(setup):
    setup.endpoint = f"https://127.0.0.1:{setup.also(Port())}"


@broken("API route", NETWORK, "--proxy", "https_proxy")
def proxy_down(setup):
    setup.options = ["--proxy", f"http://127.0.0.1:{setup.also(Port())}"]


@broken("API route", NETWORK, "user name", "password")
def proxy_wants_a_login(setup):
    setup.options = ["--proxy", setup.also(HttpProxy(login="a:b")).url()]


@broken("API route", NETWORK, "no_proxy")
def proxy_forbids(setup):
    setup.options = ["--proxy", setup.also(HttpProxy(status="403 Forbidden")).url()]


@broken("API proxy", USAGE, "https_proxy")
def proxy_is_none(setup):
    setup.env["https_proxy"] = "ftp://127.0.0.1:1"


@broken("API TLS", TLS, "clock", sim=["--cert", "api:expired"])
def api_certificate_expired(_setup):
    pass


@broken("API TLS", TLS, "address", sim=["--cert", "api:wrong-host"])
def api_certificate_of_another(_setup):
    pass


@broken("API TLS", TLS, "--ca-file")
def unknown_authority(setup):
    setup.ca = None


@broken("API TLS", NETWORK, "TLS 1.2")
def no_tls_at_the_api(setup):
    setup.endpoint = f"https://127.0.0.1:{setup.also(RawPeer(faulty.healthy)).port}"


# What the keys may do.

@broken("right console", CREDENTIALS, "ecs:DescribeInstanceVncUrl",
        sim=["--fail", "DescribeInstanceVncUrl/Forbidden.RAM"])
def may_not_ask_for_consoles(_setup):
    pass


@broken(None, 0, sim=["--fail", "DescribeInstances/Forbidden.RAM"], warns=["right instances"])
def may_not_list(_setup):
    pass


@broken(None, 0, sim=["--fail", "DescribeRegions/NoPermission"], warns=["right regions"])
def may_not_list_regions(_setup):
    pass


@broken("right instances", CREDENTIALS, "ecs:DescribeInstances",
        sim=["--fail", "DescribeInstances/Forbidden.RAM"])
def may_not_list_and_has_a_name(setup):
    setup.target = "machine-0001"


@broken("right console", API, "minute", sim=["--fail", "DescribeInstanceVncUrl/Throttling.User"])
def throttled(_setup):
    pass


@broken("right console", API, "API Error Center",
        sim=["--fail", "DescribeInstanceVncUrl/Brand.NewCode"])
def an_unknown_code(_setup):
    pass


# The instance.

@broken("instance", API, "instance ID", "identity")
def no_such_instance(setup):
    setup.target = "i-bp1nothere00000000"


@broken("instance", API, "start", sim=["--instance", f"{INSTANCE}:Stopped"])
def stopped(_setup):
    pass


@broken("instance", API, "wait", sim=["--instance", f"{INSTANCE}:Starting"])
def starting(_setup):
    pass


@broken("instance", API, "--region cn-beijing", sim=["--instance", f"{INSTANCE}:Running:cn-beijing"])
def in_another_region(_setup):
    pass


@broken("instance", API, "name")
def no_such_name(setup):
    setup.target = "no-such-name"


# The way to the console.

@broken("console name", NETWORK, "name servers", sim=["--public-host", "console.nowhere.test"])
def name_of_the_console(setup):
    setup.program = knowing(setup.directory)
    setup.endpoint = f"https://127.0.0.1:{urllib.parse.urlsplit(setup.sim.api).port}"


@broken("right console", API, "--console-hosts console.elsewhere.test",
        sim=["--public-host", "console.elsewhere.test"])
def console_of_a_stranger(setup):
    setup.endpoint = f"https://127.0.0.1:{urllib.parse.urlsplit(setup.sim.api).port}"


@broken("console TLS", TLS, "clock", sim=["--cert", "wss:expired"])
def console_certificate_expired(_setup):
    pass


@broken("picture", NETWORK, "URL", sim=["--fail", "proxy/403"])
def ticket_refused(_setup):
    pass


@broken("picture", PASSWORD, "--password-file")
def password_wanted(setup):
    def script(connection):
        connection.handshake(64, 64, password="geheim")
    setup.target = setup.also(RawPeer(script)).url


@broken("picture", PROTOCOL, "VNC console")
def not_rfb(setup):
    def script(connection):
        connection.send(b"SSH-2.0-OpenSSH_9.2\r\n")
        connection.hold()
    setup.target = setup.also(RawPeer(script)).url


@broken("picture", OUT_OF_TIME, "--timeout")
def half_a_picture(setup):
    def script(connection):
        connection.still((64, 64), rfb_server.raw_rect(0, 0, 64, 32, 0x123456))
    setup.target = setup.also(RawPeer(script)).url
    setup.options = ["--timeout", "3s"]


@broken("console route", NETWORK, "firewall")
def nobody_at_the_console(setup):
    setup.target = f"vnc://127.0.0.1:{setup.also(Port())}"


# This machine.

@broken("display", NO_DISPLAY, "DISPLAY")
def no_display(setup):
    setup.display = None
