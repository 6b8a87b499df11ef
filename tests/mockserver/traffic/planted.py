"""Secrets and persons' data that must not be in any file that a recording writes, and where they were planted."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote_plus

from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage

CODE = "Zq81-secret-api-code"
TOKEN = "eyTOKENabcdef0123456789zz"
PIN = "918273"
PASSWORD = "p@ss w0rd!x"
COOKIE = "s3ss10nc00kie"
CAMPAIGN = "kx77campaign0091"
SECRETS = (CODE, TOKEN, PIN, PASSWORD, COOKIE, CAMPAIGN)

MOBILE = "0543217788"
MOBILE_E164 = "972543217788"
FOREIGN = "15558675309"
DID = "0722776655"
NAME = "Yehudit Kornblum"
HEBREW_NAME = "יהודית קורנבלום"
MAIL = "yehudit.k@bakery-haifa.co.il"
RECORDING = "202607260930001f3a-aws-SIPQQ7-0543217788.mp3"
ADDRESS = "85.64.12.9"
NOTE = "wants the contract by Tuesday"
PERSONAL = (MOBILE, MOBILE_E164, FOREIGN, DID, "Kornblum", "Yehudit", "קורנבלום", MAIL, RECORDING, ADDRESS, NOTE)

_BASE64 = re.compile(r"[A-Za-z0-9+/_=-]{8,}")


def exchanges() -> list[RecordedExchange]:
    """The planted values in every place that a recording has."""
    cdr = {
        "caller": MOBILE, "target": MOBILE_E164, "did": DID, "representative_name": NAME, "callerextension": "SIPQQ7",
        "record": f"https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/{RECORDING}", "status": "ANSWER",
        "CUSTOM_DATA": {"var_note": NOTE, "var_mail": MAIL}, "var_name": HEBREW_NAME, "nickname": NAME,
        "IVR": json.dumps([{"layer_name": "Sales", "Dtmf": 1, "CALLER_NAME": HEBREW_NAME}]),
        "aiData": {"transcript": [f"I am {NAME}, call {MOBILE}"], "insights": {"summary": NOTE}},
    }  # fmt: skip
    struct = "".join(
        f"<member><name>{name}</name><value><string>{value}</string></value></member>"
        for name, value in cdr.items()
        if isinstance(value, str) and "[" not in value
    )
    login = {"Email": MAIL, "Password": PASSWORD, "PIN": int(PIN), "Token": TOKEN}
    answer = {
        "Data": {"UserName": NAME, "Token": TOKEN, "note": f"{NAME} <{MAIL}> at {ADDRESS}"},
        "token64": b64encode(f"token={TOKEN}".encode()).decode(),
    }
    url = f"https://api.voicenter.co.il/ForwardDialer/click2call.aspx?phone=SIPQQ7&target={MOBILE}&code={quote(CODE)}&var_name={quote(HEBREW_NAME)}"
    form = (
        f"code={quote(CODE)}&target=%2B{FOREIGN}&Password={quote(PASSWORD)}&data={quote(json.dumps({'phone': MOBILE}))}"
    )
    headers = (
        ("Authorization", f"Bearer {TOKEN}"),
        ("Cookie", f"a=1; sid={COOKIE}"),
        ("X-Forwarded-For", ADDRESS),
        ("Referer", url),
        ("X-Customer", NAME),
    )
    basic = (("Authorization", "Basic " + b64encode(f"{MAIL}:{PASSWORD}".encode()).decode()),)
    socket_url = f"https://monitor1.voicenter.co/socket.io/?EIO=3&transport=websocket&token={TOKEN}&sid={COOKIE}"
    frames = (
        RecordedFrame("client", 1.0, f'42["login",{json.dumps({"Token": TOKEN})}]'),
        RecordedFrame("client", 1.0, f"40/?token={TOKEN},"),
        RecordedFrame("server", 1.0, "42" + json.dumps(["ExtensionEvent", {"callerphone": MOBILE, "callername": HEBREW_NAME, "recording": {"Filename": RECORDING}}], ensure_ascii=False)),
        RecordedFrame("server", 1.0, json.dumps({"phone": MOBILE_E164, "user": MAIL}).encode()),
        RecordedFrame("server", 1.0, b"\xff\xfe\x00" + MOBILE.encode()),
    )  # fmt: skip
    polling = f"{len('42[]')}:42[]"
    return [
        RecordedExchange("1", "GET", url, RecordedMessage(headers=headers), 200, RecordedMessage((("Set-Cookie", f"sid={COOKIE}; Path=/"),), json.dumps(answer).encode(), "application/json")),
        RecordedExchange("2", "POST", "https://api.voicenter.co.il/ForwardDialer/Dialer/AddCall", RecordedMessage(basic, form.encode(), "application/x-www-form-urlencoded"), 200, RecordedMessage((), f"<html><td>{NAME}</td><td>{MOBILE}</td></html>".encode(), "text/html")),
        RecordedExchange("3", "POST", "http://crm.example/cdr", RecordedMessage((), json.dumps(cdr).encode(), "application/json"), 200, RecordedMessage((), f"origrequest: {NAME} {MOBILE} code={CODE}".encode(), "text/plain"), callback="cdr_notification"),
        RecordedExchange("4", "POST", "http://crm.example/cdr", RecordedMessage((), f"<methodCall><methodName>CDR</methodName><params><param><value><struct>{struct}</struct></value></param></params></methodCall>".encode(), "text/xml"), 200, RecordedMessage((), b"\x80\x81" + NAME.encode(), "application/json")),
        RecordedExchange("5", "POST", "https://monitorapi.voicenter.co.il/monitorAPI/Login/User", RecordedMessage((), json.dumps(login, ensure_ascii=False).encode(), "application/json"), 200, RecordedMessage((), json.dumps(answer).encode(), "application/json")),
        RecordedExchange("6", "GET", f"https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/{RECORDING}", RecordedMessage(), 200, RecordedMessage((), b"ID3" + NAME.encode(), "audio/mpeg")),
        RecordedExchange("7", "GET", f"https://monitorapi.voicenter.co.il/monitorAPI/getMonitorUrls/{TOKEN}", RecordedMessage(), 200, RecordedMessage((), json.dumps([f"https://{MAIL}:{PASSWORD.split(maxsplit=1)[0]}@monitor1.voicenter.co/?token={TOKEN}"]).encode(), "application/json")),
        RecordedExchange("8", "GET", socket_url, RecordedMessage(), 101, RecordedMessage(), frames=frames),
        RecordedExchange("9", "POST", socket_url.replace("websocket", "polling"), RecordedMessage((), polling.encode(), "text/plain"), 200, RecordedMessage((), f'96:42["login",{{"Token":"{TOKEN}"}}]'.encode(), "text/plain")),
        RecordedExchange("10", "POST", f"https://api.voicenter.co.il/ForwardDialer/Dialer/GetCampaignDetails?Campaign={CAMPAIGN}", RecordedMessage((), f'--b\r\nContent-Disposition: form-data; name="code"\r\n\r\n{CODE}\r\n--b\r\nContent-Disposition: form-data; name="phone"\r\n\r\n{MOBILE}\r\n--b--\r\n'.encode(), "multipart/form-data; boundary=b"), 200, RecordedMessage((), json.dumps({"ErrorCode": 0, "Description": f"campaign {CAMPAIGN} of {NAME}", "Data": {"Code": CAMPAIGN}}).encode(), "application/json")),
    ]  # fmt: skip


def found_in(written: bytes, values: tuple[str, ...]) -> list[str]:
    """The planted values that a file holds: in its bytes, in what they decode to, and behind base64."""
    text = written.decode()
    layers = [text, *map(str, _leaves(json.loads(text)))]
    layers += [unquote_plus(layer) for layer in layers]
    layers += [plain for layer in tuple(layers) for plain in _behind_base64(layer)]
    return sorted({value for value in values if any(value.lower() in layer.lower() for layer in layers)})


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield name
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _leaves(inner)
    else:
        yield value
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                yield from _leaves(json.loads(value))
            except ValueError:
                return


def _behind_base64(text: str) -> Iterator[str]:
    for word in _BASE64.findall(text):
        for padding in ("", "=", "=="):
            try:
                yield b64decode(word.rstrip("=") + padding).decode("utf-8", "replace")
                break
            except (binascii.Error, ValueError):
                continue
