"""What the trade says for a member: by its name, by its definition, by its form. Contracts have the last word."""

from __future__ import annotations

from collections.abc import Iterator

from ..causes import CAUSE_CODES
from ..cdr_types import CDR_TYPE_IDS, CDR_TYPE_NAMES
from ..library import Schema
from . import identities, moments, numbers, people
from .picks import Maker, Picks, as_text, either, labels, mostly, quantities, words
from .rules import types

seconds: Maker = mostly(quantities(0, 240), quantities(0, 7200), 4)
"""A length of time; most calls are short."""

digits: Maker = either(labels(1000, str), words(["0", "1", "9", "*", "#", "4711", "0000", "12#"]))
_prompts = words(["welcome", "your_code_is", "good_bye", "menu-main", "הקלטה"])
_urls = labels(100, lambda index: f"https://crm.example/customers/{1000 + index}")
_paths = words(["/ForwardDialer/click2call.aspx", "/hub/cdr/", "/ForwardDialer/Dialer/AddCall"])
_versions = words(["1.3.7", "2.4.0"])
_remarks = words(["OK", "Success", "Phone is missing", "Authorization failed", "כשל זמני"])
_free = either(people.person_names, words(["a", "Hello", "לקוח חוזר", "عميل", "клиент", "O'Brien & Sons <x>", "50%"]))

TEXTS: dict[str, Maker] = {}
"""Member names in lower case -> their texts."""

INTEGERS: dict[str, Maker] = {}
"""Member names in lower case -> their integers."""


def _add_names(table: dict[str, Maker], maker: Maker, names: str) -> None:
    table.update(dict.fromkeys(names.split(), maker))


_add_names(TEXTS, numbers.phone_texts, "phone phones target targets clientphone client_phone number forward_to")
_add_names(
    TEXTS,
    numbers.international_numbers,
    "caller callerphone callernumber targetnumber caller_id callerid caller_no target_no",
)
_add_names(TEXTS, numbers.international_numbers, "originalcallerid actualdialednumber outgoingcallerphone shown_number")
_add_names(TEXTS, numbers.dids, "did phonecallerid targetcallerid")
_add_names(
    TEXTS,
    numbers.extension_names,
    "extension extensions extenuser sip member members representativelist user_extension",
)
_add_names(TEXTS, either(words([""]), numbers.extension_names), "targetextension callerextension")
_add_names(
    TEXTS,
    people.person_names,
    "name callername caller_name customername clientname username displayname representative",
)
_add_names(
    TEXTS, people.person_names, "representative_name representativename phonecallername targetcallername shown_name"
)
_add_names(
    TEXTS, people.person_names, "outgoingcallername originalcallername targetextension_name callerextension_name"
)
_add_names(TEXTS, people.queue_names, "queuename queue_name")
_add_names(TEXTS, people.layer_names, "layer_name layername")
_add_names(TEXTS, people.company_names, "company accountname topdepartmentname")
_add_names(TEXTS, people.department_names, "departmentname")
_add_names(TEXTS, people.country_names, "target_country caller_country targetprefixname")
_add_names(TEXTS, people.campaign_names, "campaignname campaign_name")
_add_names(TEXTS, people.emails, "email useremail")
_add_names(
    TEXTS,
    identities.call_ids,
    "callid ivrid ivruniqueid ivr_unique_id ivruniqueids relatedivruniqueids originalivruniqueid",
)
_add_names(TEXTS, identities.api_codes, "code")
_add_names(TEXTS, identities.campaign_codes, "campaign campaigncode")
_add_names(TEXTS, identities.tokens, "token refreshtoken accesstoken identitycode bearer actionid")
_add_names(TEXTS, identities.recording_urls, "record recordurl recordfile approximateurl")
_add_names(TEXTS, identities.recording_files, "filename recording file")
_add_names(
    TEXTS,
    identities.representative_codes,
    "representative_code representativecode phonelogincode login_code pin password",
)
_add_names(TEXTS, identities.addresses, "ip trusted_ips")
_add_names(TEXTS, words(CDR_TYPE_NAMES), "type cdrtypename")
_add_names(TEXTS, digits, "dtmf keys digits dtmf_play")
_add_names(TEXTS, _prompts, "rec pre_rec loop_rec post_rec caller_rec target_rec moh_class prompt next_menu_record")
_add_names(TEXTS, words(["-1", "main", "sales", "1", "2"]), "menu previous_menu next_menu")
_add_names(TEXTS, _urls, "url")
_add_names(TEXTS, words(["monitor1.voicenter.co", "monitor3.voicenter.co.il"]), "domain urllist")
_add_names(TEXTS, _paths, "path")
_add_names(TEXTS, _versions, "version v client")
_add_names(
    TEXTS, _remarks, "errorcodedescription description errdesc errormessage errordesc desc message statuserrormessage"
)
_add_names(TEXTS, _remarks, "statuserromessage error_description error detail status_description")
_add_names(TEXTS, words(["frustrated", "professional", "neutral", "satisfied"]), "emotion")
_add_names(TEXTS, words(["impatient", "helpful", "calm"]), "personality_trait personality_traits")
_add_names(
    TEXTS, words(["Hello, how can I help you?", "שלום, איך אפשר לעזור?", "Где мой заказ?", "50% <off> & more"]), "text"
)
_add_names(TEXTS, words(["Asia/Jerusalem", "Europe/London", "UTC"]), "time_zone")
_add_names(TEXTS, words(["#808080", "#00AA00", "#FF8800"]), "color")
_add_names(TEXTS, words(["yes", "no"]), "recording_on")
_add_names(TEXTS, identities.addresses, "address")

