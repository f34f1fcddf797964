"""The project's own source files, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ("midla", "associations", "contacts")
TEMPLATES = ROOT / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    tree: ast.Module
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name as imports know it."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    def where(self, node: ast.AST) -> str:
        """File and line, as a failing test shows them."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[Function]:
        """Every function, methods and inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The modules below the folders; the program's own by default."""
    paths = sorted(path for folder in folders or PROGRAM for path in (ROOT / folder).rglob("*.py"))
    texts = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return tuple(Module(path, ast.parse(text, str(path)), tuple(text.splitlines())) for path, text in texts)


@cache
def written_modules() -> tuple[Module, ...]:
    """The program's modules that people write: all but migrations."""
    return tuple(module for module in modules() if not module.is_migration)


@cache
def templates() -> dict[str, str]:
    """The text of each template, by its name."""
    folders = [TEMPLATES, *(ROOT / name for name in PROGRAM)]
    paths = {path for folder in folders for path in folder.rglob("*.html") if "static" not in path.parts}
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(paths)}
