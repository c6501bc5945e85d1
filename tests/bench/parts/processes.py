# SPDX-License-Identifier: GPL-2.0-or-later
"""What a viewer costs: memory and processor time of all its processes."""

import contextlib
from pathlib import Path

from lib.process import descendants

from . import novnc


def of(viewer):
    beside = novnc.pids_of(viewer.profile) if isinstance(viewer, novnc.Browser) else []
    return list({viewer.pid, *descendants(viewer.pid), *beside})


def pss_megabytes(pids):
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def activity(pids):
    """(voluntary context switches, CPU milliseconds) of all threads so far."""
    switches = nanoseconds = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*"):
            with contextlib.suppress(OSError):
                nanoseconds += int((task / "schedstat").read_text().split()[0])
                for line in (task / "status").read_text().splitlines():
                    if line.startswith("voluntary_ctxt_switches"):
                        switches += int(line.split()[1])
    return switches, nanoseconds / 1e6
