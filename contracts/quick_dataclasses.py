"""``dataclass``, for classes that cost next to nothing until they are used.

The standard library looks at each field of a dataclass, and writes up to six functions as text and compiles them, when
the class is defined, anew in every process: no ``.pyc`` keeps them. For the two hundred classes between the launch and
the first answer that took longer than all else. Here a class gets its slots, and the standard library collects the
fields when somebody asks for them. ``__init__``, the only function that has to be quick, is compiled when a class turns
out to have more than a few instances; what compares, hashes, shows and protects them goes by the fields and is never
compiled. To whoever uses the classes, and to type checkers, nothing differs.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import cache, partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final, cast, get_origin

__all__ = ["dataclass"]


def _define(
    *, slots: bool, frozen: bool = False, repr: bool = True, eq: bool = True, kw_only: bool = False
) -> Callable[[type[Any]], type[Any]]:
    if not slots:
        raise TypeError("dataclasses of this package have slots")

    def decorate(cls: type[Any]) -> type[Any]:
        names = [name for name, kind in cls.__annotations__.items() if not _is_of_class(kind)]
        inherited = set(_slots_of_bases(cls))
        members = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        defaults = {name: members.pop(name) for name in names if name in members}
        made: dict[str, Any] = {"__init__": _Initializer(frozen)}
        made |= {name: _Later(defaults, kw_only) for name in _COLLECTED}
        if repr:
            made["__repr__"] = _show
        if eq:
            made["__eq__"] = _equal
            if members.get("__hash__") is None:
                members["__hash__"] = _hash if frozen else None
        if frozen:
            made |= _FROZEN
        fixed = {
            "__slots__": tuple(name for name in names if name not in inherited),
            "__qualname__": cls.__qualname__,
            "__doc__": cls.__doc__ or cls.__name__,  # the standard library would put the compiled signature there
        }
        return _class_like(cls, made | members | fixed)

    return decorate


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _define


def _class_like(cls: type[Any], members: dict[str, Any]) -> type[Any]:
    """A class with the name, the bases and the metaclass of another."""
    make = cast("Callable[[str, tuple[type, ...], dict[str, Any]], type[Any]]", type(cls))
    return make(cls.__name__, cls.__bases__, members)


def _is_of_class(annotation: object) -> bool:
    """Whether it is a ``ClassVar``: as text in most modules, and as it is in others."""
    return str(annotation).removeprefix("typing.").startswith("ClassVar")


def _slots_of_bases(cls: type[Any]) -> Iterator[str]:
    for base in cls.__mro__[1:-1]:
        yield from vars(base).get("__slots__", ())


_COLLECTED: Final = ("__dataclass_fields__", "__match_args__")
_OF_ANY_CLASS: Final = frozenset(("__annotations__", "__doc__", "__module__", "__orig_bases__"))


class _Later:
    """One of the members of a class that the standard library makes of its fields, until somebody asks for it."""

    __slots__ = ("_defaults", "_kw_only", "_name", "_owner")

    def __init__(self, defaults: dict[str, Any], kw_only: bool) -> None:
        self._defaults = defaults
        self._kw_only = kw_only

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        cls = self._owner
        members = {name: value for name, value in vars(cls).items() if name in _OF_ANY_CLASS} | self._defaults
        without_slots = _class_like(cls, members)
        dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=self._kw_only)(without_slots)
        for name in (*_COLLECTED, "__dataclass_params__"):  # for which nobody asks before the fields
            if isinstance(vars(cls).get(name, self), _Later):
                setattr(cls, name, vars(without_slots)[name])
        return vars(cls)[self._name]


FEW = 20
"""So many instances of a class are made without a compiled function: many a class never has more, and to compile one
takes as long as to make twenty.
"""


class _Initializer:
    """``__init__`` of a class as long as that has few instances; then the compiled function takes its place."""

    __slots__ = ("_frozen", "_made", "_owner")

    def __init__(self, frozen: bool) -> None:
        self._frozen = frozen
        self._made = 0

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._owner = owner

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        if self._made == FEW or not isinstance(instance, self._owner):  # Python 3.13's `inspect` gives the class
            return self._compiled().__get__(instance, owner)
        self._made += 1
        return partial(self._set_members, instance)

    def _compiled(self) -> Any:
        compiled = _compile_initializer(self._owner, self._frozen)
        setattr(self._owner, "__init__", compiled)  # noqa: B010  (type checkers take the assignment for a mistake)
        return compiled

    def _set_members(self, instance: Any, /, *arguments: object, **by_name: object) -> None:
        """What the compiled function does. Where the arguments do not fit, that says so itself."""
        entries = fields(self._owner)
        positional = [entry.name for entry in entries if entry.init and not entry.kw_only]
        given = dict(zip(positional, arguments, strict=False)) | by_name
        fit = len(given) == len(arguments) + len(by_name)
        for entry in entries:
            value = given.pop(entry.name, MISSING) if entry.init else MISSING
            if value is MISSING:
                value = entry.default if entry.default_factory is MISSING else entry.default_factory()
            if value is not MISSING:
                object.__setattr__(instance, entry.name, value)
            elif entry.init:
                fit = False
        if given or not fit:
            self._compiled()(instance, *arguments, **by_name)
        elif hasattr(instance, "__post_init__"):
            instance.__post_init__()


class _Absent:
    """The default of an argument whose value is made anew each time."""

    def __repr__(self) -> str:
        return "<factory>"


_EMPTY: Final[dict[Any, str]] = {dict: "{}", list: "[]"}
"""How what many fields are by default is written. To call ``dict[str, int]``, as factories are for type checkers' sake,
takes seven times as long as to call ``dict``: it tries to note on the new one what it is of, in vain.
"""


def _compile_initializer(owner: type[Any], frozen: bool) -> Any:
    """A function that takes the fields in their order, those by keyword last, and sets them."""
    known: dict[str, Any] = {"__absent": _Absent()}
    positional, by_keyword, body = ["self"], ["*"], list[str]()
    for entry in fields(owner):
        name = value = entry.name
        default = ""
        if entry.default_factory is not MISSING:
            made_anew = _EMPTY.get(get_origin(entry.default_factory) or entry.default_factory)
            if made_anew is None:
                known[f"__make_{name}"] = entry.default_factory
                made_anew = f"__make_{name}()"
            default = "=__absent"
            value = f"{made_anew} if {name} is __absent else {name}" if entry.init else made_anew
        elif entry.default is not MISSING:
            known[f"__default_{name}"] = entry.default
            default = f"=__default_{name}"
            value = name if entry.init else f"__default_{name}"
        elif not entry.init:
            continue
        if entry.init:
            (by_keyword if entry.kw_only else positional).append(name + default)
        if frozen:
            known[f"__set_{name}"] = getattr(owner, name).__set__  # the slot's: half of what object's __setattr__ takes
            body.append(f"__set_{name}(self, {value})")
        else:
            body.append(f"self.{name} = {value}")
    if hasattr(owner, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(positional + (by_keyword if len(by_keyword) > 1 else []))
    function = "\n  ".join([f"def __init__({parameters}):", *(body or ["pass"])])
    made: dict[str, Any] = {}
    exec(f"def make({', '.join(known)}):\n {function}\n return __init__", vars(sys.modules[owner.__module__]), made)
    initializer = made["make"](*known.values())
    initializer.__qualname__ = f"{owner.__qualname__}.__init__"
    initializer.__annotations__ = {entry.name: entry.type for entry in fields(owner) if entry.init} | {"return": None}
    return initializer


@recursive_repr()
def _show(self: Any) -> str:
    shown = (f"{entry.name}={getattr(self, entry.name)!r}" for entry in fields(self) if entry.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


@cache
def _compared(cls: type[Any]) -> Callable[[Any], object]:
    """What is compared of the instances of a class: by the fields of the one from which it has these functions."""
    owner = next(
        base for base in cls.__mro__ if vars(base).get("__eq__") is _equal or vars(base).get("__hash__") is _hash
    )
    names = [entry.name for entry in fields(owner) if entry.compare]
    return attrgetter(*names) if len(names) > 1 else _few(names)


def _equal(self: Any, other: Any) -> bool:
    """Two instances of the same class are equal when what is compared of them is."""
    if other.__class__ is not self.__class__:
        return NotImplemented
    values = _compared(self.__class__)
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash(_compared(self.__class__)(self))


def _few(names: list[str]) -> Callable[[Any], object]:
    """One value or none, in a tuple as many are."""
    return lambda self: tuple(getattr(self, name) for name in names)


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, entry.name) for entry in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for entry, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, entry.name, value)


_FROZEN: Final = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _get_state,
    "__setstate__": _set_state,
}
"""What frozen instances have besides: copies and pickles set what nobody else may."""
