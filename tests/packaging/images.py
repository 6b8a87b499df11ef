"""Container images without a registry or a daemon: buildah, on a bare Debian that debootstrap makes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
"""Whom this machine trusts: behind a proxy the build has to, too."""
BASE = "localhost/bare-debian"
BUILD_SECONDS = 900
"""A base or an image that takes longer hangs."""


@dataclass(frozen=True)
class Store:
    """Where images and containers of one test run are kept."""

    folder: Path

    def buildah(self, *arguments: str | Path) -> str:
        places = ("--storage-driver", "vfs", "--root", self.folder / "root", "--runroot", self.folder / "run")
        done = subprocess.run(
            ["buildah", *map(str, (*places, *arguments))], capture_output=True, text=True,
            env={**os.environ, "BUILDAH_ISOLATION": "chroot"}, check=False, timeout=BUILD_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, f"{arguments}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout.strip()

    def bare_debian(self) -> Path:
        """Makes the image ``BASE``, of this machine's release, and returns its files."""
        release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
        files = self.folder / "bare"
        command = ["debootstrap", "--variant=minbase", release["VERSION_CODENAME"], str(files)]
        done = subprocess.run(
            [*command, "http://deb.debian.org/debian"], capture_output=True, text=True, check=False,
            timeout=BUILD_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:]
        # As in Debian's own image. Else an image would seem smaller for throwing away what its base need not have.
        subprocess.run(["chroot", files, "apt-get", "clean"], check=True)
        for each in (files / "var/lib/apt/lists").glob("*_*"):
            each.unlink()
        container = self.buildah("from", "scratch")
        self.buildah("copy", "--quiet", container, files, "/")
        self.buildah("config", "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container)
        self.buildah("commit", "--quiet", "--rm", container, BASE)
        return files

    def build(self, checkout: Path, name: str) -> None:
        inside = "/run/authorities.pem"  # where no package of the base puts anything
        pip = self.folder / "pip.conf"  # an environment variable would stay in the image
        pip.write_text(f"[global]\ncert = {inside}\n", "ascii")
        trusted = ("--volume", f"{AUTHORITIES}:{inside}:ro", "--volume", f"{pip}:/etc/pip.conf:ro")
        options = ("--format", "docker", "--build-arg", f"BASE={BASE}", "--build-arg", "VERSION=1.2.3")
        self.buildah("bud", "--pull-never", *trusted, *options, "--tag", name, checkout)

    def configuration(self, name: str) -> dict[str, Any]:
        """What a container of an image is started with."""
        return json.loads(self.buildah("inspect", "--type", "image", name))["Docker"]["config"]

    def files(self, name: str) -> Path:
        """The root file system of an image."""
        return Path(self.buildah("mount", self.buildah("from", "--pull-never", name)))


def needs_buildah() -> None:
    """Skips a test where images cannot be built."""
    for program in ("buildah", "debootstrap", "chroot"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: buildah, debootstrap)")
    if os.geteuid() != 0:
        pytest.skip("only root may make a root file system")


def megabytes(folder: Path) -> float:
    """What its files take on the disk, each once."""
    counted = subprocess.run(["du", "-sxk", folder], stdout=subprocess.PIPE, text=True, check=True).stdout
    return int(counted.split()[0]) * 1024 / 1e6
