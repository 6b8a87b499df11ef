"""Breaks things on purpose and sees that the tests notice: `python benchmarks/mutations.py [--list] [NAME …]`.

Each mutation is a line of the package and a wrong one in its place. It is made in a copy of the checkout, where the
tests that should notice are run, as far as `pytest -x` gets. Exit code 1 when one goes unnoticed, or
when a line is no longer there. To be run after making the suite faster: what it finds must stay the same.

The file of a line is looked up by the line, which has to be there once, so moving code about breaks nothing here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Mutation:
    """``old`` becomes ``new``; the tests in ``tests`` must fail. ``says`` is what is broken by it."""

    name: str
    says: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTATIONS = (
    Mutation(
        "duplicate-names",
        "JSON with a member twice is read, the last one counts",
        "    if repeated:\n        guilty, name = repeated[0]\n",
        "    if False:\n        guilty, name = repeated[0]\n",
        ("tests/contracts/test_decoding_json.py",),
    ),
    Mutation(
        "json-depth",
        "JSON may be nested ten times as deeply",
        "MAXIMUM_DEPTH = 100\n",
        "MAXIMUM_DEPTH = 1000\n",
        ("tests/contracts/test_decoding_json.py", "tests/contracts/test_decoding.py"),
    ),
    Mutation(
        "open-enumeration",
        "strict validation leaves the vendor's open enumerations open",
        "    return checker(name, strict).accepts(message)\n",
        "    return checker(name, False).accepts(message)\n",
        ("tests/contracts/test_events_from_production.py", "tests/contracts/test_known_values.py"),
    ),
    Mutation(
        "malformed-huge-list",
        "a list of the strategies that should be too long is just not",
        'f"more than {most} entries", _lengthen(path, most + 1))',
        'f"more than {most} entries", _lengthen(path, most))',
        ("tests/contracts/strategies/test_malformed.py",),
    ),
    Mutation(
        "long-list-not-explained",
        "what is wrong in an entry of a long list is not said",
        "            if not accepts(entry):\n                yield from validator.descend(",
        "            if accepts(entry):\n                yield from validator.descend(",
        ("tests/contracts/test_violations.py",),
    ),
    Mutation(
        "page-does-not-wait",
        "a page that opens asks for everything before it knows what there is, and again",
        "if (document.hidden || awaitsCounters) {",
        "if (document.hidden) {",
        ("tests/acceptance/page/test_connection.py",),
    ),
    Mutation(
        "yes-is-false",
        "a parameter that says yes is read as no",
        '_BOOLEANS | {"yes": True, "on": True,',
        '_BOOLEANS | {"yes": False, "on": True,',
        ("tests/mockserver/wire/test_parameters.py",),
    ),
    Mutation(
        "priorities-swapped",
        "GetCampaignStatus gives the lowest priority as the highest",
        '        "MaxPriority": pending.highest_priority,\n        "MinPriority": pending.lowest_priority,\n',
        '        "MaxPriority": pending.lowest_priority,\n        "MinPriority": pending.highest_priority,\n',
        ("tests/mockserver/api",),
    ),
    Mutation(
        "untrusted-address",
        "a code is good from any address",
        "        if entry.trusted_ips and not _is_trusted(",
        "        if not entry.trusted_ips and not _is_trusted(",
        ("tests/mockserver/api",),
    ),
    Mutation(
        "lowest-priority-first",
        "calls of a campaign are dialled from the lowest priority up",
        "        return (-self.priority << NUMBER_BITS) + self.number\n",
        "        return (self.priority << NUMBER_BITS) + self.number\n",
        ("tests/mockserver/telephony",),
    ),
    Mutation(
        "one-retry-too-few",
        "a campaign's number is tried again once less than its rule says",
        "entry.outcomes.count(status) <= retry.maximum else None",
        "entry.outcomes.count(status) < retry.maximum else None",
        ("tests/mockserver/telephony/dialer",),
    ),
    Mutation(
        "blacklist-of-leg-1",
        "Click2Call asks for leg 2 whether a first leg on the blacklist is dialled",
        'phone.kind == "phone" and phone.number in exchange.blacklist and 1 not in',
        'phone.kind == "phone" and phone.number in exchange.blacklist and 2 not in',
        ("tests/mockserver/server/test_click2call_endings.py",),
    ),
    Mutation(
        "hour-that-comes-twice",
        "calling hours in the hour that comes twice are those of its first coming",
        "    return local.timestamp(), local.replace(fold=1).timestamp()\n",
        "    return local.timestamp(), local.timestamp()\n",
        ("tests/mockserver/telephony/dialer",),
    ),
    Mutation(
        "wrap-up-cut-short",
        "a second wrap-up ends the one that lasts longer",
        "    state.wrap_up_until = max(state.wrap_up_until, exchange.now + seconds)\n",
        "    state.wrap_up_until = min(state.wrap_up_until, exchange.now + seconds)\n",
        ("tests/mockserver/telephony",),
    ),
    Mutation(
        "line-not-led-on",
        "a transfer hangs up the telephone of the party that is transferred",
        '        leg.line, before.line = before.line, ""\n',
        '        leg.line = before.line = ""\n',
        ("tests/mockserver/telephony/test_telephones.py",),
    ),
    Mutation(
        "sip-answer-crossing-cancel",
        "a telephone that answers what has been cancelled is left in the call",
        "        if self._line.over or self._cancelled:\n",
        "        if False:\n",
        ("tests/mockserver/sip",),
    ),
    Mutation(
        "sip-timer-e",
        "a SIP request is sent again ever more rarely, without a longest pause",
        "        self._pause = self._pause * 2 if self._invite else min(self._pause * 2, T2)\n",
        "        self._pause = self._pause * 2\n",
        ("tests/mockserver/sip",),
    ),
    Mutation(
        "digest-said-again",
        "credentials that somebody has overheard can be used again",
        "        if count <= self._counts.get(given.nonce, 0):\n",
        "        if False:\n",
        ("tests/mockserver/sip",),
    ),
    Mutation(
        "circuit-one-late",
        "a circuit opens after one failure more",
        "FAILURES_TO_OPEN = 5\n",
        "FAILURES_TO_OPEN = 6\n",
        ("tests/mockserver/callbacks",),
    ),
    Mutation(
        "retries-at-once",
        "a CDR that was refused is pushed again without waiting for its schedule",
        "        delivery.next_at = self._exchange.now + delay\n",
        "        delivery.next_at = self._exchange.now\n",
        ("tests/mockserver/callbacks",),
    ),
    Mutation(
        "agents-see-all",
        "a socket's extension events are told with the wrong extension's scope",
        '"ExtensionEvent", payload, directory, event.extension, event.agent.user))\n',
        '"ExtensionEvent", payload, directory, "", event.agent.user))\n',
        ("tests/mockserver/realtime",),
    ),
    Mutation(
        "other-origins",
        "a page of another origin may use the control API",
        "        if not is_own_page(host, origin, site) and not _opens_the_page(scope, origin):\n",
        "        if not host and not _opens_the_page(scope, origin):\n",
        ("tests/mockserver/sandbox",),
    ),
    Mutation(
        "any-name",
        "the page answers under any host name (DNS rebinding)",
        "        if self._names is not None and not is_known(host, self._names):\n",
        "        if self._names is not None and not host:\n",
        ("tests/mockserver/sandbox",),
    ),
    Mutation(
        "assertion-unheard",
        "an assertion that fails in a test's callback does not fail the test",
        "        if failed:\n            raise failed[0].with_traceback(",
        "        if len(failed) > 9:\n            raise failed[0].with_traceback(",
        ("tests/fixtures/test_assertions.py", "tests/fixtures/test_voicenter.py"),
    ),
    Mutation(
        "hosts-by-their-end",
        "hosts below Voicenter's domains are not Voicenter's",
        '_ENDINGS = tuple(f".{domain}" for domain in _DOMAINS)\n',
        "_ENDINGS = ()\n",
        ("tests/fixtures/test_interception.py", "tests/fixtures/test_each_client.py"),
    ),
    Mutation(
        "integral-floats",
        "a document whose extension is 5.0 is read",
        "        return nextafter(value, 0.5)\n",
        "        return value\n",
        ("tests/mockserver/organizations",),
    ),
    Mutation(
        "muted-words",
        "the transcript has what was said while the recording was muted",
        "    return [sentence for sentence in sentences if not _silent(sentence, conversation)]\n",
        "    return list(sentences)\n",
        ("tests/mockserver/telephony/test_analysis.py",),
    ),
    Mutation(
        "analysis-too-early",
        "a call's history has its analysis at once",
        "    if exchange.now < found[-1].ended + delay:\n",
        "    if exchange.now < found[-1].ended:\n",
        ("tests/mockserver/api/test_ai_data.py",),
    ),
    Mutation(
        "slot-of-nobody",
        "a slot that nobody has said anything for stays in a VoiceBot's request",
        '    return _fill(template, lambda name: slots.get(name, "")) if isinstance(template, str) else template\n',
        "    return _fill(template, lambda name: slots.get(name, name)) if isinstance(template, str) else template\n",
        ("tests/mockserver/callbacks/test_voicebot.py",),
    ),
    Mutation(
        "repeated-leg",
        "verify takes a second leg that is answered like a repetition for stored",
        "    if again == other != once and _REPETITION.search(again):\n",
        "    if again == other == once and _REPETITION.search(again):\n",
        ("tests/mockserver/verify/test_wrong_servers.py",),
    ),
    Mutation(
        "lapsed-visitor",
        "who was shown a number long ago is still known by it",
        "    return visitor if visitor is not None and visitor.until > exchange.now else None\n",
        "    return visitor\n",
        ("tests/mockserver/api/test_lead_tracker.py",),
    ),
    Mutation(
        "rings-for-ever",
        "the server never looks for rings among what it has kept",
        "        if sys.getallocatedblocks() > GROWTH * self._after_full + self._spare_blocks:\n",
        "        if not self._after_full:\n",
        ("tests/mockserver/serving/test_garbage_collection.py",),
    ),
    Mutation(
        "history-without-end",
        "a hundred times as many settled callbacks are kept as should be",
        "        while len(self._settled) > KEPT_SETTLED:\n",
        "        while len(self._settled) > 100 * KEPT_SETTLED:\n",
        ("tests/mockserver/test_plateau.py",),
    ),
    Mutation(
        "whole-numbers-of-random",
        "a snapshot's random source may have the state `true`",
        "    if set(map(type, words)) != {int} or",
        "    if not words or",
        ("tests/mockserver/telephony/test_random_state.py",),
    ),
)


def site_of(copy: Path) -> Path:
    """A folder for the module search path in which the copy is laid out as it installs."""
    settings = tomllib.loads((copy / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    site = copy / "build" / "site"
    shutil.copytree(copy / settings["package-dir"]["voicenter_mock"], site / "voicenter_mock")
    for package, folder in settings["package-dir"].items():
        if "." in package:
            (site / package.replace(".", "/")).symlink_to(copy / folder, target_is_directory=True)
    return site


def copy_of_the_checkout(into: Path) -> Path:
    """Every file that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    listed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (CHECKOUT / name).exists():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CHECKOUT / name, into / name)
    return into


