"""The menu as it is declared, and as one reader sees it.

`midla.navigation` declares it, above all apps; the setting NAVIGATION names that module. What a page needs of it is
HTML that depends only on language, rights and the entry that is open, so each such piece is drawn once per process.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
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
    # What the menu has no place for and the search page finds by its name, such as adding a person.
    actions: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry whose address exists."""

    entry: Entry
    url: str
    current: bool = False

    @property
    def placeholder(self) -> str:
        """Where the number of due things goes in HTML that is drawn once for all readers."""
        return format_html("<!--due {}-->", self.entry.url_name) if self.entry.due else ""


PARTS = ("top", "menu", "tabs", "profile")


@dataclass(frozen=True)
class Frame:
    """The parts of a page's frame, drawn for one language, set of rights and open entry."""

    top: SafeString
    menu: SafeString
    tabs: SafeString
    profile: SafeString
    links: tuple[Link, ...]
    profile_links: tuple[Link, ...]
    # Everything by its name, once each: pages, then actions.
    commands: tuple[Link, ...]
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
    yield from navigation.actions


@lru_cache(maxsize=8)
def addresses(urlconf: str) -> dict[str, str]:
    """The addresses that exist, by URL name: an app that is not built yet leaves no dead link."""
    found = {}
    for entry in entries():
        try:
            found[entry.url_name] = reverse(entry.url_name, urlconf)
        except NoReverseMatch:
            continue
    return found


@lru_cache(maxsize=8)
def permissions(urlconf: str) -> tuple[Enum, ...]:
    """The permissions that the menu asks about."""
    known = addresses(urlconf)
    return tuple({entry.permission for entry in entries() if entry.permission and entry.url_name in known})


@lru_cache(maxsize=512)
def current_name(urlconf: str, path: str) -> str:
    """The URL name of the entry under which a path lies: the longest address that begins it."""
    known = addresses(urlconf)
    names = [entry.url_name for group in declared().groups for entry in group.entries if entry.url_name in known]
    above = [name for name in names if path == known[name] or (known[name] != "/" and path.startswith(known[name]))]
    return max(above, key=lambda name: len(known[name]), default="")


@lru_cache(maxsize=512)
def own_name(urlconf: str, path: str) -> str:
    """The URL name of the tab that is the page itself."""
    known = addresses(urlconf)
    return next((entry.url_name for entry in declared().tabs if known.get(entry.url_name) == path), "")


def reachable(urlconf: str, rights: Rights, some: tuple[Entry, ...], *here: str) -> tuple[Link, ...]:
    """The entries that exist and that the reader may open; `here` are the URL names of the page itself."""
    known = addresses(urlconf)
    return tuple(
        Link(entry, known[entry.url_name], entry.url_name in here)
        for entry in some
        if entry.url_name in known and rights.allow(entry)
    )


@lru_cache(maxsize=2048)
def frame(urlconf: str, language: str, rights: Rights, *here: str) -> Frame:
    """Draw the frame once for all readers who see the same on pages under the same entry."""
    navigation = declared()
    groups = [(group.title, reachable(urlconf, rights, group.entries, *here)) for group in navigation.groups]
    tabs = reachable(urlconf, rights, navigation.tabs, *here)
    profile = reachable(urlconf, rights, navigation.profile)
    log, search, rights_page = (
        next(iter(reachable(urlconf, rights, (entry,))), None)
        for entry in (navigation.log, navigation.search, navigation.rights)
    )
    filled = [(title, some) for title, some in groups if some]
    links = tuple(link for _title, some in groups for link in some)
    actions = reachable(urlconf, rights, (navigation.log, *navigation.actions))
    seen = {"groups": filled, "tabs": tabs, "profile": profile, "log": log, "search": search}
    with override(language):
        drawn = {part: render_to_string(f"components/shell/{part}.html", seen) for part in PARTS}
    return Frame(
        top=drawn["top"],
        menu=drawn["menu"],
        tabs=drawn["tabs"],
        profile=drawn["profile"],
        links=links,
        profile_links=profile,
        commands=tuple({link.url: link for link in (*links, *profile, *actions)}.values()),
        search_url=search.url if search else "",
        rights_url=rights_page.url if rights_page else "",
    )


def forget() -> None:
    """Draw everything anew: a test that changes the addresses needs it."""
    for cached in (addresses, permissions, current_name, own_name, frame):
        cached.cache_clear()
