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
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from functools import cache, partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final, cast

__all__ = ["dataclass"]


def _define(
    *, slots: bool, frozen: bool = False, repr: bool = True, eq: bool = True, kw_only: bool = False
) -> Callable[[type[Any]], type[Any]]:
    if not slots:
        raise TypeError("dataclasses of this package have slots")

    def decorate(cls: type[Any]) -> type[Any]:
        names = [name for name, kind in cls.__annotations__.items() if not str(kind).startswith(_OF_CLASS)]
        members = dict(vars(cls))
        defaults = {name: members.pop(name) for name in names if name in members}
        own = _OwnFields(names, defaults, kw_only)
        initializer = _Initializer(frozen)
        made: dict[str, Any] = {"__init__": initializer, "__dataclass_fields__": own, "__match_args__": own.arguments}
        if repr:
            made["__repr__"] = _show
        if eq:
            made["__eq__"] = _equal
            if members.get("__hash__") is None:
                members["__hash__"] = _hash if frozen else None
        if frozen:
            made |= _FROZEN
        made |= members
        for name in _OF_EVERY_INSTANCE:
            made.pop(name, None)
        inherited = _slots_of_bases(cls)
        made["__slots__"] = tuple(name for name in names if name not in inherited) if inherited else tuple(names)
        made["__qualname__"] = cls.__qualname__
        made["__doc__"] = cls.__doc__ or cls.__name__  # the standard library would put the compiled signature there
        own.owner = initializer.owner = with_slots = _class_like(cls, made)
        return with_slots

    return decorate


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _define


def _class_like(cls: type[Any], members: dict[str, Any]) -> type[Any]:
    """A class with the name, the bases and the metaclass of another."""
    make = cast("Callable[[str, tuple[type, ...], dict[str, Any]], type[Any]]", type(cls))
    return make(cls.__name__, cls.__bases__, members)


def _slots_of_bases(cls: type[Any]) -> set[str]:
    return {name for base in cls.__mro__[1:-1] for name in vars(base).get("__slots__", ())}


_OF_CLASS: Final = ("ClassVar", "typing.ClassVar")
"""How an annotation begins that is of none of the fields: as text in most modules, and as it is in others."""
_OF_EVERY_INSTANCE: Final = ("__dict__", "__weakref__")
_COLLECTED: Final = ("__dataclass_fields__", "__match_args__")
_OF_ANY_CLASS: Final = frozenset(("__annotations__", "__doc__", "__module__", "__orig_bases__"))


class _OwnFields:
    """In the place of ``__dataclass_fields__``, until somebody asks for it: what a class adds to those of its bases."""

    __slots__ = ("_defaults", "_kw_only", "_names", "arguments", "owner")

    owner: type[Any]

    def __init__(self, names: list[str], defaults: dict[str, Any], kw_only: bool) -> None:
        self._names = names
        self._defaults = defaults
        self._kw_only = kw_only
        self.arguments = _Arguments(self)

    def parameters(self) -> Iterator[_Parameter]:
        """The standard library would make a ``Field`` of each, which takes a hundred times as long."""
        kinds = self.owner.__annotations__
        for name in self._names:
            default = self._defaults.get(name, MISSING)
            if not isinstance(default, Field):
                yield name, kinds[name], default, MISSING, True, self._kw_only
            else:
                given = cast("Field[Any]", default)
                kw_only = self._kw_only if given.kw_only is MISSING else given.kw_only
                yield name, kinds[name], given.default, given.default_factory, given.init, kw_only

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        self.collect()
        return vars(self.owner)["__dataclass_fields__"]

    def collect(self) -> None:
        """Has the standard library make what it makes of the fields."""
        cls = self.owner
        members = {name: value for name, value in vars(cls).items() if name in _OF_ANY_CLASS} | self._defaults
        without_slots = _class_like(cls, members)
        dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=self._kw_only)(without_slots)
        for name in (*_COLLECTED, "__dataclass_params__"):  # for which nobody asks before the fields
            if isinstance(vars(cls).get(name, self), _OwnFields | _Arguments):
                setattr(cls, name, vars(without_slots)[name])


