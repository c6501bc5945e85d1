# SPDX-License-Identifier: GPL-2.0-or-later
"""The metadata service of an instance (plain HTTP), and a credentials URI beside it.

The base address is what a client puts in place of http://100.100.100.200. GET /credentials is for
ALIBABA_CLOUD_CREDENTIALS_URI. Event loop only.
"""
import secrets

from aiohttp import web

from .actions import issue_credentials

TOKEN_HEADER = "X-aliyun-ecs-metadata-token"
TTL_HEADER = "X-aliyun-ecs-metadata-token-ttl-seconds"
LONGEST_TTL = 21600
ROLES = "/latest/meta-data/ram/security-credentials/"


class Metadata:
    """mode: "v2" wants the token, "v1" knows none, "both" takes requests with and without."""

    def __init__(self, account, instance, options, log):
        self._account = account
        self._role = options.metadata_role
        self._lifetime = options.role_lifetime
        self._mode = options.metadata_mode
        self._log = log
        self._tokens = {}       # token -> the loop's time it ends at
        self._texts = {"/latest/meta-data/region-id": instance.region,
                       "/latest/meta-data/instance-id": instance.instance_id}
        self._runner = None

    async def start(self, host, port):
        """Listens; returns HOST:PORT."""
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"{host}:{port}"

    async def stop(self):
        if self._runner:
            await self._runner.cleanup()

    async def _handle(self, http):
        reply = self._token(http) if http.method == "PUT" else self._get(http)
        self._log.write("metadata", method=http.method, path=http.path, status=reply.status,
                        token=TOKEN_HEADER in http.headers)
        return reply

    def _token(self, http):
        wanted = http.headers.get(TTL_HEADER, "")
        if http.path != "/latest/api/token" or self._mode == "v1":
            return web.Response(status=404)
        if not wanted.isdigit() or not 1 <= int(wanted) <= LONGEST_TTL:
            return web.Response(status=400)
        token = secrets.token_urlsafe(32)
        self._tokens[token] = http.loop.time() + int(wanted)
        return web.Response(text=token)

    def _allowed(self, http):
        token = http.headers.get(TOKEN_HEADER)
        if token is None:
            return self._mode != "v2"
        return self._tokens.get(token, 0) > http.loop.time()

    def _get(self, http):
        if http.path == "/credentials":
            return self._credentials()
        if not self._allowed(http):
            return web.Response(status=403)
        if http.path == ROLES and self._role:
            return web.Response(text=self._role)
        if self._role and http.path == ROLES + self._role:
            return self._credentials()
        if http.path in self._texts:
            return web.Response(text=self._texts[http.path])
        return web.Response(status=404)

    def _credentials(self):
        keys = issue_credentials(self._account, self._lifetime)
        return web.json_response({"Code": "Success", "LastUpdated": "2026-01-02T03:04:05Z", **keys})
