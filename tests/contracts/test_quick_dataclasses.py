"""Our dataclasses are the standard library's in everything but when their functions are compiled."""

from __future__ import annotations

import ast
import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Iterator
from dataclasses import field, fields
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import SimpleNamespace
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints

import pytest

from voicenter_mock.contracts import quick_dataclasses

Value = TypeVar("Value")
CHECKOUT = Path(__file__).parent.parent.parent


def define(dataclass: Any) -> SimpleNamespace:
    """The same classes by either ``dataclass``."""

    @dataclass(frozen=True, slots=True)
    class Code:
        """An API code."""

        code: str
        account: int = 7
        ips: tuple[str, ...] = ()
        members: dict[str, int] = field(default_factory=dict[str, int])

    @dataclass(slots=True)
    class Base:
        time: float = field(init=False)

    @dataclass(slots=True)
    class Entry(Base):
        number: str
        role: str = field(default="phone", repr=False)
        seen: list[Any] = field(default_factory=list[Any], compare=False)
        first: int = field(default=1, init=False)

    @dataclass(slots=True, kw_only=True)
    class Settings:
        host: str
        port: int = 8025

    @dataclass(slots=True)
    class Late(Settings):
        name: str

        def __post_init__(self) -> None:
            self.name = self.name.upper()

    @dataclass(slots=True, eq=False)
    class Itself:
        value: int

    @dataclass(frozen=True, slots=True, repr=False)
    class Same:  # noqa: PLW1641  (without a hash of its own)
        value: int

        def __repr__(self) -> str:
            return "ours"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Same)

    @dataclass(frozen=True, slots=True)
    class Hashed:
        value: list[int]

        def __hash__(self) -> int:
            return 5

    @dataclass(slots=True)
    class Empty:
        pass

    @dataclass(slots=True)
    class Counted:
        count: ClassVar[int] = 3
        name: str = "a"

    @dataclass(slots=True, eq=False)
    class More(Counted):
        more: int = 0

    @dataclass(slots=True)
    class Box(Generic[Value]):
        value: Value

    class Derived(Base):
        """Not decorated."""

    return SimpleNamespace(
        Code=Code, Entry=Entry, Settings=Settings, Late=Late, Itself=Itself, Same=Same, Hashed=Hashed, Empty=Empty,
        Counted=Counted, More=More, Derived=Derived, Box=Box,
    )  # fmt: skip


def qualified(text: str) -> str:
    return text.replace("define.<locals>.", "")


OURS, THEIRS = define(quick_dataclasses.dataclass), define(dataclasses.dataclass)
CLASSES = sorted(vars(OURS))

USES: dict[str, Callable[[Any], Any]] = {
    "shown": lambda of: of.Code("a", members={"b": 1}),
    "shown without what is not shown": lambda of: entry(of, role="target"),
    "shown where there is nothing": lambda of: of.Empty(),
    "shown by keyword": lambda of: of.Settings(host="h"),
    "shown as it says itself": lambda of: of.Same(3),
    "inherited arguments": lambda of: of.Late("name", host="h"),
    "equal": lambda of: of.Code("a") == of.Code("a", 7, ()),
    "not equal": lambda of: of.Code("a") == of.Code("b"),
    "equal in what is compared": lambda of: entry(of, seen=[1]) == entry(of, seen=[2]),
    "not equal to another class": lambda of: of.Settings(host="h") == of.Late("n", host="h"),
    "equal as it says itself": lambda of: of.Same(3) == of.Same(4),
    "equal to itself only": lambda of: of.Itself(1) == of.Itself(1),
    "none there is equal": lambda of: of.Empty() == of.Empty(),
    "hash": lambda of: hash(of.Code("a", members=())),  # type: ignore[arg-type]
    "hash of what may change": lambda of: hash(entry(of)),
    "hash of what cannot be": lambda of: hash(of.Code("a")),
    "own hash": lambda of: hash(of.Hashed([1])),
    "own comparison and no hash of its own": lambda of: hash(of.Same(1)),
    "set": lambda of: setattr(of.Code("a"), "code", "b"),
    "delete": lambda of: delattr(of.Code("a"), "code"),
    "replace": lambda of: dataclasses.replace(of.Code("a"), account=8),
    "as data": lambda of: dataclasses.asdict(of.Code("a", members={"b": 1})),
    "copy": lambda of: copy.copy(of.Code("a", 1)),
    "copy throughout": lambda of: copy.deepcopy(entry(of)),
    "copy throughout what is frozen": lambda of: copy.deepcopy(of.Code("a", 1)),
    "made anew each time": lambda of: of.Code("a").members is of.Code("a").members,
    "too few arguments": lambda of: of.Code(),
    "too many arguments": lambda of: of.Settings("h"),
    "unknown argument": lambda of: of.Code("a", codes="b"),
    "argument that is none": lambda of: of.Entry("a", first=2),
    "not set": lambda of: of.Entry("a").time,
    "value of no argument": lambda of: of.Entry("a").first,
    "matched": lambda of: of.Entry.__match_args__,
    "recursive": lambda of: recursive(entry(of)),
    "member of the class": lambda of: (of.Counted.count, of.Counted("b")),
    "compared as a base is": lambda of: (of.More("a", 1) == of.More("a", 2), of.More("a") == of.Counted("a")),
    "of any type": lambda of: of.Box[int](3),
    "not decorated itself": lambda of: (fields(of.Derived), of.Derived() == 3),
    "types of arguments": lambda of: get_type_hints(of.Code.__init__),
}


