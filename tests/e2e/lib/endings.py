# SPDX-License-Identifier: GPL-2.0-or-later
"""How the viewer ends when it refuses: an exit code and one sentence on standard error."""

import re

from .viewer import Viewer

USAGE, CREDENTIALS, API, NETWORK, TLS, PROTOCOL = 2, 3, 4, 5, 6, 7
NO_DISPLAY, DECODER, PASSWORD, OUT_OF_TIME, NO_TEXT = 9, 10, 11, 12, 13
WAIT_SECONDS = 30


def sentence(viewer):
    """What it said: exactly one line, which begins with "ecsview: " and ends with what to do."""
    lines = viewer.stderr().split("\n")
    assert len(lines) == 2 and lines[1] == "", f"not one line: {viewer.stderr()!r}"
    assert lines[0].startswith("ecsview: ") and viewer.stdout() == "", viewer.stderr()
    words = lines[0].removeprefix("ecsview: ")
    assert words.endswith(".") or words.endswith("see ecsview --help"), words
    assert not words.endswith(".."), words
    # What happened, and behind a comma, colon or semicolon what to do next. That of HOST:PORT is
    # none, and what is quoted are somebody else's words.
    assert re.search(r"[;:,] \w", re.sub(r'"[^"]*"|\([^)]*\)', "", words)), words
    return words


def refused(directory, code, *args, words=(), **how):
    """Runs the viewer with `args` to its end; its sentence, which has all `words` in it.

    code        the exit code, or a tuple of those that will do
    how         as for Viewer: display, env, stdin, program
    """
    with Viewer(directory, *args, **how) as viewer:
        ended = viewer.wait_exit(WAIT_SECONDS)
        assert ended in (code if isinstance(code, tuple) else (code,)), \
            f"ended with {ended}, not {code}: {viewer.stderr()}"
        said = sentence(viewer)
    for word in [words] if isinstance(words, str) else words:
        assert word in said, f"no {word!r} in {said!r}"
    return said


def shot_refused(directory, code, target, *options, **how):
    """refused() for `ecsview shot`, which leaves no file and needs no display."""
    path = directory / "refused.png"
    said = refused(directory, code, "shot", *options, target, path, **how)
    assert not list(directory.glob("refused.png*"))
    return said


def shot_out_of_time(directory, target, *options, words, **how):
    """shot_refused() with a sentence for what is only seen when the program has come so far: a
    machine that has much to do gets more time for that."""
    for limit in ("1500ms", "6s", "25s"):
        said = shot_refused(directory, OUT_OF_TIME, target, "--timeout", limit, *options, **how)
        if words in said:
            return said
    raise AssertionError(f"no {words!r} in {said!r}")
