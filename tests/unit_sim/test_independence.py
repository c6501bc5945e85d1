# SPDX-License-Identifier: GPL-2.0-or-later
"""The simulator judges the viewer, so it may share nothing with it."""
import ast
import glob
import os
import sys

import pytest

SIM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sim")
ALLOWED = {"aiohttp", "cryptography", "PIL", "ecs_sim"}
FILES = sorted(glob.glob(SIM + "/ecs_sim/*.py")) + [SIM + "/ecs-sim"]


@pytest.mark.parametrize("path", FILES, ids=os.path.basename)
def test_imports_only_the_library_and_three_packages(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert text.splitlines()[0].startswith("#!") or "SPDX" in text.splitlines()[0]
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        for name in names:
            top = name.partition(".")[0]
            assert top in ALLOWED or top in sys.stdlib_module_names, name
    assert "src/" not in text and "../src" not in text
