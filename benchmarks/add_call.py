"""AddCall under load: `python benchmarks/add_call.py [--seconds N] [--rounds N] [--pending N] [--without-moto]`.

16 connections for two seconds each, in turn for seven rounds: AddCall into an empty campaign, AddCall into one of
100,000 pending calls, a bare Flask route on the same server that puts the body into a dict, and SendMessage of moto's
SQS. Ours is wanted to keep 0.85 of the bare route's rate, with a p99 of 1.2 times its at most, and twenty times moto's
rate, and is as fast with a full campaign as with an empty one. A ratio is the median of the rounds' ratios: a p99 of one
round says as much of the machine as of the server.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from statistics import median

from environments import environment
from launch import answers, free_port
from load import Pace, pace, post

BARE, EMPTY = "bare Flask route into a dict", "AddCall, empty campaign"
Measured = Callable[[float], Pace]
"""The pace of a server that is up, over so many seconds."""
CAMPAIGN = "demo-agents-campaign"
DIALER = "/ForwardDialer/Dialer/"
SQS = {
    "Authorization": (
        "AWS4-HMAC-SHA256 Credential=x/20200101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=x"
    ),
    "X_Amz_Date": "20200101T000000Z",
}


@contextlib.contextmanager
def running(command: list[str | Path], port: int, path: str) -> Generator[int]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(3000):
            if answers(port, path):
                break
            time.sleep(0.01)
        else:
            sys.exit(f"no answer from: {' '.join(map(str, command))}")
        yield port
    finally:
        server.kill()
        server.wait()


def send(port: int, path: str, body: bytes, content_type: str = "application/json", **headers: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(
        "POST",
        path,
        body,
        {"Content-Type": content_type, **{name.replace("_", "-"): text for name, text in headers.items()}},
    )
    answer = connection.getresponse().read()
    connection.close()
    return answer


def call(number: int) -> dict[str, object]:
    return {
        "Campaign": CAMPAIGN,
        "Target": f"05{number % 10**8:08}",
        "CustomerName": "John Doe",
        "Priority": number % 10,
        "CustomData": {"var_LeadID": number},
    }


def add_call(number: int) -> bytes:
    return post(DIALER + "AddCall", json.dumps(call(number)).encode(), "application/json")


@contextlib.contextmanager
def ours(pending: int) -> Generator[Measured]:
    """The campaign is stopped: what is measured is taking calls in, not making them."""
    port = free_port()
    program = "import sys; from voicenter_mock.mockserver.cli import main; sys.exit(main())"
    command: list[str | Path] = [sys.executable, "-c", program, "serve", "--port", str(port), "--log-level", "error"]
    campaign = json.dumps({"Campaign": CAMPAIGN}).encode()

    def measure(seconds: float) -> Pace:
        """With as many calls on the list at the beginning of each round."""
        send(port, DIALER + "ClearCampaignCalls", campaign)
        if pending:
            send(port, DIALER + "AddCallsBulk", json.dumps([call(number) for number in range(pending)]).encode())
        measured = pace(port, add_call, b'"ErrorCode":0', seconds=seconds)
        details = json.loads(send(port, DIALER + "GetCampaignDetails", campaign))
        assert details["Data"]["TotalPendingCalls"] >= pending + measured.rate * seconds, details
        return measured

    with running(command, port, "/_sandbox/health"):
        send(port, DIALER + "StopCampaign", campaign)
        yield measure


@contextlib.contextmanager
def bare() -> Generator[Measured]:
    port = free_port()
    with running([sys.executable, Path(__file__).parent / "bare_flask.py", str(port)], port, "/health"):
        yield lambda seconds: pace(port, add_call, b"stored", seconds=seconds)


@contextlib.contextmanager
def moto() -> Generator[Measured]:
    port = free_port()
    with running([environment("moto", "moto[server]") / "moto_server", "-p", str(port)], port, "/moto-api/"):
        form = "application/x-www-form-urlencoded"
        send(port, "/", b"Action=CreateQueue&QueueName=calls&Version=2012-11-05", form, **SQS)
        queue = f"http://127.0.0.1:{port}/123456789012/calls"

        def message(number: int) -> bytes:
            text = json.dumps(call(number))
            body = f"Action=SendMessage&Version=2012-11-05&QueueUrl={queue}&MessageBody={text}".encode()
            return post("/123456789012/calls", body, form, **SQS)

        yield lambda seconds: pace(port, message, b"MessageId", seconds=seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pending", type=int, default=100_000)
    parser.add_argument("--without-moto", action="store_true")
    options = parser.parse_args()
    contenders = {BARE: bare(), EMPTY: ours(0), f"AddCall, {options.pending:,} pending": ours(options.pending)}
    if not options.without_moto:
        contenders["moto SQS SendMessage"] = moto()
    with contextlib.ExitStack() as servers:
        started = {name: servers.enter_context(contender) for name, contender in contenders.items()}
        for measure in started.values():
            measure(options.seconds)  # what is loaded with the first requests does not count
        rounds = [{name: measure(options.seconds) for name, measure in started.items()} for _ in range(options.rounds)]
    print(f"{'':34}{'a second':>10}{'p99':>10}   x bare Flask: rate, p99 (least to most)")
    for name in contenders:
        rate = median(figures[name].rate for figures in rounds)
        p99 = median(figures[name].p99 for figures in rounds)
        rates = [figures[name].rate / figures[BARE].rate for figures in rounds]
        waits = [figures[name].p99 / figures[BARE].p99 for figures in rounds]
        ratios = "".join(f"{median(some):8.2f} ({min(some):.2f} to {max(some):.2f})" for some in (rates, waits))
        print(f"{name:34}{rate:10.0f}{p99 * 1000:7.1f} ms{ratios}")


if __name__ == "__main__":
    main()
