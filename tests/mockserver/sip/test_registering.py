"""Telephones come, stay and go: RFC 3261 §10 and §22, and what the vendor's phone needs of the answer."""

from __future__ import annotations

from typing import Literal

import pytest
from sipmessage import Response

from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.mockserver.sip.messages import serialize
from voicenter_mock.mockserver.sip.switchboard import SipRefusal

from .desk import Desk, Phone, Wire, credentials

INSTANCE = '<sip:x@y.invalid;transport=ws>;+sip.ice;reg-id=1;+sip.instance="<urn:uuid:0-1>"'


def ask(phone: Phone, **headers: str) -> Response:
    """One REGISTER, with the header lines given instead of the usual ones."""
    own = f"<sip:{phone.name}@desk.test>"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    phone.receive(
        phone.request(
            "REGISTER", "sip:desk.test", to=own, sender=f"{own};tag=r", call_id=f"c-{phone.contact}", headers=named
        )
    )
    answer = phone.wire.sent[-1]
    assert isinstance(answer, Response)
    return answer


def authorized(phone: Phone, contact: str, **headers: str) -> Response:
    """The same with a Contact of its own, and the answer to the challenge."""
    challenge = ask(phone)
    given = credentials(challenge, "REGISTER", phone.name, f"secret-{phone.name}", "MD5")
    own = f"<sip:{phone.name}@desk.test>"
    made = phone.request("REGISTER", "sip:desk.test", to=own, sender=f"{own};tag=r", call_id=f"c-{phone.contact}",
                         headers={"Authorization": given, **{n.replace("_", "-"): v for n, v in headers.items()}})  # fmt: skip
    made.headers.set("Contact", contact)
    phone.receive(made)
    answer = phone.wire.sent[-1]
    assert isinstance(answer, Response)
    return answer


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_telephone_registers_with_its_password(desk: Desk, algorithm: str):
    assert Phone(desk).register(algorithm=algorithm) == ["401", "200"]
    assert desk.exchange.extensions["ann"].external


@pytest.mark.parametrize(("transport", "place"), [("WS", 1), ("UDP", 0), ("TCP", 0)])
def test_md5_stands_where_a_telephone_looks(desk: Desk, transport: Literal["WS", "UDP", "TCP"], place: int):
    challenges = ask(Phone(desk, transport=transport)).headers.getlist("WWW-Authenticate")
    assert ["algorithm=MD5" in challenge for challenge in challenges].index(True) == place


def test_a_wrong_password_is_refused_and_told(desk: Desk):
    assert Phone(desk).register(password="guessed") == ["401", "403"]
    assert desk.refused == ["wrong password for extension ann"]
    assert not desk.exchange.extensions["ann"].external


def test_credentials_that_cannot_be_read_are_refused(desk: Desk):
    answer = ask(Phone(desk), Authorization='Digest username="ann')
    assert (answer.code, answer.phrase) == (400, "Authorization cannot be read")


def test_an_unknown_extension_is_refused(desk: Desk):
    assert Phone(desk, "nobody").register() == ["404"]


def test_a_nonce_that_is_too_old_is_replaced(desk: Desk):
    phone = Phone(desk)
    given = credentials(ask(phone), "REGISTER", "ann", "secret-ann", "MD5")
    desk.wait(301)
    answer = ask(phone, Authorization=given)
    assert (answer.code, "stale=true" in answer.headers["WWW-Authenticate"]) == (401, True)


def test_what_somebody_has_said_cannot_be_said_again(desk: Desk):
    phone = Phone(desk)
    given = credentials(ask(phone), "REGISTER", "ann", "secret-ann", "MD5")
    assert [ask(phone, Authorization=given).code for _ in range(2)] == [200, 401]


def test_a_token_stands_in_authorization_as_it_is(desk: Desk):
    desk.tokens.add("aaa.bbb.ccc")
    assert ask(Phone(desk), Authorization="aaa.bbb.ccc").code == 200
    assert ask(Phone(desk, "ben"), Authorization="ddd.eee.fff").code == 403


