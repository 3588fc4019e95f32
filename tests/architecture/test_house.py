"""The rules of the house that an import linter cannot see: doors, tables, sizes, the map."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from sibina.cycle_map import INBOXES, PHASES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sibina"
MODULES = {f"sibina.{phase.name}.{module.name}" for phase in PHASES for module in phase.modules}
DOORS = {"api", "types", "rules"}
LONGEST_FILE = 450
LONGEST_FUNCTION = 60


def sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def module_of(dotted: str) -> str | None:
    found = ".".join(dotted.split(".")[:3])
    return found if found in MODULES else None


def foreign_doors(dotted: str, tree: ast.AST) -> Iterator[str]:
    """Imports that enter another module elsewhere than by its door."""
    own = module_of(dotted)
    doors = DOORS | {"files"} if dotted == "sibina.cli" else DOORS
    for target in imports_of(tree):
        other = module_of(target)
        if other is None or other == own or target == other:
            continue
        door = target.split(".")[3]
        # The command line runs engines and loads its own city's workbooks; it is the one caller of `actions`.
        if door not in doors and not (dotted == "sibina.cli" and door in {"files", "actions"}):
            yield target


@pytest.mark.parametrize(("dotted", "path"), list(sources()), ids=lambda value: str(value))
def test_another_module_is_entered_by_its_door_only(dotted: str, path: Path) -> None:
    wrong = sorted(set(foreign_doors(dotted, ast.parse(path.read_text()))))
    assert not wrong, f"{dotted} enters {wrong}; use the module's api, types or rules"


def test_the_door_check_sees_a_neighbours_tables_used() -> None:
    code = ast.parse("from sibina.ground.people.models import Unit")
    assert list(foreign_doors("sibina.assess.needs.reads", code)) == [
        "sibina.ground.people.models",
        "sibina.ground.people.models.Unit",
    ]


def layer_of(model: type[models.Model]) -> tuple[int, int]:
    """Where a table stands in the cycle: phase, then module. What is not in the cycle stands below."""
    name = model.__module__
    for phase_number, phase in enumerate(PHASES, start=1):
        for module_number, module in enumerate(phase.modules):
            if name.startswith(f"sibina.{phase.name}.{module.name}."):
                return phase_number, module_number
    return (len(PHASES) + 1, 0) if name.startswith("sibina.web") else (0, 0)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("sibina.")]


def test_foreign_keys_point_upstream_and_leave_no_name_behind() -> None:
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or field.related_model is model:
                continue
            target = field.related_model
            if target.__module__.rsplit(".", 1)[0] == model.__module__.rsplit(".", 1)[0]:
                continue
            if layer_of(target) > layer_of(model):
                wrong.append(f"{model.__name__}.{field.name} points downstream to {target.__name__}")
            if not field.remote_field.hidden:
                wrong.append(
                    f"{model.__name__}.{field.name} leaves a name on {target.__name__}: related_name='+'"
                )
    assert not wrong


def test_the_map_the_folders_and_the_installed_apps_agree() -> None:
    folders = {
        f"sibina.{phase.name}.{path.name}"
        for phase in PHASES
        for path in (PACKAGE / phase.name).iterdir()
        if path.is_dir() and not path.name.startswith("_")
    }
    assert folders == MODULES
    assert {name for name in settings.INSTALLED_APPS if module_of(name)} == MODULES


INBOXES_OPEN = {
    "needs.api.receive_signal",
    "competencies.api.record_measurement",
    "planning.api.receive_hours",
}
"""Those of the map that are there; the others arrive with the module that first sends to them."""


def function_behind(inbox: str) -> Callable[..., object]:
    module, _door, name = inbox.split(".")
    (path,) = (one for one in MODULES if one.endswith(f".{module}"))
    door = importlib.import_module(f"{path}.api")
    assert name in door.__all__, f"{inbox} is not offered by the door"
    found: Callable[..., object] = getattr(door, name)
    return found


@pytest.mark.parametrize("inbox", sorted(INBOXES_OPEN))
def test_an_inbox_of_the_map_stands_at_its_modules_door_and_is_told_everything_by_name(inbox: str) -> None:
    assert inbox in INBOXES
    parameters = inspect.signature(function_behind(inbox)).parameters
    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert "at" in parameters, "the clock is an argument"


def test_the_map_names_no_inbox_twice_and_only_of_modules_that_are_there() -> None:
    names = {path.rsplit(".", 1)[1] for path in MODULES}
    assert {inbox.split(".")[0] for inbox in INBOXES} <= names


def test_the_import_contracts_name_every_module() -> None:
    contracts = (ROOT / ".importlinter").read_text()
    missing = [module for module in sorted(MODULES) if f"    {module}\n" not in contracts]
    assert not missing
    assert "ignore_imports" not in contracts


def test_every_module_says_what_it_takes_gives_decides_and_tells() -> None:
    for module in sorted(MODULES):
        text = (
            ast.get_docstring(ast.parse((ROOT / Path(*module.split(".")) / "__init__.py").read_text())) or ""
        )
        for word in ("Takes:", "Gives:", "Decides:", "Tells next:"):
            assert word in text, f"{module} does not say “{word}”"


CLOCKS = {"now", "today", "utcnow", "monotonic", "time", "perf_counter", "default_rng", "localdate"}


def clock_calls(tree: ast.AST) -> set[str]:
    """Calls that read a clock or make an unseeded random source."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = ast.unparse(node.func.value)
        if node.func.attr == "default_rng" and node.args:
            continue
        if node.func.attr in CLOCKS and owner.split(".")[-1] in {
            "datetime",
            "date",
            "time",
            "timezone",
            "random",
        }:
            found.add(ast.unparse(node.func))
    return found


def test_rules_and_types_read_no_clock_and_no_unseeded_chance() -> None:
    for dotted, path in sources():
        parts = dotted.split(".")
        if module_of(dotted) and len(parts) > 3 and parts[3] in {"rules", "types"}:
            assert not clock_calls(ast.parse(path.read_text())), dotted


def test_the_clock_check_sees_a_clock() -> None:
    assert clock_calls(ast.parse("import time\ntime.monotonic()")) == {"time.monotonic"}
    assert clock_calls(ast.parse("numpy.random.default_rng()")) == {"numpy.random.default_rng"}
    assert not clock_calls(ast.parse("numpy.random.default_rng(seed)"))


def test_files_and_functions_stay_short_enough_to_be_read() -> None:
    wrong = []
    for dotted, path in sources():
        text = path.read_text()
        if text.count("\n") > LONGEST_FILE:
            wrong.append(f"{dotted} has {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    wrong.append(f"{dotted}.{node.name} has {length} lines")
    assert not wrong


FORBIDDEN_NAMES = {"utils", "helpers", "manager", "managers", "misc", "common"}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [dotted for dotted, path in sources() if path.stem in FORBIDDEN_NAMES]


def test_no_migration_is_missing(db: None) -> None:
    from django.core.management import call_command  # noqa: PLC0415  (only this test needs it)

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_verb_of_the_trail_has_a_sentence_and_every_sentence_a_verb() -> None:
    from sibina.web.sentences import VERBS  # noqa: PLC0415  (translations are ready only inside a test)

    written = set()
    for _dotted, path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "verb" and isinstance(node.value, ast.Constant):
                written.add(node.value.value)
    assert written == set(VERBS)
