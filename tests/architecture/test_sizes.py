"""Functions, files and templates stay small enough to be read at once."""

from statistics import median, quantiles

from tests.architecture.source import ROOT, modules, templates, written_modules

LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 8
NINE_IN_TEN_FUNCTIONS = 25
LONGEST_FILE = 400
NINE_IN_TEN_TEMPLATES = 80


def lengths() -> dict[str, int]:
    """Lines of each of the program's functions, from `def` to the end."""
    return {
        f"{module.where(function)} {function.name}": function.end_lineno - function.lineno + 1
        for module in written_modules()
        for function in module.functions()
    }


def test_no_function_is_longer_than_a_screen():
    own = {
        f"{module.where(function)} {function.name}": function.end_lineno - function.lineno + 1
        for module in modules("tests", "scripts")
        for function in module.functions()
    }
    assert {name: length for name, length in {**lengths(), **own}.items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_short():
    numbers = list(lengths().values())
    assert median(numbers) <= MEDIAN_FUNCTION
    assert quantiles(numbers, n=10)[8] <= NINE_IN_TEN_FUNCTIONS


def test_no_file_is_long():
    everywhere = [*written_modules(), *modules("tests", "scripts")]
    long = {
        str(module.path.relative_to(ROOT)): len(module.lines)
        for module in everywhere
        if len(module.lines) > LONGEST_FILE
    }
    assert long == {}


def test_most_templates_are_short():
    numbers = [len(text.splitlines()) for text in templates().values()]
    assert quantiles(numbers, n=10)[8] <= NINE_IN_TEN_TEMPLATES
    assert max(numbers) <= LONGEST_FILE
