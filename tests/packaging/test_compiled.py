"""The compiled form of the exchange (`setup.py`): what may be compiled, and that it does the same, byte by byte."""

from __future__ import annotations

import ast
import faulthandler
import importlib
import importlib.util
import inspect
import pkgutil
import shutil
import sys
from abc import ABC
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest

from voicenter_mock.mockserver import telephony
from voicenter_mock.mockserver.telephony.control import flows, snapshot
from voicenter_mock.mockserver.telephony.core.scheduler import STEPS
from voicenter_mock.mockserver.telephony.model.written_types import annotations_in

from .environments import CHECKOUT, BareEnvironment, bare_environment, run

WHAT_GOES_OUT = Path(__file__).parent / "what_goes_out.py"
ASKED = {"VOICENTER_MOCK_COMPILED": "1"}
REQUIREMENTS = "import sys, setuptools.build_meta as backend; print(backend.get_requires_for_build_wheel())"

_ = flows  # every step is known


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """`setup.py`, as a module; its paths are relative to the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(CHECKOUT)
        spec = importlib.util.spec_from_file_location("setup_of_checkout", CHECKOUT / "setup.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compiled(setup: ModuleType) -> set[str]:
    """The names of the compiled modules."""
    return {setup.module(source) for source in setup.COMPILED}


def classes() -> Iterator[type[Any]]:
    for found in pkgutil.walk_packages(telephony.__path__, f"{telephony.__name__}."):
        module = importlib.import_module(found.name)
        yield from (kind for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == found.name)


# ---- what may be compiled ------------------------------------------------------------------------------


def test_what_is_compiled_exists(compiled: set[str]):
    assert len(compiled) > 50
    for name in compiled:
        importlib.import_module(name)


def test_nothing_inherits_across_the_border(compiled: set[str]):
    """A class of either kind cannot inherit from one of the other, nor a compiled one from a list or a dictionary."""
    across = [
        f"{kind.__module__}.{kind.__name__}({base.__name__})"
        for kind in classes()
        for base in kind.__bases__
        if base not in (object, ABC, Protocol) and not issubclass(base, Exception)
        if (kind.__module__ in compiled) != (base.__module__ in compiled)
    ]

    assert across == []


def test_types_are_found_in_the_source_as_they_are_written(compiled: set[str]):
    written = [*snapshot.CLASSES.values(), *STEPS.values()]
    checked = 0
    for of in written:
        if of.__module__ in compiled:
            file = sys.modules[of.__module__].__file__
            assert file is not None
            found = {name: ast.unparse(ast.parse(text)) for name, text in inspect.get_annotations(of).items()}
            assert annotations_in(Path(file))[of.__name__] == found
            checked += 1

    assert checked > 60


def test_a_float_may_be_an_integer_in_the_compiled_form_too(setup: ModuleType):
    source = "def wait(seconds: float, *, at: float | None = float('inf')) -> list[float]:\n    é: float = 0\n".encode()

    assert setup.with_whole_numbers(source).decode() == (
        "def wait(seconds: int | float, *, at: int | float | None = float('inf')) -> list[int | float]:\n"
        "    é: int | float = 0\n"
    )


def test_the_compiler_is_told_once_for_each_module(setup: ModuleType):
    options = ["-O2"]
    extensions = [setup.Extension(name, [], extra_compile_args=options, extra_link_args=[]) for name in ("a", "b", "c")]

    setup.keep_inside(extensions)

    assert {(*extension.extra_compile_args,) for extension in extensions} == {("-O2", *setup.ALL_INSIDE)}


def test_the_compiled_form_makes_dataclasses_as_they_make_themselves(setup: ModuleType):
    source = b"""
from dataclasses import dataclass, field
@dataclass(slots=True)
class Leg:
    '''One leg.'''
    number: str
    seconds: float = 0.5
    keys: list[str] = field(default_factory=list[str])
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys("ab", 0))
    '''How many.'''
    @property
    def long(self) -> bool:
        return self.seconds > 1
@dataclass(slots=True)
class LongLeg(Leg):
    '''What inherits has all of it.'''
    limit: int = 4
@dataclass(slots=True, kw_only=True)
class Flow:
    parties: list[str] = field(default_factory=list)
@dataclass(slots=True, kw_only=True)
class Dialled(Flow):
    shown: str
@dataclass(slots=True)
class Routed(Flow):
    shown: str
    since: float = 0
