#!/usr/bin/env bash
# Faker 40.63.0 brings a pytest plugin, so every session of an environment that has Faker installed imports it and all
# providers of its default locale, also when no test takes its `faker` fixture: `faker.proxy` and the providers are in
# sys.modules of a session with one empty test. With `-p no:faker` there is no trace of them. For a suite of small
# tests that is a large part of the start; a library that depends on Faker for its own test data passes it on to
# everybody who installs it.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check pytest==9.2.0 Faker==40.63.0
cat >conftest.py <<'PY'
import sys

def pytest_sessionfinish():
    loaded = [name for name in sys.modules if name.startswith("faker.providers.")]
    print("\nseen: providers loaded:", "many" if len(loaded) > 20 else len(loaded))
PY
echo 'def test_nothing(): pass' >test_nothing.py
seen=$(for given in "" "-p no:faker"; do env/bin/pytest -q -s $given | grep '^seen:'; done)
echo "$seen"
[ "$seen" = $'seen: providers loaded: many\nseen: providers loaded: 0' ]
