#!/usr/bin/env bash
# pandas 3.1.1 reads JSON whose call ids and telephone numbers are strings. read_json makes numbers of them all the same: a
# column of quoted ids of 20 digits becomes float64, and two calls have one id; `"0541234567"` loses its zero, next to a
# null it is 541234567.0; `"2026032e1"` is 20260320.0. One `"*2700"` in the column, and all of it stays text: the type
# of a number depends on who else called. read_csv, which has no quotes to go by, keeps the 20 digits as exact integers.
# polars 2.1.0 and DuckDB 2.0.1 leave strings alone. `dtype=False` is the way out. Known: pandas issue 20608 and others,
# mended in 3.0 for ids of up to 19 digits.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0 duckdb==2.0.1
cat >run.py <<'PY'
import io, json
import duckdb, pandas, polars

columns = {
    "ids of 20 digits": ["20260301120000000001", "20260301120000000002"],
    "ids of 19 digits": ["1026030112000000001", "1026030112000000002"],
    "ids with an e": ["2026032e1", "2026034e2"],
    "phones": ["0541234567", "+972541234568"],
    "phones and none": ["0541234567", None],
    "phones and a star number": ["0541234567", "*2700"],
}
for name, values in columns.items():
    with open("calls.json", "w") as file:
        json.dump([{"value": value} for value in values], file)
    read = pandas.read_json("calls.json")["value"]
    print(f"{name}: {read.dtype} {read.tolist()}, {read.nunique()} of {len(set(values) - {None})}")
    assert polars.read_json("calls.json")["value"].to_list() == values
    assert [value for value, in duckdb.read_json("calls.json").fetchall()] == values
    assert pandas.read_json("calls.json", dtype=False)["value"].dropna().tolist() == [v for v in values if v]
ids = columns["ids of 20 digits"]
print("read_csv:", pandas.read_csv(io.StringIO("\n".join(["value", *ids])))["value"].tolist())
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "ids of 20 digits: float64 [2.026030112e+19, 2.026030112e+19], 1 of 2
ids of 19 digits: int64 [1026030112000000001, 1026030112000000002], 2 of 2
ids with an e: float64 [20260320.0, 202603400.0], 2 of 2
phones: int64 [541234567, 972541234568], 2 of 2
phones and none: float64 [541234567.0, nan], 1 of 1
phones and a star number: str ['0541234567', '*2700'], 2 of 2
read_csv: [20260301120000000001, 20260301120000000002]" ]
