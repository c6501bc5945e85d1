# SPDX-License-Identifier: GPL-2.0-or-later
"""The API over the wire: answers, errors, forms, keys, faults."""
import json
import re
import ssl
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

import pytest
from sim import INSTANCE, STEP, sign_v1


def code(answer):
    status, _, text = answer
    return status, json.loads(text)["Code"]


def test_ready_line_names_everything(start):
    sim = start()
    ready = sim.ready
    assert re.fullmatch(r"https://127\.0\.0\.1:\d+", ready["api"])
    assert re.fullmatch(r"wss://127\.0\.0\.1:\d+", ready["wss"])
    assert ready["pin"].startswith("sha256//") and ready["pid"] == sim.process.pid
    assert ready["instance"] == INSTANCE and ready["region"] == "cn-hangzhou"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_vnc_url_by_both_schemes(start, method):
    sim = start()
    for status, headers, text in (sim.call(method=method), sim.call_v1(method=method)):
        assert status == 200
        members = json.loads(text)
        assert set(members) == {"RequestId", "VncUrl"}
        assert headers["x-acs-request-id"] == members["RequestId"]
        assert headers["Content-Type"] == "application/json;charset=utf-8"
        assert headers["Date"]
        url = unquote(members["VncUrl"])
        assert url.startswith(sim.ready["wss"] + "/websockify/?s=")
        token = url.partition("?s=")[2]
        assert "%2F" in token and "%2B" in token and "/" not in token and "+" not in token
        assert "%252F" in members["VncUrl"]
    assert [line["scheme"] for line in sim.log("api")] == ["v3", "v1"]


def test_xml_forms(start):
    sim = start()
    assert sim.call_v1(form=None)[2].startswith("<?xml")     # the v1 default
    for answer in (sim.call_v1(form="XML"), start("--format", "xml").call()):
        assert answer[1]["Content-Type"] == "text/xml;charset=utf-8"
        root = xml.fromstring(answer[2])
        assert root.tag == "DescribeInstanceVncUrlResponse"
        assert [child.tag for child in root] == ["RequestId", "VncUrl"]
        assert root.find("VncUrl").text.startswith("wss%3A%2F%2F")


def test_xml_error_and_lists(start):
    sim = start("--format", "xml", "--instance", "i-a:Running:cn-hangzhou:a&b", "--instance", "i-b")
    root = xml.fromstring(sim.call(params={"InstanceId": "i-x", "RegionId": "cn-hangzhou"})[2])
    assert root.tag == "Error"
    assert [child.tag for child in root] == ["RequestId", "HostId", "Code", "Message", "Recommend"]
    assert root.find("Code").text == "InvalidInstanceId.NotFound"
    listed = xml.fromstring(sim.call("DescribeInstances", {"RegionId": "cn-hangzhou"})[2])
    assert [one.find("InstanceName").text for one in listed.iter("Instance")][0] == "a&b"
    assert len(list(listed.iter("Instance"))) == 2


def test_signature_error_carries_our_string_to_sign(start):
    sim = start()
    assert code(sim.call(secret="wrong")) == (400, "SignatureDoesNotMatch")
    query = sign_v1("GET", {"Action": "DescribeRegions"}, "testid", "wrong")
    status, _, text = sim.send("GET", "/?" + query)
    members = json.loads(text)
    assert set(members) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert members["HostId"] == sim.ready["api"].partition("//")[2]
    expected = re.search("server string to sign is:(.*)$", members["Message"])[1]
    assert status == 400 and expected.startswith("GET&%2F&AccessKeyId%3Dtestid%26Action")


def test_time_nonce_key_action_version(start):
    sim = start()
    assert code(sim.call(offset=-1000)) == (400, "InvalidTimeStamp.Expired")
    assert code(sim.call(offset=1000)) == (400, "InvalidTimeStamp.Expired")
    assert sim.call(nonce="same")[0] == 200
    assert code(sim.call(nonce="same")) == (400, "SignatureNonceUsed")
    assert code(sim.call("NoSuchThing")) == (404, "InvalidApi.NotFound")
    assert code(sim.call(version="2014-05-27")) == (400, "InvalidVersion")
    sim.ready["access_key_id"] = "nobody"
    assert code(sim.call()) == (404, "InvalidAccessKeyId.NotFound")


def test_clock_offset_shows_in_date(start):
    sim = start("--clock-offset", "3600")
    status, headers, _ = sim.call()
    assert status == 400
    server = parsedate_to_datetime(headers["Date"]).timestamp()
    assert sim.call(offset=round(server - time.time()))[0] == 200