@dataclass(frozen=True, slots=True)
class Party:
    number: str
@dataclass(slots=True)
class Guest(Party):
    name: str = ""
"""
    before, after = dict[str, Any](), dict[str, Any]()
    made: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        (("1",), {}),
        (("1", 2.0, ["3"]), {"counts": {}}),
        ((), {"number": "1", "seconds": 3}),
    ]
    made_with = setup.with_initializers(source, setup.plain_dataclasses([source]))
    exec(source.partition(b"@dataclass(frozen")[0], before)
    exec(made_with.partition(b"@dataclass(frozen")[0], after)

    assert "__init__" in ast.unparse(ast.parse(made_with).body[1])
    assert made_with.count(b"def __init__") == 5
    known = {"LongLeg": {"number": "1", "limit": 5}, "Dialled": {"parties": ["1"], "shown": "2"}}
    for kind, members in {**known, "Routed": {"shown": "2", "parties": ["1"]}}.items():
        assert repr(after[kind](**members)) == repr(before[kind](**members))
    with pytest.raises(TypeError):
        after["Dialled"]("2")
    assert repr(after["Routed"]("2", 3)) == repr(before["Routed"]("2", 3))
    with pytest.raises(TypeError):
        after["Routed"]("2", 3, [])
    for values, members in made:
        leg = after["Leg"](*values, **members)
        assert repr(leg) == repr(before["Leg"](*values, **members))
        assert leg == after["Leg"](*values, **members)
    assert after["Leg"]("1").keys is not after["Leg"]("1").keys


@pytest.mark.parametrize(("asked", "needed"), [({}, "[]"), (ASKED, "['mypy==")])
def test_only_who_asks_for_it_needs_mypy(asked: dict[str, str], needed: str, clean_checkout: Path, tmp_path: Path):
    copy = shutil.copytree(clean_checkout, tmp_path / "checkout")

    assert run(sys.executable, "-c", REQUIREMENTS, cwd=copy, env=asked).splitlines()[-1].startswith(needed)


# ---- that it does the same -----------------------------------------------------------------------------

needs_mypyc = pytest.mark.skipif(
    importlib.util.find_spec("mypyc") is None or shutil.which("gcc") is None, reason="there is no mypyc, or no compiler"
)


@pytest.fixture
def as_long_as_it_takes() -> None:
    """A compilation takes minutes; `faulthandler_timeout` is for what hangs."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def with_compiled(clean_checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> BareEnvironment:
    """An environment with the compiled wheel and what the tests need, and beside it a copy of the checkout."""
    faulthandler.cancel_dump_traceback_later()
    folder = tmp_path_factory.mktemp("compiled")
    copy = shutil.copytree(clean_checkout, folder / "checkout")
    build = (sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", folder, copy)
    run(*build, cwd=folder, env=ASKED, timeout=3_000)
    (wheel,) = folder.glob("*.whl")
    environment = bare_environment(folder / "environment", wheel, "voicenter-mock[test]")
    (copy / "conftest.py").unlink()  # it insists on the checkout
    shutil.rmtree(copy / "voicenter_mock")  # `python -c` in there would find this one
    return environment


@needs_mypyc
@pytest.mark.thorough
@pytest.mark.usefixtures("as_long_as_it_takes")
@pytest.mark.parametrize("tests", ["telephony", "callbacks", "sandbox", "realtime", "api", "server"])
def test_the_tests_pass_with_the_compiled_exchange(with_compiled: BareEnvironment, tests: str):
    command = (with_compiled.python, "-P", "-m", "pytest", "-q", f"tests/mockserver/{tests}")

    print(run(*command, cwd=with_compiled.root.parent / "checkout", timeout=3_000).splitlines()[-1])


@needs_mypyc
@pytest.mark.thorough
@pytest.mark.usefixtures("as_long_as_it_takes")
def test_the_same_goes_out_byte_by_byte(with_compiled: BareEnvironment, with_wheel: BareEnvironment):
    outputs = [
        run(environment.python, WHAT_GOES_OUT, cwd=environment.root, timeout=1_000)
        for environment in (with_compiled, with_wheel)
    ]
    (first, compiled), (second, pure) = (text.split("\n", 1) for text in outputs)

    assert (Path(first).suffix, Path(second).suffix) == (".so", ".py")
    assert compiled == pure
