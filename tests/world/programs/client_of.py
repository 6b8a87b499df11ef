"""python client_of.py httpx | aiohttp | urllib3 | pycurl | requests : the same as ``client.py`` with what people install."""

# mypy: ignore-errors
# pyright: basic, reportMissingImports=false

import asyncio
import importlib
import io
import sys
from base64 import b64decode, b64encode

KIND = sys.argv[1]
library = importlib.import_module(KIND)
loop = asyncio.new_event_loop()


def with_aiohttp(method, url, headers, body):
    async def ask():
        async with (
            library.ClientSession() as session,
            session.request(method, url, data=body, headers=headers) as answer,
        ):
            return answer.status, await answer.read()

    return loop.run_until_complete(ask())


def with_httpx(method, url, headers, body):
    answer = library.request(method, url, content=body, headers=headers)
    return answer.status_code, answer.content


def with_pycurl(method, url, headers, body):
    answer, handle = io.BytesIO(), library.Curl()
    handle.setopt(handle.URL, url.encode())
    handle.setopt(handle.WRITEDATA, answer)
    handle.setopt(handle.HTTPHEADER, [f"{name}: {value}" for name, value in headers.items()])
    if method == "HEAD":
        handle.setopt(handle.NOBODY, True)
    if body is not None:
        handle.setopt(handle.POSTFIELDS, body)
    handle.perform()
    return handle.getinfo(handle.RESPONSE_CODE), answer.getvalue()


def with_requests(method, url, headers, body):
    answer = library.request(method, url, data=body, headers=headers)
    return answer.status_code, answer.content


def with_urllib3(method, url, headers, body):
    answer = library.PoolManager().request(method, url, body=body, headers=headers)
    return answer.status, answer.data


ask = globals()[f"with_{KIND}"]
for line in sys.stdin.buffer:
    method, url, content_type, body = line.decode().rstrip("\n").split("\t")
    headers, content = ({}, None) if body == "-" else ({"Content-Type": content_type}, b64decode(body))
    status, answer = ask(method, url, headers, content)
    print(status, b64encode(answer).decode(), sep="\t", flush=True)
