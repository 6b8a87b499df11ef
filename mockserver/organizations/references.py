"""What a schema cannot say: that references lead somewhere, names are there once, numbers are possible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from ..state import fault_words
from ..telephony.model.directory import BUILT_IN_LAYERS, Behaviour, CallbackTarget, Chance, Directory, Route
from ..telephony.model.phones import e164
from ..wire.urls import url_problem
from .problems import DocumentProblem, did_you_mean
from .sections import Sections

Names = Mapping[str, Collection[str]]
"""What there is of each kind, named as text."""


def check(sections: Sections, directory: Directory) -> Iterator[DocumentProblem]:
    """Everything that is wrong with the entries of a document and the directory made of them."""
    names = _names(sections)
    yield from _doubles(sections)
    yield from _accounts(sections, names)
    yield from _people(sections, names)
    yield from _numbers(sections, names)
    yield from _layers(sections, names)
    yield from _queues(sections, names)
    yield from _campaigns(sections, names)
    yield from _lead_trackers(sections)
    yield from _callbacks(directory.callbacks.values())
    yield from _behaviour(directory.behaviour)
    for index, fault in enumerate(directory.faults):
        for member, message in fault_words.check(fault):
            yield DocumentProblem(f"faults[{index}].{member}", message)
    for country, number in directory.caller_ids.items():
        yield from _phone(f"caller_ids.{country}", number)
    for index, number in enumerate(directory.blacklist):
        yield from _phone(f"blacklist[{index}]", number)
    yield from _once("realtime.tokens", directory.realtime_tokens)


# ---- sections ------------------------------------------------------------------------------------------

_ONCE: tuple[tuple[str, str, Callable[[Any], object]], ...] = (
    ("accounts", "id", int),
    ("codes", "code", str),
    ("codes", "bearer", str),
    ("users", "id", int),
    ("users", "code", str),
    ("users", "login_code", str),
    ("users", "email", str.casefold),
    ("extensions", "sip", str.casefold),
    ("extensions", "id", int),
    ("trunks", "name", str),
    ("dids", "number", lambda number: e164(number) or number),
    ("layers", "number", int),
    ("layers", "id", int),
    ("queues", "id", int),
    ("voicemails", "id", int),
    ("conferences", "code", str),
    ("recordings", "name", str),
    ("statuses", "id", int),
    ("campaigns", "id", int),
    ("campaigns", "code", str),
    ("lead_trackers", "token", str),
    ("earlier_calls", "id", str),
    ("earlier_calls", "recording", str),
)
"""What names an entry, and when two of them are the same. Empty ones name nothing."""


def _names(sections: Sections) -> Names:
    entries: Mapping[str, Iterable[object]] = {
        "account": (account.id for account in sections.accounts),
        "user": (user.id for user in sections.users),
        "status": (status.id for status in sections.statuses),
        "layer": (*(layer.number for layer in sections.layers), *BUILT_IN_LAYERS),
        "queue": (queue.id for queue in sections.queues),
        "extension": (extension.sip for extension in sections.extensions),
        "voicemail": (voicemail.id for voicemail in sections.voicemails),
        "conference": (conference.code for conference in sections.conferences),
    }
    return {kind: dict.fromkeys(map(str, known)) for kind, known in entries.items()}


def _doubles(sections: Sections) -> Iterator[DocumentProblem]:
    for section, member, same in _ONCE:
        entries = ((index, getattr(entry, member)) for index, entry in enumerate(getattr(sections, section)))
        yield from _twice(section, f".{member}", entries, same)
    api_codes = {entry.code: index for index, entry in enumerate(sections.codes)}
    for index, user in enumerate(sections.users):
        if user.code in api_codes:
            yield DocumentProblem(f"users[{index}].code", f"{user.code!r} is also codes[{api_codes[user.code]}].code")


def _twice(
    section: str, member: str, values: Iterable[tuple[int, Any]], same: Callable[[Any], object]
) -> Iterator[DocumentProblem]:
    first: dict[object, int] = {}
    for index, value in values:
        if value is None or value == "":
            continue
        if (earlier := first.setdefault(same(value), index)) != index:
            yield DocumentProblem(f"{section}[{index}]{member}", f"{value!r} is already {section}[{earlier}]{member}")


def _accounts(sections: Sections, names: Names) -> Iterator[DocumentProblem]:
    parents = {account.id: account.parent for account in sections.accounts}
    settled: set[int | None] = {None}
    for index, account in enumerate(sections.accounts):
        yield from _check_known(f"accounts[{index}].parent", account.parent, names, "account")
        above: int | None = account.id
        way: set[int | None] = set()
        while above not in settled and above not in way:
            way.add(above)
            above = parents.get(above) if above is not None else None
        if above not in settled:
            yield DocumentProblem(f"accounts[{index}].parent", f"leads back to account {above}")
        settled |= way
    for section in ("codes", "users", "extensions", "trunks", "dids", "queues", "campaigns"):
        for index, entry in enumerate(getattr(sections, section)):
            yield from _check_known(f"{section}[{index}].account", entry.account, names, "account")
    for index, code in enumerate(sections.codes):
        for number, address in enumerate(code.trusted_ips):
            yield from _address(f"codes[{index}].trusted_ips[{number}]", address)


def _people(sections: Sections, names: Names) -> Iterator[DocumentProblem]:
    seats: dict[str, str] = {}
    for index, user in enumerate(sections.users):
        place = f"users[{index}]"
        yield from _check_known(f"{place}.extension", user.extension, names, "extension")
        yield from _check_known(f"{place}.status", user.status, names, "status")
        if user.extension is not None and user.logged_in and seats.setdefault(user.extension, place) != place:
            problem = f"{seats[user.extension]} is logged in at {user.extension!r} too"
            yield DocumentProblem(f"{place}.extension", f"{problem}; give one of them 'logged_in: false'")
    for index, extension in enumerate(sections.extensions):
        place = f"extensions[{index}]"
        yield from _check_known(f"{place}.user", extension.user, names, "user")
        yield from _check_known(f"{place}.voicemail", extension.voicemail, names, "voicemail")
        yield from _phone(f"{place}.caller_id", extension.caller_id)
        forward = extension.forward_to
        if forward and forward not in names["extension"] and e164(forward) is None:
            nothing = f"{forward!r} is no extension of this organization and no possible number"
            yield DocumentProblem(f"{place}.forward_to", nothing)


def _numbers(sections: Sections, names: Names) -> Iterator[DocumentProblem]:
    for index, trunk in enumerate(sections.trunks):
        yield from _phone(f"trunks[{index}].number", trunk.number)
    for index, did in enumerate(sections.dids):
        yield from _phone(f"dids[{index}].number", did.number)
        yield from _check_known(f"dids[{index}].user", did.user, names, "user")
        yield from _route(f"dids[{index}].route", did.route, names)


def _layers(sections: Sections, names: Names) -> Iterator[DocumentProblem]:
    for index, layer in enumerate(sections.layers):
        place = f"layers[{index}]"
        yield from _keys(f"{place}.keys", layer.keys, names)
        yield from _check_known(f"{place}.next", layer.next, names, "layer")
        yield from _check_known(f"{place}.fallback", layer.fallback, names, "layer")
        yield from _target(f"{place}.target", layer.kind, layer.target, names)
        for number, intent in enumerate(layer.intents):
            if intent.url and (problem := url_problem(intent.url)):
                yield DocumentProblem(f"{place}.intents[{number}].url", problem)


def _queues(sections: Sections, names: Names) -> Iterator[DocumentProblem]:
    for index, queue in enumerate(sections.queues):
        place = f"queues[{index}]"
        for number, member in enumerate(queue.members):
            yield from _check_known(f"{place}.members[{number}].extension", member.extension, names, "extension")
        members = ((number, member.extension) for number, member in enumerate(queue.members))
        yield from _twice(f"{place}.members", ".extension", members, str)
        yield from _keys(f"{place}.exit_keys", queue.exit_keys, names)
        if queue.overflow is not None:
            yield from _route(f"{place}.overflow", queue.overflow, names)


def _campaigns(sections: Sections, names: Names) -> Iterator[DocumentProblem]:
    for index, campaign in enumerate(sections.campaigns):
        place = f"campaigns[{index}]"
        for number, sip in enumerate(campaign.members):
            yield from _check_known(f"{place}.members[{number}]", sip, names, "extension")
        yield from _once(f"{place}.members", campaign.members)
        yield from _check_known(f"{place}.queue", campaign.queue, names, "queue")
        yield from _check_known(f"{place}.layer", campaign.layer, names, "layer")
        yield from _check_known(f"{place}.queue_for_monitoring", campaign.queue_for_monitoring, names, "queue")
        yield from _twice(f"{place}.retries", ".status", enumerate(retry.status for retry in campaign.retries), str)
        yield from _phone(f"{place}.caller_id", campaign.caller_id)
        if campaign.queue is not None and campaign.layer is not None:
            yield DocumentProblem(
                f"{place}.layer", f"customers already go to queue {campaign.queue}; leave one of the two out"
            )
        for number, (begin, end) in enumerate(campaign.calling_hours):
            if begin >= end:
                two = f"write two: ['{begin}', '24:00'] and ['00:00', '{end}']"
                yield DocumentProblem(
                    f"{place}.calling_hours[{number}]", f"{begin} is not before {end}; over midnight {two}"
                )


def _lead_trackers(sections: Sections) -> Iterator[DocumentProblem]:
    known = {e164(did.number) or did.number for did in sections.dids}
    for index, tracker in enumerate(sections.lead_trackers):
        place = f"lead_trackers[{index}].numbers"
        yield from _once(place, tracker.numbers)
        for number, did in enumerate(tracker.numbers):
            if (e164(did) or did) not in known:
                yield DocumentProblem(
                    f"{place}[{number}]", f"{did!r} is no number of this organization; list it among its dids"
                )


def _callbacks(callbacks: Iterable[CallbackTarget]) -> Iterator[DocumentProblem]:
    """Method, encoding and URL of every target."""
    for target in callbacks:
        place = f"callbacks.{target.name}"
        if (target.encoding == "query") != (target.method == "GET"):
            yield DocumentProblem(
                f"{place}.method", f"{target.method} does not go with the encoding {target.encoding!r}"
            )
        is_url = "/" in target.url or ":" in target.url  # else the name of what is bound in process
        if is_url and (problem := url_problem(target.url)):
            yield DocumentProblem(f"{place}.url", problem)


def _behaviour(behaviour: Behaviour) -> Iterator[DocumentProblem]:
    """Probabilities that are not more than one together, ranges from the least to the greatest."""
    for name, chance in (("agents", behaviour.agents), ("outside", behaviour.outside)):
        place = f"behaviour.{name}"
        if (total := _certain(chance)) > 1 + 1e-9:
            yield DocumentProblem(place, f"the probabilities add up to {total:g}, which is more than 1")
        yield from _range(f"{place}.ring_seconds", chance.ring_seconds)
        yield from _range(f"{place}.talk_seconds", chance.talk_seconds)
    yield from _range("behaviour.patience_seconds", behaviour.patience_seconds)


# ---- single values -------------------------------------------------------------------------------------


def _once(place: str, names: Iterable[str]) -> Iterator[DocumentProblem]:
    """A plain list that should not hold anything twice."""
    yield from _twice(place, "", enumerate(names), str)


def _check_known(place: str, value: str | int | None, names: Names, kind: str) -> Iterator[DocumentProblem]:
    if value is not None and str(value) not in names[kind]:
        problem = f"{value!r} is no {kind} of this organization"
        yield DocumentProblem(place, f"{problem}{did_you_mean(str(value), names[kind])}")


def _keys(place: str, keys: Mapping[str, int], names: Names) -> Iterator[DocumentProblem]:
    for digits, layer in keys.items():
        yield from _check_known(f"{place}.{digits}", layer, names, "layer")


def _phone(place: str, number: str) -> Iterator[DocumentProblem]:
    if number and e164(number) is None:
        hint = "" if number.startswith(("0", "+")) else "; if it begins with a zero, put it into quotes"
        yield DocumentProblem(place, f"{number!r} is no possible telephone number{hint}")


def _address(place: str, address: str) -> Iterator[DocumentProblem]:
    from ipaddress import ip_network

    try:
        ip_network(address, strict=False)
    except ValueError:
        yield DocumentProblem(place, f"{address!r} is no IP address and no network such as 10.0.0.0/8")


def _route(place: str, route: Route, names: Names) -> Iterator[DocumentProblem]:
    yield from _target(f"{place}.{route.kind}", route.kind, route.target, names)


_LEADING = frozenset({"layer", "queue", "extension", "voicemail", "conference", "phone"})
"""The kinds of layers and routes that have a target."""


def _target(place: str, kind: str, target: str, names: Names) -> Iterator[DocumentProblem]:
    """Where a layer or a route leads, by the kind of it."""
    if kind not in _LEADING:
        if target:
            yield DocumentProblem(place, f"a {kind} leads nowhere; leave the target out")
    elif not target:
        yield DocumentProblem(place, f"is missing: the {kind} it leads to")
    elif kind == "phone":
        yield from _phone(place, target)
    else:
        yield from _check_known(place, target, names, kind)


def _certain(chance: Chance) -> float:
    return chance.answer + chance.busy + chance.reject + chance.unavailable + chance.congestion + chance.voicemail


def _range(place: str, seconds: tuple[float, float]) -> Iterator[DocumentProblem]:
    if seconds[0] > seconds[1]:
        yield DocumentProblem(place, f"{seconds[0]:g} is more than {seconds[1]:g}; write the least first")
