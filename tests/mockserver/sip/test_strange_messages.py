"""Whatever comes in whatever order: it is answered or dropped, and nothing is raised or left for ever."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .desk import DIRECT, OFFER, Desk, Phone

METHODS = ("REGISTER", "INVITE", "ACK", "CANCEL", "BYE", "INFO", "REFER", "OPTIONS", "UPDATE", "NOTIFY", "FOO")
WORDS = st.sampled_from(
    ["", "*", "<>", "<sip:>", "<sip:x@y>", "<sip:x@[::1>", "<tel:1>", "<sip:a@b;x=>>;expires=0", '"', "a, b", "0", "-1",
     "99999999999", "1 INVITE", "2 FOO", "Digest", 'Digest username="ann"', 'Digest nonce="1-2-3", response="x"',
     "Digest " + "a=b, " * 50 + "c=d", "e30.e30.e30", "\u05d0", "application/sdp", "application/dtmf",
     "<sip:x@y?Replaces=a%3Bto-tag%3Db>", "timer, 100rel", "SIP/2.0/WS x;branch=z9hG4bK1", "SIP/2.0/UDP [::1]:1;rport"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["Via", "From", "To", "Call-ID", "CSeq", "Contact", "Expires", "Authorization", "Proxy-Authorization", "Refer-To",
     "Content-Type", "Content-Length", "Require", "Record-Route", "Max-Forwards"]
)  # fmt: skip
BODIES = st.sampled_from(["", OFFER, "v=0\r\nm=audio\r\n", "v=0\r\nm=audio x RTP/AVP\r\n", "5", "Signal=*", "\0"])
MESSAGE = st.tuples(st.sampled_from(METHODS), st.dictionaries(NAMES, WORDS, max_size=3), BODIES, st.booleans())


def strange(method: str, headers: dict[str, str], body: str, phone: Phone, number: int, *, inside: bool) -> bytes:
    call_id, own, other, _ = phone.dialog if inside else ("c", "<sip:ann@desk.test>;tag=1", "<sip:ann@desk.test>", "")
    given = {
        "Via": f"SIP/2.0/WS telephone.invalid;branch=z9hG4bKs{number}",
        "From": own, "To": other, "Call-ID": call_id, "CSeq": f"{number + 100} {method}", "Contact": "<sip:a@b.invalid>",
        **headers,
    }  # fmt: skip
    lines = [f"{method} sip:0521111111@desk.test SIP/2.0", *(f"{name}: {value}" for name, value in given.items())]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@pytest.mark.parametrize("transport", ["WS", "UDP"])
@settings(max_examples=60, deadline=None)
@given(messages=st.lists(MESSAGE, min_size=1, max_size=12))
@pytest.mark.slow
def test_nothing_is_raised_and_nothing_is_left(
    transport: Literal["WS", "UDP"], messages: list[tuple[str, dict[str, str], str, bool]]
):
    desk = Desk()
    phone = Phone(desk, transport=transport)
    desk.tokens.add("e30.e30.e30")
    phone.register(expires=3600)
    desk.call(DIRECT)
    phone.pick_up()
    for number, (method, headers, body, inside) in enumerate(messages):
        desk.switchboard.receive(strange(method, headers, body, phone, number, inside=inside), phone.wire)
        desk.wait(0.3)
    desk.wait(50)
    desk.switchboard.flow_is_gone(phone.wire)
    desk.wait(50)

    assert not desk.organization.count
    assert not desk.switchboard.transactions.count
    assert not desk.exchange.lines
