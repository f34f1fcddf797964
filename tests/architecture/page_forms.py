"""The forms of a page as a browser finds them: where each goes, and what it would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# What a browser sends by itself; nobody types there.
NOT_TYPED = {"csrfmiddlewaretoken", "one_time_key", "version"}
FOUND = "-find"


@dataclass
class PageForm:
    """One form: its address, and each field with the values it holds."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    # What a list to choose from offers first.
    offered: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """The names of the fields that somebody fills in."""
        return [name for name in self.fields if name not in NOT_TYPED]


class FormReader(HTMLParser):
    """Collects the forms that are posted."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.form = address, [], None
        self.select, self.area = "", ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            is_posted = given.get("method", "").lower() == "post"
            self.form = PageForm(given.get("action") or self.address) if is_posted else None
            return
        if self.form is None:
            return
        name = given.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
        if tag in {"select", "textarea", "input"} and name and given.get("type") != "file":
            self.form.fields.setdefault(name, [])
            # What is picked once it is found comes back beside the words it was looked for with.
            if name.endswith(FOUND):
                self.form.fields.setdefault(name.removesuffix(FOUND), [])
        self.keep_value(tag, name, given)

    def keep_value(self, tag: str, name: str, given: dict[str, str]) -> None:
        """Note what a field holds."""
        is_tick = given.get("type") in {"checkbox", "radio"}
        if tag == "option" and self.select and given.get("value"):
            self.form.offered.setdefault(self.select, given["value"])
        if tag == "option" and "selected" in given and self.select:
            self.form.fields[self.select].append(given.get("value", ""))
        elif tag == "input" and name in self.form.fields and (not is_tick or "checked" in given):
            self.form.fields[name].append(given.get("value", ""))

    def handle_data(self, text: str) -> None:
        if self.form is not None and self.area:
            self.form.fields[self.area].append(text.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            self.forms.append(self.form)
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def forms_of(address: str, html: str) -> list[PageForm]:
    """The posted forms of a page that ask for something."""
    reader = FormReader(address)
    reader.feed(html)
    return [form for form in reader.forms if form.typed]
