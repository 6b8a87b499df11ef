"""The demo organization: its values are published and never change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from voicenter_mock.mockserver import organizations
from voicenter_mock.mockserver.organizations import demo, load, read
from voicenter_mock.mockserver.telephony.model.directory import Route

FOLDER = Path(organizations.__file__).parent


def test_it_passes_every_check_and_is_what_the_yaml_says():
    written = read(load(FOLDER / "demo.yaml"))
    assert demo() == written, "run: poe pages"
    assert repr(demo()) == repr(written), "run: poe pages"  # 3 and 3.0 are equal, and sent as they are


def test_it_is_made_once():
    assert demo() is demo()


def test_making_it_needs_nothing_that_reads_documents():
    program = (
        "import sys; from voicenter_mock.mockserver.organizations import demo; demo();"
        "ours = 'voicenter_mock.mockserver.organizations.document';"
        "print([name for name in (ours, 'yaml', 'jsonschema', 'phonenumbers') if name in sys.modules])"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout == "[]\n"


def test_its_codes_tokens_and_logins():
    directory = demo()
    assert directory.id == "demo"
    assert [(code.code, code.bearer, code.trusted_ips) for code in directory.codes.values()] == [
        ("demo-code", "demo-bearer", ()),
        ("demo-branch-code", "demo-branch-bearer", ()),
    ]
    assert directory.realtime_tokens == ("demo-token",)
    assert directory.realtime_accounts == {"demo": "demo"}
    assert {code: campaign.kind for code, campaign in directory.campaigns.items()} == {
        "demo-agents-campaign": "agents",
        "demo-ivr-campaign": "ivr",
    }


def test_its_people():
    people = [(user.id, user.code, user.name, user.email, user.pin, user.extension) for user in demo().users.values()]
    assert people == [
        (12345678, "12345678", "Walter Melon", "walter@example.com", "1234", "SIPSIP1"),
        (87654321, "87654321", "John Doe", "john@example.com", "1234", "SIPSIP2"),
        (23456789, "23456789", "Dana Levi", "dana@example.com", "1234", "SIPSIP3"),
        (34567890, "34567890", "Avi Cohen", "avi@example.com", "1234", "SIPSIP4"),
        (45678901, "45678901", "נועה מזרחי", "noa@example.com", "1234", "SIPSIP5"),
        (555, "99961111", "Ruth Klein רות קליין", "ruth@example.com", "8642", "london-desk"),
    ]


def test_its_people_are_told_apart_by_five_digits_and_by_login_code():
    users = demo().users.values()
    assert len({user.code[:5] for user in users}) == 6
    assert [user.login_code for user in users] == ["1001", "1002", "1003", "1004", "1005", "2077"]


def test_its_extensions():
    extensions = demo().extensions
    assert list(extensions) == [
        "SIPSIP1", "SIPSIP2", "SIPSIP3", "SIPSIP4", "SIPSIP5", "london-desk", "london-lobby",
    ]  # fmt: skip
    assert [sip for sip, extension in extensions.items() if extension.user is None] == ["london-lobby"]
    assert [sip for sip, extension in extensions.items() if extension.device == "offline"] == ["SIPSIP3"]
    assert [sip for sip, extension in extensions.items() if extension.click2call_blocked] == ["SIPSIP4"]
    assert extensions["SIPSIP1"].user == 12345678
    assert extensions["SIPSIP2"].user == 87654321


def test_its_numbers_lead_where_they_are_published_to_lead():
    directory = demo()
    assert {number: did.route for number, did in directory.dids.items()} == {
        "0722776772": Route("layer", "1"),
        "0722776773": Route("queue", "10035"),
        "0722776774": Route("extension", "SIPSIP1"),
        "0722776775": Route("layer", "5"),
        "0722776776": Route("layer", "8"),
        "0722776777": Route("layer", "40"),
        "442079460958": Route("extension", "london-desk"),
    }
    menu = directory.layers[1]
    choices = {digit: directory.layers[number] for digit, number in menu.keys.items()}
    assert menu.kind == "menu"
    assert {digit: (layer.kind, layer.target) for digit, layer in choices.items()} == {
        "1": ("queue", "10035"),
        "2": ("queue", "10036"),
    }
    assert directory.layers[5].kind == "external_layer"
    assert directory.layers[8].kind == "external_ivr"


def test_its_queues_voicemail_conference_recordings_and_trunk():
    directory = demo()
    assert {queue.id: queue.name for queue in directory.queues.values()} == {10035: "Sales", 10036: "Support"}
    assert list(directory.voicemails) == [701]
    assert list(directory.conferences) == ["4321"]
    assert list(directory.recordings) == ["welcome", "goodbye", "record", "rec"]
    assert list(directory.trunks) == ["Main trunk", "London trunk"]


def test_its_departments_belong_to_one_account_and_its_branch_is_another():
    directory = demo()
    assert {account.name: directory.top_account(account.id).name for account in directory.accounts.values()} == {
        "Voicenter Account": "Voicenter Account",
        "Sales Department": "Voicenter Account",
        "Support Department": "Voicenter Account",
        "סניף לונדון": "סניף לונדון",
        "Reception קבלה": "סניף לונדון",
    }


def test_its_callbacks_have_no_url_until_somebody_gives_one():
    assert {target.url for target in demo().callbacks.values()} == {""}


def test_its_settings():
    directory = demo()
    assert (directory.time_zone, directory.revision, directory.seed, directory.now) == (
        "Asia/Jerusalem",
        "current",
        0,
        None,
    )
