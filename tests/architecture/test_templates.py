"""Templates hold no script, no style and no logic; every page has one heading."""

import re

import pytest

from tests.architecture.source import templates

# Layouts are filled by pages; those of the sign-in library fill the library's own.
PAGES = {name: text for name, text in templates().items() if "{% extends" in text and "/layouts/" not in name}
FRAMES = {name: text for name, text in templates().items() if "<html" in text}
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style[\s>]|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx that runs text": re.compile(r"hx-on|[\"']js:|hx-vals=[\"']js", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b(?!list)|{% autoescape off"),
}


def said(text: str) -> str:
    """A template without its comments."""
    return COMMENT.sub("", text)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    assert [name for name, text in templates().items() if FORBIDDEN[what].search(said(text))] == []


def test_every_page_has_one_heading():
    """The frame has the `h1`; a page fills it, or replaces the whole head and brings its own."""
    silent = [
        name
        for name, text in PAGES.items()
        if "{% block title %}" in text and "{% block heading %}" not in text and said(text).count("<h1") != 1
    ]
    double = [name for name, text in templates().items() if said(text).count("<h1") > 1]
    assert (silent, double) == ([], [])


def test_every_frame_has_one_heading_and_one_main():
    counts = {name: (said(text).count("<h1"), said(text).count("<main")) for name, text in FRAMES.items()}
    assert counts == dict.fromkeys(FRAMES, (1, 1))


def test_no_template_asks_another_host():
    address = re.compile(r"""(?:src|action)=["']https?://|<link[^>]+href=["']https?://""")
    assert [name for name, text in templates().items() if address.search(said(text))] == []


def test_texts_are_marked_for_translation():
    """Words between tags that stand outside a translation are words that three of four readers do not read."""
    translated = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
    tags = re.compile(r"{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", re.DOTALL)
    loose = {
        name: words
        for name, text in templates().items()
        if (words := re.findall(r"[A-Za-zÀ-ÿ]{4,}", tags.sub(" ", translated.sub("", said(text)))))
    }
    assert {name: words for name, words in loose.items() if set(words) - {"MIDLA"}} == {}
