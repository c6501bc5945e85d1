# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a signed request and says which signature it should carry. Pure: no clock, no keys kept.

Two schemes: "v3" is ACS3-HMAC-SHA256 (headers), "v1" the RPC style HMAC-SHA1 (parameters).
"""
import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

V3_ALGORITHM = "ACS3-HMAC-SHA256"
V3_REQUIRED = ("host", "x-acs-action", "x-acs-content-sha256", "x-acs-date",
               "x-acs-signature-nonce", "x-acs-version")
UNSIGNED = ("AssumeRoleWithOIDC",)      # the OIDC token stands for the signature
V1_REQUIRED = ("AccessKeyId", "Action", "Signature", "SignatureMethod", "SignatureNonce",
               "SignatureVersion", "Timestamp", "Version")


class Malformed(Exception):
    """The request cannot be verified at all; code and message are the platform's."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass
class Request:
    """What came over the wire: the request target undecoded, headers in their order."""
    method: str
    target: str
    headers: list
    body: bytes = b""

    def header(self, name):
        """All values of a header, trimmed, or None."""
        found = [value.strip() for key, value in self.headers if key.lower() == name]
        return found or None

    def header_text(self, name):
        found = self.header(name)
        return found[0] if found else ""


@dataclass
class Signed:
    """A request taken apart. string_to_sign is ours, made from what arrived."""
    scheme: str
    action: str
    version: str
    access_key_id: str
    security_token: str
    timestamp: str
    nonce: str
    signature: str
    string_to_sign: str
    params: dict = field(default_factory=dict)
    canonical_request: str = ""

    def expected(self, secret):
        if self.scheme == "v3":
            return hmac.new(secret.encode(), self.string_to_sign.encode(),
                            hashlib.sha256).hexdigest()
        digest = hmac.new((secret + "&").encode(), self.string_to_sign.encode(), hashlib.sha1)
        return base64.b64encode(digest.digest()).decode()

    def matches(self, secret):
        return hmac.compare_digest(self.expected(secret).encode(), self.signature.encode())


def encode(text):
    """RFC 3986: only letters, digits and -_.~ stay."""
    return quote(text, safe="-_.~", encoding="utf-8")


def canonical_query(params):
    ordered = sorted(params.items(), key=lambda item: item[0].encode())
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in ordered)


def parse_form(text):
    """name=value pairs as a servlet reads them: '+' is a space, %XX is UTF-8."""
    params = {}
    for pair in text.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            try:
                params[_decode(name)] = _decode(value)
            except UnicodeDecodeError:
                raise Malformed("InvalidParameter", "A parameter is not UTF-8.") from None
    return params


def _decode(text):
    return unquote(text.replace("+", " "), encoding="utf-8", errors="strict")


def read(request):
    """Takes a request apart: v3 when it has an Authorization header, else v1."""
    params = parse_form(request.target.partition("?")[2])
    content_type = request.header_text("content-type")
    if content_type.lower().startswith("application/x-www-form-urlencoded"):
        params.update(parse_form(request.body.decode("latin-1")))
    if request.header("authorization"):
        return _read_v3(request, params)
    if params.get("Action") in UNSIGNED:
        return Signed("none", params["Action"], params.get("Version", ""), "", "",
                      params.get("Timestamp", ""), "", "", "", params)
    return _read_v1(request, params)


def _read_v1(request, params):
    for name in V1_REQUIRED:
        if name not in params:
            raise Malformed("Missing" + name, f"{name} is mandatory for this action.")
    if params["SignatureMethod"] != "HMAC-SHA1" or params["SignatureVersion"] != "1.0":
        raise Malformed("InvalidParameter.UnsupportedSignature",
                        "Only HMAC-SHA1 with SignatureVersion 1.0 is supported.")
    unsigned = {name: value for name, value in params.items() if name != "Signature"}
    path = request.target.partition("?")[0]
    string_to_sign = "&".join((request.method, encode(path), encode(canonical_query(unsigned))))
    return Signed("v1", params["Action"], params["Version"], params["AccessKeyId"],
                  params.get("SecurityToken", ""), params["Timestamp"], params["SignatureNonce"],
                  params["Signature"], string_to_sign, params)


def _authorization(text):
    algorithm, _, rest = text.partition(" ")
    if algorithm != V3_ALGORITHM:
        raise Malformed("IncompleteSignature", f"Unsupported algorithm: {algorithm}")
    parts = dict(part.partition("=")[::2] for part in rest.split(","))
    for name in ("Credential", "SignedHeaders", "Signature"):
        if not parts.get(name):
            raise Malformed("IncompleteSignature", f"Authorization has no {name}.")
    return parts["Credential"], parts["SignedHeaders"].split(";"), parts["Signature"]


def _check_signed_headers(request, signed):
    present = {name.lower() for name, _ in request.headers}
    must = {name for name in present
            if name in ("host", "content-type") or name.startswith("x-acs-")}
    for name in sorted(must.union(V3_REQUIRED)):
        if name not in present or name not in signed:
            raise Malformed("IncompleteSignature", f"Header {name} is missing or not signed.")
    if signed != sorted(signed) or len(set(signed)) != len(signed):
        raise Malformed("IncompleteSignature", "SignedHeaders is not sorted.")


def _read_v3(request, params):
    access_key_id, signed, signature = _authorization(request.header_text("authorization"))
    _check_signed_headers(request, signed)
    payload_hash = hashlib.sha256(request.body).hexdigest()
    if request.header_text("x-acs-content-sha256") != payload_hash:
        raise Malformed("InvalidContentSha256",
                        "x-acs-content-sha256 is not the SHA-256 of the body received.")
    path, _, query = request.target.partition("?")
    headers = "".join(f"{name}:{','.join(sorted(request.header(name) or ['']))}\n"
                      for name in signed)
    canonical = "\n".join((request.method, path or "/", canonical_query(parse_form(query)),
                           headers, ";".join(signed), payload_hash))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return Signed("v3", request.header_text("x-acs-action"), request.header_text("x-acs-version"),
                  access_key_id, request.header_text("x-acs-security-token"),
                  request.header_text("x-acs-date"), request.header_text("x-acs-signature-nonce"),
                  signature, f"{V3_ALGORITHM}\n{digest}", params, canonical)
