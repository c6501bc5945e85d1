# SPDX-License-Identifier: GPL-2.0-or-later
"""The desktops of all instances, made when first looked at, and the clock that drives them."""
import asyncio
import os
import socket

from .console import ConsoleClient
from .desktop import Desktop


class Consoles:
    """Used without --backend. Event loop only."""

    def __init__(self, options, log):
        self._instances = {machine.instance_id: machine for machine in options.instances}
        self._first = options.instances[0].instance_id
        self._still = options.still
        self._log = log
        self._password = None
        if options.vnc_password_file:
            with open(options.vnc_password_file, "rb") as file:
                self._password = file.readline().rstrip(b"\r\n")
        self._desktops = {}
        self._tasks = set()
        self._server = None
        self._ticking = False

    async def connect(self, instance_id):
        """A reader and writer that lead to the console of a machine."""
        near, far = socket.socketpair()
        self._keep(self._serve(instance_id, *await asyncio.open_connection(sock=far)))
        return await asyncio.open_connection(sock=near)

    async def listen(self, host, port):
        """Serves the first machine by plain TCP; returns HOST:PORT."""
        self._server = await asyncio.start_server(
            lambda reader, writer: self._serve(self._first, reader, writer), host, port)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    def stop(self):
        if self._server:
            self._server.close()
        for task in self._tasks:
            task.cancel()

    def save_pictures(self, directory):
        for instance_id, desktop in self._desktops.items():
            path = os.path.join(directory, f"console-{instance_id}.png")
            desktop.canvas.image.save(path + ".new", "png")
            os.replace(path + ".new", path)
            self._log.write("picture", instance=instance_id, path=path)

    async def _serve(self, instance_id, reader, writer):
        desktop = self._desktops.get(instance_id)
        if desktop is None:
            desktop = Desktop(self._instances[instance_id], self._log, self._still)
            self._desktops[instance_id] = desktop
        if not self._ticking:
            self._ticking = True
            self._tick()
        await ConsoleClient(desktop, self._password, self._log, reader, writer).serve()

    def _tick(self):
        watched = [desktop for desktop in self._desktops.values() if desktop.watchers]
        for desktop in watched:
            desktop.tick()
        loop = asyncio.get_running_loop()
        loop.call_later(1.0 - loop.time() % 1.0, self._tick)

    def _keep(self, work):
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