def test_the_answer_echoes_the_contact_with_its_instance(desk: Desk):
    assert authorized(Phone(desk), f"{INSTANCE};expires=600").headers["Contact"] == f"{INSTANCE};expires=600"


def test_the_same_telephone_on_a_new_connection_takes_the_place_of_the_old(desk: Desk):
    authorized(Phone(desk), INSTANCE)
    again = Phone(desk, at="elsewhere")
    authorized(again, INSTANCE.replace("sip:x@", "sip:z@"))
    desk.call()
    [binding] = desk.switchboard.registrar.of(("desk", "ann"))
    assert (binding.flow, binding.uri) == (again.wire, "sip:z@y.invalid;transport=ws")


def test_a_registration_expires(desk: Desk):
    Phone(desk).register(expires=60)
    desk.wait(59)
    assert desk.exchange.extensions["ann"].external
    desk.wait(2)
    assert not desk.exchange.extensions["ann"].external


def test_a_registration_that_is_renewed_goes_on(desk: Desk):
    phone = Phone(desk)
    phone.register(expires=60)
    desk.wait(50)
    phone.register(expires=60)
    desk.wait(50)
    assert desk.exchange.extensions["ann"].external


def test_a_registration_that_expires_while_it_rings_is_told(desk: Desk):
    phone = Phone(desk)
    phone.register(expires=10)
    desk.wait(5)
    call = desk.call()
    phone.answer(180)
    desk.wait(5)
    assert (desk.cdr.status, desk.cdr.cause) == ("CHANUNAVAIL", 20)
    assert "The telephone of ann has gone: its registration expired." in desk.story(call)


def test_too_short_a_registration_is_told_the_shortest(desk: Desk):
    answer = authorized(Phone(desk), "<sip:x@y.invalid>", Expires="5")
    assert (answer.code, answer.headers["Min-Expires"]) == (423, "10")


def test_one_telephone_unregisters_and_the_other_stays(desk: Desk):
    phone, other = Phone(desk), Phone(desk, at="home")
    phone.register()
    other.register()
    phone.register(expires=0)
    assert desk.exchange.extensions["ann"].external
    other.register(expires=0)
    assert not desk.exchange.extensions["ann"].external


def test_a_star_unregisters_all(desk: Desk):
    Phone(desk, at="home").register()
    answer = authorized(Phone(desk), "*", Expires="0")
    assert (answer.code, answer.headers.get("Contact")) == (200, None)
    assert not desk.exchange.extensions["ann"].external


def test_a_question_for_the_bindings_changes_none(desk: Desk, ann: Phone):
    desk.tokens.add("t")
    own = "<sip:ann@desk.test>"
    made = ann.request(
        "REGISTER", "sip:desk.test", to=own, sender=f"{own};tag=r", call_id="q", headers={"Authorization": "t"}
    )
    made.headers.remove("Contact")
    ann.receive(made)
    assert ann.wire.sent[-1].headers["Contact"] == f"<{ann.contact}>;expires=600"


@pytest.mark.parametrize("contact", ["<mailto:x>", "*, <sip:a@b.c>", "<sip:x@y.invalid>;expires=soon"])
def test_a_contact_that_cannot_be_taken_is_refused(desk: Desk, contact: str):
    assert authorized(Phone(desk), contact).code == 400


def test_an_extension_has_so_many_telephones_at_most(desk: Desk):
    assert [Phone(desk, at=f"t{number}").register()[-1] for number in range(11)] == ["200"] * 10 + ["403"]


def test_an_organization_on_another_clock_says_so(desk: Desk):
    desk.refusal = SipRefusal(403, Sentence("organization desk has the manual clock, and telephones need real time"))
    phone = Phone(desk)
    phone.register()
    phone.register()
    assert desk.refused[-1] == desk.refusal.phrase


def test_a_broken_connection_takes_its_registrations_along(desk: Desk, ann: Phone):
    desk.switchboard.flow_is_gone(ann.wire)
    assert not desk.exchange.extensions["ann"].external


