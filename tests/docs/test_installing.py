"""The page about having it names what there is to have."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
OF_THE_CHECKOUT = {"test", "docs", "frameworks", "clients", "dev"}


def test_every_extra_that_users_install_is_named_and_what_all_leaves_out_comes_last():
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        extras: dict[str, list[str]] = tomllib.load(file)["project"]["optional-dependencies"]
    page = (CHECKOUT / "docs" / "how-to" / "installing.md").read_text("utf-8")
    sentence = re.search(r"Extras bring what only some need: .*? `all`", page)
    assert sentence
    named = re.findall(r"`([a-z]+)` \(", sentence[0])
    assert set(named) == extras.keys() - OF_THE_CHECKOUT - {"all"}

    [everything] = extras["all"]
    inside = {"sip", *re.findall(r"[a-z]+", everything.partition("[")[2])}  # `phone` brings `sip`
    assert set(named) - inside == set(named[-2:])
