"""Websockets through the recorder: as the client and the server know them, with their frames in the file."""

from __future__ import annotations

import asyncio
import zlib
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websockets
from websockets.sync.client import connect

from voicenter_mock.mockserver.recorder.websocket_frames import FrameReader
from voicenter_mock.mockserver.traffic.messages import RecordedFrame
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .running import Loop, RunningRecorder, serve, talk

Record = Callable[..., RunningRecorder]


def echoing(loop: Loop) -> str:
    async def echo(connection: ServerConnection) -> None:
        async for message in connection:
            await connection.send(message)

    async def start() -> Any:
        return await serve_websockets(echo, "127.0.0.1", 0)

    server = loop.run(start())
    loop.servers.append(server)
    return f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_messages_go_both_ways_and_are_noted(loop: Loop, record: Record, compression: Any) -> None:
    recorder = record(echoing(loop))
    sent = ['42["login",{"a":1}]', "2", "x" * 70_000, b"\x00\x01{}", '42["login",{"a":2}]']
    with connect(f"ws://127.0.0.1:{recorder.port}/socket.io/?EIO=4", compression=compression) as client:
        for message in sent:
            client.send(message)
            assert client.recv(10) == message
    opened, *noted = recorder.recorded()
    assert (opened.status, opened.frames) == (101, ())
    frames = [frame for one in noted for frame in one.frames]
    assert [frame.data for frame in frames if frame.sender == "client"] == sent
    assert [frame.data for frame in frames if frame.sender == "server"] == sent


def test_a_socket_that_is_refused_is_an_exchange_like_any_other(loop: Loop, record: Record) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        writer.close()

    recorder = record(f"http://127.0.0.1:{serve(loop, refuse)}")
    request = b"GET /socket.io/ HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    assert talk(recorder.port, request, until=b"no").endswith(b"no")
    assert [(one.status, one.frames) for one in recorder.recorded()] == [(403, ())]


def _fed(reader: FrameReader, data: bytes, piece: int) -> list[str | bytes]:
    pieces = [data[start : start + piece] for start in range(0, len(data), piece)]
    return [frame.data for part in pieces for frame in reader.feed(part, 1.0)]


FRAMES = b"\x81\x02hi" + b"\x01\x01a" + b"\x89\x00" + b"\x80\x01b" + b"\x82\x7e\x00\x80" + b"x" * 128


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1000])
def test_frames_are_read_however_they_are_cut(piece: int) -> None:
    assert _fed(FrameReader("server"), FRAMES, piece) == ["hi", "ab", b"x" * 128]


def test_masked_frames_are_read() -> None:
    assert list(FrameReader("client").feed(b"\x81\x83\x01\x02\x03\x04\x60\x60\x60", 2.0)) == [
        RecordedFrame("client", 2.0, "abc")
    ]


@pytest.mark.parametrize(("sender", "mask"), [("server", b""), ("client", b"\x00\x00\x00\x00")])
def test_a_huge_frame_is_passed_over_and_said(sender: Any, mask: bytes) -> None:
    reader = FrameReader(sender)
    masked = 0x80 if mask else 0
    head = bytes((0x82, 0x7F | masked)) + (17 * 1024 * 1024).to_bytes(8, "big") + mask
    assert _fed(reader, head + b"x" * 1024, 512) == []
    for _ in range(17 * 1024 - 2):
        assert reader.feed(b"x" * 1024, 1.0) == []
    after = bytes((0x81, 2 | masked)) + mask + b"hi"
    huge, small = reader.feed(b"x" * 1024 + after, 1.0)
    assert (huge.data, huge.lost) == ("", "not kept: more than 16,777,216 bytes")
    assert (small.data, small.lost) == ("hi", "")


def test_many_fragments_of_a_huge_message_are_passed_over_and_said() -> None:
    reader = FrameReader("server")
    mebibyte = (1024 * 1024).to_bytes(8, "big") + b"x" * 1024 * 1024
    found = reader.feed(b"\x01\x7f" + mebibyte, 1.0)
    for _ in range(16):
        found += reader.feed(b"\x00\x7f" + mebibyte, 1.0)
    found += reader.feed(b"\x80\x00" + b"\x81\x02hi", 1.0)
    assert [(frame.data, bool(frame.lost)) for frame in found] == [("", True), ("hi", False)]


@pytest.mark.parametrize("wrong", [b"\xc1\x03abc", b"\x83\x00", b"\x81\x01\xff", b"\x81\x83\x01\x02\x03\x04abc"])
def test_what_is_no_frame_ends_the_reading_and_is_said(wrong: bytes) -> None:
    reader = FrameReader("server", "permessage-deflate")
    (lost,) = reader.feed(wrong, 1.0)
    assert lost.lost.startswith("not kept, nor what this side sent afterwards: ")
    assert reader.feed(b"\x81\x02hi" * 1000, 1.0) == []


def _packed(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = (packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\x00\x00\xff\xff")
    return b"\xc1\x7f" + len(packed).to_bytes(8, "big") + packed


@pytest.mark.slow
def test_a_bomb_is_not_unpacked() -> None:
    (found,) = FrameReader("server", "permessage-deflate").feed(_packed(b"0" * 64 * 1024 * 1024), 1.0)
    assert (found.data, bool(found.lost)) == ("", True)


@pytest.mark.parametrize(
    "extensions",
    ["permessage-deflate", "permessage-deflate; server_max_window_bits=15", "x-other, permessage-deflate; server_no_context_takeover"],
)  # fmt: skip
def test_packed_messages_are_read(extensions: str) -> None:
    reader = FrameReader("server", extensions)
    assert [frame.data for frame in reader.feed(_packed(b'42["login"]'), 1.0)] == ['42["login"]']


def test_extensions_that_nobody_can_read_are_none() -> None:
    assert [frame.data for frame in FrameReader("server", "; =").feed(b"\x81\x02hi", 1.0)] == ["hi"]


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_no_frame_leaks_a_secret(loop: Loop, record: Record, compression: Any) -> None:
    recorder = record(echoing(loop), redactor=Redactor(b"key", secrets=["planted-secret-1"]))
    with connect(f"ws://127.0.0.1:{recorder.port}/socket.io/?EIO=4", compression=compression) as client:
        for message in (
            '42["login",{"Token":"planted-secret-1"}]',
            "planted-secret-1",
            b"planted-secret-1",
            b"\xffplanted-secret-1",
        ):
            client.send(message)
            client.recv(10)
    frames = [frame for one in recorder.recorded() for frame in one.frames]
    written = recorder.file.read_bytes()
    assert b"planted-secret-1" not in written
    assert b64encode(b"planted-secret-1") not in written
    assert [bool(frame.lost) for frame in frames if frame.sender == "client"] == [False, False, False, True]
