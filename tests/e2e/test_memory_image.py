# SPDX-License-Identifier: GPL-2.0-or-later
"""An image of the processes' memory, a second after the picture, holds no access key: whoever gets hold
of one, by a core file or a fault that reads too much, has no way into the account."""

import os
import re
import sys
import time

import pytest

from lib import inside
from lib.consoles import wait_shown
from lib.keys import KEYS, ROLE, TESTING, environment, ini, key, profile
from lib.process import Child, wait_until
from lib.viewer import Viewer

pytestmark = [
    pytest.mark.skipif(not inside.may_look(), reason=inside.NO_SIGHT),
    pytest.mark.skipif(bool(os.environ.get("ECSVIEW_SANITIZE")),
                       reason="a sanitizer keeps what is freed")]
PICTURE_SECONDS = 1


def in_environment(_cloud, home):
    return home.env(**environment())


def in_profile(_cloud, home):
    home.profiles(profile())
    return home.env()


def in_ini(_cloud, home):
    home.ini(**ini())
    return home.env()


def by_role(cloud, home):
    home.profiles(profile("source", mode="RamRoleArn", ram_role_arn=ROLE, sts_endpoint=cloud.sts))
    return home.env()


def by_command(_cloud, home):
    home.command()
    return home.env()


def by_metadata(cloud, home):
    return home.env(ALIBABA_CLOUD_ECS_METADATA_DISABLED="",
                    ECSVIEW_TEST_METADATA=cloud.metadata)


def by_uri(cloud, home):
    return home.env(ALIBABA_CLOUD_CREDENTIALS_URI=f"{cloud.metadata}/credentials")


PROVIDERS = {function.__name__: function for function in (
    in_environment, in_profile, in_ini, by_role, by_command, by_metadata, by_uri)}
# The stand-in's temporary secrets and tokens; and what HMAC makes of a key, the older one's with a & behind.
TEMPORARY = re.compile(rb"issued-[\w-]{16}|CAIS[0-9a-f]{24}")
PADS = (0x00, 0x36, 0x5C)


def leaks(image):
    """What of all secrets is in the image, with what lies around it."""
    found = [match.group() for match in TEMPORARY.finditer(image)]
    for secret in KEYS.values():
        for pad in PADS:
            form = bytes(byte ^ pad for byte in secret.encode())
            at = image.find(form)
            if at >= 0:
                found.append((secret, pad, image[max(0, at - 64):at + len(form) + 64]))
    return found


@pytest.mark.parametrize("signature", ["v3", "v1"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_holds_no_access_key(cloud, home, directory, xvfb, provider, signature):
    env = PROVIDERS[provider](cloud, home)
    with Viewer(directory, *cloud.args(), "--signature", signature, cloud.instance, display=xvfb,
                env=env, program=TESTING) as viewer:
        cloud.wait_log(event="connect", verdict="ok")
        wait_shown(cloud, viewer)
        time.sleep(PICTURE_SECONDS)
        for pid in (viewer.pid, viewer.spawner(), viewer.decoder()):
            image = inside.memory(pid)
            assert len(image) > 100_000
            assert leaks(image) == [], inside.name(pid)
        # It is still there for the next question.
        cloud.cut()
        cloud.wait_log(count=2, event="connect", verdict="ok")
        wait_shown(cloud, viewer)
        assert viewer.terminate() == 0


def test_the_test_would_see_one(directory):
    """The same look at a process that keeps a key."""
    secret = KEYS[key("profile")[0]]
    with Child([sys.executable, "-c", "import sys, time\nkept = sys.argv[1][::-1]\n"
                "print('ready', flush=True)\ntime.sleep(60)", secret[::-1]],
               directory, "keeper") as keeper:
        wait_until(lambda: "ready" in keeper.stdout(), 10, "keeper")
        assert leaks(inside.memory(keeper.pid))
    assert leaks(b"..." + bytes(byte ^ 0x5C for byte in secret.encode()))
