"""Realtime and scaled clocks: deliveries go out on a bounded pool and never hold up the simulation."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager

from voicenter_mock.mockserver.callbacks.per_call_queue import IN_FLIGHT
from voicenter_mock.mockserver.callbacks.pool import Pool
from voicenter_mock.mockserver.serving.ticker import Ticker
from voicenter_mock.mockserver.telephony.model.cdr import Cdr, row_of
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.telephony.model.events import CdrEvent
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import (
    ACKNOWLEDGED,
    NOW,
    PATIENCE_SECONDS,
    Got,
    click2call,
    customer,
    eventually,
    organization,
    silent_server,
)


@contextmanager
def running() -> Generator[Registry, None, None]:
    """Realtime organizations that go on by themselves."""
    registry = Registry(clock="realtime")
    ticker = Ticker(registry)
    ticker.start()
    yield registry
    ticker.stop()
    for tenant in registry.all():
        tenant.close()


def write_records(tenant: Tenant, count: int, calls: int = 0) -> None:
    """So many records at once, of so many calls (default: one each)."""
    with tenant.use() as exchange:
        for number in range(count):
            call_id = f"call-{number % (calls or count)}"
            cdr = Cdr(
                number,
                call_id,
                4,
                exchange.now,
                exchange.now,
                "972722776772",
                "972501234567",
                "ANSWER",
                duration=number,
            )
            exchange.publish(CdrEvent, exchange.now, row_of(cdr))


def statuses(tenant: Tenant) -> Counter[str]:
    return Counter(delivery.status for delivery in tenant.deliveries.all())


def test_a_thousand_deliveries_to_a_dead_server_hold_up_neither_time_nor_other_organizations():
    with silent_server() as dead, customer() as served, running() as registry:
        dying = registry.add(organization("dying", cdr=CallbackTarget("cdr", dead, timeout_seconds=PATIENCE_SECONDS)))
        healthy = registry.add(organization("healthy", cdr=CallbackTarget("cdr", served.url)))
        write_records(dying, 1000)
        write_records(healthy, 50)
        assert eventually(lambda: statuses(healthy) == {"acknowledged": 50})
        with dying.use(wait=True) as exchange:
            assert not exchange.calls
        assert statuses(dying) == {"pending": 1000}  # none of its time-outs has been waited for


def test_the_number_in_flight_is_bounded_for_an_organization():
    inside, most, release = [0], [0], threading.Event()
    lock = threading.Lock()

    def answer(got: Got) -> tuple[int, str, bytes]:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        release.wait(PATIENCE_SECONDS)
        with lock:
            inside[0] -= 1
        return ACKNOWLEDGED

    with customer(answer) as served, running() as registry:
        tenant = registry.add(organization("busy", cdr=CallbackTarget("cdr", served.url)))
        write_records(tenant, 100)
        assert eventually(lambda: inside[0] == IN_FLIGHT)
        release.set()
        assert eventually(lambda: statuses(tenant) == {"acknowledged": 100})

    assert most[0] == IN_FLIGHT


def test_the_messages_of_one_call_arrive_in_their_order():
    arrived: dict[str, list[int]] = defaultdict(list)

    def cdr(message: dict[str, object]) -> None:
        arrived[str(message["ivruniqueid"])].append(int(str(message["duration"])))

    with running() as registry:
        tenant = registry.add(organization("orderly"))
        tenant.deliveries.bind("cdr", cdr)
        write_records(tenant, 300, calls=10)
        assert eventually(lambda: statuses(tenant) == {"acknowledged": 300})

    assert len(arrived) == 10
    assert all(numbers == sorted(numbers) for numbers in arrived.values())


def test_retries_wait_on_the_organizations_clock():
    answers = iter([(500, "", b"")])
    with customer(lambda got: next(answers, ACKNOWLEDGED)) as served:
        target = CallbackTarget("cdr", served.url, retry_seconds=(3600.0,))
        tenant = Tenant(organization(cdr=target), now=NOW, clock="scaled", speed=100_000.0)
        write_records(tenant, 1)

        def acknowledged() -> bool:
            with tenant.use():
                return statuses(tenant) == {"acknowledged": 1}

        assert eventually(acknowledged)
    first, second = tenant.deliveries.all()[0].attempts
    assert second.at - first.at >= 3600


def test_an_organization_that_is_deleted_meanwhile_is_left_alone():
    release = threading.Event()
    entered = threading.Event()

    def cdr(message: dict[str, object]) -> None:
        entered.set()
        release.wait(PATIENCE_SECONDS)

    with running() as registry:
        tenant = registry.add(organization("gone"))
        tenant.deliveries.bind("cdr", cdr)
        write_records(tenant, 20)
        assert entered.wait(PATIENCE_SECONDS)
        registry.delete("gone")
        release.set()
        assert eventually(lambda: not any(delivery.in_flight for delivery in tenant.deliveries.all()))

    assert statuses(tenant)["pending"] >= 20 - IN_FLIGHT


def test_a_real_call_is_pushed_without_anybody_advancing():
    with customer() as served:
        target = CallbackTarget("cdr", served.url)
        registry = Registry(clock="scaled", speed=10_000.0)
        ticker = Ticker(registry)
        ticker.start()
        tenant = registry.add(organization(cdr=target))
        click2call(tenant)
        assert eventually(lambda: statuses(tenant) == {"acknowledged": 2})
        ticker.stop()


def test_idle_means_that_nothing_is_on_its_way_on_another_thread_either():
    answers = iter([(500, "", b"")])
    with customer(lambda got: next(answers, ACKNOWLEDGED)) as served:
        target = CallbackTarget("cdr", served.url, retry_seconds=(60.0,))
        tenant = Tenant(organization(cdr=target), now=NOW, clock="realtime")
        write_records(tenant, 5)
        with tenant.use():
            pass  # hands them out
        tenant.set_clock("manual")
        tenant.advance(until="idle")

    assert statuses(tenant) == {"acknowledged": 5}


def test_the_pool_goes_on_after_a_job_that_raises():
    pool, done = Pool(1, "test"), threading.Event()
    pool.submit(lambda: 1 / 0)  # pyright: ignore[reportArgumentType]
    pool.submit(done.set)

    assert done.wait(PATIENCE_SECONDS)
    assert pool.drain(PATIENCE_SECONDS)


def test_where_threads_are_of_another_kind_work_begins_there():
    pool, begun, done = Pool(1, "test"), list[Callable[[], None]](), threading.Event()
    pool.start = begun.append
    pool.submit(done.set)
    assert (len(begun), done.is_set()) == (1, False)

    threading.Thread(target=begun[0], daemon=True).start()
    assert done.wait(PATIENCE_SECONDS)


def test_draining_gives_up_in_time():
    pool, release = Pool(1, "test"), threading.Event()

    def wait() -> None:
        release.wait(PATIENCE_SECONDS)

    pool.submit(wait)

    assert not pool.drain(0.01)
    release.set()


def test_a_customer_that_ends_the_program_from_another_thread_only_fails_its_message():
    def cdr(message: dict[str, object]) -> None:
        raise SystemExit(3)

    with running() as registry:
        tenant = registry.add(organization(cdr=CallbackTarget("cdr", retry_seconds=())))
        tenant.deliveries.bind("cdr", cdr)
        write_records(tenant, 3)
        assert eventually(lambda: statuses(tenant) == {"failed": 3})

    assert tenant.deliveries.all()[0].attempts[0].detail == "SystemExit: 3"
