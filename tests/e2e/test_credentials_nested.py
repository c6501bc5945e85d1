# SPDX-License-Identifier: GPL-2.0-or-later
"""A credentials URI whose answer is no honest text."""

import socket
import threading

from lib.endings import CREDENTIALS, shot_refused
from lib.keys import Home, KeyCloud


def test_credentials_uri_that_nests_without_end(directory):
    """One sentence, and nobody's stack overflows: whoever walks over it calls itself each level."""
    home = Home(directory)
    deep = '{"a":' * 70_000 + "1" + "}" * 70_000
    answer = (f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
              f"Content-Length: {len(deep)}\r\nConnection: close\r\n\r\n{deep}").encode()
    with KeyCloud(directory) as cloud, socket.create_server(("127.0.0.1", 0)) as server:
        def serve():
            with server.accept()[0] as asked:
                asked.recv(4096)
                asked.sendall(answer)
                asked.recv(4096)  # until the viewer has it all, or has heard enough
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        uri = f"http://127.0.0.1:{server.getsockname()[1]}/credentials"
        said = shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(),
                            env=home.env(ALIBABA_CLOUD_CREDENTIALS_URI=uri))
    assert "credentials URI" in said and "aborted" not in said
