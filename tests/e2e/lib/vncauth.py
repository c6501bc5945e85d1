# SPDX-License-Identifier: GPL-2.0-or-later
"""VncAuth's DES: each key byte has its bits reversed; at most eight characters count."""

from cryptography.hazmat.primitives.ciphers import Cipher, modes

try:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
except ImportError:  # older releases
    from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES

PASSWORD_FILE_KEY = bytes([23, 82, 107, 6, 35, 78, 88, 7])  # the same in every VNC program


def _des(key, data):
    reversed_bits = bytes(int(f"{byte:08b}"[::-1], 2) for byte in key.ljust(8, b"\0")[:8])
    encryptor = Cipher(TripleDES(reversed_bits * 3), modes.ECB()).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def response(password, challenge):
    """What a client that knows the password answers to the 16 bytes."""
    return _des(password.encode(), challenge)


def password_file(password):
    """The contents of a VNC password file."""
    return _des(PASSWORD_FILE_KEY, password.encode().ljust(8, b"\0")[:8])
