# SPDX-License-Identifier: GPL-2.0-or-later
"""Places where the viewer finds keys, each with a key of its own, and the cloud that knows them."""

import json
import os
import shlex
from pathlib import Path

from .process import run
from .sim import KEY_ID, KEY_SECRET, EcsSim
from .viewer import Viewer

ROOT = Path(__file__).resolve().parents[3]
# The build with the test-only switches: it can be told where the metadata service is.
TESTING = shlex.split(os.environ.get("ECSVIEW_TESTING",
                                     str(ROOT / "build" / "native" / "ecsview-testing")))
ROLE = "acs:ram::123456789012:role/kiosk"
# id: secret. Nothing of a secret may ever be told.
KEYS = {f"LTAItest{place}": f"canary-{place}-secret-Xq7"
        for place in ("environment", "profile", "ini", "command", "source")}


def key(place):
    """(id, secret)"""
    return f"LTAItest{place}", KEYS[f"LTAItest{place}"]


class KeyCloud(EcsSim):
    """A cloud that knows all KEYS, with a metadata service and a credentials URI."""

    def __init__(self, directory, *options):
        known = [part for pair in KEYS.items() for part in ("--key", ":".join(pair))]
        super().__init__(directory, "--still", "--metadata-listen", "127.0.0.1:0", *known, *options)
        self.sts = self.api

    def asked_with(self):
        """The key IDs of all questions for a console, in order."""
        asked = self.log(event="api", action="DescribeInstanceVncUrl")
        return [entry.get("key") for entry in asked]

    def metadata_paths(self):
        return [entry["path"].rpartition("/")[2] for entry in self.log(event="metadata")]


class Home:
    """A home directory; env() makes the viewer use it."""

    def __init__(self, directory, name="home"):
        self.path = Path(directory) / name
        self.path.mkdir()

    def env(self, **more):
        return {"HOME": str(self.path), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true", **more}

    def write(self, path, text, mode=0o600):
        path = self.path / path
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def profiles(self, *profiles, current=None, mode=0o600):
        """~/.aliyun/config.json; the first profile is the current one."""
        for number, profile in enumerate(profiles):
            profile.setdefault("name", "default" if number == 0 else f"other{number}")
        return self.write(".aliyun/config.json", json.dumps(
            {"current": current or profiles[0]["name"], "profiles": profiles, "meta_path": ""}),
            mode)

    def command(self):
        """A profile whose command prints that place's key."""
        key_id, secret = key("command")
        told = {"mode": "AK", "access_key_id": key_id, "access_key_secret": secret}
        script = self.write("give-keys", f"#!/bin/sh\necho '{json.dumps(told)}'\n", 0o700)
        self.profiles({"mode": "External", "process_command": str(script)})

    def ini(self, mode=0o600, section="default", **values):
        lines = [f"[{section}]", *(f"{name} = {value}" for name, value in values.items())]
        return self.write(".alibabacloud/credentials", "\n".join(lines) + "\n", mode)


def profile(place="profile", **more):
    """A profile of mode AK with that place's key."""
    key_id, secret = key(place)
    return {"mode": "AK", "access_key_id": key_id, "access_key_secret": secret, **more}


def environment(place="environment"):
    key_id, secret = key(place)
    return {"ALIBABA_CLOUD_ACCESS_KEY_ID": key_id, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret}


def ini(place="ini"):
    key_id, secret = key(place)
    return {"type": "access_key", "access_key_id": key_id, "access_key_secret": secret}


def shot(cloud, directory, env, *options, code=0, program=None):
    """Takes a picture of the cloud's console; what was told, at the level debug. No secret of ours
    is in it."""
    words = ["shot", *cloud.args(), "--log-level", "debug", *options, cloud.instance,
             directory / "shot.png"]
    with Viewer(directory, *words, env=env, program=program) as viewer:
        ended = viewer.wait_exit()
        told = viewer.stderr() + viewer.stdout()
        assert ended == code, f"ended with {ended}: {told}"
    assert_no_secret(told)
    return told


def assert_no_secret(told):
    # The stand-in's temporary secrets and tokens begin with the last two.
    for secret in (*KEYS.values(), KEY_SECRET, "canary-", "issued-", "CAIS"):
        assert secret not in told, f"{secret} is in {told}"


__all__ = ["KEY_ID", "KEY_SECRET", "KEYS", "ROLE", "TESTING", "Home", "KeyCloud", "run"]
