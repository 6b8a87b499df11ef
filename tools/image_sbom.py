"""What is in an environment, as a CycloneDX 1.6 document: `python tools/image_sbom.py FOLDER`, for the container image.

FOLDER is a virtual environment. Only names, versions and licences that the distributions declare; no network, and the
same each time.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any


def document(environment: Path) -> dict[str, Any]:
    """The bill of materials of what is installed there; our own package is what it is about."""
    found = {each.name.lower(): each for each in distributions(path=[str(each) for each in packages(environment)])}
    ours = found.pop("voicenter-mock")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", **_component(ours)}},
        "components": [{"type": "library", **_component(found[name])} for name in sorted(found)],
    }


def packages(environment: Path) -> list[Path]:
    """Its site-packages."""
    return sorted(environment.glob("lib/python3*/site-packages"))


def _component(distribution: Distribution) -> dict[str, Any]:
    name, version = distribution.name, distribution.version
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    component: dict[str, Any] = {"bom-ref": purl, "name": name, "version": version, "purl": purl}
    declared = distribution.metadata.get_all("License-Expression", [])
    expression = declared[0] if declared else ""
    return component | ({"licenses": [{"expression": expression}]} if expression else {})


if __name__ == "__main__":
    print(json.dumps(document(Path(sys.argv[1])), indent=2))
