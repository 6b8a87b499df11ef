"""The README's two commands are the ones that CI runs."""

from __future__ import annotations

from .environments import CHECKOUT, run


def test_the_test_command_makes_an_environment_and_runs_pytest():
    command = run(CHECKOUT / ".ci" / "readme-command", "test-command", cwd=CHECKOUT)

    assert command == "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest\n"


def test_the_start_command_makes_an_environment_and_serves():
    command = run(CHECKOUT / ".ci" / "readme-command", "start-command", cwd=CHECKOUT)

    assert command == "python3 -m venv .venv && .venv/bin/pip install '.[all]' && .venv/bin/voicenter-mock serve\n"


def test_ci_runs_the_commands_of_the_readme_and_has_none_of_its_own():
    script = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")

    assert '"the README\'s test command" "$(.ci/readme-command test-command)"' in script
    assert "pytest" not in script
    assert ".ci/users" in script
    assert "start=$(.ci/readme-command start-command)" in (CHECKOUT / ".ci" / "users").read_text(encoding="utf-8")
