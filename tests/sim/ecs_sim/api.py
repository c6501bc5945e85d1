# SPDX-License-Identifier: GPL-2.0-or-later
"""The API over HTTP: verify, run the action, answer in JSON or XML, log."""
import asyncio
import re
import time
import uuid
from email.utils import formatdate

from aiohttp import web

from .errors import ApiError
from .line import resumed
from .replies import error_members, render
from .signatures import Request

HTML_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
SPOILED_URLS = {"@null-url": None, "@bad-url": "not%20a%20URL", "@empty-url": "", "@number-url": 7,
                "@http-url": "https%3A%2F%2Fconsole.example.com%2F%3Fs%3D1"}
LATE_SECONDS = 11     # in @late: longer than a client may keep a VncUrl
HUGE = 16 << 20       # bytes of padding in the @huge answer


class Api:
    """One request handler; used from the event loop only."""

    def __init__(self, account, faults, log, options):
        self.actions = None     # set once the addresses are known, before the first request
        self.cut = None
        self._account = account
        self._faults = faults
        self._log = log
        self._form = options.format
        self._clock_offset = options.clock_offset
        self._retry_after = options.retry_after
        self._not_before = 0.0      # what the last answer asked for
        self._denied_detail = not options.no_denied_detail

    def _now(self):
        return time.time() + self._clock_offset

    async def handle(self, http):
        request = Request(http.method, http.raw_path,
                          [(name.decode("latin-1"), value.decode("utf-8", "replace"))
                           for name, value in http.raw_headers], await http.read())
        answer = Answer(str(uuid.uuid4()).upper())
        early = {"early": True} if time.monotonic() < self._not_before else {}
        entry = {"request_id": answer.request_id, "method": http.method,
                 "user_agent": request.header_text("user-agent"), "resumed": resumed(http),
                 **early, **guess(request)}
        signed = None
        try:
            signed = self._verify(http, request)
            entry.update(params=_public(signed.params), sts=bool(signed.security_token),
                         key=signed.access_key_id)
            answer.fault = self._faults.take(signed.action, signed.params.get("RegionId"))
            if answer.fault and not answer.fault.startswith("@"):
                raise injected(answer.fault, signed.action, self._denied_detail)
            answer.succeed(signed.action, self.actions.run(signed.action, signed.version,
                                                           signed.params))
        except ApiError as error:
            answer.fail(error, request.header_text("host"))
        self._log.write("api", **entry, status=answer.status,
                        verdict=answer.members.get("Code", "ok"),
                        **({"fault": answer.fault} if answer.fault else {}))
        answer.form = self._answer_form(request, signed)
        if answer.fault and answer.fault.startswith("@"):
            await self._spoil(http, answer)
        return self._response(answer)

    def _verify(self, http, request):
        if http.path != "/":
            raise ApiError("InvalidApi.NotFound")
        if http.method not in ("GET", "POST"):
            raise ApiError("UnsupportedHTTPMethod")
        return self._account.check(request, self._now())

    def _response(self, answer):
        text, content_type = answer.rendered()
        headers = {"Content-Type": content_type, "x-acs-request-id": answer.request_id,
                   "x-acs-trace-id": uuid.uuid4().hex, "Server": "ecs-sim",
                   "Date": formatdate(self._now(), usegmt=True)}
        if answer.status == 302:
            headers["Location"] = "https://elsewhere.example.com/"
        if self._retry_after is not None and answer.fault:
            headers["x-acs-retry-after"] = str(round(self._retry_after * 1000))
            self._not_before = time.monotonic() + self._retry_after
        return web.Response(status=answer.status, body=text.encode(), headers=headers)

    def _answer_form(self, request, signed):
        """Forced by --format; else what the request asks for; else XML for v1, JSON for v3."""
        if self._form:
            return self._form
        asked = (signed.params.get("Format") if signed else None) or ""
        accept = request.header_text("accept").lower()
        if asked.lower() in ("json", "xml"):
            return asked.lower()
        if "json" in accept:
            return "json"
        if "xml" in accept or (signed and signed.scheme == "v1"):
            return "xml"
        return "json"

    async def _spoil(self, http, answer):
        if answer.fault == "@reset":
            self.cut(http.transport)
        if answer.fault in ("@reset", "@hang"):
            await asyncio.Event().wait()    # until the program ends
        if answer.fault == "@late":
            await asyncio.sleep(LATE_SECONDS)
            return
        if answer.fault == "@ok-code":
            answer.fail(ApiError("InternalError"), http.host)
            answer.status = 200
        elif answer.fault == "@html":
            answer.status, answer.raw = 502, (HTML_PAGE, "text/html")
        elif answer.fault == "@no-url":
            answer.members.pop("VncUrl", None)
        elif answer.fault in SPOILED_URLS:
            answer.members["VncUrl"] = SPOILED_URLS[answer.fault]
            if answer.form == "xml" and answer.fault == "@number-url":
                answer.members["VncUrl"] = {"Number": 7}
        elif answer.fault == "@redirect":
            answer.status, answer.raw = 302, ("", "text/plain")
        else:
            text, content_type = answer.rendered()
            spoiled = {"@empty": "", "@truncated": text[:len(text) // 2],
                       "@huge": text[:-1] + " " * HUGE + text[-1:]}
            answer.raw = spoiled[answer.fault], content_type


class Answer:
    """What goes back: status and members, or raw text that replaces them."""

    def __init__(self, request_id):
        self.request_id = request_id
        self.status = 200
        self.members = {}
        self.form = "json"
        self.fault = None
        self.raw = None
        self._root = "Error"

    def succeed(self, action, members):
        self._root = action + "Response"
        self.members = {"RequestId": self.request_id, **members}

    def fail(self, error, host):
        self._root = "Error"
        self.status = error.status
        self.members = error_members(error, self.request_id, host)

    def rendered(self):
        return self.raw or render(self._root, self.members, self.form)


def guess(request):
    """Scheme and action for the log, before anything is verified."""
    if request.header("authorization"):
        return {"scheme": "v3", "action": request.header_text("x-acs-action")}
    found = re.search(r"[?&]Action=(\w+)", request.target + "&" + request.body.decode("latin-1"))
    return {"scheme": "v1", "action": found[1] if found else ""}


def injected(code, action, with_detail):
    """The error of --fail, with what the platform adds to it, most times."""
    detail = None
    if with_detail and code in ("Forbidden.RAM", "NoPermission"):
        detail = {"AuthAction": "ecs:" + action, "AuthPrincipalType": "SubUser",
                  "AuthPrincipalDisplayName": "kiosk", "NoPermissionType": "ImplicitDeny",
                  "PolicyType": "AccountLevelIdentityBasedPolicy"}
    return ApiError(code, detail=detail)


def _public(params):
    """Parameters for the log; it is read by people, so no key material."""
    hidden = ("Signature", "SecurityToken", "OIDCToken")
    return {name: value for name, value in params.items() if name not in hidden}
