#!/usr/bin/env bash
# `*2700` is a number that people in Israel call; 2700 is another, an extension perhaps. phonenumbers 9.0.43 and
# libphonenumber-js 1.13.16 parse the first without complaint into the second: E.164 +9722700, `tel:+972-2700`. A table
# keyed by E.164 has one row for both. Both libraries call it an impossible number, yet phonenumbers' list of Israel's
# short numbers has 2700, a star number, without its star: is_valid_short_number_for_region is true of either spelling,
# and expected_cost_for_region has an answer too. Nothing but the raw input, if it was kept, knows of the star.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check phonenumbers==9.0.43
npm install --silent --no-audit --no-fund libphonenumber-js@1.13.16 >/dev/null
cat >run.py <<'PY'
import phonenumbers
from phonenumbers import PhoneNumberFormat as F

for text in "*2700", "2700":
    number = phonenumbers.parse(text, "IL")
    print("phonenumbers:", text, phonenumbers.format_number(number, F.E164), phonenumbers.format_number(number, F.RFC3966),
          "possible" if phonenumbers.is_possible_number(number) else "impossible",
          "short number" if phonenumbers.is_valid_short_number_for_region(number, "IL") else "no short number")
PY
cat >run.js <<'JS'
const { parsePhoneNumber } = require("libphonenumber-js/max");
for (const text of ["*2700", "2700"]) {
  const number = parsePhoneNumber(text, "IL");
  console.log("libphonenumber-js:", text, number.number, number.getURI(), number.isPossible() ? "possible" : "impossible");
}
JS
seen=$(env/bin/python run.py && node run.js)
echo "$seen"
[ "$seen" = "phonenumbers: *2700 +9722700 tel:+972-2700 impossible short number
phonenumbers: 2700 +9722700 tel:+972-2700 impossible short number
libphonenumber-js: *2700 +9722700 tel:+9722700 impossible
libphonenumber-js: 2700 +9722700 tel:+9722700 impossible" ]
