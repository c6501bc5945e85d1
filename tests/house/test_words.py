# SPDX-License-Identifier: GPL-2.0-or-later
"""What the help text, README with docs/, the man page and the completions promise is what there is."""
import atexit
import os
import re
import shutil
import subprocess
import tempfile
import textwrap
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

import tree

MAN, KIOSK_MAN = "assets/ecsview.1.in", "assets/ecsview-kiosk.8"
README_BYTES = 8 * 1024  # what somebody reads who wants a console now
TABLE = tomllib.loads(tree.read("src/options/table.toml"))
OPTIONS = {"--" + option["name"]: option for group in TABLE["group"] for option in group["option"]}
PLACE = Path(tempfile.mkdtemp(prefix="ecsview-words-"))
atexit.register(shutil.rmtree, PLACE)


@lru_cache(None)
def written(*words):
    """What assets/options/write makes from the table; a Path."""
    made = PLACE / words[0]
    subprocess.run([tree.ROOT / "assets" / "options" / "write", *words, made], cwd=tree.ROOT,
                   check=True, timeout=20)
    return made


def help_text():
    parts = re.findall(r'R"\((.*?)\)"', tree.read("src/options/help.cpp"), re.S)
    return "".join(part + "\n" * part.startswith("  ecsview") for part in parts)


def man():
    return written("man", MAN).read_text()


def section(heading):
    """The part of docs/use.md below a heading, up to the next one of the same rank."""
    return re.search(rf"^(#+) {heading}\n(.*?)(?=^\1 |\Z)", tree.read("docs/use.md"),
                     re.M | re.S)[2]


def test_the_page_has_the_options_of_the_table():
    page = PLACE / "use.md"
    page.write_text(tree.read("docs/use.md"))
    subprocess.run([tree.ROOT / "assets" / "options" / "write", "page", page], check=True,
                   timeout=20)
    assert page.read_text() == tree.read("docs/use.md"), "run `make words`"
    told = re.findall(r"^\| `(--[a-z-]+)", section("Options"), re.M)
    assert told == list(OPTIONS) and len(told) > 20


def test_every_command_of_the_window_is_named_where_hotkeys_are():
    names = re.findall(r'^    \{\w+\{.*?\}, "([a-z0-9-]+)"', tree.read("src/ui/input/command_table.cpp"),
                       re.M)
    table = tree.read("src/ui/input/command_table.cpp").partition("CommandRow table[] = {")[2]
    assert len(names) == len(re.findall(r"^    \{", table.partition("\n};")[0], re.M)) > 20
    page = next(line for line in tree.read("docs/use.md").splitlines() if "`--hotkeys" in line)
    told = re.findall(r"[a-z0-9-]+", page)
    told += [f"ctrl-alt-f{n}" for n in range(1, 13)]  # "ctrl-alt-f1 to ctrl-alt-f12"
    told += [f"send-{n}" for n in range(1, 7)]
    assert [name for name in names if name not in told] == []


def test_no_other_file_has_the_list_as_well():
    """Each of them says something about every option: that is how a second list would look."""
    lists = [name for name in tree.texts() if not name.startswith("tests/")
             and all(re.search(rf"{name_of}\b", tree.read(name)) for name_of in OPTIONS)]
    assert lists == ["docs/use.md"]


def test_each_layout_that_was_cut_out_can_be_chosen():
    names = re.search(r"^NAMES = \((.*?)\)\.split", tree.read("assets/layouts/cut"), re.M | re.S)[1]
    assert names.replace('"', " ").split() == OPTIONS["--guest-layout"]["values"]


def test_man_page_has_the_options_of_the_table():
    told = re.findall(r"^\.It (?:Fl h , )?Fl Fl ([a-z-]+)", man(), re.M)
    assert ["--" + name for name in told] == list(OPTIONS)
    assert "@OPTIONS@" not in man()


def test_the_program_shows_the_options_of_the_table():
    if not tree.PROGRAM.exists():
        pytest.skip("ecsview is not built")
    shown = subprocess.run([*tree.RUN, tree.PROGRAM, "--help"], stdout=subprocess.PIPE, timeout=20,
                           text=True, check=True).stdout
    assert re.findall(r"^  (?:-h, )?(--[a-z-]+)", shown, re.M) == list(OPTIONS)
    before, _, behind = shown.partition("The API (not for replay and export):\n")
    assert before + behind[behind.index("Credentials, the first of"):] == help_text()


