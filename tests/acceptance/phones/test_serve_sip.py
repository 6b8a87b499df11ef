"""``serve --sip`` and ``--sip-udp`` as commands."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from ..conftest import Serve

OPTIONS = (
    "OPTIONS sip:{host} SIP/2.0\r\nVia: SIP/2.0/{transport} a.invalid;branch=z9hG4bK1\r\nFrom: <sip:a@b.test>;tag=1\r\n"
    "To: <sip:{host}>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)


def test_the_greeting_says_where_telephones_register_and_there_they_do(serve: Serve):
    sandbox = serve("--sip-udp", "0")
    assert sandbox.process.stdout is not None
    words = next(line.split() for line in sandbox.process.stdout if line.split()[:1] == ["telephones"])
    url, port = words[1].rstrip(";"), int(words[-3].rpartition(":")[2])
    assert "pip install" not in " ".join(words)

    with connect(url, subprotocols=[Subprotocol("sip")]) as telephone:
        telephone.send(OPTIONS.format(host="127.0.0.1", transport="WS"))
        assert str(telephone.recv(timeout=10)).startswith("SIP/2.0 200 OK")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as desk_phone:
        desk_phone.settimeout(10)
        desk_phone.sendto(OPTIONS.format(host="127.0.0.1", transport="UDP").encode(), ("127.0.0.1", port))
        assert desk_phone.recv(4096).startswith(b"SIP/2.0 200 OK")


def test_recordings_that_cannot_be_played_are_named(tmp_path: Path):
    (tmp_path / "welcome.wav").write_bytes(b"RIFF")
    command = [str(Path(sys.executable).with_name("voicenter-mock")), "serve", "--port", "0", "--sip"]
    completed = subprocess.run([*command, "--recordings", str(tmp_path)], capture_output=True, text=True, check=False)
    assert completed.returncode == 2
    assert completed.stderr.splitlines()[-1] == (
        "voicenter-mock serve: --recordings: welcome.wav is no WAV file of plain samples: it ends too early"
    )


def test_without_the_extra_the_greeting_says_how_browsers_get_sound():
    code = (
        "import sys; sys.modules['pylibsrtp'] = None\n"
        "from voicenter_mock.mockserver.commands.greeting import _without_sound\n"
        "print(_without_sound())"
    )
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert completed.stdout == (
        " (sound in a browser's telephone needs pylibsrtp: pip install 'voicenter-mock[phone]')\n"
    )


def test_without_the_library_one_line_says_how_to_get_it():
    code = (
        "import sys; sys.modules['sipmessage'] = None\n"
        "from voicenter_mock.mockserver.cli import main\n"
        "sys.argv = ['voicenter-mock', 'serve', '--port', '0', '--sip']\n"
        "main()"
    )
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 2
    assert completed.stderr.count("\n") == 1
    assert "a real telephone needs sipmessage: pip install 'voicenter-mock[sip]'" in completed.stderr
