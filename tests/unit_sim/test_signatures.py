# SPDX-License-Identifier: GPL-2.0-or-later
"""The verifier against the official SDK's vectors, fed from raw requests."""
import calendar
import json
import os
import time

import pytest
from ecs_sim.account import Account, Instance, Key
from ecs_sim.errors import ApiError
from ecs_sim.signatures import Malformed, Request, canonical_query, read

VECTORS = os.environ.get("ECSVIEW_VECTORS") or os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "vectors")


def vectors(name):
    with open(os.path.join(VECTORS, name), encoding="utf-8") as file:
        return json.load(file)["vectors"]


V1 = vectors("v1.json")
V3 = vectors("v3.json")


def request_v1(vector):
    wire = vector["wire"]
    headers = [("Host", wire["host"])]
    if wire["content_type"]:
        headers.append(("Content-Type", wire["content_type"]))
    return Request(wire["method"], wire["target"], headers, wire["body"].encode())


def request_v3(vector):
    target = vector.get("wire", {}).get("target") or vector["uri"] + "?" + canonical_query(
        vector["query"])
    headers = list(vector["headers"].items()) + [("Authorization", vector["authorization"])]
    return Request(vector["method"], target, headers, vector["body"].encode())


def by_id(vector):
    return vector["id"]


@pytest.mark.parametrize("vector", V1, ids=by_id)
def test_v1_vectors_hold_and_a_wrong_secret_does_not(vector):
    signed = read(request_v1(vector))
    assert signed.scheme == "v1"
    assert signed.string_to_sign == vector["string_to_sign"]
    assert signed.expected(vector["access_key_secret"]) == vector["signature"]
    assert signed.matches(vector["access_key_secret"])
    assert not signed.matches(vector["access_key_secret"] + "x")
    assert signed.security_token == (vector["security_token"] or "")


@pytest.mark.parametrize("vector", V3, ids=by_id)
def test_v3_vectors_hold_and_a_wrong_secret_does_not(vector):
    signed = read(request_v3(vector))
    assert signed.scheme == "v3"
    assert signed.canonical_request == vector["canonical_request"]
    assert signed.string_to_sign == vector["string_to_sign"]
    assert signed.matches(vector["access_key_secret"])
    assert not signed.matches(vector["access_key_secret"][:-1])
    assert signed.security_token == (vector["security_token"] or "")


@pytest.mark.parametrize("vector", V1 + V3, ids=by_id)
def test_whole_check_takes_a_vector_once(vector):
    v3 = "authorization" in vector
    request = request_v3(vector) if v3 else request_v1(vector)
    stamp = vector["headers"]["x-acs-date"] if v3 else vector["signed_params"]["Timestamp"]
    now = calendar.timegm(time.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ"))
    account = Account([Instance("i-1")])
    account.add_key(vector["access_key_id"],
                    Key(vector["access_key_secret"], vector["security_token"] or ""))
    assert account.check(request, now + 899).action
    with pytest.raises(ApiError, match="SignatureNonceUsed"):
        account.check(request, now + 899)
    for late in (901, -901):
        with pytest.raises(ApiError, match="InvalidTimeStamp.Expired"):
            account.check(request, now + late)


def vncurl():
    return next(vector for vector in V3 if vector["id"] == "v3-vncurl")


def changed(**headers):
    request = request_v3(vncurl())
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request.headers = [(name, value) for name, value in request.headers if name not in names]
    request.headers += [(name, value) for name, value in names.items() if value is not None]
    return request


def test_a_changed_query_does_not_match():
    request = request_v3(vncurl())
    request.target = request.target.replace("hangzhou", "shanghai")
    assert not read(request).matches("testsecret")


def test_a_changed_host_or_method_does_not_match():
    assert not read(changed(host="elsewhere:443")).matches("testsecret")
    request = changed()
    request.method = "GET"
    assert not read(request).matches("testsecret")


def test_the_body_must_have_the_hash_that_was_signed():
    request = changed()
    request.body = b"x"
    with pytest.raises(Malformed) as caught:
        read(request)
    assert caught.value.code == "InvalidContentSha256"


@pytest.mark.parametrize("headers", [
    {"x_acs_extra": "1"},               # an x-acs header nobody signed
    {"content_type": "text/plain"},     # signed when sent
    {"x_acs_date": None},               # signed but missing
], ids=str)
def test_headers_that_matter_must_be_signed(headers):
    with pytest.raises(Malformed) as caught:
        read(changed(**headers))
    assert caught.value.code == "IncompleteSignature"


def test_v1_without_a_nonce_is_named():
    request = request_v1(V1[0])
    request.target = request.target.replace("SignatureNonce", "Nonce")
    with pytest.raises(Malformed) as caught:
        read(request)
    assert caught.value.code == "MissingSignatureNonce"
