# SPDX-License-Identifier: GPL-2.0-or-later
"""Our own certificate authority and server certificates, good and bad ones, written under --dir."""
import base64
import datetime
import hashlib
import ipaddress
import os
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

KINDS = ("good", "wrong-host", "expired", "not-yet", "unknown-ca", "self-signed")


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject, issuer, key, days):
    now = datetime.datetime.utcnow()
    return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now + datetime.timedelta(days=days[0]))
            .not_valid_after(now + datetime.timedelta(days=days[1])))


def _key_usage(is_ca):
    return x509.KeyUsage(digital_signature=not is_ca, content_commitment=False,
                         key_encipherment=False, data_encipherment=False, key_agreement=False,
                         key_cert_sign=is_ca, crl_sign=is_ca, encipher_only=False,
                         decipher_only=False)


def _write(path, text, mode):
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
        out.write(text)


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())


class Authority:
    """Signs server certificates. The one in a directory is kept, so clients go on trusting it."""

    def __init__(self, directory, name="ca"):
        self.directory = directory
        self.path = os.path.join(directory, name + ".pem")
        key_path = os.path.join(directory, name + ".key")
        if os.path.exists(self.path) and os.path.exists(key_path):
            with open(self.path, "rb") as pem, open(key_path, "rb") as key_pem:
                self._certificate = x509.load_pem_x509_certificate(pem.read())
                self._key = serialization.load_pem_private_key(key_pem.read(), None)
            return
        self._key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(f"ecs-sim {name}")
        self._certificate = (
            _builder(subject, subject, self._key, (-1, 3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(True), critical=True)
            .sign(self._key, hashes.SHA256()))
        _write(key_path, _key_pem(self._key), 0o600)
        _write(self.path, _pem(self._certificate), 0o644)

    def issue(self, key, names, days, self_signed=False):
        subject = _name("ecs-sim server")
        issuer = subject if self_signed else self._certificate.subject
        return (_builder(subject, issuer, key, days)
                .add_extension(x509.SubjectAlternativeName(names), critical=False)
                .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                .add_extension(_key_usage(False), critical=True)
                .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
                               critical=False)
                .sign(key if self_signed else self._key, hashes.SHA256()))


class ServerIdentity:
    """The TLS side of one listener: a context to serve with and the pin of its key."""

    def __init__(self, authority, role, kind, extra_names=()):
        names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                 x509.IPAddress(ipaddress.ip_address("::1")), x509.DNSName("localhost")]
        names += [_general_name(name) for name in extra_names]
        if kind == "wrong-host":
            names = [x509.DNSName("elsewhere.example")]
        days = {"expired": (-30, -2), "not-yet": (2, 30)}.get(kind, (-1, 365))
        if kind == "unknown-ca":
            authority = Authority(authority.directory, "stranger-ca")
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = authority.issue(key, names, days, kind == "self-signed")
        base = os.path.join(authority.directory, role)
        _write(base + ".key", _key_pem(key), 0o600)
        _write(base + ".pem", _pem(certificate), 0o644)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(base + ".pem", base + ".key")
        self.context.set_alpn_protocols(["http/1.1"])
        self.pin = "sha256//" + base64.b64encode(hashlib.sha256(key.public_key().public_bytes(
            serialization.Encoding.DER,
            serialization.PublicFormat.SubjectPublicKeyInfo)).digest()).decode()


def _general_name(text):
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
