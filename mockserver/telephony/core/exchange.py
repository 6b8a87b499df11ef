"""One organization's phone exchange: its state, its time, and what it tells and asks the outside.

The exchange never acts by itself. Its owner calls ``run(until)`` with the simulated moment it may reach and
holds a lock around every call; the exchange stops early when something outside is due (``due``) or when a
customer's decision is awaited (``questions``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from math import inf
from random import Random
from typing import Any, Literal, TypeVarTuple
from zoneinfo import ZoneInfo

from ....contracts.quick_dataclasses import dataclass
from ..log.call_log import CallLog
from ..model import phones
from ..model.calls import Call, ExtensionCall, FlowState, Leg, PartyKind
from ..model.campaign_state import CampaignState
from ..model.directory import Did, Directory, User
from ..model.events import Event, EventRow
from ..model.extension_state import LOGGED_OUT, NOBODY, AgentSnapshot, AgentState, ExtensionState
from ..model.outcomes import Expectation
from ..model.queue_state import QueueState
from ..model.shown_calls import ShownCalls
from ..model.statistics import Statistics
from ..model.story import LONG_STORY, MAXIMUM_STORY, StoryEntry
from ..model.visitors import Visitor
from .call_ids import IdSource
from .directory_index import index_of
from .scheduler import STEPS, Entry, Scheduler, step
from .seldom_collected import MANY_STEPS, SELDOM_COLLECTED, young
from .telephones import LineAudio, Telephones

KEPT_CALLS = 10_000
"""How many ended calls stay known to ``explain`` and the control API; their CDRs stay in the log."""

MAXIMUM_CALLS = 50_000
"""How many calls may be up at once where the organization's document does not say."""

Values = TypeVarTuple("Values")
"""What a kind of story entry, or of event, is made of."""

DUE_AT_ONCE = 100
"""So many things that are due outside in the same moment are handed over together."""

IDS_A_RUN = 1 << 40
"""Call ids go on from another place each time a call log is opened again, so that none comes twice."""


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """How a question is put that is not put as the documents say: ``free_form``, the payload is no documented message
    and any answer with HTTP 2xx is one.
    """

    method: Literal["POST", "GET"] = "POST"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    free_form: bool = False


@dataclass(slots=True)
class Question:
    """A customer's decision that a call waits for; time waits too, unless the exchange is told otherwise (``run``).

    ``then`` is the step that takes the answer, called with the call's id and the answer's decoded message
    (``None`` when there was none that could be used). ``url`` is whom to ask instead of the organization's target,
    ``request`` how, where it is not as usual.
    """

    id: int
    callback: str
    call_id: str
    payload: dict[str, Any]
    then: str
    asked_at: float
    arguments: list[Any] = field(default_factory=list[Any])
    url: str = ""
    request: OwnRequest | None = None


@dataclass(slots=True)
class Party:
    """Somebody who can be dialled: an extension by SIP name, a phone by E.164 number, or a trunk by name. Nobody
    changes one.
    """

    kind: PartyKind
    number: str


