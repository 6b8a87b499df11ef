"""The client that the others are compared with: http.client, with every byte of a URL encoded that has to be."""

import sys
from base64 import b64decode, b64encode
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

for line in sys.stdin.buffer:
    method, url, content_type, body = line.decode().rstrip("\n").split("\t")
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or "", place.port)
    headers = {} if body == "-" else {"Content-Type": content_type}
    path = quote(f"{place.path}?{place.query}" if place.query else place.path, safe="/%:=&?~#+!$,;'@()*[]{}\"|")
    connection.request(method, path, None if body == "-" else b64decode(body), headers)
    answer = connection.getresponse()
    print(answer.status, b64encode(answer.read()).decode(), sep="\t", flush=True)
    connection.close()
