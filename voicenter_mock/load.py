"""Locust's users for load on a webhook: ``from voicenter_mock.load import CallCenter`` in a locustfile."""

from .contracts.extras import extra

with extra("load", "voicenter_mock.load"):
    import locust

from .mockserver.load.api_traffic import ApiTraffic
from .mockserver.load.profile import CampaignStart, Flood, Outage, Profile, read_profile
from .mockserver.load.users import CallCenter, Campaign, Receiver

_ = locust  # imported first: it patches what the rest is made of

__all__ = [
    "ApiTraffic",
    "CallCenter",
    "Campaign",
    "CampaignStart",
    "Flood",
    "Outage",
    "Profile",
    "Receiver",
    "read_profile",
]
