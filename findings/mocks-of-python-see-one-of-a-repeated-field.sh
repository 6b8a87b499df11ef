#!/usr/bin/env bash
# A client asks for `fields=Date&fields=CallID`, as query or as form. Which expectation of a test does that satisfy?
#   responses 0.26.3, query_param_matcher: the list of both. urlencoded_params_matcher, for the same pairs in a form: no
#     list, but the last value alone, so that a test for a list fails and one that forgot the first field passes.
#   pytest-httpserver 1.2.0 with a dictionary: no list either, but the FIRST value alone.
#   requests-mock 1.12.1: the list, or either value alone.
#   respx 0.23.1: the list and nothing else, in query and form.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check responses==0.26.3 pytest-httpserver==1.2.0 \
  werkzeug==3.1.9 requests-mock==1.12.1 requests==2.34.2 respx==0.23.1 httpx==0.28.1
cat >run.py <<'PY'
import httpx, requests, requests_mock, responses, respx
from pytest_httpserver import HTTPServer
from responses import matchers

PAIRS, URL = [("fields", "Date"), ("fields", "CallID")], "http://api.example/"
SENT = {"fields": ["Date", "CallID"]}

def with_responses(match, **sent):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add("POST", URL, match=[match])
        return requests.post(URL, **sent).ok

def with_respx(sent, **expected):
    with respx.mock(assert_all_called=False) as mock:
        mock.post(URL, **expected).respond(200)
        return httpx.post(URL, **sent).is_success

def with_requests_mock(expected):
    with requests_mock.Mocker() as mock:
        mock.post(URL + "?" + requests.compat.urlencode(expected, doseq=True))
        return requests.post(URL, params=PAIRS).ok

def with_server(expected):
    with HTTPServer() as server:
        server.expect_request("/", query_string=expected).respond_with_data()
        return requests.post(server.url_for("/"), params=PAIRS).ok

ways = {
    "responses, query": lambda e: with_responses(matchers.query_param_matcher(e), params=PAIRS),
    "responses, form": lambda e: with_responses(matchers.urlencoded_params_matcher(e), data=PAIRS),
    "pytest-httpserver, query": with_server,
    "requests-mock, query": with_requests_mock,
    "respx, query": lambda e: with_respx({"params": SENT}, params=e),
    "respx, form": lambda e: with_respx({"data": SENT}, data=e),
}
for name, satisfies in ways.items():
    satisfied = []
    for what, value in ("both", ["Date", "CallID"]), ("the first", "Date"), ("the last", "CallID"):
        try:
            if satisfies({"fields": value}):
                satisfied.append(what)
        except (requests.ConnectionError, AssertionError):
            pass
    print(f"{name}: {', '.join(satisfied)}")
PY
seen=$(env/bin/python run.py 2>/dev/null)
echo "$seen"
[ "$seen" = "responses, query: both
responses, form: the last
pytest-httpserver, query: the first
requests-mock, query: both, the first, the last
respx, query: both
respx, form: both" ]