def test_security_token(start):
    sim = start("--security-token", "CAIS+/==token")
    assert code(sim.call()) == (400, "MissingSecurityToken")
    assert code(sim.call(token="other")) == (400, "InvalidSecurityToken.Malformed")
    assert sim.call(token="CAIS+/==token")[0] == 200
    assert sim.call_v1(token="CAIS+/==token")[0] == 200
    assert "CAIS" not in open(sim.log_path, encoding="utf-8").read()
    assert code(start().call(token="any")) == (400, "InvalidSecurityToken.MismatchWithAccessKey")


def test_region_and_instance_errors(start):
    sim = start("--instance", "i-run", "--instance", "i-stop:Stopped", "--instance",
                "i-begin:Starting", "--instance", "i-far:Running:ap-moon-1")
    for params, expected in (
            ({"InstanceId": "i-run"}, (400, "MissingParameter")),
            ({"RegionId": "cn-hangzhou"}, (400, "MissingParameter")),
            ({"InstanceId": "i-run", "RegionId": "xx"}, (404, "InvalidRegionId.NotFound")),
            ({"InstanceId": "i-no", "RegionId": "cn-hangzhou"},
             (404, "InvalidInstanceId.NotFound")),
            ({"InstanceId": "i-far", "RegionId": "cn-hangzhou"}, (400, "InvalidRegionInstance")),
            ({"InstanceId": "i-stop", "RegionId": "cn-hangzhou"},
             (403, "IncorrectInstanceStatus")),
            ({"InstanceId": "i-begin", "RegionId": "cn-hangzhou"}, (403, "InstanceNotReady"))):
        assert code(sim.call(params=params)) == expected
    assert sim.call(params={"InstanceId": "i-far", "RegionId": "ap-moon-1"})[0] == 200


def test_lists(start):
    sim = start("--os", "windows", *(word for number in range(25)
                                     for word in ("--instance", f"i-{number:02d}")))

    def instances(**params):
        members = json.loads(sim.call("DescribeInstances",
                                      {"RegionId": "cn-hangzhou", **params})[2])
        return [one["InstanceId"] for one in members["Instances"]["Instance"]], members
    found, members = instances(InstanceIds='["i-03","i-07","i-99"]')
    assert found == ["i-03", "i-07"] and members["TotalCount"] == 2
    assert members["Instances"]["Instance"][0]["OSType"] == "windows"
    assert instances(InstanceName="machine-i-1*")[0] == [f"i-1{n}" for n in range(10)]
    assert instances(Status="Stopped")[0] == []
    assert instances(PageSize="10", PageNumber="3")[0] == [f"i-{n}" for n in range(20, 25)]
    seen, token = [], ""
    while True:
        page, members = instances(MaxResults="10", **({"NextToken": token} if token else {}))
        seen += page
        token = members["NextToken"]
        if not token:
            break
    assert seen == [f"i-{n:02d}" for n in range(25)]
    regions = json.loads(sim.call("DescribeRegions", {})[2])["Regions"]["Region"]
    assert {one["RegionEndpoint"] for one in regions} == {sim.ready["api"].partition("//")[2]}


def test_faults_count_aim_and_status(start):
    sim = start("--fail", "DescribeRegions/Throttling.User", "--fail", "InternalError:2",
                "--fail", "Forbidden.RAM:1", "--retry-after", "1500ms")
    status, headers, text = sim.call("DescribeRegions", {})
    assert (status, json.loads(text)["Code"]) == (400, "Throttling.User")
    assert headers["x-acs-retry-after"] == "1500"
    assert code(sim.call()) == (500, "InternalError")
    assert code(sim.call()) == (500, "InternalError")
    assert "AccessDeniedDetail" in json.loads(sim.call()[2])
    assert sim.call()[0] == 200
    assert code(sim.call("DescribeRegions", {})) == (400, "Throttling.User")


# As the operation's page has them, letter by letter.
DOCUMENTED = {
    "InvalidRegionId.NotFound": (404, "The specified RegionId does not exist."),
    "InvalidInstanceId.NotFound": (404, "The specified InstanceId does not exist."),
    "IncorrectInstanceStatus": (
        403, "The current status of the resource does not support this operation."),
    "InternalError": (500, "The request processing has failed due to some unknown error."),
    "InstanceNotReady": (403, "The specified instance is not ready for use"),
    "InvalidRegionInstance": (400, "The specified InstanceId does not exist in given region."),
}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_six_documented_errors_are_the_pages(start, form):
    sim = start("--format", form,
                *(word for name in DOCUMENTED for word in ("--fail", name + ":1")))
    for name, (status, message) in DOCUMENTED.items():
        answered, headers, text = sim.call()
        members = (json.loads(text) if form == "json" else
                   {child.tag: child.text for child in xml.fromstring(text)})
        assert (answered, members["Code"], members["Message"]) == (status, name, message)
        assert members["RequestId"] == headers["x-acs-request-id"]


