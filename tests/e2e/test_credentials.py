# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys from each place where the official tools have them: the real program asks the stand-in
cloud with them, and the cloud's log says which key it was."""

import json
import shlex
import urllib.request

import pytest

from lib import keys
from lib.consoles import wait_shown
from lib.endings import CREDENTIALS, NETWORK, shot_refused
from lib.keys import ROLE, TESTING, KeyCloud, environment, key, profile, shot
from lib.ports import Port
from lib.process import wait_until
from lib.viewer import Viewer


def roles(cloud, action="AssumeRole"):
    """The questions for a role, (key, ARN, session, seconds)."""
    return [(entry["key"], *(entry["params"].get(name) for name in
                             ("RoleArn", "RoleSessionName", "DurationSeconds")))
            for entry in cloud.log(event="api", action=action, status=200)]


def assert_temporary(cloud):
    """The last question for a console was asked with keys that the cloud has issued."""
    last = cloud.log(event="api", action="DescribeInstanceVncUrl")[-1]
    assert last["sts"] and last["key"].startswith("STS.") and last["status"] == 200


# Each place.

def test_environment(cloud, directory, home):
    shot(cloud, directory, home.env(**environment()))
    assert cloud.asked_with() == [key("environment")[0]]


def test_oidc(cloud, directory, home):
    token = home.write("token", "canary-oidc-token\n")
    env = home.env(ALIBABA_CLOUD_OIDC_TOKEN_FILE=token, ALIBABA_CLOUD_ROLE_ARN=ROLE,
                   ALIBABA_CLOUD_OIDC_PROVIDER_ARN="acs:ram::1:oidc-provider/ack",
                   ALIBABA_CLOUD_ROLE_SESSION_NAME="pod", ALIBABA_CLOUD_STS_ENDPOINT=cloud.sts)
    shot(cloud, directory, env)
    assert roles(cloud, "AssumeRoleWithOIDC") == [("", ROLE, "pod", "3600")]
    assert_temporary(cloud)


def test_profile_with_a_key(cloud, directory, home):
    home.profiles(profile("source"), profile(name="work"), current="work")
    shot(cloud, directory, home.env())
    shot(cloud, directory, home.env(ALIBABA_CLOUD_PROFILE="default"))
    assert cloud.asked_with() == [key("profile")[0], key("source")[0]]


def test_profile_by_option_is_meant(cloud, directory, home):
    """Whatever is in the environment."""
    home.profiles(profile("source"), profile(name="work"))
    shot(cloud, directory, home.env(**environment(), ALIBABA_CLOUD_PROFILE="default"),
         "--profile", "work")
    assert cloud.asked_with() == [key("profile")[0]]
    said = shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), "--profile", "none",
                        env=home.env(**environment()), words="no profile none")
    assert "the environment" not in said and len(cloud.asked_with()) == 1


def test_the_sts_tells_its_request_id(cloud, directory, home):
    home.profiles(profile(mode="RamRoleArn", ram_role_arn="nonsense", sts_endpoint=cloud.sts))
    said = shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env())
    asked, = cloud.log(event="api", action="AssumeRole")
    assert f"RequestId {asked['request_id']}" in said


def test_profile_in_another_file(cloud, directory, home):
    file = home.profiles(profile())
    moved = file.rename(home.path / "elsewhere.json")
    shot(cloud, directory, home.env(ALIBABA_CLOUD_CONFIG_FILE=moved))
    assert cloud.asked_with() == [key("profile")[0]]


def test_profile_with_a_role(cloud, directory, home):
    home.profiles(profile(mode="RamRoleArn", ram_role_arn=ROLE, ram_session_name="desk",
                          expired_seconds=900, sts_endpoint=cloud.sts))
    told = shot(cloud, directory, home.env())
    assert roles(cloud) == [(key("profile")[0], ROLE, "desk", "900")]
    assert_temporary(cloud)
    assert "config.json" in told  # where the keys come from


def test_profiles_in_a_chain(cloud, directory, home):
    second = ROLE.replace("kiosk", "second")
    home.profiles(
        {"mode": "ChainableRamRoleArn", "source_profile": "first", "ram_role_arn": second},
        profile("source", name="first", mode="RamRoleArn", ram_role_arn=ROLE))
    shot(cloud, directory, home.env(ALIBABA_CLOUD_STS_ENDPOINT=cloud.sts))
    assumed = roles(cloud)
    assert [arn for _, arn, _, _ in assumed] == [ROLE, second]
    assert assumed[0][0] == key("source")[0] and assumed[1][0].startswith("STS.")
    assert_temporary(cloud)


