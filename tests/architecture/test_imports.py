"""Each app imports only from those below it, at the top of its files, and never all of a module."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Function, Module, modules, written_modules

# Lowest first; apps on one level never import from each other.
LEVELS = (
    {"ui"},
    {"records"},
    {"territories"},
    {"accounts"},
    {"associations"},
    {"contacts"},
    {"partnerships"},
    {"advice", "mobilisation", "remittances", "library"},
    {"privacy"},
    {"dashboards"},
)
LEVEL_OF = {app: level for level, apps in enumerate(LEVELS) for app in apps}
# The parts that hold the apps together: no app imports them.
TOP = {"settings", "urls", "navigation", "wsgi", "server"}
MODEL_NAME = re.compile(r"([a-z]+)\.[A-Z]\w+")
MOST_INNER_IMPORTS = 4


def app_of(dotted: str) -> str | None:
    """The app that a module belongs to: `midla.accounts.models` belongs to accounts."""
    parts = dotted.split(".")
    name = parts[1] if parts[0] == "midla" and len(parts) > 1 else parts[0]
    return name if name in LEVEL_OF else None


def imported(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every module that is imported, and where."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def documentation(module: Module) -> set[int]:
    """The identities of strings that are docstrings."""
    bodies = (node.body for node in ast.walk(module.tree) if isinstance(node, ast.Module | ast.ClassDef | Function))
    first = (body[0].value for body in bodies if body and isinstance(body[0], ast.Expr))
    return {id(value) for value in first}


def named(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every app named in a string: a model `contacts.Person`, a path `midla.privacy.gate`, an argument of get_model."""
    documents = documentation(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            if match := MODEL_NAME.fullmatch(node.value):
                yield node, match[1]
            elif re.fullmatch(r"(midla|associations|contacts)(\.\w+)+", node.value):
                yield node, node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"get_model", "get_app_config"}:
            yield from ((node, arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def test_no_app_imports_from_one_above_or_beside_it():
    upward = [
        f"{module.where(node)}: {app_of(module.name)} names {target}"
        for module in written_modules()
        if app_of(module.name)
        for node, target in [*imported(module), *named(module)]
        if (app := app_of(target)) and app != app_of(module.name) and LEVEL_OF[app] >= LEVEL_OF[app_of(module.name)]
    ]
    assert upward == []


def test_no_app_imports_what_holds_the_apps_together():
    held = {f"midla.{name}" for name in TOP}
    assert [
        module.where(node)
        for module in written_modules()
        if app_of(module.name)
        for node, target in imported(module)
        if target in held
    ] == []


def test_imports_are_absolute_and_never_of_everything():
    everywhere = [*modules(), *modules("tests", "scripts")]
    wrong = [
        module.where(node)
        for module in everywhere
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.level or any(alias.name == "*" for alias in node.names))
    ]
    # The test settings are the settings, all of them, and a few changes.
    assert [place for place in wrong if not place.startswith("tests/settings.py")] == []


def inner_imports(module: Module) -> Iterator[ast.AST]:
    for function in module.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node


def test_inner_imports_are_few_and_carry_their_reason():
    found = [(module, node) for module in written_modules() for node in inner_imports(module)]
    silent = [module.where(node) for module, node in found if "#" not in reason_of(module, node)]
    assert silent == []
    assert len(found) <= MOST_INNER_IMPORTS, [module.where(node) for module, node in found]


def reason_of(module: Module, node: ast.AST) -> str:
    """The line of an import and the one above it."""
    line = node.lineno  # type: ignore[attr-defined]
    return "\n".join(module.lines[max(line - 2, 0) : line])
