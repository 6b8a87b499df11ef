"""A `TypedDict` for every message that crosses the wire, for editors and type checkers.

>>> from voicenter_mock.contracts.types import CdrNotificationRequest
>>> cdr: CdrNotificationRequest

Written by tools/write_types.py from the schemas. How a schema becomes a type:

- A message has its contract's name in capitals: `dialer.add_call.request` is `DialerAddCallRequest`. What is inside one
  is called after the whole and its member (`PopupRequestCurrentCall`), what is in a list gets `Item`. Of what depends
  on another member each variant gets that one's value: with `ACTION` `MENU` the member `DATA` is an
  `ExternalIvrGetIvrActionResponseDataMenu`. Where one name ends with what the next begins with, it stands once:
  `SandboxEventsItem`. Shared definitions have names of their own: `realtime_call` is `RealtimeCall`.
- A shared definition with further members is its subclass: `RealtimeExtensionEventData`.
- A message that may be something else than an object is a union under the contract's name; the object gets `Object`.
- What the schema always requires is required. All else is `NotRequired`, also what only some answers must have.
- An enumeration is a `Literal`. One that the vendor extends is `Literal[…] | str`: editors offer what is known, type
  checkers take anything. A number with a fraction is a `float`, also where the schema lists the few that there are.
- `null` is `None`. Types that messages are only tolerated to have (`x-tolerated`) are left out.
- An object without named members is a `dict` of what `additionalProperties` says. One with named members may have
  others at run time; where the contract speaks of such (`var_…`), the docstring says so. Read them with `get`.

Nothing is imported before it is asked for. These types say nothing of lengths, patterns and of what depends on what:
the schemas do, and `contracts.validate` checks it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .blacklist import *
    from .cdr_hub import *
    from .cdr_notification import *
    from .click2call import *
    from .control_calls import *
    from .control_campaigns import *
    from .control_definitions import *
    from .control_organizations import *
    from .control_records import *
    from .definitions import *
    from .dialer import *
    from .external_ivr import *
    from .external_layer import *
    from .history import *
    from .lead_tracker import *
    from .login import *
    from .monitor import *
    from .organization_document import *
    from .popup import *
    from .realtime_definitions import *
    from .realtime_events import *
    from .realtime_login import *
    from .recording import *
    from .scripts import *
    from .voicebot import *
else:
    _MODULES = (
        "blacklist",
        "cdr_hub",
        "cdr_notification",
        "click2call",
        "control_calls",
        "control_campaigns",
        "control_definitions",
        "control_organizations",
        "control_records",
        "definitions",
        "dialer",
        "external_ivr",
        "external_layer",
        "history",
        "lead_tracker",
        "login",
        "monitor",
        "organization_document",
        "popup",
        "realtime_definitions",
        "realtime_events",
        "realtime_login",
        "recording",
        "scripts",
        "voicebot",
    )

    def __getattr__(name):
        from importlib import import_module

        for module in () if name.startswith("_") else _MODULES:
            found = import_module(f"{__name__}.{module}")
            if name in found.__all__:
                globals()[name] = getattr(found, name)
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
