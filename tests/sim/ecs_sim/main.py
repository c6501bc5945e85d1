# SPDX-License-Identifier: GPL-2.0-or-later
"""Wires the stand-in cloud together and runs it until a signal ends it."""
import asyncio
import contextlib
import json
import os
import shutil
import signal
import ssl
import sys
import tempfile

from aiohttp import web

from .account import Account, Key
from .actions import Actions
from .api import Api
from .certificates import Authority, ServerIdentity
from .consoles import Consoles
from .line import Listener
from .log import JsonLog
from .metadata import Metadata
from .options import parse
from .proxy import Proxy
from .tickets import Tickets

TLS_VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def _secret_file(options, directory):
    if options.access_key_secret_file:
        return options.access_key_secret_file
    path = os.path.join(directory, "access-key-secret")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write("testsecret\n")
    return path


def _first_line(path):
    with open(path, encoding="utf-8") as file:
        return file.readline().rstrip("\r\n")


def _netloc(host, port):
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class Cloud:
    """All that runs: two listeners, the account behind one, the consoles behind the other."""

    def __init__(self, options, directory):
        self._options = options
        self._directory = directory
        self._log = JsonLog(options.log)
        self._secret_file = _secret_file(options, directory)
        self._account = Account(options.instances)
        self._account.add_key(options.access_key_id,
                              Key(_first_line(self._secret_file), options.security_token))
        for access_key_id, secret in options.key:
            self._account.add_key(access_key_id, Key(secret))
        self._tickets = Tickets(options.url_ttl, options.single_use, *options.reconnects)
        self._consoles = Consoles(options, self._log)
        self._proxy = Proxy(options, self._tickets, options.faults, self._log, self._backend)
        self._metadata = Metadata(self._account, options.instances[0], options, self._log)
        self._authority = Authority(directory)
        self._api_listener = None
        self._wss_listener = None

    def _listener(self, handler, role):
        options = self._options
        extra = [options.public_host] if options.public_host else []
        identity = ServerIdentity(self._authority, role, options.certificates[role], extra)
        identity.context.minimum_version = TLS_VERSIONS[options.tls_min]
        identity.context.maximum_version = TLS_VERSIONS[options.tls_max]
        application = web.Application(client_max_size=1 << 20)
        application.router.add_route("*", "/{path:.*}", handler)
        listener = Listener(application, identity.context, options.delay / 1000,
                            options.rate * 1e6 / 8, options.buffer * 1024,
                            options.jitter / 1000, options.late / 100)
        return listener, identity.pin

    async def start(self):
        """Listens; returns the ready line."""
        wss, pin = await self._start_proxy()
        netloc = await self._start_api(wss)
        options = self._options
        ready = {"api": "https://" + netloc, "wss": wss, "ca": self._authority.path, "pin": pin,
                 "access_key_id": options.access_key_id,
                 "access_key_secret_file": os.path.abspath(self._secret_file),
                 "instance": options.instances[0].instance_id,
                 "region": options.instances[0].region, "dir": self._directory,
                 "pid": os.getpid()}
        if options.listen_vnc:
            ready["vnc"] = "vnc://" + await self._consoles.listen(*options.listen_vnc)
        if options.metadata_listen:
            ready["metadata"] = "http://" + await self._metadata.start(*options.metadata_listen)
        return ready

    async def _start_proxy(self):
        host, port = self._options.listen_wss or (self._options.listen[0], 0)
        self._wss_listener, pin = self._listener(self._proxy.handle, "wss")
        self._proxy.cut = self._wss_listener.cut
        self._proxy.narrow = self._wss_listener.narrow
        await self._wss_listener.start(host, port)
        host = self._options.public_host or host
        return "wss://" + _netloc(host, self._wss_listener.port), pin

    async def _start_api(self, wss):
        host, port = self._options.listen
        api = Api(self._account, self._options.faults, self._log, self._options)
        self._api_listener, _ = self._listener(api.handle, "api")
        api.cut = self._api_listener.cut
        await self._api_listener.start(host, port)
        netloc = _netloc(self._options.public_host or host, self._api_listener.port)
        api.actions = Actions(self._account, lambda instance: self._issue(wss, instance), netloc,
                              self._options.starts_after)
        return netloc

    def _issue(self, wss, instance_id):
        token = self._tickets.issue(instance_id, asyncio.get_running_loop().time())
        url = f"{wss}/websockify/?s={token}"
        self._log.write("issue", instance=instance_id, url=url, ttl=self._options.url_ttl)
        return url

    async def _backend(self, instance_id):
        target = self._options.backend
        if target is None:
            return await self._consoles.connect(instance_id)
        if isinstance(target, str):
            return await asyncio.open_unix_connection(target)
        return await asyncio.open_connection(*target)

    def cut_consoles(self):
        self._proxy.cut_all("signal")

    def save_pictures(self):
        self._consoles.save_pictures(self._directory)

    async def stop(self):
        self._proxy.cut_all("stopped")
        self._consoles.stop()
        for listener in (self._wss_listener, self._api_listener, self._metadata):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(listener.stop(), 0.5)
        self._log.close()


async def _run(options, directory):
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    cloud = Cloud(options, directory)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    ready = await cloud.start()
    loop.add_signal_handler(signal.SIGUSR1, cloud.cut_consoles)
    loop.add_signal_handler(signal.SIGUSR2, cloud.save_pictures)
    print(json.dumps(ready), flush=True)
    await stopped.wait()
    await cloud.stop()


def main():
    options = parse()
    directory = options.dir or tempfile.mkdtemp(prefix="ecs-sim-")
    os.makedirs(directory, exist_ok=True)
    try:
        asyncio.run(_run(options, os.path.abspath(directory)))
    except OSError as error:
        print(f"ecs-sim: {error}", file=sys.stderr)
        return 1
    finally:
        if not options.dir:
            shutil.rmtree(directory, ignore_errors=True)
    return 0
