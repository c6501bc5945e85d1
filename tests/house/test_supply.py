# SPDX-License-Identifier: GPL-2.0-or-later
"""What the program is made from, as it is told: the bill of materials, and what is known against it."""

import json
import os
import re
import shutil
import subprocess

import pytest

import tree

LOCK = [line.split() for line in tree.read("third_party/lock").splitlines()
        if not line.startswith("#")]
LOCKED = {line[0]: line[1] for line in LOCK}
PAGE = tree.read("docs/vulnerabilities.md")


def sbom(**env):
    done = subprocess.run([tree.ROOT / "third_party" / "sbom", "1.2.3"], stdout=subprocess.PIPE,
                          check=True, env={**os.environ, **env})
    return done.stdout


@pytest.fixture(scope="module")
def bill():
    return json.loads(sbom())


def test_is_cyclonedx(bill):
    """The fields that its specification 1.6 requires, and the shapes that it gives them."""
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", bill["metadata"]["timestamp"])
    everything = [bill["metadata"]["component"], *bill["components"]]
    for each in everything:
        assert each["type"] in ("application", "library") and each["name"] and each["bom-ref"]
        (licence,) = each["licenses"]
        assert re.fullmatch(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*",
                            licence["expression"]), each["name"]
        for file in each.get("externalReferences", []):
            assert file["type"] == "source-distribution" and file["url"]
            for digest in file["hashes"]:
                assert digest["alg"] == "SHA-256" and re.fullmatch("[0-9a-f]{64}", digest["content"])
    refs = [each["bom-ref"] for each in everything]
    assert len(set(refs)) == len(refs)
    depends = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert set(depends) == set(refs) and set(sum(depends.values(), [])) == set(refs) - {"ecsview"}
    assert depends["curl"] == ["zlib", "mbedtls"]


def test_has_each_file_of_the_lock(bill):
    files = {(each["name"], each["version"], file["hashes"][0]["content"], file["url"])
             for each in bill["components"] for file in each.get("externalReferences", [])}
    assert files == {(*line[:3], quoted(line[3])) for line in LOCK}
    for each in bill["components"]:
        assert re.fullmatch(r"pkg:deb/debian/[a-z0-9.+-]+(@[^?]+)?(\?arch=source)?", each["purl"])
        if each["name"] in LOCKED:
            assert each["purl"].endswith("?arch=source") and "+" not in each["purl"]
        told = [patch["diff"]["url"] for patch in each.get("pedigree", {}).get("patches", [])]
        ours = sorted((tree.ROOT / "third_party/patches" / each["name"]).glob("*.patch"))
        assert told == [str(patch.relative_to(tree.ROOT)) for patch in ours]


def quoted(file):
    return file.replace("+", "%2B")


def test_names_what_the_notices_are_of(bill):
    listed = re.findall("^[^#].*$", tree.read("third_party/distribution"), re.M)
    assert [each["name"] for each in bill["components"]] == [*LOCKED, *listed]


def test_is_the_same_each_time():
    assert sbom() == sbom(TZ="Asia/Shanghai", LC_ALL="C")
    other = json.loads(sbom(SOURCE_DATE_EPOCH="0"))
    assert other["metadata"]["timestamp"].startswith("1970-01-01T")


# --- what is known against the locked versions ---------------------------------------------------

def test_each_locked_version_was_looked_up():
    """Whoever changes the lock reads what is known of the new version, and writes it there."""
    told = dict(re.findall(r"^## ([a-z]\S+) (\S+)$", PAGE, re.M))
    assert told == LOCKED
    assert re.search(r"^Looked up on \d{1,2} [A-Z][a-z]+ 20\d\d\b", PAGE, re.M)


def test_each_entry_says_what_is_done():
    rows = [line.split("|") for line in PAGE.splitlines() if line.startswith("| CVE-")]
    assert len(rows) > 30
    for _, names, what, why, _ in rows:
        assert re.fullmatch(r" (CVE-\d{4}-\d{4,6}(, )?)+ ", names), names
        assert what.strip() and why.strip().split(":")[0].split(",")[0] in (
            "fixed", "not built", "not reached", "mended here", "open"), why


# --- the kiosk's unit --------------------------------------------------------------------------------

@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_the_kiosks_unit_exposes_little(tmp_path):
    """At most 2.0 of 10, display server and all. What is left it needs: network, sockets, the graphics'
    devices and their drivers' code."""
    unit = tmp_path / "ecsview@i-x.service"
    unit.write_text(re.sub(r"/usr/(local/)?bin/(env|ecsview)", "/bin/true",
                           tree.read("assets/ecsview@.service")))
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20",
                           "--no-pager", unit], text=True, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    told = done.stdout.splitlines()[-1:]
    assert done.returncode == 0 and re.search("exposure level .*: [0-2]\\.\\d", told[0]), told
