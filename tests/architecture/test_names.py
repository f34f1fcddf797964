"""Files and things are named so that they are found at the first guess."""

import ast
from collections.abc import Iterator

from tests.architecture.source import PROGRAM, ROOT, Module, modules, written_modules

# The same in every app, each with one meaning (docs/structure.md).
COMMON = {
    "__init__", "actions", "admin", "apps", "filters", "forms", "management", "migrations", "models", "panels",
    "querysets", "records", "urls", "views",
}  # fmt: skip
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "core", "signals", "receivers"}
# "helper" is not among them: that is what crispy-forms calls the layout of a form.
EMPTY_WORDS = {"obj", "objs", "data", "info", "manager", "stuff", "tmp"}


def test_no_file_is_a_junk_drawer():
    assert [str(module.path.relative_to(ROOT)) for module in modules() if module.path.stem in JUNK_DRAWERS] == []


def own_words(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Names that the module gives: variables, functions, classes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node, node.name.lower()


def test_no_name_says_nothing():
    assert [
        f"{module.where(node)} {word}"
        for module in written_modules()
        for node, word in own_words(module)
        if word in EMPTY_WORDS
    ] == []


def test_every_app_has_the_same_file_names():
    """A package split by noun has the noun in models, forms, views, templates and tests alike."""
    apps = [path.parent for name in PROGRAM for path in (ROOT / name).rglob("apps.py")]
    assert len(apps) >= 6
    shadowed = [
        str(path.relative_to(ROOT))
        for app in apps
        for path in app.iterdir()
        if path.suffix == ".py" and path.stem in COMMON and path.with_suffix("").is_dir()
    ]
    assert shadowed == []
    near_misses = {
        "model",
        "view",
        "form",
        "filter",
        "query",
        "queries",
        "queryset",
        "action",
        "url",
        "panel",
        "record",
    }
    assert [str(path.relative_to(ROOT)) for app in apps for path in app.iterdir() if path.stem in near_misses] == []


def test_migrations_say_what_they_do():
    assert [
        str(module.path.relative_to(ROOT))
        for module in modules()
        if (module.is_migration and "_auto_" in module.path.stem) or module.path.stem.endswith("_initial")
    ] == []


def test_every_module_and_model_has_its_docstring():
    silent = [
        module.where(module.tree)
        for module in written_modules()
        if module.tree.body and not ast.get_docstring(module.tree)
    ]
    silent += [
        module.where(node)
        for module in written_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and ".models" in module.name and node.name != "Meta"
        if not ast.get_docstring(node)
    ]
    assert silent == []


# How many texts each takes before anything else.
TEXTS_OF = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
}


def translated(module: Module) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """Every call that translates, with its texts."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS_OF:
            yield node, node.args[: TEXTS_OF[node.func.id]]


def test_what_is_translated_stands_where_catalogues_are_collected_from():
    """A text that is handed over by a name is in no catalogue, and is read in English everywhere."""
    assert [
        module.where(call)
        for module in written_modules()
        for call, texts in translated(module)
        if not texts or not all(isinstance(text, ast.Constant) for text in texts)
    ] == []
