# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples that people read: each command line and configuration file in README.md, docs/,
CONTRIBUTING.md and the man page's examples, as they stand there."""

import re
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGES = ["README.md", "CONTRIBUTING.md",
         *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md"))]
MAN = "assets/ecsview.1.in"
# Blocks that show something else, by their first words.
PICTURES = ("instance id -> credentials", "Makefile      build, check",
            "ecsview                                                                   decoder")

# What of them is not tried, and why.
NOT_RUN = {
    "make build -j4 && sudo make install":
        "would change this machine; tests/house unpacks what it installs",
    "export ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI… ALIBABA_CLOUD_ACCESS_KEY_SECRET=…":
        "no key; those of the stand-in cloud are in a profile here, and in the environment elsewhere",
    "make build && /usr/bin/python3 -m pytest tests/e2e -k black_screen": "runs these tests",
    "apt-get install --no-install-recommends"
    " $(cat /usr/local/share/doc/ecsview/packages-kiosk.txt)":
        "would change this machine; tests/e2e/kiosk has a Debian with these packages",
    "ecsview-kiosk setup i-bp1hzoinajzkh91h --region cn-hangzhou --key-file keys":
        "would change this machine; tests/e2e/kiosk has a machine that it changes",
    "ecsview-kiosk setup i-bp1hzoinajzkh91h --options \"--blank 22:00-06:00 --rotate 90\"":
        "would change this machine; test_kiosk_setup has a root that it changes",
    "ecsview-kiosk setup i-bp1hzoinajzkh91h --key-file keys --display kmsdrm":
        "would change this machine; tests/e2e/kmsdrm has a machine that it changes",
    "systemctl enable --now ecsview@i-bp1hzoinajzkh91h":
        "would change this machine; tests/e2e/kiosk starts the unit",
    "tar -xzf ecsview-VERSION-armhf.tar.gz -C /":
        "would change this machine; tests/e2e/board unpacks the tree",
    "apt-get install --no-install-recommends $(cat /usr/local/share/doc/ecsview/packages.txt)":
        "would change this machine; tests/e2e/board has a Debian with these packages",
}


def _read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text):
    """The indented and the fenced blocks of a page, without their indent."""
    fenced = re.compile(r"^```.*\n(.*?)^```$", re.M | re.S)
    rest = fenced.sub("", text)
    indented = re.findall(r"(?:^|(?<=\n\n))((?:    .*\n|\n(?=    ))+)", rest)
    found = fenced.findall(text) + [textwrap.dedent(block) for block in indented]
    return [block for block in found if not block.startswith(PICTURES)]


def _is_configuration(block):
    return re.search(r"^(?:\[.+\]|[a-z-]+ = .+)$", block, re.M) is not None


def _is_script(block):
    return re.match(r"# \S+\.ecs\b", block) is not None


def scripts():
    """The text of each script, by the name in its first line."""
    return {re.match(r"# (\S+\.ecs)", block)[1]: block
            for page in PAGES for block in blocks(_read(page)) if _is_script(block)}


def command_lines():
    """(page, line) of each; a comment behind it is its reader's."""
    found = [(page, line) for page in PAGES for block in blocks(_read(page))
             if not (_is_configuration(block) or _is_script(block) or block.startswith("{"))
             for line in block.splitlines() if line.strip()]
    examples = _read(MAN).partition("\n.Sh EXAMPLES\n")[2].partition("\n.Sh ")[0]
    return found + [(MAN, line) for line in re.findall(r"^\.Dl \$ (.*)", examples, re.M)]


def configurations():
    """(page, text) of each."""
    found = [(page, block) for page in PAGES for block in blocks(_read(page))
             if _is_configuration(block)]
    literal = re.findall(r"^\.Bd -literal.*\n((?:.*\n)*?)\.Ed$", _read(MAN), re.M)
    return found + [(MAN, text) for text in literal]


def policies():
    """(page, text) of each policy of the platform's RAM."""
    return [(page, block) for page in PAGES for block in blocks(_read(page)) if block.startswith("{")]


def hotkeys():
    """(page, list) of each `--hotkeys LIST` in a sentence."""
    return [(page, chords) for page in PAGES
            for chords in re.findall(r"`--hotkeys ([a-z0-9=+,-]+)`", _read(page))]
