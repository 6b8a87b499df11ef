#!/usr/bin/env bash
# niquests 3.21.2 brings urllib3-future 2.25.904, which installs itself as `urllib3`. Its connections are no
# `http.client` connections, and what an error of name look-up says is replaced by words of its own: whoever patches or
# guards urllib3 for tests reaches neither.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check niquests==3.21.2 urllib3-future==2.25.904
cat >run.py <<'PY'
import http.client, socket, urllib3, urllib3.connection

def refuse(*arguments, **options):
    raise socket.gaierror(socket.EAI_NONAME, "a guard's own words")

socket.getaddrinfo = refuse
print("urllib3", urllib3.__version__)
print("of http.client:", issubclass(urllib3.connection.HTTPConnection, http.client.HTTPConnection))
try:
    urllib3.PoolManager(retries=False).request("GET", "http://api.example/")
except urllib3.exceptions.NameResolutionError as error:
    print("the guard's words:", "kept" if "a guard's own words" in str(error) else "lost")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "urllib3 2.25.904
of http.client: False
the guard's words: lost" ]
