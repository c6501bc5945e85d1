# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts an ecs-sim for a test and talks to it the way a client does."""
import base64
import hashlib
import hmac
import json
import os
import secrets
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from urllib.parse import quote, unquote

PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                       "sim", "ecs-sim")
INSTANCE = "i-bp1hzoinajzkh91h0001"
STEP = 30.0     # seconds a test waits for something before it is a failure


class Sim:
    """One running simulator with its own directory; close() ends it."""

    def __init__(self, directory, *arguments):
        self.log_path = os.path.join(directory, "log.jsonl")
        self.process = subprocess.Popen(
            [PROGRAM, "--dir", str(directory), "--log", self.log_path, *arguments],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"ecs-sim left with {self.process.wait(STEP)}")
        self.ready = json.loads(line)
        with open(self.ready["access_key_secret_file"], encoding="utf-8") as file:
            self.secret = file.readline().rstrip("\n")
        self.tls = ssl.create_default_context(cafile=self.ready["ca"])

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STEP)
        finally:
            self.process.kill()
            self.process.stdout.close()

    def log(self, event=None):
        with open(self.log_path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
        return [line for line in lines if event in (None, line["event"])]

    def wait_log(self, event, **fields):
        """The first line of that kind, waited for."""
        end = time.monotonic() + STEP
        while time.monotonic() < end:
            for line in self.log(event):
                if all(line.get(name) == value for name, value in fields.items()):
                    return line
            time.sleep(0.02)
        raise AssertionError(f"no {event} {fields} in {self.log()}")

    def send(self, method="POST", target="/", headers=(), body=b"", timeout=STEP):
        """(status, headers, text)."""
        request = urllib.request.Request(self.ready["api"] + target, method=method,
                                         headers=dict(headers), data=body or None)
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=timeout) as reply:
                return reply.status, reply.headers, reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def call(self, action="DescribeInstanceVncUrl", params=None, method="POST", **changes):
        """A v3 request; params default to the first instance's."""
        if params is None:
            params = {"InstanceId": INSTANCE, "RegionId": "cn-hangzhou"}
        host = self.ready["api"].partition("//")[2]
        timeout = changes.pop("timeout", STEP)
        target, headers = sign_v3(method, host, action, params, self.ready["access_key_id"],
                                  changes.pop("secret", self.secret), **changes)
        return self.send(method, target, headers, timeout=timeout)

    def call_v1(self, params=None, method="GET", **changes):
        common = {"Action": "DescribeInstanceVncUrl", "InstanceId": INSTANCE,
                  "RegionId": "cn-hangzhou"} if params is None else params
        query = sign_v1(method, common, self.ready["access_key_id"],
                        changes.pop("secret", self.secret), **changes)
        if method == "GET":
            return self.send("GET", "/?" + query)
        return self.send("POST", "/", {"Content-Type": "application/x-www-form-urlencoded"},
                         query.encode())

    def url(self, instance=INSTANCE):
        """A fresh VNC URL, decoded once."""
        status, _, text = self.call(params={"InstanceId": instance, "RegionId": "cn-hangzhou"})
        assert status == 200, text
        return unquote(json.loads(text)["VncUrl"])


def encode(text):
    return quote(text, safe="-_.~")


def now(offset=0):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + offset))


def sign_v3(method, host, action, params, key_id, secret, offset=0, nonce=None, token=None,
            version="2014-05-26"):
    query = "&".join(f"{encode(k)}={encode(v)}" for k, v in sorted(params.items()))
    digest = hashlib.sha256(b"").hexdigest()
    headers = {"host": host, "x-acs-action": action, "x-acs-version": version,
               "x-acs-date": now(offset), "x-acs-content-sha256": digest,
               "x-acs-signature-nonce": nonce or secrets.token_hex(16)}
    if token:
        headers["x-acs-security-token"] = token
    names = ";".join(sorted(headers))
    block = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join((method, "/", query, block, names, digest))
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},"
                                f"Signature={signature}")
    headers["accept"] = "application/json"
    return "/?" + query if query else "/", headers


def sign_v1(method, params, key_id, secret, token=None, form="JSON"):
    params = {"Version": "2014-05-26", "AccessKeyId": key_id, "Timestamp": now(),
              "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
              "SignatureNonce": secrets.token_hex(16), **params}
    if form:
        params["Format"] = form
    if token:
        params["SecurityToken"] = token
    query = "&".join(f"{encode(k)}={encode(v)}" for k, v in sorted(params.items()))
    text = f"{method}&%2F&{encode(query)}"
    digest = hmac.new((secret + "&").encode(), text.encode(), hashlib.sha1).digest()
    return query + "&Signature=" + encode(base64.b64encode(digest).decode())
