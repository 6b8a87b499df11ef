"""Builds the sdist and the wheel of the last commit, byte for byte the same each time.

    python tools/build_distributions.py FOLDER [CHECKOUT]

What is built is what git holds, with the commit's time on every file (SOURCE_DATE_EPOCH, if the environment has one,
goes before). `python -m build` does the work, with the setuptools of this environment, whose version stands in the
wheel: the same commit and the same setuptools make the same files, wherever and as whom it is run. The wheel is built
from the sdist, so that who has only that gets the same.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def commit_time(checkout: Path) -> int:
    """Epoch seconds of the last commit, or of SOURCE_DATE_EPOCH."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or _git(checkout, "log", "-1", "--format=%ct"))


def build(checkout: Path, into: Path) -> tuple[Path, Path]:
    """Builds both into a folder; returns the sdist and the wheel."""
    moment = commit_time(checkout)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        _unpack(_git(checkout, "-c", "tar.umask=0022", "archive", "--format=tar", "HEAD"), source)
        sdist = _build("sdist", source, into, moment)
        sdist.write_bytes(normalize(sdist.read_bytes(), moment))
        unpacked = Path(scratch) / "sdist"
        _unpack(sdist.read_bytes(), unpacked)
        wheel = _build("wheel", next(unpacked.iterdir()), into, moment)
    return sdist, wheel


def normalize(sdist: bytes, moment: int) -> bytes:
    """The same files in the order of their names, with one time, nobody's, and without what a umask decides."""
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(sdist)) as before,
        gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=moment) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as after,
    ):
        for member in sorted(before.getmembers(), key=lambda each: each.name):
            content = before.extractfile(member) if member.isfile() else None
            member.mtime, member.uid, member.gid, member.uname, member.gname = moment, 0, 0, "", ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            member.pax_headers = {}
            after.addfile(member, content)
    return packed.getvalue()


def _build(kind: str, source: Path, into: Path, moment: int) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", folder, str(source)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
        umask = 0o022 if os.name == "posix" else -1  # the wheel keeps what its files may be used for
        done = subprocess.run(command, env=environment, umask=umask, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        (made,) = Path(folder).iterdir()
        into.mkdir(parents=True, exist_ok=True)
        (into / made.name).write_bytes(made.read_bytes())
    return into / made.name


def _unpack(archive: bytes, into: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.4 and newer
        files.extractall(into)


def _git(checkout: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(checkout), *arguments], stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    for path in build(Path(sys.argv[2]) if len(sys.argv) > 2 else CHECKOUT, Path(sys.argv[1])):
        print(path)
