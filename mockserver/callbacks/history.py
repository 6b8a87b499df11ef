"""Every delivery of one organization: what is pending, and what was settled as long as there is room for it.

With a database nothing is forgotten: what memory has let go of is read from there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ..telephony.control.snapshot_values import SnapshotError
from .delivery import Delivery, Status, restore_delivery

if TYPE_CHECKING:
    from .store import DeliveryStore

KEPT_SETTLED = 10_000
MAXIMUM_PENDING = 50_000
"""Messages that wait for the customer; what comes beyond them is not attempted."""


@dataclass(frozen=True, slots=True)
class WrittenDeliveries:
    """What a snapshot has of an organization's deliveries. ``count`` is the highest number that was given."""

    count: int
    items: tuple[Delivery, ...]


class History:
    """Changed while holding the organization's lock; ``all`` and what is built on it may be called without."""

    def __init__(self) -> None:
        self._items: dict[int, Delivery] = {}
        self._settled: deque[int] = deque()
        self._store: DeliveryStore | None = None
        self.count = 0
        self.changes = 0

    # ---- writing ---------------------------------------------------------------------------------------

    def next_id(self) -> int:
        """Numbers go on when old deliveries are forgotten."""
        self.count += 1
        return self.count

    def add(self, delivery: Delivery) -> None:
        self._items[delivery.id] = delivery
        if delivery.status != "pending":
            self._settled.append(delivery.id)

    def finish(self, delivery: Delivery, status: Status) -> None:
        """It is over with a delivery; one that was over before keeps its place."""
        if delivery.status == "pending":
            self._settled.append(delivery.id)
        delivery.status = status
        while len(self._settled) > KEPT_SETTLED:
            self._items.pop(self._settled.popleft(), None)

    @property
    def overfull(self) -> bool:
        """Whether more are pending than may be."""
        return len(self._items) - len(self._settled) > MAXIMUM_PENDING

    def save(self, delivery: Delivery) -> None:
        """Counts the change; a database, if there is one, gets it with the next commit, as it stands then."""
        self.changes += 1
        if self._store is not None:
            self._store.save(delivery)

    # ---- reading ---------------------------------------------------------------------------------------

    def all(self) -> list[Delivery]:
        """What is kept in memory, oldest first."""
        return list(self._items.values())

    def get(self, number: int) -> Delivery | None:
        found = self._items.get(number)
        if found is None and self._store is not None:
            found = self._store.get(number)
        return found

    def page(
        self, since: int, limit: int, *, status: str = "", callback: str = "", call_id: str = ""
    ) -> list[Delivery]:
        """Deliveries numbered above ``since``, oldest first, that fit what is given."""
        if self._store is not None and self.count > len(self._items):
            found = self._store.page(since, limit, status=status, callback=callback, call_id=call_id)
            return [self._items.get(delivery.id, delivery) for delivery in found]
        fitting: list[Delivery] = []
        for delivery in self.all():
            if len(fitting) == limit:
                break
            fits = status in ("", delivery.status) and callback in ("", delivery.callback)
            if delivery.id > since and fits and call_id in ("", delivery.call_id):
                fitting.append(delivery)
        return fitting

    def answers(self, call_id: str, callback: str) -> list[Any]:
        """What the customer answered to one call's callbacks, oldest first."""
        return [
            delivery.answer
            for delivery in self.all()
            if delivery.call_id == call_id and delivery.callback == callback and delivery.answer is not None
        ]

    def pending(self) -> list[Delivery]:
        return [delivery for delivery in self.all() if delivery.status == "pending"]

    # ---- the database ----------------------------------------------------------------------------------

    @property
    def is_stored(self) -> bool:
        """Whether a database has everything."""
        return self._store is not None

    def keep_in(self, store: DeliveryStore) -> Iterator[Delivery]:
        """From now on in a database too; returns what is pending there."""
        self._store = store
        self.count = max(self.count, store.last_id())
        for delivery in self._items.values():
            self.save(delivery)
        return store.read_unsettled()

    def detach_store(self) -> None:
        """Keeps nothing in the database any more: that is for an organization that begins anew."""
        if self._store is not None:
            self._store.close()
        self._store = None


def export_deliveries(deliveries: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Plain data for a snapshot. Questions that are open are the exchange's, and are asked again."""
    return [delivery.export() for delivery in deliveries if not (delivery.question and delivery.status == "pending")]


def read_deliveries(data: Any) -> WrittenDeliveries:
    """The deliveries in a snapshot. Raises ``SnapshotError``, which names the place."""
    if not is_object(data) or not is_array(data.get("items")) or type(data.get("count")) is not int:
        raise SnapshotError("expected a count and a list of items", "deliveries")
    count: int = data["count"]
    items = tuple(restore_delivery(item, f"deliveries.items[{index}]") for index, item in enumerate(data["items"]))
    for index, (before, item) in enumerate(zip((0, *(item.id for item in items)), items, strict=False)):
        if not before < item.id <= count:
            raise SnapshotError("the items are not in the order of their numbers", f"deliveries.items[{index}].id")
    return WrittenDeliveries(count, items)
