# SPDX-License-Identifier: GPL-2.0-or-later
"""The account behind the API: its keys, used nonces, regions and instances."""
import calendar
import re
import secrets
import time
from dataclasses import dataclass

from .errors import ApiError
from .signatures import Malformed, read

TIME_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
CLOCK_TOLERANCE = 15 * 60  # seconds either way, as the platform has it

REGIONS = {
    "cn-hangzhou": "China (Hangzhou)", "cn-shanghai": "China (Shanghai)",
    "cn-beijing": "China (Beijing)", "cn-shenzhen": "China (Shenzhen)",
    "cn-hongkong": "China (Hong Kong)", "ap-southeast-1": "Singapore",
    "ap-northeast-1": "Japan (Tokyo)", "eu-central-1": "Germany (Frankfurt)",
    "us-east-1": "US (Virginia)", "us-west-1": "US (Silicon Valley)",
}


@dataclass
class Instance:
    """One machine, as --instance ID[=os][:status[:region[:name]]] describes it."""
    instance_id: str
    status: str = "Running"
    region: str = "cn-hangzhou"
    name: str = ""
    os_type: str = "linux"
    number: int = 0     # among the account's, in the order given; its addresses tell it

    @classmethod
    def parse(cls, text, os_type):
        parts = text.split(":", 3)
        parts[0], _, own_os = parts[0].partition("=")
        if not parts[0] or own_os not in ("", "windows", "linux"):
            raise ValueError("--instance wants ID[=windows|=linux][:status[:region[:name]]]")
        given = dict(zip(("instance_id", "status", "region", "name"), parts))
        machine = cls(**{key: value for key, value in given.items() if value}, os_type=own_os or os_type)
        machine.name = machine.name or f"machine-{machine.instance_id[-4:]}"
        return machine


@dataclass
class Key:
    """An access key; token is set for temporary ones, expires is seconds since 1970 or None."""
    secret: str
    token: str = ""
    expires: float = None


class Account:
    """Verifies requests. The clock is passed in by the caller of check()."""

    def __init__(self, instances):
        self.instances = {machine.instance_id: machine for machine in instances}
        self.regions = dict(REGIONS)
        for number, machine in enumerate(instances):
            machine.number = number
            self.regions.setdefault(machine.region, machine.region)
        self._keys = {}
        self._nonces = {}

    def add_key(self, access_key_id, key):
        self._keys[access_key_id] = key

    def issue_temporary_key(self, lifetime, now=None):
        """A new STS key: (id, Key). Secrets and tokens have beginnings that a test can look for."""
        access_key_id = "STS." + secrets.token_hex(12)
        key = Key("issued-" + secrets.token_urlsafe(24), "CAIS" + secrets.token_hex(24) + "+/==",
                  (time.time() if now is None else now) + lifetime)
        self._keys[access_key_id] = key
        return access_key_id, key

    def check(self, request, now):
        """The request taken apart, or ApiError. A nonce counts as used once the signature holds."""
        try:
            signed = read(request)
        except Malformed as bad:
            raise ApiError(bad.code, bad.message) from None
        self._check_time(signed.timestamp, now)
        if signed.scheme == "none":
            return signed
        key = self._keys.get(signed.access_key_id)
        if key is None:
            raise ApiError("InvalidAccessKeyId.NotFound")
        if not signed.matches(key.secret):
            raise ApiError("SignatureDoesNotMatch", _mismatch(signed))
        self._check_token(signed.security_token, key, now)
        self._use_nonce(signed.nonce, now)
        return signed

    @staticmethod
    def _check_time(text, now):
        if not TIME_STAMP.fullmatch(text):
            raise ApiError("InvalidTimeStamp.Format")
        try:
            stamp = calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
        except ValueError:
            raise ApiError("InvalidTimeStamp.Format") from None
        if abs(stamp - now) > CLOCK_TOLERANCE:
            raise ApiError("InvalidTimeStamp.Expired")

    @staticmethod
    def _check_token(token, key, now):
        if key.token and not token:
            raise ApiError("MissingSecurityToken")
        if key.expires is not None and now > key.expires:
            raise ApiError("InvalidSecurityToken.Expired")
        if token and not key.token:
            raise ApiError("InvalidSecurityToken.MismatchWithAccessKey")
        if token != key.token:
            raise ApiError("InvalidSecurityToken.Malformed")

    def _use_nonce(self, nonce, now):
        self._nonces = {old: until for old, until in self._nonces.items() if until > now}
        if not nonce or nonce in self._nonces:
            raise ApiError("SignatureNonceUsed")
        self._nonces[nonce] = now + 2 * CLOCK_TOLERANCE


def _mismatch(signed):
    canonical = (f"server canonical request is:{signed.canonical_request} "
                 if signed.canonical_request else "")
    return ("Specified signature is not matched with our calculation. "
            f"{canonical}server string to sign is:{signed.string_to_sign}")