class Exchange:
    """``now`` is the simulated start (epoch); ``seed`` decides everything that is left to chance."""

    def __init__(
        self, directory: Directory, *, now: float, seed: int | None = None, log: CallLog | None = None
    ) -> None:
        self.seed = directory.seed if seed is None else seed
        self.scheduler = Scheduler(now)
        self.now: float = now
        """The present moment: what the scheduler's is, too. Each step asks for it several times."""
        self.random = Random(f"{directory.id}\0{self.seed}")
        self.zone = ZoneInfo(directory.time_zone)
        self.ids = IdSource(directory.id, self.seed, self.zone)
        self.log = log if log is not None else CallLog()
        self.calls: dict[str, Call] = {}
        self.ended: OrderedDict[str, Call] = OrderedDict()
        self.expectations: list[Expectation] = []
        self.blacklist: dict[str, str] = {}
        self.event_sink: Callable[[EventRow], None] | None = None
        """Is called with what every event would be made of."""
        self.event_handlers: dict[Callable[..., Event], Callable[[Event], None]] = {}
        """What is called with the events of one kind."""
        self.subscribers: list[Callable[[Event], None]] = []
        """What is called with every event."""
        self.telephones: Telephones | None = None
        self.due: list[tuple[str, int]] = []
        self.questions: dict[int, Question] = {}
        self.question_count = 0
        self.cdr_count = self.log.last_number
        self.ids.count = self.log.run * IDS_A_RUN
        self.extensions: dict[str, ExtensionState] = {}
        self.agents: dict[int, AgentState] = {}
        self.queues: dict[int, QueueState] = {}
        self.campaigns: dict[str, CampaignState] = {}
        self.visitors: dict[str, Visitor] = {}
        self.shown_calls: dict[str, ShownCalls] = {}
        """What the next event of each campaign adds its change to, if it goes on from there."""
        self.statistics = Statistics(now)
        self.story_count = 0
        self.availability_changes = 0
        self.directory = directory
        self._settle_in()

    def _settle_in(self) -> None:
        for entry in self.directory.extensions.values():
            self.extensions[entry.sip] = ExtensionState(entry.sip, entry.device, free_since=self.now)
        for user in self.directory.users.values():
            self.hire(user)
        for number in self.directory.blacklist:
            self.blacklist[phones.e164(number) or number] = ""
        for queue in self.directory.queues:
            self.queues[queue] = QueueState(queue)
        for campaign in self.directory.campaigns.values():
            self.campaigns[campaign.code] = CampaignState.of(campaign)
        self.index()

    def hire(self, user: User) -> None:
        """A user's agent, logged in where the document says, unless somebody is there already."""
        agent = self.agents[user.id] = AgentState(user.id)
        state = self.extensions.get(user.extension or "")
        if user.logged_in and state is not None and not state.user:
            agent.status, agent.since, agent.extension = user.status, self.now, state.sip
            state.user = user.id

    def index(self) -> None:
        """What is looked up by something else than its own key."""
        directory = self.directory
        self._sip_names = {sip.casefold(): sip for sip in self.extensions}
        self.lines: dict[str, tuple[Call, Leg]] = {
            leg.line: (call, leg) for call in self.calls.values() for leg in call.legs if leg.line
        }
        """The lines of real telephones, with what each carries."""
        self.line_audio: dict[str, LineAudio] = {}
        """What was told last of each line."""
        self.agent_at: dict[str, AgentSnapshot] = {}
        """Who is logged in at each extension."""
        self.user_at: dict[str, int] = {}
        """Whom a record at each extension is associated with: who is logged in, else whom it belongs to."""
        self.calls_in_use: dict[str, dict[str, ExtensionCall]] = {
            sip: {view.call_id: view for view in state.calls.values() if view.in_use}
            for sip, state in self.extensions.items()
            if state.calls
        }
        """Of each extension the calls that take its line: few of the many that may be ringing there."""
        self.present: set[str] = set()
        """The extensions whose device is on and whose agent takes calls, busy or not."""
        for sip in self.extensions:
            self.update_presence(sip)
        resting = [sip for sip, state in self.extensions.items() if sip in self.present and not state.calls]
        self.at_rest = dict.fromkeys(self.longest_free_first(resting))
        """The extensions in no call that take some, the longest free first. Those in wrap-up are among them."""
        self.not_rung_for: dict[int, dict[str, None]] = {}
        """Of each queue the callers for whom nobody rings, in their order: few of the many that a large queue has."""
        for queue in self.queues:
            self.update_not_rung_for(queue)
        self.update_monitored_queues()
        self.campaign_places = {code: place for place, code in enumerate(self.campaigns)}
        """The order of the campaigns."""
        self.campaigns_of: dict[str, dict[str, CampaignState]] = {}
        """The campaigns whose dialers know an extension as one of their agents', by code."""
        for state in self.campaigns.values():
            for sip in (*state.dialer.agents, *state.dialer.ready):
                self.campaigns_of.setdefault(sip, {})[state.code] = state
        found = index_of(directory)
        self._speed_dials, self._dids = found.speed_dials, found.dids
        self.account_columns, self.campaign_columns = found.account_columns, found.campaign_columns
        self.members, self.rung_by_idleness = found.members, found.rung_by_idleness
        self.queues_of = found.queues_of

    def longest_free_first(self, sips: Iterable[str]) -> list[str]:
        """Extensions in the order in which they became free; those of one moment stay as they stand."""
        return sorted(sips, key=lambda sip: self.extensions[sip].free_since)

    def longest_free_with(self, sip: str) -> dict[str, None]:
        """Those at rest in their order, with another who became free before some of them."""
        resting, extensions = [*self.at_rest], self.extensions
        since = extensions[sip].free_since
        resting.insert(bisect_right(resting, since, key=lambda other: extensions[other].free_since), sip)
        return dict.fromkeys(resting)

    def update_monitored_queues(self) -> None:
        """Which queue's waiting callers each campaign minds, by its code: the one it was told, else its own. An agents
        campaign minds none.
        """
        campaigns, queues = self.directory.campaigns, self.directory.queues
        self.monitored_queues: dict[str, int] = {}
        self.minding: dict[int, list[str]] = {}
        """The campaigns that mind each queue."""
        for code, state in self.campaigns.items():
            told = state.queue_for_monitoring
            queue = told if told is not None else campaigns[code].queue
            if queue is not None and queue in queues and campaigns[code].kind == "ivr":
                self.monitored_queues[code] = queue
                self.minding.setdefault(queue, []).append(code)

    def add_to_not_rung_for(self, queue: int, call_id: str) -> None:
        """Nobody rings for a queue's caller any more, who is at their old place again."""
        callers, others = self.queues[queue].callers, [*self.not_rung_for[queue]]
        joined = callers[call_id].joined
        place = bisect_left(others, joined, key=lambda other: callers[other].joined)
        if place < len(others) and callers[others[place]].joined == joined:
            self.update_not_rung_for(queue)
        else:
            others.insert(place, call_id)
            self.not_rung_for[queue] = dict.fromkeys(others)

    def update_not_rung_for(self, queue: int) -> None:
        """Finds anew for whom of a queue's callers nobody rings."""
        visits = ((call_id, self.calls[call_id].queue) for call_id in self.queues[queue].callers)
        self.not_rung_for[queue] = {call_id: None for call_id, visit in visits if visit is None or not visit.ringing}

    # ---- time ------------------------------------------------------------------------------------------

    def run(self, until: float, *, steps: int = 1 << 60, while_asked: bool = False) -> bool:
        """Runs what is due up to ``until`` and moves time there. Returns whether it got there.

        It stops before when ``due`` is not empty, or ``questions`` is (unless ``while_asked``: then only the calls that
        wait for an answer do), or after that many ``steps``.
        """
        reached = self._take_steps(self.scheduler.due(until), steps, while_asked)
        if reached and self.now < until:
            self.set_time(until)
        return reached

    def run_until_idle(self, *, latest: float = inf, steps: int = 1 << 60) -> bool:
        """Runs until only housekeeping is scheduled up to ``latest``. Returns whether it got there; it stops before as
        ``run`` does.
        """
        return self._take_steps(self.scheduler.due(latest, work_only=True), steps, while_asked=False)

    def _take_steps(self, entries: Iterator[Entry], most: int, while_asked: bool) -> bool:
        """Takes one step after the other. Returns whether that were all, or it stopped before."""
        itself = (self,)  # a sum of tuples, because the compiled form would make `self, *arguments` of a list
        with SELDOM_COLLECTED:
            while most > 0 and not self.due and (while_asked or not self.questions):
                at_once = left = min(most, MANY_STEPS)
                young_before, were_all = young(), True
                for self.now, _, name, arguments in entries:
                    STEPS[name](*itself + arguments)
                    left -= 1
                    if left <= 0 or self.due or (self.questions and not while_asked):
                        were_all = False
                        break
                SELDOM_COLLECTED.count_steps(at_once - left, young_before)
                if were_all:
                    return True
                most -= at_once - left
        return False

    def set_time(self, now: float) -> None:
        """Puts simulated time there, before what is due next. Nothing happens meanwhile."""
        self.now = self.scheduler.now = now

    def outside_at(self, time: float, topic: str, number: int, *, background: bool = False) -> int:
        """Lets the owner know at ``time`` that (``topic``, ``number``) is due; cancelled like any step."""
        return self.scheduler.at(time, "outside", topic, number, background=background)

    def forget_outside(self, topic: str) -> None:
        """Nothing of a topic is due, or will be."""
        self.scheduler.cancel_all("outside", topic)
        self.due = [(due, number) for due, number in self.due if due != topic]

    def take_due(self) -> list[tuple[str, int]]:
        """What is due outside, emptied."""
        due, self.due = self.due, []
        return due

    # ---- publishing and asking -------------------------------------------------------------------------

    def publish(self, kind: Callable[[*Values], Event], *values: *Values) -> None:
        """``kind(*values)`` has happened. It is not made before somebody looks at it."""
        if self.event_sink is not None:
            self.event_sink((kind, values))
        if self.subscribers or kind in self.event_handlers:
            event = kind(*values)
            if kind in self.event_handlers:
                self.event_handlers[kind](event)
            for subscriber in self.subscribers:
                subscriber(event)

    def ask(
        self, callback: str, call: Call, payload: dict[str, Any], then: str, *arguments: Any, url: str = "",
        request: OwnRequest | None = None,
    ) -> None:  # fmt: skip
        """The call waits until ``settle`` brings the customer's answer; time does so, too, unless ``run`` goes on."""
        self.question_count += 1
        number = self.question_count
        self.questions[number] = Question(
            number, callback, call.id, payload, then, self.now, list(arguments), url, request
        )

    def settle(self, question: int, answer: Any, *, timed_out: bool = False) -> None:
        """The answer to a question, or ``None`` when there was none that could be used: after so long as is waited
        for one (``timed_out``), or at once. Where time has gone on meanwhile, that wait is over.
        """
        asked = self.questions.pop(question)
        call = self.calls.get(asked.call_id)
        if call is not None and call.position is not None:
            call.position.timed_out = timed_out and self.now == asked.asked_at
        STEPS[asked.then](self, asked.call_id, answer, *asked.arguments)

    # ---- finding ---------------------------------------------------------------------------------------

    def extension_named(self, name: str) -> ExtensionState | None:
        """An extension by its SIP name in any case."""
        sip = self._sip_names.get(name.casefold())
        return self.extensions[sip] if sip is not None else None

    def party(self, text: str) -> Party | None:
        """Whom ``text`` reaches: an extension, a possible phone number, or nobody."""
        extension = self.extension_named(text)
        if extension is not None:
            return Party("extension", extension.sip)
        number = phones.e164(text)
        return Party("phone", number) if number is not None else None

    def party_dialled(self, sip: str, keys: str) -> Party | None:
        """Whom an extension reaches by these keys: another's speed dial (its account's first), else as ``party``."""
        found = self._speed_dials.get(keys.strip())
        if found and self.extension_named(keys) is None:
            account = self.directory.extensions[sip].account
            own = (other for other in found if self.directory.extensions[other].account == account)
            return Party("extension", next(own, found[0]))
        return self.party(keys)

    def did(self, number: str) -> Did | None:
        """The organization's number ``number`` (local, E.164, as written), or ``None``."""
        return self._dids.get(phones.e164(number) or number)

    def call(self, call_id: str) -> Call | None:
        """A call that is up, or one that ended not too long ago."""
        return self.calls.get(call_id) or self.ended.get(call_id)

    def update_presence(self, sip: str) -> None:
        """An extension's device, or its agent, is not as it was."""
        state = self.extensions[sip]
        agent = self.agents[state.user] if state.user else None
        if agent is None or agent.status == LOGGED_OUT:
            self.agent_at[sip] = NOBODY
        else:
            self.agent_at[sip] = AgentSnapshot(agent.user, agent.status, agent.since)
        self.user_at[sip] = state.user or self.directory.extensions[sip].user or 0
        if self.takes_calls(state):
            self.present.add(sip)
        else:
            self.present.discard(sip)

    def takes_calls(self, state: ExtensionState) -> bool:
        """The device is on and its agent takes calls, busy or not. An extension that is nobody's needs no agent."""
        if state.device == "offline":
            return False
        if not state.user:
            return self.directory.extensions[state.sip].user is None
        status = self.directory.statuses.get(self.agents[state.user].status)
        return status is not None and status.available

    # ---- calls -----------------------------------------------------------------------------------------

    @property
    def call_limit(self) -> int:
        """How many calls may be up at once."""
        return self.directory.limits.concurrent_calls or MAXIMUM_CALLS

    def open_call(self, flow: str, account: int, direction: str, state: FlowState) -> Call:
        now = self.now
        call = Call(self.ids.call_id(now), flow, account, now, direction, state)
        self.calls[call.id] = call
        self.statistics.count_start(now, len(self.calls))
        return call

    def close_call(self, call: Call) -> None:
        """Takes an ended call off the list of those that are up; the oldest kept one is forgotten."""
        now = call.ended_at = self.now
        for spy in call.spied_by:
            self.scheduler.at(now, "spy.over", spy)
        del self.calls[call.id]
        people = 0
        for leg in call.legs:
            if leg.answered_at > 0 and leg.kind != "service":
                people += 1
        self.statistics.count_end(now, len(self.calls), answered=people > 1)
        if self.directory.limits.concurrent_calls or len(self.calls) + 1 >= MAXIMUM_CALLS:
            self._make_room()
        if len(call.story) > MAXIMUM_STORY:
            call.story.shorten()
        self.ended[call.id] = call
        if len(self.ended) > KEPT_CALLS:
            self.ended.popitem(last=False)

    def _make_room(self) -> None:
        """Campaigns that the limit of calls kept from dialling may go on."""
        if any(state.dialer.reason == "limit" for state in self.campaigns.values()):
            self.scheduler.at(self.now, "dialer.room")

    def note(self, call: Call, kind: Callable[[*Values], StoryEntry], *values: *Values) -> None:
        """Adds ``kind(*values)`` to the call's story (for ``explain``); it is not made before somebody reads it."""
        self.story_count += 1
        story: list[Any] = call.story
        story.append(kind)
        story.append(self.now)
        story += values  # all at once, with a star, takes three times as long
        if len(story) > LONG_STORY:
            call.story.shorten()
        if self.lines:
            self.listen(call)

    def listen(self, call: Call, at: float = 0) -> None:
        """Real telephones may hear something else of the call once the present step is over, or ``at`` that moment."""
        if self.telephones is not None and any(leg.line or leg.role == "conference" for leg in call.recent_legs):
            self.scheduler.at(at, "line.hear", call.id)


@step("outside")
def _outside(exchange: Exchange, topic: str, number: int) -> None:
    """With what is due outside right behind it, in the same moment: nothing of the exchange's own lies between."""
    due = exchange.due
    due.append((topic, number))
    while len(due) < DUE_AT_ONCE and (entry := exchange.scheduler.pop_same("outside")) is not None:
        due.append(entry[3])
