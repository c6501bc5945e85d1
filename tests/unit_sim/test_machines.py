# SPDX-License-Identifier: GPL-2.0-or-later
"""What the API tells of machines, and machines that come and go."""
import json
import time
import xml.etree.ElementTree as xml

from sim import INSTANCE, STEP


def code(answer):
    status, _, text = answer
    return status, json.loads(text)["Code"]


def test_machines_have_addresses(start):
    for form in ("json", "xml"):
        sim = start("--format", form, "--instance", "i-a", "--instance", "i-b")
        text = sim.call("DescribeInstances", {"RegionId": "cn-hangzhou"})[2]
        if form == "json":
            found = [(one["EipAddress"]["IpAddress"], one["PublicIpAddress"]["IpAddress"],
                      one["VpcAttributes"]["PrivateIpAddress"]["IpAddress"])
                     for one in json.loads(text)["Instances"]["Instance"]]
        else:
            found = [(one.findtext("EipAddress/IpAddress"),
                      [at.text for at in one.iter("PublicIpAddress") for at in at.iter("IpAddress")],
                      [at.text for at in one.findall("VpcAttributes/PrivateIpAddress/IpAddress")])
                     for one in xml.fromstring(text).iter("Instance")]
        assert found == [("203.0.113.1", [], ["172.16.0.1"]), ("", [], ["172.16.0.2"])]


def test_a_machine_is_stopped_and_started(start):
    sim = start("--starts-after", "0.3s")

    def status():
        return json.loads(sim.call("DescribeInstances", {"RegionId": "cn-hangzhou"})[2])[
            "Instances"]["Instance"][0]["Status"]
    machine = {"InstanceId": INSTANCE, "RegionId": "cn-hangzhou"}
    assert code(sim.call("StartInstance", machine)) == (403, "IncorrectInstanceStatus")
    time.sleep(0.4)     # nothing is starting yet
    assert sim.call("StopInstance", machine)[0] == 200 and status() == "Stopped"
    assert code(sim.call("StopInstance", machine)) == (403, "IncorrectInstanceStatus")
    assert sim.call("StartInstance", machine)[0] == 200 and status() == "Starting"
    end = time.monotonic() + STEP
    while status() != "Running":
        assert time.monotonic() < end
        time.sleep(0.05)
    assert code(sim.call("StartInstance", {"InstanceId": "i-none"})) == \
        (404, "InvalidInstanceId.NotFound")
