# SPDX-License-Identifier: GPL-2.0-or-later
"""What the help text, README with docs/ and the man page promise is the same, and is what there is."""
import re
import subprocess

import pytest

import tree

MAN = "assets/ecsview.1"
README_BYTES = 8 * 1024  # what somebody reads who wants a console now
COMPLETION = "assets/ecsview.bash"
ON_THEIR_OWN = {"--help", "--version"}  # CLI11's


def help_text():
    return re.search(r'help_text = R"\((.*)\)";', tree.read("src/options/help.cpp"), re.S)[1]


def options_of_help():
    return set(re.findall(r"^  (?:-h, )?(--[a-z-]+)", help_text(), re.M))


def section(heading):
    """The part of docs/use.md below a heading, up to the next one of the same rank."""
    return re.search(rf"^(#+) {heading}\n(.*?)(?=^\1 |\Z)", tree.read("docs/use.md"),
                     re.M | re.S)[2]


def options_of_docs():
    return set(re.findall(r"`(--[a-z-]+)", re.sub(r"^[^|].*$", "", section("Options"), flags=re.M)))


def options_of_man():
    return {"--" + name for name in re.findall(r"^\.It (?:Fl h , )?Fl Fl ([a-z-]+)",
                                               tree.read(MAN), re.M)}


def options_of_parser():
    table = re.search(r"Known known\[\] = \{(.*?)^\};", tree.read("src/options/words.cpp"),
                      re.S | re.M)[1]
    return set(re.findall(r'"(--[a-z-]+)"', table)) | ON_THEIR_OWN


@pytest.mark.parametrize("told", [options_of_docs, options_of_man, options_of_parser])
def test_options_are_those_of_the_help_text(told):
    assert told() == options_of_help()


def test_help_shows_what_was_checked_here():
    if not tree.PROGRAM.exists():
        pytest.skip("ecsview is not built")
    shown = subprocess.run([*tree.RUN, tree.PROGRAM, "--help"], stdout=subprocess.PIPE, timeout=20,
                           text=True, check=True).stdout
    assert shown == help_text()


def test_completion_offers_every_option():
    offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", tree.read(COMPLETION)))
    assert offered == options_of_help()


def test_completion_completes():
    def offer(*words):
        script = (f"source {COMPLETION}; COMP_WORDS=(ecsview {' '.join(words)} '');"
                  f"COMP_CWORD={len(words) + 1}; _ecsview; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        return subprocess.run(["bash", "-c", script], cwd=tree.ROOT, stdout=subprocess.PIPE,
                              text=True, check=True, timeout=20).stdout.split()
    assert offer("--scale") == ["fit", "integer", "none", "stretch"]
    assert offer("--log-format") == ["text", "json"]
    assert "shot" in offer() and "--region" in offer()
    assert "--fullscreen" not in offer("shot") and "--ca-file" in offer("shot")


@pytest.mark.parametrize("name", [*tree.pages(), MAN, "assets/ecsview.desktop"])
def test_command_lines_use_options_that_exist(name):
    text = re.sub(r"\bFl Fl ", "--", tree.read(name))
    commands = re.findall(r"^(?:\.Dl|    |Exec=)(?:.*[ |/])?ecsview (.*)", text, re.M)
    assert commands or name.startswith("docs/")
    for command in commands:
        used = set(re.findall(r"(?<![\w-])--[a-z-]+", command))
        assert used <= options_of_help(), command


# Exit codes: each place gives a number and the same words for it.

def codes_of_help():
    table = help_text().partition("Exit codes:\n")[2]
    return {int(number): words.strip()
            for number, words in re.findall(r"(?<!\S)(\d+)  (\S.*?)(?=\s{2,}|$)", table, re.M)}


def codes_of_docs():
    return {int(number): words for number, words in
            re.findall(r"^\| (\d+) \| ([^|]*?) \|", section("Exit codes"), re.M)}


def codes_of_man():
    table = tree.read(MAN).partition(".Sh EXIT STATUS\n")[2].partition("\n.Sh ")[0]
    return {int(number): words for number, words in
            re.findall(r"^\.It (\d+)\n([^.\n]+)", table, re.M)}


def codes_of_source():
    enum = re.search(r"enum class ExitCode : int \{(.*?)\};", tree.read("src/base/error.h"),
                     re.S)[1]
    return {int(number) for number in re.findall(r"= (\d+),", enum)}


def test_exit_codes_are_those_of_the_source():
    assert set(codes_of_help()) == codes_of_source() and len(codes_of_source()) > 10


@pytest.mark.parametrize("told", [codes_of_docs, codes_of_man])
def test_exit_codes_have_the_same_words(told):
    assert told() == codes_of_help()


def test_environment_is_told():
    used = set(re.findall(r'"(ALIBABA_CLOUD_\w+|ECSVIEW_VNC_\w+|CREDENTIALS_DIRECTORY)"',
                          "".join(tree.read(name) for name in tree.under("src", ".cpp"))))
    assert len(used) == 23
    told = "".join(tree.read(page) for page in tree.pages())
    for name in used:
        assert name in tree.read(MAN) and name in told, name


def test_man_page_is_clean():
    done = subprocess.run(["groff", "-mdoc", "-Tascii", "-P-cbou", "-ww", "-rLL=78n",
                           tree.ROOT / MAN], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=20, check=True)
    assert done.stderr == b"" and b"EXIT STATUS" in done.stdout


def test_versions_agree():
    version = re.search(r"^VERSION  := (\S+)", tree.read("Makefile"), re.M)[1]
    assert f".Os ecsview {version}\n" in tree.read(MAN)


def test_make_targets_in_the_words_exist():
    rules = set(re.findall(r"^([a-z-]+)[a-z -]*:", tree.read("Makefile"), re.M))
    for name in (*tree.pages(), "CONTRIBUTING.md"):
        commands = re.findall(r"`make ([a-z-]+)|^ *make ([a-z-]+)", tree.read(name), re.M)
        for target in {one or other for one, other in commands}:
            assert target in rules, f"{name}: make {target}"


def test_links_lead_somewhere():
    for name in (*tree.pages(), "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", tree.read(name)):
            there = (tree.ROOT / name).parent / (target[0] or target[1])
            assert there.exists(), f"{name}: {target}"


def test_readme_is_short_and_leads_to_every_page():
    readme = tree.read("README.md")
    assert len(readme.encode()) <= README_BYTES
    for page in tree.under("docs", ".md"):
        assert f"]({page})" in readme, page
