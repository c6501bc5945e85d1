# SPDX-License-Identifier: GPL-2.0-or-later
"""Where an instance is, and where the API of a region is."""

import pytest

from lib.commands import asks, shot
from lib.endings import API, CREDENTIALS, NETWORK, refused, shot_refused
from lib.http_proxy import HttpProxy
from lib.keys import environment, key, profile
from lib.sim import EcsSim
from lib.viewer import Viewer

VPC = "ecs-vpc.cn-hangzhou.aliyuncs.com"


def test_the_id_hints_at_the_region(directory):
    with EcsSim(directory, "--still", "--instance", "i-2zeabc:Running:cn-beijing") as sim:
        shot(directory, "i-2zeabc", *sim.anywhere(), env=sim.env())
        entry, = sim.log(event="api")
        assert entry["params"]["RegionId"] == "cn-beijing"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_region_that_is_not_known_is_found(directory, form):
    with EcsSim(directory, "--still", "--format", form, "--instance",
                "i-bp1moved:Running:eu-central-1") as sim:
        shot(directory, "i-bp1moved", *sim.anywhere(), env=sim.env())
        assert asks(sim, "DescribeInstanceVncUrl")[-1]["params"]["RegionId"] == "eu-central-1"
        assert len(asks(sim, "DescribeRegions")) == 1
        assert len(asks(sim, "DescribeInstances")) <= 10


def test_regions_are_searched_without_the_right_to_list_them(directory):
    with EcsSim(directory, "--still", "--instance", "i-zzz:Running:eu-central-1", "--fail",
                "DescribeRegions/Forbidden.RAM") as sim:
        shot(directory, "i-zzz", *sim.anywhere(), env=sim.env())


def test_a_search_that_finds_nothing_or_may_not_search(directory):
    with EcsSim(directory, "--still") as sim:
        shot_refused(directory, API, "i-nowhere", *sim.anywhere(), env=sim.env(),
                     words=("none of the 10 regions", "--region"))
    with EcsSim(directory, "--still", "--fail", "DescribeInstances/Forbidden.RAM") as sim:
        shot_refused(directory, CREDENTIALS, "i-nowhere", *sim.anywhere(), env=sim.env(),
                     words=("give --region", "ecs:DescribeInstances"))


def test_a_region_that_is_forbidden_does_not_end_the_search(directory):
    """A policy may be about one region."""
    with EcsSim(directory, "--still", "--instance", "i-bp1x:Running:cn-hangzhou", "--fail",
                "DescribeInstanceVncUrl@cn-shenzhen/Forbidden.RAM") as sim:
        env = {**sim.env(), "ALIBABA_CLOUD_REGION_ID": "cn-shenzhen"}
        shot(directory, "i-bp1x", *sim.anywhere(), env=env)
        assert [e["params"]["RegionId"] for e in asks(sim, "DescribeInstanceVncUrl")] == \
            ["cn-shenzhen", "cn-hangzhou"]
        # Where there is no other, what was forbidden is told.
        shot_refused(directory, CREDENTIALS, "i-nowhere", *sim.anywhere(), env=env,
                     words=("Forbidden.RAM", "ecs:DescribeInstanceVncUrl"))


def test_the_api_within_the_vpc(directory):
    """By a proxy that leads that name to the stand-in, which has a certificate for it."""
    with EcsSim(directory, "--still", "--public-host", VPC) as sim, HttpProxy() as proxy:
        ports = {url: int(url.rpartition(":")[2]) for url in (sim.api, sim.wss)}
        proxy.routes = {f"{VPC}:443": ("127.0.0.1", ports[sim.api]),
                        f"{VPC}:{ports[sim.wss]}": ("127.0.0.1", ports[sim.wss])}
        env = {**sim.env(), "ALIBABA_CLOUD_ENDPOINT_TYPE": "vpc"}
        shot(directory, sim.instance, "--region", sim.region, "--ca-file", sim.ca, "--proxy",
             proxy.url(), env=env)
        assert proxy.asked == [f"{VPC}:443", f"{VPC}:{ports[sim.wss]}"]


@pytest.mark.parametrize("kind, host", [("vpc", VPC), ("", "ecs.cn-hangzhou.aliyuncs.com"),
                                        ("public", "ecs.cn-hangzhou.aliyuncs.com")])
def test_only_vpc_is_within_the_vpc(directory, kind, host):
    with HttpProxy(status="502 Bad Gateway") as proxy:
        env = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "a", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "b",
               "ALIBABA_CLOUD_ENDPOINT_TYPE": kind}
        refused(directory, NETWORK, "list", "--region", "cn-hangzhou", "--proxy", proxy.url(),
                env=env, words="502")
        assert proxy.refused == [f"{host}:443"]


def test_the_environments_region_comes_first_and_binds_nobody(directory):
    with EcsSim(directory, "--still", "--instance", "i-bp1x:Running:cn-hangzhou") as sim:
        env = {**sim.env(), "ALIBABA_CLOUD_REGION_ID": "cn-shenzhen"}
        shot(directory, "i-bp1x", *sim.anywhere(), env=env)
        assert [e["params"]["RegionId"] for e in sim.log(event="api")] == \
            ["cn-shenzhen", "cn-hangzhou"]
        shot_refused(directory, API, "i-bp1x", *sim.anywhere(), "--region", "cn-shenzhen", env=env,
                     words="InvalidRegionInstance")


# Keys and regions.

REGION_OF = {"environment": "cn-beijing", "profile": "eu-central-1"}


@pytest.mark.parametrize("named, places, first", [
    ([], ["environment", "profile"], "environment"),
    ([], ["environment"], "environment"),
    ([], ["profile"], "profile"),
    (["--profile", "default"], ["environment", "profile"], "profile"),
    (["--profile", "default"], ["environment"], "environment")])
def test_regions_and_keys_have_one_order(cloud, directory, home, named, places, first):
    """The environment, then the profile; who names a profile means it. The keys are in both."""
    profile_region = {"region_id": REGION_OF["profile"]} if "profile" in places else {}
    home.profiles(profile(**profile_region))
    env = home.env(**environment())
    if "environment" in places:
        env["ALIBABA_CLOUD_REGION_ID"] = REGION_OF["environment"]
    with Viewer(directory, "list", *named, *cloud.anywhere(), env=env) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()
    asked, = cloud.log(event="api", action="DescribeInstances")
    assert asked["params"]["RegionId"] == REGION_OF[first]
    assert asked["key"] == key("profile" if named else "environment")[0]
    # Of an instance it is where is looked first.
    shot_refused(directory, API, "i-nowhere", *named, *cloud.anywhere(), env=env)
    asked = cloud.log(event="api", action="DescribeInstanceVncUrl")[:len(places)]
    others = [REGION_OF[place] for place in places if place != first]
    assert [entry["params"]["RegionId"] for entry in asked] == [REGION_OF[first], *others]