COMMANDS = [row["name"] for row in TABLE["command"] if row["name"] not in ("window", "config")]
OFFLINE = {row["name"] for row in TABLE["command"] if row.get("offline")}


def users(option, group, commands):
    """Those of the commands that use the option."""
    told = option.get("commands", group.get("commands"))
    return told or [name for name in commands if not (group.get("online") and name in OFFLINE)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_help_has_what_it_takes(command):
    if not tree.PROGRAM.exists():
        pytest.skip("ecsview is not built")
    shown = subprocess.run([*tree.RUN, tree.PROGRAM, command, "--help"], stdout=subprocess.PIPE, timeout=20,
                           text=True, check=True).stdout
    taken = ["--" + option["name"] for group in TABLE["group"] for option in group["option"]
             if command in users(option, group, COMMANDS)]
    assert re.findall(r"^  (?:-h, )?(--[a-z-]+)", shown, re.M) == taken
    assert set(re.findall(r"^  ecsview (.*?) ", shown, re.M)) == {command}
    assert all(f"\n{line}" in help_text() for line in re.findall(r"^  ecsview.*", shown, re.M))
    assert ("\nTARGET:\n" in shown) == (command not in ("list", *OFFLINE))


# What the shells make of the completions.

COMMANDS = [command["name"] for command in TABLE["command"]]


def of_command(command):
    return {name for group in TABLE["group"] for option in group["option"]
            for name in ["--" + option["name"]]
            if command in users(option, group, COMMANDS)
            or command == "config" and option.get("key", True)}


def offered_by_bash(*words):
    quoted = " ".join(f"'{word}'" for word in words)
    script = (f"source {written('bash')}; COMP_WORDS=(ecsview {quoted});"
              f"COMP_CWORD={len(words)}; _ecsview; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    return subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE, text=True, check=True,
                          timeout=20).stdout.split()


def offered_by_fish(*words):
    script = f"source {written('fish')}; complete -C 'ecsview {' '.join(words)}'"
    done = subprocess.run(["fish", "--no-config", "-c", script], stdout=subprocess.PIPE, text=True,
                          check=True, timeout=20, env={"HOME": str(PLACE), "PATH": os.environ["PATH"]})
    return [line.partition("\t")[0] for line in done.stdout.split("\n") if line]


def offered_by_zsh(*words):
    """With words like those that _arguments offers, for that needs a terminal."""
    quoted = " ".join(f"'{word}'" for word in words)
    script = ("_arguments() { print -rl -- $@; [[ $* != *first* ]] || state=first };"
              "_describe() { print -rl -- ${(P)2} };"
              f"words=(ecsview {quoted}); CURRENT={len(words) + 1};"
              f"source {written('zsh')}")
    shown = subprocess.run(["zsh", "-f", "-c", script], stdout=subprocess.PIPE, text=True,
                           check=True, timeout=20).stdout
    option = next((line for line in shown.split("\n")
                   if len(words) > 1 and line.startswith(words[-2] + "=[")), None)
    if option:
        return re.search(r":\(?([^:]*?)\)?$", option)[1].split()
    return re.findall(r"^(--[a-z-]+|[a-z]+(?=:))", shown, re.M)


SHELLS = pytest.mark.parametrize("offer", [offered_by_bash, offered_by_zsh, offered_by_fish])


def need_shell(offer):
    if not shutil.which(offer.__name__.rpartition("_")[2]):
        pytest.skip("not installed")


@SHELLS
def test_a_shell_completes_the_options_of_each_command(offer):
    need_shell(offer)
    for command in COMMANDS:
        words = ["--"] if command == "window" else [command, "--"]
        offered = {word for word in offer(*words) if word.startswith("--")}
        assert offered == of_command(command), command


@SHELLS
def test_a_shell_completes_values(offer):
    need_shell(offer)
    for name, option in OPTIONS.items():
        if "values" in option:
            uses = next(command for command in COMMANDS if name in of_command(command))
            words = [name, ""] if uses == "window" else [uses, name, ""]
            assert set(offer(*words)) >= set(option["values"]), name
    assert "none" in offer("--hotkeys", "") and "forever" in offer("--retry", "")
    assert {"shot", "type", "url", "list", "config"} <= set(offer(""))
    assert not {"shot", "url", "list"} & set(offer("url", ""))


@pytest.mark.parametrize("offer", [offered_by_bash, offered_by_fish])
def test_a_shell_completes_files_where_a_file_is_wanted(offer):
    need_shell(offer)
    file = PLACE / "authority.pem"
    file.touch()
    assert offer("--ca-file", f"{PLACE}/auth") == [str(file)]
    assert offer("--region", f"{PLACE}/auth") == []


def test_bash_completes_a_value_behind_an_equals_sign():
    assert offered_by_bash("--scale", "=") == OPTIONS["--scale"]["values"]
    assert offered_by_bash("--scale", "=", "s") == ["stretch"]


@pytest.mark.parametrize("name", [*tree.pages(), MAN, "assets/ecsview.desktop"])
def test_command_lines_use_options_that_exist(name):
    text = re.sub(r"\bFl Fl ", "--", tree.read(name))
    commands = re.findall(r"^(?:\.Dl|    |Exec=)(?:.*[ |/])?ecsview (.*)", text, re.M)
    assert commands or name.startswith("docs/")
    for command in commands:
        used = set(re.findall(r"(?<![\w-])--[a-z-]+", command))
        assert used <= set(OPTIONS), command


def examples_of_configuration():
    """Indented in the page, between two lines in the man page."""
    page = "".join(re.findall(r"^(?:    .*)?\n", section("Configuration files"), re.M))
    return [textwrap.dedent(page), *re.findall(r"^\.Bd -literal.*\n((?:.*\n)*?)\.Ed$", man(), re.M)]


def test_examples_of_configuration_are_understood():
    if not tree.PROGRAM.exists():
        pytest.skip("ecsview is not built")
    assert len(examples_of_configuration()) == 2
    for number, text in enumerate([*examples_of_configuration(), "wrong = 1\n"]):
        assert tomllib.loads(text)
        (PLACE / f"{number}.toml").write_text(text)
        done = subprocess.run([*tree.RUN, tree.PROGRAM, "--config", PLACE / f"{number}.toml",
                               "vnc://"], stderr=subprocess.PIPE, timeout=20, text=True, check=False)
        assert done.returncode == 2
        assert ("no host" in done.stderr) == (number < 2), done.stderr


# Exit codes: each place gives a number and the same words for it.

def codes_of_help():
    table = help_text().partition("Exit codes:\n")[2]
    return {int(number): words.strip()
            for number, words in re.findall(r"(?<!\S)(\d+)  (\S.*?)(?=\s{2,}|$)", table, re.M)}


def codes_of_docs():
    return {int(number): words for number, words in
            re.findall(r"^\| (\d+) \| ([^|]*?) \|", section("Exit codes"), re.M)}


def codes_of_man():
    table = man().partition(".Sh EXIT STATUS\n")[2].partition("\n.Sh ")[0]
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
        assert name in man() and name in told, name


@pytest.mark.parametrize("page", [lambda: written("man", MAN), lambda: tree.ROOT / KIOSK_MAN])
def test_man_page_is_clean(page):
    done = subprocess.run(["groff", "-mdoc", "-Tascii", "-P-cbou", "-ww", "-rLL=78n", page()],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20, check=True)
    assert done.stderr == b"" and b"EXIT STATUS" in done.stdout


def test_versions_agree():
    version = re.search(r"^VERSION  := (\S+)", tree.read("Makefile"), re.M)[1]
    for page in (MAN, KIOSK_MAN):
        assert f".Os ecsview {version}\n" in tree.read(page)
    assert tree.read("packaging/debian/changelog").startswith(f"ecsview ({version}) ")
    assert f'<release version="{version}"' in tree.read("assets/ecsview.metainfo.xml")


def test_make_targets_in_the_words_exist():
    rules = set(" ".join(re.findall(r"^([a-z-][a-z -]*):", "".join(map(tree.read, (
        "Makefile", "tests/fuzz/rules.mk", "assets/languages/rules.mk",
        "tests/e2e/kiosk/rules.mk"))), re.M)).split())
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


def test_both_readmes_have_the_same_commands():
    """Comments are translated; the picture of the path is one, too."""
    def commands(name):
        return [line.partition("#")[0].rstrip() for line in re.findall(r"^    (\S.*)$", tree.read(name), re.M)]
    assert commands("README.zh-CN.md") == commands("README.md") != []


def test_both_readmes_lead_to_the_same_places():
    def links(name):
        return sorted(link for link in re.findall(r"\]\((.*?)\)", tree.read(name)) if not link.startswith("README"))
    assert links("README.zh-CN.md") == links("README.md") != []
    assert len(tree.read("README.zh-CN.md").encode()) <= README_BYTES
