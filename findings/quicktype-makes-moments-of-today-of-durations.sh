#!/usr/bin/env bash
# A call log says how long a call was: `"duration": "00:01:30"`. quicktype 23.3.25 takes that for a time, and makes of samples
#   in Python a datetime, which dateutil reads as 90 seconds past midnight of TODAY; written again it is
#     "2026-11-29T00:01:30", another text each day;
#   in C# a DateTimeOffset, in Java an OffsetTime, in TypeScript a string.
# One call of more than a day in the samples, "26:10:00", and it is a string in Python too: what a member is depends on the
# longest call. `--no-date-times` is the way out, and then no date is one. Times without a zone, "2026-03-20 10:00:00", come
# out of the round trip with a T in the middle.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0
npm install --silent --no-audit --no-fund quicktype@23.3.25 >/dev/null
call() { echo "{\"caller\": \"0541234567\", \"date\": \"2026-03-20 10:00:00\", \"duration\": \"$1\"}"; }
call 00:01:30 >short.json
{ echo "["; call 00:01:30; echo ","; call 26:10:00; echo "]"; } >long.json
quicktype() { npx --no-install quicktype --top-level Call --lang "$@"; }
quicktype python --python-version 3.7 short.json >call.py
quicktype python --python-version 3.7 long.json >long.py
cat >run.py <<'PY'
import json
from datetime import date
from call import call_from_dict, call_to_dict

with open("short.json") as file:
    call = call_from_dict(json.load(file))
today = date.today().isoformat()
print("read:", str(call.duration).replace(today, "today"))
print("written:", {name: text.replace(today, "today") for name, text in call_to_dict(call).items()})
PY
seen=$(env/bin/python run.py
  echo "Python, with a call of a day: $(grep -m1 -o '    duration: .*' long.py | tr -d ' ')"
  echo "C#: $(quicktype csharp short.json | grep -o '[A-Za-z]* Duration')"
  echo "Java: $(quicktype java --just-types short.json | grep -o 'private [A-Za-z]* duration')"
  echo "TypeScript: $(quicktype typescript --just-types short.json | grep -o 'duration: .*')")
echo "$seen"
[ "$seen" = "read: today 00:01:30
written: {'caller': '0541234567', 'date': '2026-03-20T10:00:00', 'duration': 'todayT00:01:30'}
Python, with a call of a day: duration:str
C#: DateTimeOffset Duration
Java: private OffsetTime duration
TypeScript: duration: string;" ]
