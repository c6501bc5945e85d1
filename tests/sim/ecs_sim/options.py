# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line of ecs-sim."""
import argparse
import re

from .account import Instance
from .certificates import KINDS
from .faults import SPOILED, Faults

UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "": 1}
DEFAULT_INSTANCE = "i-bp1hzoinajzkh91h0001"


def duration(text):
    """Seconds from 15, 15s, 300ms, 2m, 1h."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h|)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"not a duration: {text!r} (15s, 300ms, 2m)")
    return float(found[1]) * UNITS[found[2]]


def limit(text):
    """(count, seconds) from 30/60s."""
    count, slash, window = text.partition("/")
    if not slash or not count.isdigit():
        raise argparse.ArgumentTypeError(f"not a limit: {text!r} (30/60s)")
    return int(count), duration(window)


def address(text):
    """(host, port); [::1]:0 is fine."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit():
        raise argparse.ArgumentTypeError(f"not HOST:PORT: {text!r}")
    return host.strip("[]"), int(port)


def backend(text):
    if text.startswith("unix:"):
        return text[len("unix:"):]
    return address(text)


def key(text):
    """(id, secret) from ID:SECRET."""
    access_key_id, colon, secret = text.partition(":")
    if not access_key_id or not colon or not secret:
        raise argparse.ArgumentTypeError("not ID:SECRET")
    return access_key_id, secret


def certificate(text):
    """{"api": kind, "wss": kind} from [api:|wss:]KIND."""
    role, colon, kind = text.rpartition(":")
    if kind not in KINDS or (colon and role not in ("api", "wss")):
        raise argparse.ArgumentTypeError(f"not [api:|wss:]KIND: {text!r} ({', '.join(KINDS)})")
    return {role: kind} if role else {"api": kind, "wss": kind}


def _account(add):
    add("--access-key-id", default="testid", metavar="ID")
    add("--access-key-secret-file", metavar="F", help="its first line is the secret "
        "(default: DIR/access-key-secret, written with 'testsecret')")
    add("--security-token", default="", metavar="T", help="the key is a temporary one of STS and "
        "needs this token")
    add("--key", action="append", default=[], type=key, metavar="ID:SECRET", help="one more access "
        "key of the account; repeatable")
    add("--instance", action="append", default=[], metavar="ID[=OS][:STATUS[:REGION[:NAME]]]",
        help=f"a machine of the account; repeatable (default {DEFAULT_INSTANCE}, Running, "
        "cn-hangzhou)")
    add("--os", choices=("windows", "linux"), default="linux", help="OSType of the instances")
    add("--starts-after", type=duration, metavar="TIME",
        help="machines that are Starting are Running this long after the first question about one")
    add("--clock-offset", type=float, default=0.0, metavar="SECONDS",
        help="the API's clock runs ahead by this")
    add("--format", choices=("json", "xml"), help="answer in this form whatever is asked for")


def _rules(add):
    add("--url-ttl", type=duration, default=15.0, metavar="TIME", help="life of a VNC URL (15s)")
    add("--single-use", action="store_true", help="a VNC URL works once")
    add("--idle-limit", type=duration, default=60.0, metavar="TIME",
        help="idle console is cut after this (60s; 0 = never)")
    add("--idle-counts", choices=("effective", "input", "messages", "any"), default="input",
        help="what is activity: key and pointer messages that change something, which the release "
        "of a key that is not down and the pointer at its place do not; all key and pointer "
        "messages; any RFB message after the handshake; any websocket frame, pings too (input)")
    add("--reconnects", type=limit, default=(30, 60.0), metavar="N/TIME",
        help="reconnects an instance allows in a sliding window (30/60s); more get HTTP 429. The "
        "first connection of all is no reconnect")
    add("--exclusive", action="store_true", help="one console client: a second one with ClientInit "
        "shared=1 is closed right after it, one with shared=0 throws the first out")