def file_with(text: str, copy: Path) -> Path:
    """The one file of the package that has it. Raises ``LookupError``."""
    folders = [copy / name for name in ("contracts", "mockserver", "fixtures")]
    files = [path for folder in folders for kind in ("*.py", "*.js") for path in folder.rglob(kind)]
    found = [path for path in files if text in path.read_text(encoding="utf-8")]
    if len(found) != 1 or found[0].read_text(encoding="utf-8").count(text) != 1:
        names = ", ".join(str(path.relative_to(copy)) for path in found[:NAMES_SHOWN]) or "no file"
        raise LookupError(f"the line is to be there once, and is in {names}: {text.strip()!r}")
    return found[0]


def notices(mutation: Mutation, copy: Path, site: Path) -> bool:
    """Whether the tests fail with the mutation made. Raises ``LookupError`` when it cannot be made."""
    file = file_with(mutation.old, copy)
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        command = [
            sys.executable,
            "-P",
            "-m",
            "pytest",
            "-q",
            "-x",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *mutation.tests,
        ]
        environment = os.environ | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    finally:
        file.write_text(whole, encoding="utf-8")
    if run.returncode not in (0, 1):  # neither "all passed" nor "some failed"
        raise LookupError(f"pytest did not run (exit code {run.returncode}): {run.stdout[-500:]}{run.stderr[-500:]}")
    return run.returncode == 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Breaks things on purpose and sees that the tests notice.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these mutations")
    parser.add_argument("--list", action="store_true", help="list them and what they break")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - {mutation.name for mutation in MUTATIONS}:
        parser.error(f"no mutation is called {', '.join(sorted(unknown))}; see --list")
    chosen = [mutation for mutation in MUTATIONS if not given.names or mutation.name in given.names]
    if given.list:
        for mutation in chosen:
            print(f"{mutation.name:24} {mutation.says} ({', '.join(mutation.tests)})")
        return 0
    missed = 0
    with tempfile.TemporaryDirectory(prefix="voicenter-mutations-") as folder:
        copy = copy_of_the_checkout(Path(folder) / "checkout")
        site = site_of(copy)
        for mutation in chosen:
            begun = time.perf_counter()
            try:
                caught = notices(mutation, copy, site)
                told = "caught" if caught else "NOT CAUGHT"
            except LookupError as problem:
                caught, told = False, f"NOT MADE: {problem}"
            missed += not caught
            print(f"{mutation.name:24} {told}, {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
