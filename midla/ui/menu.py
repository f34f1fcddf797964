"""The menu as it is declared, and as one reader sees it.

`midla.navigation` declares it, above all apps; the setting NAVIGATION names that module. What a page needs of it is
HTML that depends only on language, rights and the entry that is open, so each such piece is drawn once per process.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import override


@dataclass(frozen=True)
class Entry:
    """One line of the menu; without a permission, everybody signed in may open it.

    `due` names a function `user -> int` by its dotted path: what is due is counted beside the label.
    """

    label: str | Promise
    icon: str
    url_name: str
    permission: Enum | None = None
    due: str = ""


@dataclass(frozen=True)
class Group:
    """Some entries under a title; the first group has none."""

    title: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Navigation:
    """Everything that the frame of a page leads to."""

    groups: tuple[Group, ...]
    tabs: tuple[Entry, ...]
    profile: tuple[Entry, ...]
    log: Entry
    search: Entry
    rights: Entry


@dataclass(frozen=True)
class Link:
    """An entry whose address exists."""

    entry: Entry
    url: str
    current: bool = False

    @property
    def placeholder(self) -> str:
        """Where the number of due things goes in HTML that is drawn once for all readers."""
        return f"<!--due {self.entry.url_name}-->" if self.entry.due else ""


class Frame(NamedTuple):
    """The parts of a page's frame, drawn for one language, set of rights and open entry."""

    top: SafeString
    menu: SafeString
    tabs: SafeString
    profile: SafeString
    links: tuple[Link, ...]
    profile_links: tuple[Link, ...]
    search_url: str
    rights_url: str


@dataclass(frozen=True)
class Rights:
    """What a reader may do, of all that the menu asks about."""

    allowed: frozenset = field(default_factory=frozenset)

    def allow(self, entry: Entry) -> bool:
        """True where the entry may be opened."""
        return entry.permission is None or entry.permission in self.allowed


def declared() -> Navigation:
    """The programme's navigation."""
    return import_string(f"{settings.NAVIGATION}.NAVIGATION")


def entries() -> Iterator[Entry]:
    """Every entry of the frame."""
    navigation = declared()
    for group in navigation.groups:
        yield from group.entries
    yield from navigation.tabs
    yield from navigation.profile
    yield from (navigation.log, navigation.search, navigation.rights)


@lru_cache(maxsize=8)
def addresses(urlconf: str | ModuleType) -> dict[str, str]:
    """The addresses that exist, by URL name: an app that is not built yet leaves no dead link."""
    found = {}
    for entry in entries():
        try:
            found[entry.url_name] = reverse(entry.url_name, urlconf)
        except NoReverseMatch:
            continue
    return found


@lru_cache(maxsize=8)
def permissions(urlconf: str | ModuleType) -> tuple[Enum, ...]:
    """The permissions that the menu asks about."""
    known = addresses(urlconf)
    asked = {entry.permission for entry in entries() if entry.url_name in known}
    return tuple(asked - {None})


@lru_cache(maxsize=512)
def current_name(urlconf: str | ModuleType, path: str) -> str:
    """The URL name of the entry under which a path lies: the longest address that begins it."""
    best = ""
    known = addresses(urlconf)
    for group in declared().groups:
        for entry in group.entries:
            url = known.get(entry.url_name, "")
            if url and (path == url or (url != "/" and path.startswith(url))) and len(url) > len(known.get(best, "")):
                best = entry.url_name
    return best


@lru_cache(maxsize=2048)
def frame(urlconf: str | ModuleType, language: str, rights: Rights, current: str, path: str) -> Frame:
    """Draw the frame once for all readers who see the same; `path` is only given where a tab is the page itself."""
    navigation, known = declared(), addresses(urlconf)

    def links(some: tuple[Entry, ...], here: Callable[[Entry], bool]) -> tuple[Link, ...]:
        return tuple(
            Link(entry, known[entry.url_name], here(entry))
            for entry in some
            if entry.url_name in known and rights.allow(entry)
        )

    groups = [(group.title, links(group.entries, lambda entry: entry.url_name == current)) for group in navigation.groups]
    log, search, rights_page = (
        next(iter(links((entry,), lambda entry: False)), None)
        for entry in (navigation.log, navigation.search, navigation.rights)
    )
    seen = {
        "groups": [(title, some) for title, some in groups if some],
        "tabs": links(navigation.tabs, lambda entry: known[entry.url_name] == path or entry.url_name == current),
        "profile": links(navigation.profile, lambda entry: False),
        "log": log,
        "search": search,
    }
    parts = ("top", "menu", "tabs", "profile")
    with override(language):
        drawn = [render_to_string(f"components/shell/{part}.html", seen) for part in parts]
    return Frame(
        *drawn,
        links=tuple(link for _title, some in groups for link in some),
        profile_links=seen["profile"],
        search_url=search.url if search else "",
        rights_url=rights_page.url if rights_page else "",
    )


def forget() -> None:
    """Draw everything anew: a test that changes the addresses needs it."""
    for cached in (addresses, permissions, current_name, frame):
        cached.cache_clear()