def _faults(add):
    add("--fail", action="append", default=[], metavar="[ACTION[@REGION]/]CODE[:COUNT]",
        help="answer with this error, COUNT times or always; ACTION limits it to one API action, "
        "REGION to questions about one region; proxy/STATUS refuses websocket upgrades. Repeatable")
    add("--no-denied-detail", action="store_true", help="refusals for a right that is missing do "
        "not say which (AccessDeniedDetail)")
    add("--retry-after", type=duration, metavar="TIME", help="errors of --fail carry "
        "x-acs-retry-after")
    add("--drop-after", type=duration, metavar="TIME", help="reset each console connection after "
        "this")
    add("--delay", type=float, default=0.0, metavar="MS",
        help="each way, so a round trip takes twice that; API and console")
    add("--rate", type=float, default=0.0, metavar="MBIT", help="line rate, each way")
    add("--buffer", type=int, default=0, metavar="KB",
        help="what may wait before a line with a rate (default: about 100)")
    add("--jitter", type=float, default=0.0, metavar="MS", help="each chunk takes up to this longer")
    add("--late", type=float, default=0.0, metavar="PERCENT",
        help="TCP segments that come a round trip later, as after a loss")
    add("--cert", action="append", type=certificate, default=[], metavar="[api:|wss:]KIND",
        help="certificate to serve: " + ", ".join(KINDS) + "; for both listeners or one")
    add("--tls-min", choices=("1.2", "1.3"), default="1.2", help="lowest TLS version")
    add("--tls-max", choices=("1.2", "1.3"), default="1.3", help="highest TLS version")


def _places(add):
    add("--backend", type=backend, metavar="HOST:PORT", help="RFB server behind the proxy, or "
        "unix:PATH; without it a small console of our own is served")
    add("--dir", help="where CA, certificates and the default secret file go; an old CA there is "
        "used again (default: a temporary directory, removed at the end)")
    add("--listen", type=address, default=("127.0.0.1", 0), metavar="HOST:PORT", help="the API")
    add("--listen-wss", type=address, metavar="HOST:PORT",
        help="the console proxy (default: the API's host, any port)")
    add("--public-host", metavar="NAME", help="host name in the URLs handed out (and in the "
        "certificate)")
    add("--log", metavar="FILE", help="append JSON lines there (default: no log)")
    add("--log-input", action="store_true", help="log each key and pointer message too")


def _own(add):
    add("--vnc-password-file", metavar="F", help="our own console asks for this password (VncAuth)")
    add("--listen-vnc", type=address, metavar="HOST:PORT",
        help="our own console by plain TCP too, that of the first instance")
    add("--still", action="store_true", help="our own console has no clock")
    add("--metadata-listen", type=address, metavar="HOST:PORT",
        help="serve the metadata service of an instance (plain HTTP), GET /credentials too")
    add("--metadata-mode", choices=("v1", "v2", "both"), default="both",
        help="v2: a token is needed; v1: there are none")
    add("--metadata-role", default="ecsview-role", metavar="NAME", help="empty: no role attached")
    add("--role-lifetime", type=duration, default=21600.0, metavar="TIME",
        help="of the keys the metadata service gives (6h)")


def _parser():
    parser = argparse.ArgumentParser(
        prog="ecs-sim", description="A stand-in for the ECS API and its console proxy. Prints one "
        "JSON line when it is ready. SIGUSR1 cuts all console connections; SIGUSR2 writes "
        "DIR/console-ID.png, what our own consoles show; SIGTERM ends it.",
        epilog="Spoiled answers for --fail: " + "; ".join(
            f"{name}: {what}" for name, what in SPOILED.items()))
    for title, fill in (
            ("what the account holds", _account),
            ("the console's rules", _rules),
            ("what goes wrong", _faults),
            ("where things are", _places),
            ("our own console and metadata service", _own)):
        fill(parser.add_argument_group(title).add_argument)
    return parser


def parse(arguments=None):
    """The options, checked; argparse leaves with 2 when something is wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        options.instances = [Instance.parse(text, options.os)
                             for text in options.instance or [DEFAULT_INSTANCE]]
        options.faults = Faults(options.fail)
    except ValueError as error:
        parser.error(str(error))
    options.certificates = {"api": "good", "wss": "good"}
    for chosen in options.cert:
        options.certificates.update(chosen)
    return options
