#!/usr/bin/env bash
# DuckDB 2.0.1 reads a CSV of calls. Its sniffer is careful with telephone numbers: one `0541234567`, `+972541234567` or
# `12.7` in the column, and it is text or a decimal. But it looks at the first 20,480 lines. If only whole numbers without
# a leading zero stand there, the column is BIGINT, and what comes later is converted by looser rules than the sniffer's,
# without an error or a warning: a leading zero and a plus go, `007` is 7, `1e3` is 1000, and a decimal is ROUNDED, 12.7
# to 13, so that a sum of prices is wrong. A word (`unknown`) in the same place is an error that names the line. With
# `sample_size=-1` the sniffer sees all lines. Known: duckdb issue 25824.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1
cat >run.py <<'PY'
import duckdb

LATE = ["0541234567", "+972541234567", "007", "1e3", "12.7", "unknown"]
for late in LATE:
    read = []
    for early in 10, 30_000:
        with open("calls.csv", "w") as file:
            file.write("caller,status\n" + "972541234567,ANSWER\n" * early + late + ",ANSWER\n")
        try:
            read.append("%r %s" % duckdb.sql(f"select caller, typeof(caller) from 'calls.csv' offset {early}").fetchall()[0])
        except duckdb.ConversionException:
            read.append("refused")
    print(f"{late} after 10 lines: {read[0]}, after 30,000: {read[1]}")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "0541234567 after 10 lines: '0541234567' VARCHAR, after 30,000: 541234567 BIGINT
+972541234567 after 10 lines: '+972541234567' VARCHAR, after 30,000: 972541234567 BIGINT
007 after 10 lines: '007' VARCHAR, after 30,000: 7 BIGINT
1e3 after 10 lines: 1000.0 DOUBLE, after 30,000: 1000 BIGINT
12.7 after 10 lines: 12.7 DOUBLE, after 30,000: 13 BIGINT
unknown after 10 lines: 'unknown' VARCHAR, after 30,000: refused" ]
