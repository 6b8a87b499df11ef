"""The simulation with real telephones at some extensions, which do what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from voicenter_mock.mockserver.telephony.control.telephone_actions import TelephoneActions
from voicenter_mock.mockserver.telephony.core.telephones import LineAudio, Ring
from voicenter_mock.mockserver.telephony.model.calls import Call

from .simulation import Simulation
from .stories import explain


@dataclass
class Recorder:
    """Telephones that do nothing by themselves."""

    rung: list[Ring] = field(default_factory=list[Ring])
    orders: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    audio: dict[str, LineAudio] = field(default_factory=dict[str, LineAudio])

    def ring(self, ring: Ring) -> None:
        self.rung.append(ring)
        self.orders.append(("ring", ring.extension))

    def ringing(self, line: str) -> None:
        self.orders.append(("ringing",))

    def connect(self, line: str) -> None:
        self.orders.append(("connect",))

    def set_audio(self, line: str, audio: LineAudio) -> None:
        self.audio[line] = audio

    def release(self, line: str, cause: int) -> None:
        self.orders.append(("release", cause))


class Office(Simulation):
    """The simulation, with real telephones at some extensions."""

    def __init__(self, *registered: str, **changes: Any) -> None:
        super().__init__(**changes)
        self.telephones = Recorder()
        self.actions = TelephoneActions(self.exchange)
        self.actions.attach(self.telephones)
        for sip in registered:
            self.actions.register(sip)

    @property
    def line(self) -> str:
        """The line rung last."""
        return self.telephones.rung[-1].line

    @property
    def released(self) -> list[int]:
        return [entry[1] for entry in self.telephones.orders if entry[0] == "release"]

    def story(self, call: Call) -> str:
        return "\n".join(explain(call, self.exchange.zone))

    def talking(self, **script: Any) -> Call:
        """The caller talks to SIPA's telephone since five seconds."""
        settings: dict[str, Any] = {"talk_seconds": 500, **script}
        call = self.call(**settings)
        self.run(3)
        self.actions.answer(self.line)
        self.run(5)
        return call
