#!/usr/bin/env bash
# A CSV with a column of numbers in E.164, `+972541234567`. pandas 3.1.1 reads it with its own engine as int64, without
# the plus; with engine="pyarrow" as float64, and to_csv writes 972541234567.0 back: pyarrow 26.0.1 knows no plus in an
# integer, but in a double. The same switch, which the documentation offers for speed, makes call ids of 20 digits floats
# that are alike (exact integers without it), and an id such as `0x1f` the integer 31 (text without it). polars 2.1.0
# keeps the plus and the hexadecimal as text, and the ids as 128-bit integers.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0
cat >run.py <<'PY'
import pandas, polars

columns = {
    "phone": ["+972541234567", "+97236123456"],
    "id": ["20260301120000000001", "20260301120000000002"],
    "hexadecimal id": ["0x1f", "0x2a"],
}
for name, values in columns.items():
    with open("calls.csv", "w") as file:
        file.write("\n".join(["value", *values]))
    for reader, read in {
        "pandas": lambda: pandas.read_csv("calls.csv"),
        "pandas, pyarrow": lambda: pandas.read_csv("calls.csv", engine="pyarrow"),
        "polars": lambda: polars.read_csv("calls.csv"),
    }.items():
        print(f"{name}, {reader}: {read()['value'].to_list()}")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "phone, pandas: [972541234567, 97236123456]
phone, pandas, pyarrow: [972541234567.0, 97236123456.0]
phone, polars: ['+972541234567', '+97236123456']
id, pandas: [20260301120000000001, 20260301120000000002]
id, pandas, pyarrow: [2.026030112e+19, 2.026030112e+19]
id, polars: [20260301120000000001, 20260301120000000002]
hexadecimal id, pandas: ['0x1f', '0x2a']
hexadecimal id, pandas, pyarrow: [31, 42]
hexadecimal id, polars: ['0x1f', '0x2a']" ]
