# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands that go well, in front of the stand-in cloud, and what it was asked."""

import urllib.parse

from .viewer import Viewer


def encoded(text, times):
    for _ in range(times):
        text = urllib.parse.quote(text, safe="")
    return text


def asks(sim, action):
    return [entry for entry in sim.log(event="api") if entry["action"] == action]


def run(directory, *args, code=0, env=None, **how):
    """Standard output of a command that ends by itself."""
    with Viewer(directory, *args, env=env, **how) as viewer:
        assert viewer.wait_exit() == code, viewer.stderr()
        return viewer.stdout()


def shot(directory, target, *args, env=None, **how):
    run(directory, "shot", *args, target, directory / "shot.png", env=env, **how)
