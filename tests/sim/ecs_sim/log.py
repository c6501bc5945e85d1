# SPDX-License-Identifier: GPL-2.0-or-later
"""The log: one JSON object a line, flushed at once so that a test can read it while we run.

Every line has "t" (seconds since 1970) and "event"; the rest depends on the event.
"""
import json
import time


class JsonLog:
    """Writes to a file, or nowhere when path is None. Used from the event loop only."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1) if path else None

    def write(self, event, **fields):
        if self._file:
            line = {"t": round(time.time(), 4), "event": event, **fields}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self):
        if self._file:
            self._file.close()
            self._file = None
