#!/usr/bin/env bash
# pytest 9.2.0 marks every module of a distribution that has a pytest11 entry point for assertion rewriting, not only the
# plugin's own: a library of fifty modules with a small plugin is parsed, rewritten and compiled in the first session
# that imports it, gets a second .pyc for each module, and is read through pytest's own loader ever after, which takes
# about twice as long as Python's. PYTEST_DONT_REWRITE in the package's docstring spares that one module alone;
# in a module's own docstring the asserts stay as they are, but the module is loaded in that way all the same. A finder
# of the library's own in front of pytest's in sys.meta_path spares it all.
set -euo pipefail; unset PYTHONDONTWRITEBYTECODE
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check pytest==9.2.0 setuptools==80.9.0
mkdir -p source/plug tests
cat >source/pyproject.toml <<'TOML'
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "plug"
version = "1"
[project.entry-points.pytest11]
plug = "plug.plugin"
[tool.setuptools]
packages = ["plug"]
TOML
echo '"""PYTEST_DONT_REWRITE"""' >source/plug/__init__.py
echo 'import pytest' >source/plug/plugin.py
for number in $(seq 50); do echo '"""PYTEST_DONT_REWRITE"""' >source/plug/part$number.py; done
env/bin/pip install --quiet --disable-pip-version-check --no-build-isolation ./source
cat >tests/test_parts.py <<'PY'
import importlib, sys

def test_parts():
    parts = [importlib.import_module(f"plug.part{number}") for number in range(1, 51)]
    print("\nseen: loaders:", *sorted({type(part.__loader__).__name__ for part in parts}))
PY
seen=$(env/bin/pytest -q -s tests | grep '^seen:'; echo "seen: written by pytest: $(find env -path '*plug*' -name 'part*pytest-9.2.0.pyc' | wc -l)")
echo "$seen"
[ "$seen" = $'seen: loaders: AssertionRewritingHook\nseen: written by pytest: 50' ]