def test_a_real_cause_is_worded_as_the_page_has_it(start):
    """Not by --fail: by what was asked."""
    sim = start("--instance", "i-stop:Stopped", "--instance", "i-begin:Starting", "--instance",
                "i-far:Running:cn-beijing")
    for instance, region, name in (
            ("i-far", "nowhere", "InvalidRegionId.NotFound"),
            ("i-none", "cn-hangzhou", "InvalidInstanceId.NotFound"),
            ("i-stop", "cn-hangzhou", "IncorrectInstanceStatus"),
            ("i-begin", "cn-hangzhou", "InstanceNotReady"),
            ("i-far", "cn-hangzhou", "InvalidRegionInstance")):
        status, _, text = sim.call(params={"InstanceId": instance, "RegionId": region})
        members = json.loads(text)
        assert members["Code"] == name
        assert (status, members["Message"]) == DOCUMENTED[name]


def test_a_refusal_may_keep_to_itself_what_is_missing(start):
    sim = start("--no-denied-detail", "--fail", "Forbidden.RAM")
    assert code(sim.call()) == (403, "Forbidden.RAM")
    assert "AccessDeniedDetail" not in json.loads(sim.call()[2])


def test_a_fault_of_one_region(start):
    sim = start("--fail", "DescribeInstances@cn-beijing/Forbidden.RAM")
    assert code(sim.call("DescribeInstances", {"RegionId": "cn-beijing"}))[1] == "Forbidden.RAM"
    assert sim.call("DescribeInstances", {"RegionId": "cn-hangzhou"})[0] == 200


def test_names_have_one_wildcard(start):
    names = ["a[x]b", "axb", "a?b", "a*b", "a:b"]
    sim = start(*(part for n, name in enumerate(names)
                  for part in ("--instance", f"i-{n}:Running:cn-hangzhou:{name}")))

    def named(wanted):
        members = json.loads(sim.call("DescribeInstances", {
            "RegionId": "cn-hangzhou", "InstanceName": wanted})[2])
        return [one["InstanceName"] for one in members["Instances"]["Instance"]]
    for name in ("a[x]b", "axb", "a?b", "a:b"):
        assert named(name) == [name]
    assert named("a*b") == names and named("a[!y]b") == []


def test_spoiled_answers(start):
    kinds = ("@empty", "@truncated", "@html", "@ok-code", "@no-url", "@null-url", "@bad-url",
             "@empty-url", "@number-url", "@http-url")
    sim = start(*(word for kind in kinds for word in ("--fail", kind + ":1")))
    answers = {kind: sim.call() for kind in kinds}
    assert answers["@empty"][0::2] == (200, "")
    with pytest.raises(ValueError):
        json.loads(answers["@truncated"][2])
    assert answers["@html"][0] == 502 and "<html>" in answers["@html"][2]
    assert code(answers["@ok-code"]) == (200, "InternalError")
    assert "VncUrl" not in json.loads(answers["@no-url"][2])
    assert json.loads(answers["@null-url"][2])["VncUrl"] is None
    assert json.loads(answers["@bad-url"][2])["VncUrl"] == "not%20a%20URL"
    assert json.loads(answers["@empty-url"][2])["VncUrl"] == ""
    assert json.loads(answers["@number-url"][2])["VncUrl"] == 7
    assert json.loads(answers["@http-url"][2])["VncUrl"].startswith("https%3A")


def test_machines_of_other_systems_and_one_that_starts(start):
    sim = start("--instance", "i-a=windows", "--instance", "i-b:Starting", "--starts-after", "0.3s")
    assert code(sim.call(params={"RegionId": "cn-hangzhou", "InstanceId": "i-b"})) == \
        (403, "InstanceNotReady")
    listed = json.loads(sim.call("DescribeInstances", {"RegionId": "cn-hangzhou"})[2])
    assert [m["OSType"] for m in listed["Instances"]["Instance"]] == ["windows", "linux"]
    end = time.monotonic() + STEP
    while sim.call(params={"RegionId": "cn-hangzhou", "InstanceId": "i-b"})[0] != 200:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_an_answer_that_never_comes_and_one_cut_off(start):
    sim = start("--fail", "@reset:1", "--fail", "@hang:1")
    with pytest.raises(OSError):
        sim.call()
    with pytest.raises(TimeoutError):
        sim.call(timeout=0.5)
    assert sim.call()[0] == 200


@pytest.mark.parametrize("kind", ["wrong-host", "expired", "not-yet", "unknown-ca",
                                  "self-signed"])
def test_bad_certificates_are_refused(start, kind):
    sim = start("--cert", "api:" + kind)
    with pytest.raises(urllib.error.URLError) as caught:
        sim.call()
    assert isinstance(caught.value.reason, ssl.SSLCertVerificationError)


