#!/usr/bin/env bash
# A sender of webhooks in Israel signs by the Standard Webhooks specification, in Python, with standardwebhooks 1.1.0 or svix
# 2.9.1, and gives `sign` the moment as an aware datetime, datetime.now(ZoneInfo("Asia/Jerusalem")). Both libraries keep the
# wall clock and call it UTC, so that they sign a moment two or three hours on. The header has the real moment, as the
# specification wants it, and nobody verifies the message: "No matching signature found". The same moment in UTC is
# verified; in JavaScript (standardwebhooks 1.1.0) a Date has no zone, and its signature is that of UTC. Known for
# standardwebhooks: issue 251.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0 svix==2.9.1 tzdata==2026.3
npm install --silent --no-audit --no-fund standardwebhooks@1.1.0 >/dev/null
cat >sign.js <<'JS'
const { Webhook } = require("standardwebhooks"), [, , secret, seconds, body] = process.argv;
console.log(new Webhook(secret).sign("msg_1", new Date(1000 * seconds), body));
JS
cat >run.py <<'PY'
import subprocess
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
import standardwebhooks.webhooks, svix.webhooks

SECRET, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"status":"ANSWER"}'
moment = datetime.now(timezone.utc).replace(microsecond=0)
seconds = int(moment.timestamp())
in_javascript = subprocess.run(
    ["node", "sign.js", SECRET, str(seconds), BODY], check=True, capture_output=True, text=True
).stdout.strip()
for library in standardwebhooks.webhooks, svix.webhooks:
    webhook = library.Webhook(SECRET)
    for zone in timezone.utc, ZoneInfo("Asia/Jerusalem"):
        signature = webhook.sign("msg_1", moment.astimezone(zone), BODY)
        headers = {"webhook-id": "msg_1", "webhook-timestamp": str(seconds), "webhook-signature": signature}
        try:
            webhook.verify(BODY, headers)
            verdict = "verified"
        except library.WebhookVerificationError as error:
            verdict = str(error)
        same = "same as" if signature == in_javascript else "other than"
        print(f"{library.__name__}, {zone}: {verdict}; {same} JavaScript's")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "standardwebhooks.webhooks, UTC: verified; same as JavaScript's
standardwebhooks.webhooks, Asia/Jerusalem: No matching signature found; other than JavaScript's
svix.webhooks, UTC: verified; same as JavaScript's
svix.webhooks, Asia/Jerusalem: No matching signature found; other than JavaScript's" ]
