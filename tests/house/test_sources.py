# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules of the house that a machine can check, for every file that is committed."""
import re
import subprocess

import pytest

import tree

MOST_LINES = 400
# Longer, and why that is right: file: reason.
LONG: dict[str, str] = {
    "src/ecs/http.cpp": "half of it is the sentence for each way in which libcurl can fail",
    "assets/ecsview-kiosk": "installed as one file, and undo knows by the same words what setup has written",
}
SPDX = "SPDX-License-Identifier: GPL-2.0-or-later"


def spell(*parts):
    """A word that must not stand in any file, this one included."""
    return "".join(parts)


UNFINISHED = re.compile(r"\b(" + "|".join((spell("TO", "DO"), spell("FIX", "ME"))) + r")\b")
REGISTRIES = [spell(*parts) for parts in (
    ("pypi.", "org"), ("python", "hosted.org"), ("npm", "js.org"), ("npm", "js.com"),
    ("yarn", "pkg.com"), ("crates", ".io"), ("ruby", "gems.org"), ("proxy.", "golang.org"),
    ("repo.maven", ".apache.org"), ("conan", ".io"), ("docker", ".io"), ("gh", "cr.io"),
    ("quay", ".io"), ("deb.", "debian.org"), ("security.", "debian.org"),
    ("snapshot.", "debian.org"), ("archive.", "ubuntu.com"), ("google", "apis.com"),
    ("pkg.", "dev"))]
# Real ones look so. Invented ones say that they are.
SECRETS = [re.compile(pattern) for pattern in (
    r"\bLTAI(?!test|5tGeheim)[0-9A-Za-z]{8,}", r"\bSTS\.(?!test)[0-9A-Za-z]{10,}",
    r"\bAKIA[0-9A-Z]{12,}", r"-----BEGIN [A-Z ]*PRIVATE KEY-----(\\n|\n)[0-9A-Za-z+/]{40,}",
    r"\bgh[pousr]_[0-9A-Za-z]{20,}")]
VAGUE = re.compile(r"(util|helper|manager|handler|misc|common)s?[._]")


@pytest.mark.parametrize("name", tree.sources())
def test_licence_comes_first(name):
    lines = tree.read(name).split("\n", 2)
    assert SPDX in (lines[1] if tree.script(name) else lines[0])


@pytest.mark.parametrize("name", tree.under("src", ".h"))
def test_headers_open_with_what_they_are(name):
    comment = []
    for line in tree.read(name).split("\n")[1:]:
        if not line.startswith("//"):
            break
        comment.append(line)
    assert comment and len("".join(comment)) > 30, "a comment belongs between licence and pragma"
    assert "#pragma once" in tree.read(name)


@pytest.mark.parametrize("name", tree.sources())
def test_no_file_is_long_without_a_reason(name):
    length = tree.read(name).count("\n")
    assert length <= MOST_LINES or name in LONG, f"{length} lines: split it, or say why in LONG"


def test_the_list_of_long_files_is_true():
    assert [name for name in LONG if tree.read(name).count("\n") <= MOST_LINES] == []


@pytest.mark.parametrize("name", tree.texts())
def test_no_words_that_do_not_belong(name):
    text = tree.read(name)
    if not name.endswith(".patch"):  # its context is a stranger's
        assert not UNFINISHED.search(text), "finish it, or open an issue"
    for address in REGISTRIES:
        assert address not in text, "packages come from the machine's own configuration"
    for secret in SECRETS:
        assert not secret.search(text), "this looks like a real secret"


@pytest.mark.parametrize("text", [
    "key = LTAI4G" + "x" * 16, "// " + spell("TO", "DO") + ": later", "http://" + REGISTRIES[0],
    "-----BEGIN EC PRIVATE" + " KEY-----\n" + "M" * 64])
def test_the_rules_see_what_does_not_belong(text):
    seen = [UNFINISHED.search(text), *(rule.search(text) for rule in SECRETS),
            *(address in text for address in REGISTRIES)]
    assert any(seen)


def test_no_name_is_vague():
    assert [name for name in tree.sources() if VAGUE.search(name.rsplit("/", 1)[-1])] == []


# In a patch a blank context line is a space; vectors stay as the SDK made them.
@pytest.mark.parametrize("name", [name for name in tree.texts()
                                  if not name.endswith((".patch", ".json"))])
def test_text_is_tidy(name):
    text = tree.read(name)
    assert text.endswith("\n") and not text.endswith("\n\n") and "\r" not in text
    assert not re.search(r"[ \t]+$", text, re.M), "white space at the end of a line"


@pytest.mark.parametrize("name", [name for name in tree.texts() if tree.script(name)])
def test_scripts_can_run(name):
    assert (tree.ROOT / name).stat().st_mode & 0o111, "not executable"
    shell = re.search(r"\b(bash|sh)$", tree.script(name))
    if shell:
        subprocess.run([shell[1], "-n", tree.ROOT / name], check=True)
    elif tree.script(name).endswith("make -f"):
        subprocess.run(["make", "-n", "-f", tree.ROOT / name, "override_dh_auto_clean"], check=True)
    else:
        compile(tree.read(name), name, "exec")


@pytest.mark.parametrize("name", tree.under("toolchains/packages", ".txt"))
def test_package_lists_are_sorted(name):
    packages = tree.read(name).split("\n")[:-1]
    assert packages == sorted(set(packages))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", package) for package in packages)


def test_a_package_stands_in_one_list():
    lists = tree.under("toolchains/packages", ".txt")
    packages = [package for name in lists for package in tree.read(name).split()]
    assert len(lists) >= 3 and len(packages) == len(set(packages))


def test_all_of_it_has_the_format():
    """As `make format` writes it."""
    names = [name for name in tree.sources() if name.endswith((".cpp", ".h"))]
    assert len(names) > 300
    told = subprocess.run(["clang-format", "--dry-run", *names], cwd=tree.ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True).stdout
    assert not told, told
