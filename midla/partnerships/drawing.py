"""Cards of the board as strings: a template engine is too slow for something drawn a hundred and fifty times."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from midla.partnerships.models import Partnership
from midla.ui import marks
from midla.ui.dates import due

NOTHING = SafeString("")


def draw(card: Any, *, is_by_stage: bool, may_edit: bool) -> SafeString:
    """One card; where lanes are not stages, it says its stage."""
    record = card.record
    stage = NOTHING if is_by_stage else format_html('<span class="soft">{}</span>', record.get_stage_display())
    return format_html(
        '<article class="deal{}" id="partnership-{}"{}><a class="title" href="{}">{}</a>'
        '<span>{} <span class="soft">{}</span></span>{}{}{}{}</article>',
        " stuck" if card.is_stuck else "",
        record.pk,
        for_script(card) if may_edit and card.reach else "",
        card.url,
        record.title,
        marks.codes(card.countries),
        card.names or gettext("nobody yet"),
        stage,
        next_step(record),
        marks.mark("warn", gettext("signed copy missing"), "paperclip") if card.lacks_copy else "",
        foot(card, may_edit),
    )


def for_script(card: Any) -> SafeString:
    """What the board's script reads: where it stands, where it may go, and the key of the move forward."""
    record = card.record
    return format_html(
        ' data-deal="{}" data-stage="{}" data-version="{}" data-ahead="{}" data-key="{}" data-reach="{}"',
        *(record.pk, record.stage, record.version, card.ahead or "", card.move_key, card.reach),
    )


def next_step(record: Partnership) -> SafeString:
    """What comes next and by when, or that nobody has said it."""
    if record.next_step:
        when = format_html(", {}", due(record.next_step_on)) if record.next_step_on else ""
        arrow = marks.icon("arrow-right-short")
        return format_html('<span class="soft">{}{}{}</span>', arrow, record.next_step, when)
    return marks.mark("warn", gettext("adrift"), "question-lg") if record.is_adrift else NOTHING


def foot(card: Any, may_edit: bool) -> SafeString:
    """Who looks after it, how long it has been in its stage, and the way to move it."""
    owner, days = card.record.owner, card.days
    whose = (
        format_html('{}<span class="visually-hidden">{}</span>', marks.initials(owner.name), owner.name)
        if owner
        else NOTHING
    )
    said = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return format_html(
        '<footer><span class="d-inline-flex gap-2 align-items-center soft">{}{}</span>{}</footer>',
        *(whose, said, mover(card) if may_edit else NOTHING),
    )


def mover(card: Any) -> SafeString:
    """The button that moves it; without script a link to the page that does."""
    label = gettext("Move %(name)s") % {"name": card.record.title}
    return format_html(
        '<a class="btn btn-text btn-sm" href="{}move/?{}" aria-label="{}" data-move>{}</a>',
        *(card.url, card.move_query, label, gettext("Move")),
    )
