"""What follows from a directory alone is made once for exchanges of the same one, and anew for any other."""

from __future__ import annotations

from dataclasses import replace

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.control.editing import change_directory
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.model.directory import Directory


def exchange_of(directory: Directory) -> Exchange:
    return new_exchange(directory, now=1_700_000_000.0)


def test_exchanges_of_one_directory_share_what_follows_from_it() -> None:
    one, other = exchange_of(demo()), exchange_of(demo())
    assert one.members is other.members
    assert one.account_columns is other.account_columns


def test_an_edited_directory_has_its_own() -> None:
    before = demo()
    account = next(iter(before.accounts.values()))
    left_alone, edited = exchange_of(before), exchange_of(before)
    renamed = {**before.accounts, account.id: replace(account, name="Another name")}
    change_directory(edited, replace(before, accounts=renamed))
    assert edited.account_columns[account.id][1] == "Another name"
    assert left_alone.account_columns[account.id][1] == account.name
    assert exchange_of(before).account_columns[account.id][1] == account.name


def test_what_one_exchange_knows_of_its_state_is_its_own() -> None:
    one, other = exchange_of(demo()), exchange_of(demo())
    sip = next(iter(one.present))
    one.extensions[sip].device = "offline"
    one.update_presence(sip)
    assert sip not in one.present
    assert sip in other.present
