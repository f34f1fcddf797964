"""Every address of the URL configuration, the admin's and the sign-in library's too, as the resolver knows them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern

PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_0-9]+)>")
# The admin's two addresses that are regular expressions: an app's index, and what no other address takes.
OF_ADMIN = {"admin:app_list": "admin/records/", "admin:catch-all": "admin/nowhere"}


@dataclass(frozen=True)
class Route:
    """One address: its name with namespaces, its pattern, its view."""

    name: str
    pattern: str
    view: Any

    @property
    def parameters(self) -> list[str]:
        """The names of what stands in the address."""
        return PARAMETER.findall(self.pattern)

    @property
    def is_of_admin(self) -> bool:
        return self.name.startswith("admin:")

    def path(self, values: Mapping[str, Any]) -> str:
        """The address with these values in it."""
        return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), OF_ADMIN.get(self.name, self.pattern))


def walk(resolver: Any, before: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Route]:
    """The routes below a resolver."""
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            own = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry, pattern, own)
            continue
        name = entry.name or ("catch-all" if isinstance(entry.pattern, RegexPattern) else "redirect")
        yield Route(":".join((*namespaces, name)), pattern, entry.callback)


def routes() -> list[Route]:
    """All of them."""
    return list(walk(get_resolver()))
