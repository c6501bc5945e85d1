# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults on demand: --fail [ACTION[@REGION]/]CODE[:COUNT], consumed in the order given.

CODE is an error code of the platform, or one of the spoiled answers below. ACTION is an API
action, "proxy" (then CODE is the HTTP status of the websocket's upgrade), or "*", the default,
for any API action; with REGION only questions about that region fail.
"""
SPOILED = {
    "@empty": "200 with no body",
    "@truncated": "the right answer cut in half",
    "@html": "502 with a proxy's HTML page",
    "@ok-code": "200 whose body has a Code that is an error",
    "@no-url": "success without the VncUrl member",
    "@null-url": "success whose VncUrl is null",
    "@bad-url": "success whose VncUrl is not a URL",
    "@empty-url": "success whose VncUrl is empty",
    "@number-url": "success whose VncUrl is a number (in XML, an element)",
    "@http-url": "success whose VncUrl is of another scheme",
    "@redirect": "302 that leads to another host",
    "@hang": "no answer at all",
    "@late": "the right answer, after 11 s",
    "@reset": "the TCP connection is reset",
    "@huge": "an answer of 16 MiB",
}


class Fault:
    """One --fail: which code, for which action, how often still (None = for ever)."""

    def __init__(self, text):
        aim, _, rest = text.rpartition("/")
        action, _, self.region = aim.partition("@")
        code, colon, count = rest.partition(":")
        if not code or (colon and not count.isdigit()):
            raise ValueError(f"--fail wants [ACTION[@REGION]/]CODE[:COUNT], not {text!r}")
        if code.startswith("@") and code not in SPOILED:
            raise ValueError(f"--fail: {code} is none of {', '.join(SPOILED)}")
        self.action = action or "*"
        self.code = code
        self.left = int(count) if colon else None
        if self.action == "proxy" and not (code.isdigit() and 400 <= int(code) <= 599):
            raise ValueError("--fail proxy/ wants an HTTP status from 400 to 599")


class Faults:
    """The faults still to come; take() uses one up."""

    def __init__(self, texts):
        self._faults = [Fault(text) for text in texts]

    def take(self, action, region=None):
        for fault in self._faults:
            aimed = fault.action == action or (fault.action == "*" and action != "proxy")
            aimed = aimed and fault.region in ("", region)
            if aimed and fault.left != 0:
                if fault.left:
                    fault.left -= 1
                return fault.code
        return None