class _Arguments:
    """In the place of ``__match_args__``, in the same way."""

    __slots__ = ("_fields",)

    def __init__(self, own: _OwnFields) -> None:
        self._fields = own

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        self._fields.collect()
        return vars(self._fields.owner)["__match_args__"]


_Parameter = tuple[str, Any, Any, Any, bool, bool]
"""Of a field: its name and type, what it is by default, what makes that, and whether it is an argument, one by keyword.
"""


def _parameters_of(cls: type[Any]) -> list[_Parameter]:
    """Of all fields of a class, in their order: one that is said again stays where it was."""
    found: dict[str, _Parameter] = {}
    for base in reversed(cls.__mro__):
        own = vars(base).get("__dataclass_fields__")
        if isinstance(own, _OwnFields):
            found |= {parameter[0]: parameter for parameter in own.parameters()}
        elif own is not None:
            entries: tuple[Any, ...] = fields(base)
            for entry in entries:
                name, default, factory = entry.name, entry.default, entry.default_factory
                found[name] = (name, entry.type, default, factory, entry.init, entry.kw_only)
    return list(found.values())


FEW = 50
"""So many instances of a class are made without a compiled function: many a class never has more, and to compile one
takes as long as to make some forty.
"""


class _Initializer:
    """``__init__`` of a class as long as that has few instances; then the compiled function takes its place."""

    __slots__ = ("_frozen", "_made", "_parameters", "owner")

    owner: type[Any]

    def __init__(self, frozen: bool) -> None:
        self._frozen = frozen
        self._made = 0
        self._parameters: list[_Parameter] | None = None

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        if self._made == FEW or not isinstance(instance, self.owner):  # Python 3.13's `inspect` gives the class
            return self._compiled().__get__(instance, owner)
        self._made += 1
        return partial(self._set_members, instance)

    def _compiled(self) -> Any:
        compiled = _compile_initializer(self.owner, self._frozen)
        setattr(self.owner, "__init__", compiled)  # noqa: B010  (type checkers take the assignment for a mistake)
        return compiled

    def _set_members(self, instance: Any, /, *arguments: object, **by_name: object) -> None:
        """What the compiled function does. Where the arguments do not fit, that says so itself."""
        parameters = self._parameters
        if parameters is None:
            self._parameters = parameters = _parameters_of(self.owner)
        positional = [name for name, _, _, _, init, kw_only in parameters if init and not kw_only]
        given = dict(zip(positional, arguments, strict=False)) | by_name
        fit = len(given) == len(arguments) + len(by_name)
        for name, _, default, factory, init, _ in parameters:
            value = given.pop(name, MISSING) if init else MISSING
            if value is MISSING:
                value = default if factory is MISSING else factory()
            if value is not MISSING:
                object.__setattr__(instance, name, value)
            elif init:
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


def _factory(given: Any) -> Any:
    """``dict`` of ``dict[str, int]``, and any other as it is."""
    plain = getattr(given, "__origin__", given)
    return plain if plain in _EMPTY else given


def _compile_initializer(owner: type[Any], frozen: bool) -> Any:
    """A function that takes the fields in their order, those by keyword last, and sets them."""
    known: dict[str, Any] = {"__absent": _Absent()}
    positional, by_keyword, body = ["self"], ["*"], list[str]()
    types: dict[str, Any] = {}
    for name, kind, given_default, factory, init, kw_only in _parameters_of(owner):
        value = name
        default = ""
        if factory is not MISSING:
            made_anew = _EMPTY.get(_factory(factory))
            if made_anew is None:
                known[f"__make_{name}"] = factory
                made_anew = f"__make_{name}()"
            default = "=__absent"
            value = f"{made_anew} if {name} is __absent else {name}" if init else made_anew
        elif given_default is not MISSING:
            known[f"__default_{name}"] = given_default
            default = f"=__default_{name}"
            value = name if init else f"__default_{name}"
        elif not init:
            continue
        if init:
            types[name] = kind
            (by_keyword if kw_only else positional).append(name + default)
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
    initializer.__annotations__ = types | {"return": None}
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
