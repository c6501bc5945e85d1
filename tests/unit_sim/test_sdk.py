# SPDX-License-Identifier: GPL-2.0-or-later
"""The official SDK for Node as a client of the stand-in cloud: somebody else's code signs by every
scheme and in every layout, and what it signs with a wrong secret is refused. npm brings the SDK
once, into the cache: tests/e2e/sdk names its packages and their hashes."""
import json
import os
import pathlib
import subprocess

import pytest
from lib import npm
from sim import INSTANCE

SCRIPT = pathlib.Path(__file__).with_name("sdk") / "ask.js"
TOKEN = "CAIStest/token+with=signs&more"

LAYOUTS = [  # library, scheme, method, some parameters in a form
    ("openapi-core", "v3", "POST", False), ("openapi-core", "v3", "GET", False),
    ("openapi-core", "v3", "POST", True), ("openapi-core", "v1", "POST", False),
    ("openapi-core", "v1", "GET", False), ("openapi-core", "v1", "POST", True),
    ("pop-core", "v1", "GET", False), ("pop-core", "v1", "POST", False)]


def ask(sim, questions):
    env = {**os.environ, "NODE_PATH": str(npm.folder()),
           "NODE_EXTRA_CA_CERTS": sim.ready["ca"], "no_proxy": "127.0.0.1"}
    done = subprocess.run(["node", SCRIPT], input=json.dumps(questions), env=env, text=True,
                          stdout=subprocess.PIPE, timeout=120, check=True)
    return json.loads(done.stdout)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("token", ["", TOKEN], ids=["key", "sts"])
def test_the_official_sdk_is_understood(start, token):
    sim = start(*(["--security-token", token] if token else []))
    ca = pathlib.Path(sim.ready["ca"]).read_text(encoding="ascii")
    questions = [{"library": library, "scheme": scheme, "method": method, "form": form,
                  "api": sim.ready["api"], "ca": ca, "id": sim.ready["access_key_id"],
                  "secret": secret, "token": token, "region": "cn-hangzhou",
                  "instance": INSTANCE}
                 for library, scheme, method, form in LAYOUTS
                 for secret in (sim.secret, "wrong")]
    answers = ask(sim, questions)
    assert [entry["scheme"] for entry in sim.log("api")] == [q["scheme"] for q in questions]
    assert [entry["method"] for entry in sim.log("api")] == [q["method"] for q in questions]
    for question, answer in zip(questions, answers, strict=True):
        layout = {name: question[name] for name in ("library", "scheme", "method", "form")}
        if question["secret"] == "wrong":
            assert "SignatureDoesNotMatch" in answer.get("code", ""), (layout, answer)
        else:
            assert answer.get("VncUrl", "").startswith("wss%3A"), (layout, answer)