_add_names(
    INTEGERS, seconds, "duration dialtime ringtime seconds_waiting_in_queue call_duration call_dailtime maxduration"
)
_add_names(
    INTEGERS, seconds, "phonemaxdialtime targetmaxdialtime call_max call_max_dial delay next_menu_wait durationseconds"
)
_add_names(
    INTEGERS, seconds, "sec_total actualcallduration actualcalldialtime max_call_duration max_dial_duration seconds"
)
_add_names(
    INTEGERS, moments.epochs, "time dateepoch servertime telephonyservertime originatetime callstarted callanswered"
)
_add_names(
    INTEGERS,
    moments.epochs,
    "jointimestamp calldurationinterval call_time_epoch call_start_epoch now at started ended until",
)
_add_names(
    INTEGERS, moments.epochs, "lastcalleventepoch lastansweredcalleventepoch lasthangupcallepoch dialed_at answered_at"
)
_add_names(INTEGERS, quantities(0, 5000), "price")
_add_names(INTEGERS, identities.queue_ids, "queueid queue setqueueformonitoring")
_add_names(
    INTEGERS,
    identities.account_ids,
    "accountid topaccountid departmentid topdepartmentid userid onlineuserid representative",
)
_add_names(INTEGERS, words(CDR_TYPE_IDS), "cdrtype cdrtypes")
_add_names(INTEGERS, words(CAUSE_CODES), "hangup_cause cause")
_add_names(INTEGERS, words([0, 180, 120]), "servertimeoffset")
_add_names(INTEGERS, words([0, 1, 2, 3]), "layer_number layernumber layer next_layer next_layer_if_failed")
_add_names(INTEGERS, words([1, 2, 3, 4]), "loop size repeat dtmf_order next_menu_loop next_menu_size")
_add_names(INTEGERS, quantities(0, 100), "priority priorety maxpriority minpriority weight")
_add_names(INTEGERS, numbers.phone_integers, "phone caller target callerphone did number")


def _epoch_or_text(picks: Picks) -> int | str:
    epoch = moments.epochs(picks)
    return str(epoch) if picks.choose(2) else epoch


def _epoch_or_never(picks: Picks) -> int:
    return 0 if picks.choose(8) == 0 else moments.epochs(picks)


def _milliseconds(picks: Picks) -> int:
    return 0 if picks.choose(4) == 0 else moments.epochs(picks) * 1000 + picks.choose(1000)


KINDS: dict[str, Maker] = {
    "phone": numbers.phones_on_the_wire,
    "phone_or_extension": numbers.phones_or_extensions,
    "extension": numbers.extension_names,
    "caller_id": mostly(numbers.caller_ids, numbers.phone_integers),
    "call_id": identities.call_ids,
    "date_time": moments.date_times,
    "epoch": _epoch_or_text,
    "epoch_seconds": _epoch_or_never,
    "event_epoch_milliseconds": _milliseconds,
    "server_time": moments.epochs,
    "boolean": words([False, True, "false", "true", "0", "1", 0, 1, "TRUE", "False"]),
    "digits": mostly(digits, labels(1000, lambda index: index)),
    "number": either(
        labels(400, lambda index: index / 4), labels(400, lambda index: str(index / 4)), quantities(0, 100)
    ),
    "organization_phone": numbers.plus_numbers,
}
"""Definition names -> their values, all types of the definition together."""


def custom_data(picks: Picks) -> dict[str, object]:
    """The customer's own names and values, none to three of them."""
    return {variable_name(picks): variable_value(picks) for _ in range(picks.choose(4))}


def variable_name(picks: Picks) -> str:
    return ("var_customer", "var_LeadID", "VAR_order", "var_שם", "var_x")[picks.choose(5)]


variable_value: Maker = either(labels(5000, str), people.person_names, words(["Facebook", "קמפיין", "a=b&c", ""]))

_GENERIC: dict[str, Maker] = {
    "string": _free,
    "integer": quantities(0, 1000),
    "number": either(labels(4000, lambda index: index / 4), quantities(0, 1000)),
    "boolean": words([False, True]),
    "null": words([None]),
}


def candidates(rules: Schema, member: str, kind: str) -> Iterator[Maker]:
    """Makers that may suit a member of one JSON type, the best first."""
    name = member.lower()
    table = {"string": TEXTS, "integer": INTEGERS}.get(kind, {})
    if name in table:
        yield table[name]
    least, most = rules.get("minimum"), rules.get("maximum")
    if kind == "string":
        if "pattern" in rules:
            yield from moments.FORMS
            yield as_text(INTEGERS.get(name, quantities(0, 99)))
            yield as_text(quantities(0, 99))
        yield _free
        yield identities.tokens
        if rules.get("minLength", 0) <= rules.get("maxLength", 0) == 0 and "maxLength" in rules:
            yield words([""])
        return
    if kind == "number" and "string" in types(rules):
        yield labels(9000, lambda index: 1000 + index)  # a text of digits that a client made a number of
    if kind == "number" and name in INTEGERS:
        yield INTEGERS[name]
    if kind in ("integer", "number") and least is not None and most is not None and most - least <= 1 << 24:
        yield quantities(int(least), int(most))
    if kind == "integer" and least is not None and least > 0:
        yield quantities(int(least), int(least) + 1000)
    if kind == "number":
        yield labels(400, lambda index: (index + 1) / 4)
    yield _GENERIC[kind]


def candidates_of_kind(kind: str) -> Iterator[Maker]:
    if kind in KINDS:
        yield KINDS[kind]


__all__ = ["INTEGERS", "KINDS", "TEXTS", "candidates", "candidates_of_kind", "custom_data", "seconds"]