def test_profiles_in_a_circle(cloud, directory, home):
    home.profiles(
        *({"name": name, "mode": "ChainableRamRoleArn", "source_profile": source,
           "ram_role_arn": ROLE} for name, source in ("ab", "bc", "ca")))
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env(),
                 words="in a circle")


def test_profile_with_a_token(cloud, directory, home):
    """Keys that somebody else has got: here from the cloud's credentials URI."""
    with urllib.request.urlopen(cloud.metadata + "/credentials", timeout=20) as answer:
        issued = json.load(answer)
    home.profiles({"mode": "StsToken", "access_key_id": issued["AccessKeyId"],
                   "access_key_secret": issued["AccessKeySecret"],
                   "sts_token": issued["SecurityToken"]})
    shot(cloud, directory, home.env())
    assert cloud.asked_with() == [issued["AccessKeyId"]]


def test_profile_with_oidc(cloud, directory, home):
    token = home.write("token", "canary-oidc-token")
    home.profiles({"mode": "OIDC", "ram_role_arn": ROLE, "oidc_token_file": str(token),
                   "oidc_provider_arn": "acs:ram::1:oidc-provider/x", "sts_endpoint": cloud.sts})
    shot(cloud, directory, home.env())
    assert len(roles(cloud, "AssumeRoleWithOIDC")) == 1
    assert_temporary(cloud)


def test_profile_with_a_uri(cloud, directory, home):
    home.profiles({"mode": "CredentialsURI", "credentials_uri": cloud.metadata + "/credentials"})
    shot(cloud, directory, home.env())
    assert_temporary(cloud)


def test_ini_file(cloud, directory, home):
    home.ini(**keys.ini())
    shot(cloud, directory, home.env())
    home.ini(section="work", role_arn=ROLE, role_session_name="old",
             **{**keys.ini(), "type": "ram_role_arn"})
    shot(cloud, directory, home.env(ALIBABA_CLOUD_PROFILE="work",
                                    ALIBABA_CLOUD_STS_ENDPOINT=cloud.sts))
    assert cloud.asked_with()[0] == key("ini")[0]
    assert roles(cloud) == [(key("ini")[0], ROLE, "old", "3600")]
    assert_temporary(cloud)


def test_credentials_uri(cloud, directory, home):
    shot(cloud, directory,
         home.env(ALIBABA_CLOUD_CREDENTIALS_URI=cloud.metadata + "/credentials"))
    assert_temporary(cloud)


def on_machine(cloud, home, **more):
    """The environment of a viewer that runs on an ECS machine of this cloud."""
    return {**home.env(**more), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "",
            "ECSVIEW_TEST_METADATA": cloud.metadata}


@pytest.mark.parametrize("mode, asked", [("v2", ["PUT", "GET", "GET"]),
                                         ("v1", ["PUT", "GET", "GET"])])
def test_metadata(directory, home, mode, asked):
    with KeyCloud(directory, "--metadata-mode", mode) as cloud:
        shot(cloud, directory, on_machine(cloud, home), program=TESTING)
        assert_temporary(cloud)
        seen = cloud.log(event="metadata")
        assert [entry["method"] for entry in seen] == asked
        assert [entry["token"] for entry in seen] == [False] + 2 * [mode == "v2"]


def test_metadata_by_name_and_by_profile(cloud, directory, home):
    shot(cloud, directory, on_machine(cloud, home, ALIBABA_CLOUD_ECS_METADATA="ecsview-role"),
         program=TESTING)
    assert cloud.metadata_paths() == ["token", "ecsview-role"]
    home.profiles({"mode": "EcsRamRole", "ram_role_name": "ecsview-role"})
    shot(cloud, directory, on_machine(cloud, home), program=TESTING)
    assert_temporary(cloud)
    home.profiles({"mode": "RamRoleArnWithRoleName", "ram_role_name": "ecsview-role",
                   "ram_role_arn": ROLE, "sts_endpoint": cloud.sts})
    shot(cloud, directory, on_machine(cloud, home), program=TESTING)
    assert roles(cloud)[0][1] == ROLE
    assert_temporary(cloud)


