"""What happens can be read where it is called: no signals, no blanket except, no rules hidden in save()."""

import ast

import pytest
from django.core.management import get_commands, load_command_class

from tests.architecture.source import PROGRAM, modules, written_modules

SIGNALS = {"receiver", "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "post_migrate"}


def test_nothing_listens_to_signals():
    assert [
        module.where(node)
        for module in written_modules()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id in SIGNALS)
        or (isinstance(node, ast.Attribute) and node.attr == "connect" and "signal" in ast.unparse(node).lower())
    ] == []


def is_blanket(handler: ast.ExceptHandler) -> bool:
    """True for `except:` and for `except Exception`."""
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(getattr(kind, "id", "") in {"Exception", "BaseException"} for kind in kinds)


def test_no_error_is_caught_without_its_name():
    assert [
        module.where(node)
        for module in [*modules(), *modules("tests", "scripts")]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and is_blanket(node)
    ] == []


def test_models_do_not_hide_rules_in_save():
    assert [
        module.where(function)
        for module in written_modules()
        if ".models" in module.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        for function in node.body
        if isinstance(function, ast.FunctionDef) and function.name == "save"
    ] == []


def test_work_left_over_is_not_left_in_the_code():
    marks = ("TO" + "DO", "FIX" + "ME", "XXX", "HACK")
    assert [
        f"{module.name}:{number}"
        for module in [*modules(), *modules("tests", "scripts")]
        for number, line in enumerate(module.lines, 1)
        if "#" in line and any(mark in line.split("#", 1)[1].split() for mark in marks)
    ] == []


OWN_COMMANDS = sorted(name for name, app in get_commands().items() if str(app).split(".")[0] in PROGRAM)


@pytest.mark.parametrize("name", OWN_COMMANDS)
def test_every_command_says_what_it_does(name):
    assert load_command_class(get_commands()[name], name).help.endswith(".")