# ---- whether somebody is there -------------------------------------------------------------------------


def test_options_are_answered(desk: Desk):
    phone = Phone(desk)
    phone.receive(
        phone.request("OPTIONS", "sip:desk.test", to="<sip:desk.test>", sender="<sip:a@b.test>;tag=1", call_id="o")
    )
    assert "INVITE" in phone.wire.sent[-1].headers["Allow"]


def test_a_telephone_is_asked_every_thirty_seconds(desk: Desk, ann: Phone):
    ann.wire.on_options = None
    desk.wait(95)
    assert ann.wire.start_lines == ["OPTIONS"] * 3


def test_one_that_never_answers_such_questions_is_left_alone(desk: Desk):
    phone = Phone(desk, transport="UDP")
    phone.wire.on_options = None
    phone.register()
    desk.wait(200)
    assert desk.exchange.extensions["ann"].external


@pytest.mark.parametrize(
    ("method", "status"),
    [("SUBSCRIBE", "489"), ("PUBLISH", "489"), ("MESSAGE", "405"), ("FOO", "501"), ("INFO", "481")],
)
def test_what_is_not_served_is_answered(desk: Desk, method: str, status: str):
    phone = Phone(desk)
    phone.receive(
        phone.request(method, "sip:desk.test", to="<sip:desk.test>", sender="<sip:a@b.test>;tag=1", call_id="o")
    )
    assert phone.wire.start_lines == [status]


def test_an_extension_that_is_required_and_unknown_is_named(desk: Desk):
    phone = Phone(desk)
    headers = {"Require": "100rel, replaces"}
    phone.receive(
        phone.request(
            "INVITE",
            "sip:x@desk.test",
            to="<sip:x@desk.test>",
            sender="<sip:a@b.test>;tag=1",
            call_id="o",
            headers=headers,
        )
    )
    assert (phone.wire.start_lines, phone.wire.sent[-1].headers["Unsupported"]) == (["420"], "100rel")


def test_signs_of_life_are_answered_and_nothing_else_is(desk: Desk):
    class Raw(Wire):
        def __init__(self) -> None:
            super().__init__()
            self.raw: list[bytes] = []

        def send(self, data: bytes) -> None:
            self.raw.append(data)

    wire = Raw()
    for data in (b"\r\n\r\n", b"\r\n", b"\0\0", b"rubbish", b"SIP/2.0 200 OK\r\nVia: x\r\n\r\n"):
        desk.switchboard.receive(data, wire)
    assert wire.raw == [b"\r\n"]


def test_a_request_that_cannot_be_read_is_answered_400(desk: Desk):
    phone = Phone(desk)
    data = b"INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/WS a.invalid;branch=z9hG4bK1\r\nFrom: <sip:a@b.c>;tag=1\r\nTo: <sip:x@b.c>\r\nCall-ID: 1\r\nCSeq: 1 BYE\r\n\r\n"
    desk.switchboard.receive(data, phone.wire)
    assert phone.wire.start_lines == ["400"]
    assert desk.refused == ["CSeq is of another method"]


def test_a_request_that_is_too_long_is_answered_513(desk: Desk):
    phone = Phone(desk)
    asked = phone.request("OPTIONS", "sip:x@y", to="<sip:x@y>", sender="<sip:a@b>;tag=1", call_id="o")
    desk.switchboard.receive(serialize(asked) + b"x" * 70_000, phone.wire)
    assert phone.wire.start_lines == ["513"]


def test_the_vendors_push_parameters_may_be_written_badly(desk: Desk):
    """The sample in its README has a bracket in one."""
    contact = "<sip:x@y.invalid;transport=ws;pn-provider=acme;pn-prid=ZH11Y4ZDJlMNzODE1NgKi0K>>;+sip.ice;reg-id=1"
    answer = authorized(Phone(desk), contact)
    assert answer.headers["Contact"] == f"{contact.replace('K>>', 'K%3E>')};expires=600"
