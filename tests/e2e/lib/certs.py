# SPDX-License-Identifier: GPL-2.0-or-later
"""Certificates for TLS tests: an own CA and servers that are right or wrong in exactly one way."""

import base64
import datetime
import ipaddress
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


class Pair(NamedTuple):
    """Paths of a certificate and its key, both PEM."""
    cert: Path
    key: Path


class Certs:
    """Made in `directory` by the constructor. `ca` is the CA file to trust.

    right       localhost, 127.0.0.1, ::1 and console.test
    rsa         the same with an RSA key
    wrong_host  signed by the CA, for other.test
    names_only  signed by the CA, for console.test and LONG_NAME, and for no address
    expired     signed by the CA, over since yesterday
    unknown     right names, signed by a CA that is not in `ca`
    self_signed right names, signed by itself
    qemu_dir    the right one under the names QEMU's tls-creds-x509 wants
    """

    LONG_NAME = ".".join(["abcdefghij" * 6] * 4) + ".test"  # 248 of the 253 that are allowed
    NAMES = ("localhost", "console.test", "127.0.0.1", "::1")

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        authority = _Authority("ecsview test CA")
        self.ca = self._write("ca.pem", authority.pem())
        self.right = self._pair("right", authority)
        self.rsa = self._pair("rsa", authority,
                              key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
        self.wrong_host = self._pair("wrong-host", authority, names=("other.test",))
        self.names_only = self._pair("names-only", authority,
                                     names=("console.test", self.LONG_NAME))
        self.expired = self._pair("expired", authority, until=-DAY)
        self.unknown = self._pair("unknown", _Authority("stranger CA"))
        self.self_signed = self._pair("self-signed", None)
        self.qemu_dir = self._for_qemu()

    def _pair(self, name, authority, names=NAMES, until=30 * DAY, key=None):
        key = key or ec.generate_private_key(ec.SECP256R1())
        certificate = _issue(f"ecsview test {name}", key, authority, names, until)
        return Pair(self._write(f"{name}.pem", _pem(certificate)),
                    self._write(f"{name}.key", _key_pem(key)))

    def _for_qemu(self):
        directory = self.directory / "qemu"
        directory.mkdir(exist_ok=True)
        for name, source in (("ca-cert", self.ca), ("server-cert", self.right.cert),
                             ("server-key", self.right.key)):
            (directory / f"{name}.pem").write_bytes(source.read_bytes())
        return directory

    def _write(self, name, data):
        path = self.directory / name
        path.write_bytes(data)
        return path

    @staticmethod
    def pin(pair):
        """What --pin takes: sha256//BASE64 of the certificate's public key."""
        certificate = x509.load_pem_x509_certificate(pair.cert.read_bytes())
        public = certificate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(public)
        return "sha256//" + base64.b64encode(digest.finalize()).decode()


class _Authority:
    def __init__(self, name):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _issue(name, self.key, None, (), 60 * DAY, ca=True)

    def pem(self):
        return _pem(self.certificate)


def _issue(name, key, authority, names, until, ca=False):
    now = datetime.datetime.utcnow()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (x509.CertificateBuilder()
               .subject_name(subject)
               .issuer_name(authority.certificate.subject if authority else subject)
               .public_key(key.public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(now - 10 * DAY)
               .not_valid_after(now + until)
               .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True))
    if ca:
        builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    else:
        builder = (builder
                   .add_extension(_usage(digital_signature=True, key_encipherment=True), True)
                   .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
                   .add_extension(x509.SubjectAlternativeName([_name(n) for n in names]), False))
    return builder.sign(authority.key if authority else key, hashes.SHA256())


def _usage(**on):
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: on.get(name, False) for name in names})


def _name(text):
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())
