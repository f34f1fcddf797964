"""Writes partnerships that were agreed as IATI activities. No natural person stands in them.

Participants who are persons, officers and sources in words are left out; a title or summary that names somebody the
programme knows is replaced by the partnership's number.
"""

import datetime
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from midla.dashboards.iati import codes
from midla.dashboards.reporting.naming import Naming
from midla.partnerships.models import NEEDS_AGREEMENT, Agreement, FundingLine, Participant, PartRole, Stage
from midla.records.seeing import one_of

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
VERSION = "2.03"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def iati_file(partnerships: Any, organisations: Any) -> bytes:
    """The activities of these partnerships, as a file; of who takes part and gives, these organisations are named."""
    now = timezone.now().astimezone(datetime.UTC).isoformat(timespec="seconds")
    root = ET.Element("iati-activities", {"version": VERSION, "generated-datetime": now})
    rows = list(for_iati(partnerships, organisations))
    naming = Naming([*(row.title for row in rows), *(row.summary for row in rows)])
    for row in rows:
        root.append(activity(row, naming))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def for_iati(partnerships: Any, organisations: Any) -> Any:
    """Agreed, active and completed ones, with what an activity tells of them."""
    named = one_of(organisations, "organisation_id")
    parts = Participant.objects.kept().filter(named).order_by("pk").select_related("organisation")
    return (
        partnerships.filter(stage__in=NEEDS_AGREEMENT)
        .order_by("pk")
        .prefetch_related(
            "countries",
            "themes",
            Prefetch("participants", parts, to_attr="parts"),
            Prefetch("agreements", Agreement.objects.kept().order_by("pk"), to_attr="signed"),
            Prefetch("fundinglines", lines(named), to_attr="lines"),
            "stage_changes",
        )
    )


def lines(named: Any) -> Any:
    """Funding lines with the organisation that gives, and whether it is named."""
    return FundingLine.objects.kept().annotate(is_named=named).order_by("pk").select_related("organisation")


def activity(partnership: Any, naming: Naming) -> ET.Element:
    """One partnership. The order of the elements is that of the schema."""
    changed = partnership.updated_at.astimezone(datetime.UTC).isoformat(timespec="seconds")
    root = ET.Element(
        "iati-activity", {"last-updated-datetime": changed, "default-currency": "EUR", "humanitarian": "0"}
    )
    root.set(LANGUAGE, settings.LANGUAGE_CODE)
    ET.SubElement(root, "iati-identifier").text = identifier(partnership)
    told(
        ET.SubElement(root, "reporting-org", ref=settings.IATI_ORG_ID, type=settings.IATI_ORG_TYPE),
        settings.IATI_ORG_NAME,
    )
    title = naming.unnamed(partnership.title) or f"MIDLA {partnership.pk}"
    told(ET.SubElement(root, "title"), title)
    told(ET.SubElement(root, "description", type="1"), naming.unnamed(partnership.summary) or title)
    add_organisations(root, partnership.parts)
    ET.SubElement(root, "activity-status", code=codes.STATUSES[Stage(partnership.stage)])
    add_dates(root, partnership)
    add_countries(root, sorted(country.pk for country in partnership.countries.all()))
    add_sectors(root, [theme.code for theme in partnership.themes.all()])
    for line in partnership.lines:
        add_transactions(root, line)
    return root


def identifier(partnership: Any) -> str:
    """The activity's name for ever: that of whoever reports, then ours."""
    return f"{settings.IATI_ORG_ID}-MIDLA-{partnership.pk}"


def told(parent: ET.Element, text: str) -> None:
    """Words, in the language of the activity."""
    ET.SubElement(parent, "narrative").text = NOT_IN_XML.sub("", text)


def add_organisations(root: ET.Element, parts: Iterable[Participant]) -> None:
    """Who reports, and the organisations that take part, once for each role."""
    whole = {(settings.IATI_ORG_NAME, codes.ACCOUNTABLE, settings.IATI_ORG_TYPE): settings.IATI_ORG_ID}
    for part in parts:
        role, organisation = codes.ROLES.get(PartRole(part.role)), part.organisation
        if role and organisation:
            whole.setdefault((organisation.name, role, codes.kind_of(organisation)), "")
    for (name, role, kind), reference in whole.items():
        ref = {"ref": reference} if reference else {}
        told(ET.SubElement(root, "participating-org", {**ref, "role": role, "type": kind}), name)


def add_dates(root: ET.Element, partnership: Any) -> None:
    """When it was agreed, began, is to end and ended; each once, never one that lies ahead as if it had been."""
    moved: dict[str, datetime.date] = {}
    for change in partnership.stage_changes.all():
        moved[change.to_stage] = min(moved.get(change.to_stage, datetime.date.max), timezone.localdate(change.at))
    moved.setdefault(partnership.stage, timezone.localdate(partnership.stage_since))
    signed = [agreement.signed_on for agreement in partnership.signed if agreement.signed_on]
    ends = [agreement.ends_on for agreement in partnership.signed if agreement.ends_on]
    began = moved.get(Stage.ACTIVE) or (moved.get(Stage.COMPLETED) if partnership.stage == Stage.COMPLETED else None)
    days = {
        codes.PLANNED_START: min(signed, default=moved.get(Stage.AGREED) or began or moved[partnership.stage]),
        codes.ACTUAL_START: began,
        codes.PLANNED_END: max(ends, default=None),
        codes.ACTUAL_END: moved.get(Stage.COMPLETED) if partnership.stage == Stage.COMPLETED else None,
    }
    for kind, day in days.items():
        if day:
            ET.SubElement(root, "activity-date", {"type": kind, "iso-date": day.isoformat()})


def add_countries(root: ET.Element, found: Sequence[str]) -> None:
    """The countries it is for, in equal parts."""
    for code, share in zip(found, codes.shares(len(found) or 1), strict=False):
        ET.SubElement(root, "recipient-country", code=code, percentage=share)


def add_sectors(root: ET.Element, themes: Iterable[str]) -> None:
    """What it is about, in equal parts."""
    found = sorted({codes.SECTORS.get(code, codes.USUAL_SECTOR) for code in themes}) or [codes.USUAL_SECTOR]
    for code, share in zip(found, codes.shares(len(found)), strict=True):
        ET.SubElement(root, "sector", vocabulary="1", code=code, percentage=share)


def add_transactions(root: ET.Element, line: Any) -> None:
    """What was committed and what was paid out, in the line's own currency."""
    for kind, amount in zip(codes.movements(line.origin), (line.committed, line.disbursed), strict=True):
        if amount:
            add_transaction(root, line, kind, amount)


def add_transaction(root: ET.Element, line: Any, kind: str, amount: Decimal) -> None:
    """One movement of money; who gives is named where it is a recorded organisation."""
    day = line.said_on.isoformat()
    movement = ET.SubElement(root, "transaction")
    ET.SubElement(movement, "transaction-type", code=kind)
    ET.SubElement(movement, "transaction-date", {"iso-date": day})
    ET.SubElement(movement, "value", {"currency": line.currency, "value-date": day}).text = str(amount)
    if line.is_named:
        told(ET.SubElement(movement, "provider-org", type=codes.kind_of(line.organisation)), line.organisation.name)
