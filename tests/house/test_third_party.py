# SPDX-License-Identifier: GPL-2.0-or-later
"""What the libraries are made from: one version of each, and one file that is enough to make them."""

import os
import re
import subprocess
import tarfile

import pytest

import tree

PATCH_LINES = 950  # of all our patches, without their reasons: what is longer wants to be upstream's
LOCK = [line.split() for line in tree.read("third_party/lock").splitlines()
        if not line.startswith("#")]
PATCHES = sorted((tree.ROOT / "third_party" / "patches").glob("*/*.patch"))


def pack(file):
    done = subprocess.run([tree.ROOT / "third_party" / "pack", file], stderr=subprocess.PIPE, text=True)
    if "can be had" in done.stderr:
        pytest.skip(done.stderr)  # Debian has a newer revision, which the fallback took
    assert done.returncode == 0, done.stderr
    return file


def test_lock_names_one_version_of_each_library():
    recipes = {path.stem for path in (tree.ROOT / "third_party" / "recipes").glob("*.sh")}
    assert {line[0] for line in LOCK} == recipes
    for name in recipes:
        versions, files = zip(*((line[1], line[3]) for line in LOCK if line[0] == name))
        assert len(set(versions)) == 1, name
        assert [bool(re.search(r"\.(orig|debian)\.tar\.", file)) for file in files] == [True, True]


def test_one_file_has_what_the_lock_names(tmp_path):
    first, second = pack(tmp_path / "first.tar"), pack(tmp_path / "second.tar")
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as tar:
        assert sorted(tar.getnames()) == sorted(line[3] for line in LOCK)


def without_network():
    """The words before a command that keep the network from it; none where that is not allowed."""
    words = ["unshare", "--map-root-user", "--net"]
    return words if subprocess.run([*words, "true"], check=False).returncode == 0 else []


@pytest.mark.skipif("ECSVIEW_SOAK" not in os.environ, reason="minutes: `make sources-check` does it")
def test_one_file_is_enough_to_build_from(tmp_path):
    """With an empty cache, and without a network."""
    env = {**os.environ, "ECSVIEW_CACHE": str(tmp_path / "cache"),
           "ECSVIEW_SOURCES": str(pack(tmp_path / "sources.tar"))}
    subprocess.run([*without_network(), tree.ROOT / "third_party" / "build", "native", "",
                    tmp_path / "prefix"], env=env, check=True)
    manifest = (tmp_path / "prefix" / "MANIFEST").read_text()
    assert manifest.count("(ECSVIEW_SOURCES)") == len(LOCK)
    assert "NOT IN THE LOCK" not in manifest


def test_patches_are_short_and_say_what_upstream_knows():
    diffs = [path.read_text().split("\n--- ", 1)[1] for path in PATCHES]
    assert sum(diff.count("\n") + 1 for diff in diffs) <= PATCH_LINES
    for path in PATCHES:
        head = path.read_text().split("\n--- ")[0]
        assert head.startswith("Subject: ") and "\nUpstream: " in head, path.name
        assert path.parent.name != "libvncserver" or "master (" in head, path.name