def entry(of: SimpleNamespace, **members: Any) -> Any:
    made = of.Entry("1", **members)
    made.time = 3
    return made


def recursive(made: Any) -> Any:
    made.seen.append(made)
    return made


def outcome(use: Callable[[Any], Any], classes: SimpleNamespace) -> str:
    try:
        return qualified(repr(use(classes)))
    except Exception as error:
        return qualified(f"{type(error).__name__}: {error}")


@pytest.mark.parametrize("name", sorted(USES))
def test_instances_do_what_those_of_the_standard_library_do(name: str) -> None:
    expected = outcome(USES[name], THEIRS)
    for _ in range(quick_dataclasses.FEW + 2):  # the first ones are made in another way than those that follow
        assert outcome(USES[name], OURS) == expected


@pytest.mark.parametrize("name", CLASSES)
def test_classes_look_as_those_of_the_standard_library_do(name: str) -> None:
    ours, theirs = getattr(OURS, name), getattr(THEIRS, name)
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert [(entry.name, entry.type) for entry in fields(ours)] == [
        (entry.name, entry.type) for entry in fields(theirs)
    ]
    assert ours.__slots__ == theirs.__slots__


@quick_dataclasses.dataclass(frozen=True, slots=True)
class Pickled:
    code: str
    account: int = 7


def test_what_is_frozen_is_pickled() -> None:
    assert pickle.loads(pickle.dumps(Pickled("a", 3))) == Pickled("a", 3)


def test_nothing_is_compiled_before_a_class_has_some_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[type[Any]] = []
    really = quick_dataclasses._compile_initializer  # pyright: ignore[reportPrivateUsage]

    def compile_initializer(owner: type[Any], frozen: bool) -> Any:
        compiled.append(owner)
        return really(owner, frozen)

    monkeypatch.setattr(quick_dataclasses, "_compile_initializer", compile_initializer)
    code: Any = define(quick_dataclasses.dataclass).Code
    made = [code("a") for _ in range(quick_dataclasses.FEW)]
    assert not compiled
    made += [code(code="a", account=7) for _ in range(3)]
    assert compiled == [code]
    assert all(one == made[0] for one in made)


def test_fields_are_collected_when_somebody_asks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[str] = []
    really: Any = dataclasses.dataclass

    def collect(**options: Any) -> Callable[[type[Any]], type[Any]]:
        def decorate(cls: type[Any]) -> type[Any]:
            collected.append(cls.__name__)
            return really(**options)(cls)

        return decorate

    monkeypatch.setattr(dataclasses, "dataclass", collect)
    classes = define(quick_dataclasses.dataclass)
    for _ in range(quick_dataclasses.FEW + 2):  # instances need none, nor does the function that is compiled
        assert classes.Late("name", host="h").port == 8025
        assert entry(classes).seen == []
    assert not collected
    assert [entry.name for entry in fields(classes.Late)] == ["host", "port", "name"]
    assert sorted(collected) == ["Late", "Settings"]


def dataclasses_of_the_standard_library(tree: ast.AST) -> Iterator[ast.alias]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses":
            yield from (alias for alias in node.names if alias.name == "dataclass")


def dataclasses_of(module: str) -> Iterator[type[Any]]:
    for value in vars(import_module(module)).values():
        if isinstance(value, type) and value.__module__ == module and "__dataclass_fields__" in vars(value):
            yield value


@pytest.mark.slow  # imports everything
@pytest.mark.parametrize("room", ["contracts", "mockserver", "fixtures"])
def test_the_fields_of_every_dataclass_of_the_package_can_be_asked_for(room: str) -> None:
    root = f"voicenter_mock.{room}"
    modules = (found.name for found in walk_packages(import_module(root).__path__, f"{root}."))
    found = [cls for module in modules if ".load." not in module for cls in dataclasses_of(module)]
    assert found
    for cls in found:
        names = [entry.name for entry in fields(cls)]
        assert set(cls.__match_args__) <= set(names)
        assert inspect.signature(cls)


@pytest.mark.parametrize("room", ["contracts", "mockserver", "fixtures"])
@pytest.mark.slow
def test_every_dataclass_of_the_package_is_one(room: str) -> None:
    others = {
        str(path.relative_to(CHECKOUT))
        for path in sorted((CHECKOUT / room).rglob("*.py"))
        if b"from dataclasses " in (text := path.read_bytes())  # of all others there is nothing to parse
        for _ in dataclasses_of_the_standard_library(ast.parse(text))
    }
    assert others <= {"contracts/quick_dataclasses.py"}


def test_an_empty_list_or_object_is_written_and_not_asked_for() -> None:
    """A factory such as ``list[str]`` takes seven times as long as ``[]``: it tries to note of what the list is."""

    @quick_dataclasses.dataclass(slots=True)
    class Kept:
        names: list[str] = field(default_factory=list[str])
        members: dict[str, int] = field(default_factory=dict)
        seen: set[str] = field(default_factory=set[str])

    first, second = Kept(), Kept()
    assert first == second == Kept([], {}, set())
    assert first.names is not second.names
    assert first.members is not second.members
    constants = inspect.unwrap(Kept.__init__).__code__.co_freevars
    assert [name for name in constants if name.startswith("__make_")] == ["__make_seen"]
