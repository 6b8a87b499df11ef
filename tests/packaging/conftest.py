"""The files of this checkout, what is built from them, and environments with and without it: once a session."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .distributions import build_distributions
from .environments import CHECKOUT, BareEnvironment, bare_environment, run


@pytest.fixture(scope="session")
def files_of_checkout() -> tuple[str, ...]:
    """Every file that git tracks or would track, as it stands now, relative to the checkout."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", cwd=CHECKOUT)
    return tuple(sorted(name for name in listed.split("\0") if name and (CHECKOUT / name).exists()))


@pytest.fixture(scope="session")
def clean_checkout(files_of_checkout: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of those files and nothing else, so that nothing of an earlier build gets into this one."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in files_of_checkout:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, copy / name)
    return copy


@pytest.fixture(scope="session")
def repository(clean_checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as a repository of one commit. A build may leave files in it that are not committed."""
    copy = shutil.copytree(clean_checkout, tmp_path_factory.mktemp("committed") / "repository")
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
    run("git", "init", "--quiet", cwd=copy)
    run("git", "add", "--all", cwd=copy)
    run("git", *who, "commit", "--quiet", "--message", "everything", cwd=copy)
    return copy


@pytest.fixture(scope="session")
def distributions(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist, and the wheel that is built from it, as they are published."""
    return build_distributions(repository, tmp_path_factory.mktemp("distributions"))


@pytest.fixture(scope="session")
def wheel(distributions: tuple[Path, Path]) -> Path:
    return distributions[1]


@pytest.fixture(scope="session")
def with_wheel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> BareEnvironment:
    return bare_environment(tmp_path_factory.mktemp("environment") / "with the wheel", wheel)


@pytest.fixture(scope="session")
def without_wheel(tmp_path_factory: pytest.TempPathFactory) -> BareEnvironment:
    return bare_environment(tmp_path_factory.mktemp("environment") / "without the wheel", None)