def test_metadata_goes_to_no_proxy(cloud, directory, home):
    with Port() as nobody:
        proxy = f"http://127.0.0.1:{nobody}"
        env = on_machine(cloud, home, http_proxy=proxy, HTTP_PROXY=proxy, all_proxy=proxy,
                         NO_PROXY="127.0.0.1")
        shot(cloud, directory, env, program=TESTING)
    assert_temporary(cloud)


def test_metadata_without_tokens_is_refused_on_request(directory, home):
    with KeyCloud(directory, "--metadata-mode", "v1") as cloud:
        shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), program=TESTING,
                     env=on_machine(cloud, home, ALIBABA_CLOUD_IMDSV1_DISABLED="true"),
                     words="ALIBABA_CLOUD_IMDSV1_DISABLED")
        assert cloud.metadata_paths() == ["token"]


# Regions that come with the keys.

FAR = "i-xxfaraway0000000001"  # its letters hint at no region


@pytest.mark.parametrize("place", ["profile", "metadata"])
def test_region(directory, home, place):
    with KeyCloud(directory, "--instance", f"{FAR}:Running:ap-southeast-5") as cloud:
        env = on_machine(cloud, home) if place == "metadata" else home.env()
        if place == "profile":
            home.profiles(profile(region_id="ap-southeast-5"))
        with Viewer(directory, "shot", *cloud.anywhere(), FAR, directory / "far.png", env=env,
                    program=TESTING) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
        assert [entry["params"]["RegionId"] for entry in cloud.log(event="api")] == [
            "ap-southeast-5"]


# A command.

PRINTING = """#!/bin/sh
printf '%s\\n' "$@" > "{home}/words"
env > "{home}/env"
ls -l /proc/self/fd > "{home}/files"
ps -o pgid= -p $$ > "{home}/group"
{then}
"""


def command(home, then, words="'two words' \"a \\\"b\\\" \\$HOME\" c\\ d ''"):
    """A profile whose command is a script in a folder with a blank in its name."""
    script = home.write("my tools/give keys", PRINTING.format(home=home.path, then=then), 0o700)
    line = f"{shlex.quote(str(script))} {words}"
    home.profiles({"mode": "External", "process_command": line})
    return script


def printing(place="command", **more):
    key_id, secret = key(place)
    return "echo " + shlex.quote(json.dumps(
        {"mode": "AK", "access_key_id": key_id, "access_key_secret": secret, **more}))


def test_command(cloud, directory, home):
    command(home, printing())
    env = home.env(ECSVIEW_VNC_PASSWORD="canary-password", ALIBABA_CLOUD_ACCESS_KEY_ID="half",
                   OWN="mine")
    told = shot(cloud, directory, env)
    assert cloud.asked_with() == [key("command")[0]]
    assert (home.path / "words").read_text() == "two words\na \"b\" $HOME\nc d\n\n"
    seen = (home.path / "env").read_text()
    # What the user has set is there; what is the viewer's own is not.
    assert "OWN=mine" in seen and "ALIBABA_CLOUD_ACCESS_KEY_ID=half" in seen
    assert "canary" not in seen
    files = (home.path / "files").read_text()
    assert "socket:" not in files and "memfd" not in files and "eventpoll" not in files
    # Half a key in the environment is told, for it is passed over.
    assert "ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing" in told


BAD_COMMANDS = {"exit 3": "exit status 3", "kill -9 $$": "signal Killed", "echo nonsense": "JSON",
                "head -c 100000 /dev/zero": "64 kB", "echo '{\"mode\":\"X\"}'": "AK or StsToken",
                "": "JSON"}


@pytest.mark.parametrize("then", BAD_COMMANDS)
def test_command_that_fails(cloud, directory, home, then):
    command(home, then)
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env(),
                 words=BAD_COMMANDS[then])


def test_command_that_is_not_there_or_forbidden(cloud, directory, home):
    script = command(home, printing())
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(),
                 env=home.env(ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS="1"),
                 words="ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS")
    assert not (home.path / "words").exists()
    script.unlink()
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env(),
                 words="No such file")


