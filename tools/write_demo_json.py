"""Writes `mockserver/organizations/demo.json` anew from `demo.yaml`: `python tools/write_demo_json.py`.

The fake launches from the JSON, because importing a YAML parser and running it takes as long as much of the
rest of the launch. People read and edit the YAML.
"""

from __future__ import annotations

import json
from pathlib import Path

from voicenter_mock.mockserver.organizations import load

FOLDER = Path(__file__).resolve().parent.parent / "mockserver" / "organizations"


def main() -> None:
    document = load(FOLDER / "demo.yaml")
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "demo.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
