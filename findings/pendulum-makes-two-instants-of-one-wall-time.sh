#!/usr/bin/env bash
# pendulum 3.3.0 makes an instant of a wall time in Israel in several ways. In the two nights a year when the clock is
# changed they are an hour apart:
#   in the repeated hour (25 October 2026), pendulum.datetime and pendulum.parse take the second of the two instants,
#   pendulum.instance the first, as zoneinfo does;
#   in the skipped hour (27 March 2026), pendulum.datetime and pendulum.parse agree with zoneinfo, and pendulum.instance is
#   an hour before: given a datetime that is aware already, at 00:30 UTC, it returns one at 23:30 UTC.
# So times parsed from a call log do not meet those that a database driver gave for the same calls.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check pendulum==3.3.0 tzdata==2026.1
cat >run.py <<'PY'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
import pendulum

ZONE = "Asia/Jerusalem"
for night, wall in ("repeated", datetime(2026, 10, 25, 1, 30)), ("skipped", datetime(2026, 3, 27, 2, 30)):
    ways = {
        "pendulum.datetime": pendulum.datetime(*wall.timetuple()[:5], tz=ZONE),
        "pendulum.parse": pendulum.parse(wall.isoformat(), tz=ZONE),
        "pendulum.instance, naive": pendulum.instance(wall, tz=ZONE),
        "pendulum.instance, aware": pendulum.instance(wall.replace(tzinfo=ZoneInfo(ZONE))),
        "zoneinfo": wall.replace(tzinfo=ZoneInfo(ZONE)),
    }
    for name, time in ways.items():
        print(f"{night}, {name}: {time.astimezone(timezone.utc):%m-%d %H:%M} UTC")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "repeated, pendulum.datetime: 10-24 23:30 UTC
repeated, pendulum.parse: 10-24 23:30 UTC
repeated, pendulum.instance, naive: 10-24 22:30 UTC
repeated, pendulum.instance, aware: 10-24 22:30 UTC
repeated, zoneinfo: 10-24 22:30 UTC
skipped, pendulum.datetime: 03-27 00:30 UTC
skipped, pendulum.parse: 03-27 00:30 UTC
skipped, pendulum.instance, naive: 03-26 23:30 UTC
skipped, pendulum.instance, aware: 03-26 23:30 UTC
skipped, zoneinfo: 03-27 00:30 UTC" ]
