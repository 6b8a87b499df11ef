#!/usr/bin/env bash
# 01:30 of 25 October 2026 is twice in Israel. Luxon 3.7.2 and Day.js 1.11.23 read `2026-10-25T01:30:00` in Asia/Jerusalem
# as the first of the two while it is summer where the program runs in time, and as the second once it is winter: the
# same line of the same file, an hour later, because the offset of NOW is what they try first. A call log imported again
# in December has other times than in July, and a fixture written in summer fails in winter. Moment Timezone 0.6.6 and
# Temporal (@js-temporal/polyfill 0.5.1) take the first at any time of the year. Known to Luxon: issues 356, 1089, 1665.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund luxon@3.7.2 dayjs@1.11.23 moment@2.30.1 moment-timezone@0.6.6 \
  @js-temporal/polyfill@0.5.1 @sinonjs/fake-timers@15.5.0 >/dev/null
cat >read.js <<'JS'
const { install } = require("@sinonjs/fake-timers");
const { DateTime } = require("luxon"), dayjs = require("dayjs"), moment = require("moment-timezone");
const { Temporal } = require("@js-temporal/polyfill");
dayjs.extend(require("dayjs/plugin/utc"));
dayjs.extend(require("dayjs/plugin/timezone"));
const text = "2026-10-25T01:30:00", zone = "Asia/Jerusalem";
const readers = {
  luxon: () => DateTime.fromISO(text, { zone }).toJSDate(),
  dayjs: () => dayjs.tz(text, zone).toDate(),
  moment: () => moment.tz(text, zone).toDate(),
  temporal: () => new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds),
};
for (const [name, read] of Object.entries(readers)) {
  const seen = ["2026-07-01", "2026-12-01"].map((today) => {
    const clock = install({ now: new Date(today), toFake: ["Date"] });
    const instant = read().toISOString();
    clock.uninstall();
    return `read in ${today.slice(5, 7) === "07" ? "July" : "December"} ${instant.slice(11, 16)} UTC`;
  });
  console.log(`${name}: ${seen.join(", ")}`);
}
JS
seen=$(node read.js)
echo "$seen"
[ "$seen" = "luxon: read in July 22:30 UTC, read in December 23:30 UTC
dayjs: read in July 22:30 UTC, read in December 23:30 UTC
moment: read in July 22:30 UTC, read in December 22:30 UTC
temporal: read in July 22:30 UTC, read in December 22:30 UTC" ]
