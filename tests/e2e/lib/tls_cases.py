# SPDX-License-Identifier: GPL-2.0-or-later
"""Chains that are right or wrong in one way, and a server that shows them to both legs."""

import datetime
import ipaddress
import re
import secrets
import socket
import ssl
import struct
import subprocess
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from .certs import DAY, Pair, _key_pem, _name, _pem, _usage

HOST = "console.test"


def _subject(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def new_key(kind="ec"):
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=kind)


class Issuer:
    """An authority: by itself, or below another one. `permitted`, `excluded`: its name constraints.
    `basic`: the bytes of its basic constraints."""

    def __init__(self, name="matrix CA", above=None, permitted=None, excluded=None, critical=True,
                 basic=None):
        self.above, self.key, self.subject = above, new_key(), _subject(name)
        extra = []
        if permitted or excluded:
            lists = [[_constraint(n) for n in names] if names else None
                     for names in (permitted, excluded)]
            extra = [(x509.NameConstraints(*lists), critical)]
        says = x509.BasicConstraints(ca=True, path_length=None) if basic is None else \
            x509.UnrecognizedExtension(ExtensionOID.BASIC_CONSTRAINTS, basic)
        self.certificate = _sign(self.subject, self.key, above or self, extra=[
            (says, True),
            (_usage(key_cert_sign=True, crl_sign=True), True), *extra])

    def pem(self):
        return _pem(self.certificate)

    def server(self, directory, names=(HOST,), key="ec", common_name="a server", **how):
        """A Pair of a server's chain without its root, and its key."""
        private = new_key(key)
        extra = [(x509.BasicConstraints(ca=False, path_length=None), True),
                 (_usage(digital_signature=True, key_encipherment=True), True),
                 (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)]
        if names:
            extra.append((x509.SubjectAlternativeName([_name(n) for n in names]), False))
        chain = _pem(_sign(_subject(common_name), private, self, extra=extra, **how))
        issuer = self
        while issuer.above:
            chain += issuer.pem()
            issuer = issuer.above
        pair = Pair(directory / "server.pem", directory / "server.key")
        pair.cert.write_bytes(chain)
        pair.key.write_bytes(_key_pem(private))
        return pair


def _constraint(text):
    return x509.IPAddress(ipaddress.ip_network(text)) if "/" in text else x509.DNSName(text)


def _sign(subject, key, issuer, extra, begins=-10 * DAY, ends=30 * DAY, digest=hashes.SHA256()):
    now = datetime.datetime.utcnow()
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now + begins).not_valid_after(now + ends))
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer.key, digest)


def context(pair, lowest=None, highest=None):
    """Whatever the client takes: no limit of this side's own."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.set_ciphers("ALL:@SECLEVEL=0")
    server.minimum_version = lowest or ssl.TLSVersion.TLSv1
    if highest:
        server.maximum_version = highest
    server.load_cert_chain(pair.cert, pair.key)
    return server


class Listener:
    """Context manager: serve(socket) in a thread for each connection. `requests`: what arrived inside
    TLS, if `serve` is answering(), and behind the ServerHello, if it is greeting()."""

    def __init__(self, serve, host="127.0.0.1"):
        self.requests, self._serve = [], serve
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, 0), family=family)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(sock,), daemon=True).start()

    def _one(self, sock):
        sock.settimeout(30)
        try:
            self._serve(self, sock)
        except OSError:
            pass
        finally:
            sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def answering(server, answer):
    """Reads one request inside TLS, gives that answer and hangs up without a goodbye."""
    def serve(listener, sock):
        with server.wrap_socket(sock, server_side=True) as tls:
            request = tls.recv(65536)
            if request:
                listener.requests.append(request)
                tls.sendall(answer)
    return serve


def broken_off(server, size):
    """Ends TCP after that many bytes of the server's side of the handshake."""
    def serve(_, sock):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = server.wrap_bio(incoming, outgoing, server_side=True)
        incoming.write(sock.recv(65536))
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        sock.sendall(outgoing.read()[:size])
    return serve


def greeting(version, suite):
    """Answers a ClientHello in clear, by a ServerHello without extensions, and hangs up after the client's next word."""
    hello = struct.pack("!H32sBHB", version, secrets.token_bytes(32), 0, suite, 0)
    message = b"\x02" + len(hello).to_bytes(3, "big") + hello

    def serve(listener, sock):
        sock.recv(65536)
        sock.sendall(struct.pack("!BHH", 22, 0x0303, len(message)) + message)
        listener.requests.append(sock.recv(65536))
    return serve


class Renegotiating:
    """Context manager: `openssl s_server` of TLS 1.2, which asks for a second handshake when it has
    a request, and ends soon after."""

    def __init__(self, pair):
        certificate, key = pair
        self.asked, self._told = False, []
        self._server = subprocess.Popen(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-tls1_2", "-msg", "-cert", certificate,
             "-key", key], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.port = None
        while self.port is None:
            said = self._server.stdout.readline()
            assert said, b"".join(self._told)
            self._told.append(said)
            if found := re.match(rb"ACCEPT .*:(\d+)$", said.strip()):
                self.port = int(found[1])
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def _talk(self):
        for line in self._server.stdout:
            self._told.append(line)
            if not self.asked and line.startswith((b"GET ", b"POST ")):
                self._server.stdin.write(b"R\n")
                self._server.stdin.flush()
                self.asked = True
                threading.Timer(2, self._server.kill).start()

    def hellos(self):
        """How many handshakes the client has begun."""
        self._server.wait(20)
        self._thread.join(20)
        return sum(b"ClientHello" in line for line in self._told)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.kill()
        self._server.wait(20)