def test_a_bad_console_certificate_leaves_the_api_alone(start):
    sim = start("--cert", "wss:expired")
    assert sim.call()[0] == 200


def test_ca_in_a_directory_is_used_again(start, tmp_path):
    one = start("--dir", str(tmp_path))
    two = start("--dir", str(tmp_path))
    assert one.ready["pin"] != two.ready["pin"]
    two.tls = one.tls
    assert two.call()[0] == 200


@pytest.mark.parametrize("arguments", [
    ["--fail", "@nonsense"], ["--fail", "X:y"], ["--fail", "proxy/Throttling"],
    ["--instance", ":Running"], ["--url-ttl", "soon"], ["--reconnects", "30"],
    ["--cert", "ftp:good"], ["--backend", "here"]], ids=str)
def test_wrong_command_lines_are_refused(arguments):
    from ecs_sim.options import parse
    with pytest.raises(SystemExit) as caught:
        parse(arguments)
    assert caught.value.code == 2


def get(url, method="GET", **headers):
    request = urllib.request.Request(url, method=method, headers={
        name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


def use_keys(sim, keys):
    sim.ready["access_key_id"] = keys["AccessKeyId"]
    return sim.call(secret=keys["AccessKeySecret"], token=keys["SecurityToken"])


def test_metadata_keys_work_until_they_expire(start):
    sim = start("--metadata-listen", "127.0.0.1:0", "--metadata-mode", "v2",
                "--role-lifetime", "1s")
    base = sim.ready["metadata"]
    roles = base + "/latest/meta-data/ram/security-credentials/"
    assert get(roles)[0] == 403
    assert get(base + "/latest/api/token", "PUT")[0] == 400
    status, token = get(base + "/latest/api/token", "PUT",
                        X_aliyun_ecs_metadata_token_ttl_seconds="21600")
    assert status == 200
    status, role = get(roles, X_aliyun_ecs_metadata_token=token)
    assert (status, role) == (200, "ecsview-role")
    keys = json.loads(get(roles + role, X_aliyun_ecs_metadata_token=token)[1])
    assert keys["Code"] == "Success"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", keys["Expiration"])
    assert use_keys(sim, keys)[0] == 200
    time.sleep(1.1)
    assert code(use_keys(sim, keys)) == (400, "InvalidSecurityToken.Expired")
    assert get(base + "/latest/meta-data/region-id", X_aliyun_ecs_metadata_token=token)[1] \
        == "cn-hangzhou"


def test_metadata_without_tokens_and_credentials_uri(start):
    sim = start("--metadata-listen", "127.0.0.1:0", "--metadata-mode", "v1")
    base = sim.ready["metadata"]
    assert get(base + "/latest/api/token", "PUT",
               X_aliyun_ecs_metadata_token_ttl_seconds="60")[0] == 404
    assert get(base + "/latest/meta-data/instance-id") == (200, INSTANCE)
    assert use_keys(sim, json.loads(get(base + "/credentials")[1]))[0] == 200


ROLE = {"RoleArn": "acs:ram::123456789012:role/kiosk", "RoleSessionName": "ecsview",
        "Version": "2015-04-01"}


def test_assume_role(start):
    sim = start()
    status, _, text = sim.call_v1({"Action": "AssumeRole", **ROLE}, method="POST")
    assert status == 200
    assert use_keys(sim, json.loads(text)["Credentials"])[0] == 200
    sim.ready["access_key_id"] = "testid"
    assert code(sim.call_v1({"Action": "AssumeRole", **ROLE, "DurationSeconds": "10"})) \
        == (400, "InvalidParameter")


def test_whose_the_keys_are(start):
    sim = start()
    status, _, text = sim.call_v1({"Action": "GetCallerIdentity", "Version": "2015-04-01"})
    told = json.loads(text)
    assert status == 200 and told["Arn"] == f"acs:ram::{told['AccountId']}:user/kiosk"
    assert code(sim.call_v1({"Action": "GetCallerIdentity"}))[1] == "InvalidVersion"


def test_assume_role_with_oidc_is_unsigned(start):
    from sim import encode, now
    sim = start()
    query = f"Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp={encode(now())}"
    form = "&".join(f"{name}={encode(value)}" for name, value in {
        **ROLE, "OIDCProviderArn": "acs:ram::1:oidc-provider/x", "OIDCToken": "jwt"}.items())
    status, _, text = sim.send("POST", "/?" + query, {
        "Content-Type": "application/x-www-form-urlencoded"}, form.encode())
    assert status == 200
    assert use_keys(sim, json.loads(text)["Credentials"])[0] == 200
    assert "jwt" not in open(sim.log_path, encoding="utf-8").read()
