"""Fills in a form of the admin as a browser would send it."""

from typing import Any

from django.test import Client

from midla.records.conflicts import raw_values


def as_sent(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the form at an address sends when only `changes` are typed."""
    form = client.get(address).context["adminform"].form
    return {name: raw_values(form[name]) for name in form.fields} | changes


def problems(answer: Any) -> dict[str, list[str]]:
    """The sentences that the form came back with, by field."""
    return {name: list(lines) for name, lines in answer.context["adminform"].form.errors.items()}