def test_command_that_hangs_is_ended(cloud, directory, home):
    """With all that it has started, when its time is over and when the viewer is to end."""
    command(home, "sleep 1000 & sleep 1000")
    shot_refused(directory, (CREDENTIALS, 12), cloud.instance, *cloud.args(), "--timeout", "2s",
                 env=home.env(), words="in time")


def test_window_is_closed_while_a_command_hangs(cloud, directory, home, xvfb):
    command(home, "sleep 1000 & sleep 1000")
    with Viewer(directory, *cloud.args(), cloud.instance, display=xvfb, env=home.env()) as viewer:
        wait_until(lambda: (home.path / "group").exists(), 20, "command")
        viewer.window()  # it does not wait for keys
        assert viewer.terminate() == 0


# Which files.

def test_nothing_is_found(directory, cloud, home):
    """One sentence that lists what was tried; the metadata service is there and has no role."""
    said = shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env(),
                        words=("(1) the environment: ALIBABA_CLOUD_ACCESS_KEY_ID", "(2) OIDC",
                               f"(3) {home.path}/.aliyun/config.json: there is no such file",
                               f"(4) {home.path}/.alibabacloud/credentials",
                               "ALIBABA_CLOUD_ECS_METADATA_DISABLED", "(6) the credentials URI"))
    assert "aliyun configure" in said
    home.write(".aliyun/config.json", "{ nonsense")
    home.ini(type="bearer")
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(),
                 env=home.env(ALIBABA_CLOUD_CLI_PROFILE_DISABLED="true"),
                 words=("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "type bearer"))
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env(),
                 words="not JSON")
    with Port() as nobody:
        env = {**home.env(), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "",
               "ECSVIEW_TEST_METADATA": f"http://127.0.0.1:{nobody}"}
        shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=env,
                     program=TESTING, words=f"nobody answers at 127.0.0.1:{nobody}")


def test_role_that_is_refused(directory, home):
    with KeyCloud(directory, "--fail", "AssumeRole/NoPermission:1", "--fail",
                  "AssumeRole/InvalidTimeStamp.Expired:1") as cloud:
        home.profiles(profile(mode="RamRoleArn", ram_role_arn=ROLE, sts_endpoint=cloud.sts))
        shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), env=home.env(),
                     words=("NoPermission", "sts:AssumeRole", "profile default"))
        shot(cloud, directory, home.env())  # the platform's time is taken
        assert_temporary(cloud)
    home.profiles(profile(mode="RamRoleArn", ram_role_arn=ROLE, sts_endpoint=cloud.sts))
    shot_refused(directory, NETWORK, cloud.instance, *cloud.args(), env=home.env(),
                 words="Nothing listens")


# For months.

@pytest.mark.parametrize("lifetime, fetched", [("1h", 1), ("100s", 2)])
def test_keys_are_kept_and_fetched_anew(directory, home, xvfb, lifetime, fetched):
    """Kept while they are good, fetched for the next connection when they are near their end."""
    with KeyCloud(directory, "--role-lifetime", lifetime) as cloud:
        uri = cloud.metadata + "/credentials"
        with Viewer(directory, *cloud.args(), cloud.instance, display=xvfb,
                    env=home.env(ALIBABA_CLOUD_CREDENTIALS_URI=uri)) as viewer:
            for count in (1, 2):
                cloud.wait_log(count=count, event="connect", verdict="ok")
                wait_shown(cloud, viewer)
                cloud.cut()
            assert viewer.terminate() == 0
        asked = cloud.asked_with()[:2]
        assert len(asked) == 2 and len(set(asked)) == fetched
        assert set(cloud.metadata_paths()) == {"credentials"}


def test_keys_that_the_platform_calls_expired(directory, home):
    fault = "DescribeInstanceVncUrl/InvalidSecurityToken.Expired"
    with KeyCloud(directory, "--fail", fault + ":3") as cloud:
        uri = cloud.metadata + "/credentials"
        shot(cloud, directory, home.env(ALIBABA_CLOUD_CREDENTIALS_URI=uri), code=CREDENTIALS)
        assert len(set(cloud.asked_with())) == 2  # once more, with new keys, and then no more
        shot(cloud, directory, home.env(ALIBABA_CLOUD_CREDENTIALS_URI=uri))
        assert cloud.metadata_paths() == 4 * ["credentials"]
