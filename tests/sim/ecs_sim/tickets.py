# SPDX-License-Identifier: GPL-2.0-or-later
"""VNC URLs and who may use them: how long each lives, how often a console may be reached again."""
import base64
import collections
import secrets
from dataclasses import dataclass
from urllib.parse import quote


class Refused(Exception):
    """A console connection that is not let in, with the HTTP status it gets."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class Ticket:
    instance_id: str
    issued: float
    uses: int = 0


def new_token():
    """A token that has both '/' and '+', encoded as it stands in the decoded URL."""
    while True:
        raw = base64.b64encode(secrets.token_bytes(48)).decode()
        if "/" in raw and "+" in raw:
            return quote(raw, safe="")


class Tickets:
    """All times are the loop's clock, passed in. Limits are per instance, as on the platform."""

    def __init__(self, time_to_live, single_use, reconnects, window):
        self._time_to_live = time_to_live
        self._single_use = single_use
        self._reconnects = reconnects
        self._window = window
        self._tickets = {}
        self._connects = collections.defaultdict(collections.deque)
        self._seen = set()

    def issue(self, instance_id, now):
        token = new_token()
        self._tickets[token] = Ticket(instance_id, now)
        return token

    def redeem(self, raw_query, now):
        """The instance a raw query string (s=TOKEN, still encoded) leads to, or Refused."""
        pairs = dict(pair.partition("=")[::2] for pair in raw_query.split("&"))
        ticket = self._tickets.get(pairs.get("s", ""))
        if ticket is None:
            raise Refused(403, "unknown token")
        if now - ticket.issued > self._time_to_live:
            raise Refused(403, "token expired")
        if self._single_use and ticket.uses:
            raise Refused(403, "token used")
        self._count_connect(ticket.instance_id, now)
        ticket.uses += 1
        return ticket.instance_id

    def _count_connect(self, instance_id, now):
        # The first connection of all is no reconnect.
        if instance_id not in self._seen:
            self._seen.add(instance_id)
            return
        connects = self._connects[instance_id]
        while connects and now - connects[0] >= self._window:
            connects.popleft()
        if len(connects) >= self._reconnects:
            raise Refused(429, "too many reconnects")
        connects.append(now)
