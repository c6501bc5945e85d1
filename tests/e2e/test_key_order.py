# SPDX-License-Identifier: GPL-2.0-or-later
"""Where several places have keys, the viewer takes those that the official SDK takes: its own code
for Node is asked in the same environment."""

import itertools
import json
import os
import subprocess
from pathlib import Path

import pytest

from lib import npm
from lib.keys import ROLE, TESTING, Home, KeyCloud, environment, ini, key, profile, shot

SCRIPT = Path(__file__).with_name("sdk") / "keys.js"
PLACES = ("environment", "oidc", "profile", "ini", "metadata", "uri")
SETS = [*itertools.combinations(PLACES, 1), *itertools.combinations(PLACES, 2), PLACES]


@pytest.fixture(scope="session")
def sdk():
    return npm.folder()


class Scene:
    """A home and an environment in which these places have keys."""

    def __init__(self, cloud, directory, places):
        self.cloud, self.places = cloud, places
        home = Home(directory, "-".join(places))
        self.env = {"HOME": str(home.path), "ECSVIEW_TEST_METADATA": cloud.metadata,
                    "ALIBABA_CLOUD_STS_ENDPOINT": cloud.sts}
        if "environment" in places:
            self.env.update(environment())
        if "oidc" in places:
            self.env.update(ALIBABA_CLOUD_OIDC_TOKEN_FILE=str(home.write("token", "jwt")),
                            ALIBABA_CLOUD_OIDC_PROVIDER_ARN="acs:ram::1:oidc-provider/x",
                            ALIBABA_CLOUD_ROLE_ARN=ROLE)
        if "profile" in places:
            home.profiles(profile(), profile("source", name="work"))
        if "ini" in places:
            home.ini(**ini())
        if "metadata" not in places:
            self.env["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true"
        if "uri" in places:
            self.env["ALIBABA_CLOUD_CREDENTIALS_URI"] = cloud.metadata + "/credentials"

    def traces(self):
        """What the cloud has seen of questions for keys, in order."""
        seen = [entry.get("action") or entry.get("path") for entry in self.cloud.log()
                if entry["event"] in ("api", "metadata")]
        return [what for what in seen
                if what.startswith("AssumeRole") or what.startswith("/") and "token" not in what]

    def of(self, ask):
        """(the key, or STS for one that the cloud has issued; how it was asked for)"""
        before = len(self.traces())
        found = ask()
        return "STS" if found.startswith("STS.") else found, self.traces()[before:]

    def by_sdk(self, sdk):
        names = {"NODE_PATH": str(sdk), "NODE_EXTRA_CA_CERTS": str(self.cloud.ca),
                 "PATH": os.environ["PATH"], "STS": self.cloud.api.partition("//")[2],
                 "METADATA": self.cloud.metadata.partition("//")[2]}
        done = subprocess.run(["node", SCRIPT], env={**self.env, **names}, text=True, timeout=100,
                              stdout=subprocess.PIPE, check=True)
        answer = json.loads(done.stdout)
        return answer.get("id") or pytest.fail(f"{self.places}: {answer}")

    def by_viewer(self, directory):
        shot(self.cloud, directory, self.env, program=TESTING)
        return self.cloud.asked_with()[-1]


@pytest.mark.timeout(900)
def test_the_packages_come(sdk):
    """Apart, for it can take its time the first time."""
    assert (sdk / "@alicloud" / "credentials").is_dir()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(4))
def test_the_order_is_that_of_the_sdk(sdk, directory, part):
    with KeyCloud(directory) as cloud:
        for places in SETS[part::4]:
            scene = Scene(cloud, directory, places)
            theirs = scene.of(lambda: scene.by_sdk(sdk))
            ours = scene.of(lambda: scene.by_viewer(directory))
            assert ours == theirs, places


@pytest.mark.timeout(300)
def test_switches_are_those_of_the_sdk(sdk, directory):
    with KeyCloud(directory) as cloud:
        for number, more in enumerate((
                {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"},
                {"ALIBABA_CLOUD_ACCESS_KEY_ID": "half"},
                {"ALIBABA_CLOUD_PROFILE": "work"},
                {"ALIBABA_CLOUD_PROFILE": "unknown"},
                {"ALIBABA_CLOUD_ECS_METADATA": "ecsview-role",
                 "ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true",
                 "ALIBABA_CLOUD_CREDENTIALS_FILE": "/nowhere"})):
            below = directory / str(number)
            below.mkdir()
            scene = Scene(cloud, below, ("profile", "ini", "metadata", "uri"))
            scene.env.update(more)
            theirs = scene.of(lambda: scene.by_sdk(sdk))
            ours = scene.of(lambda: scene.by_viewer(directory))
            assert ours == theirs, more
    assert key("ini")[0] in cloud.asked_with() and key("source")[0] in cloud.asked_with()
