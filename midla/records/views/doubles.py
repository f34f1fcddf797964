"""Pairs of records that may be one: the list, one pair side by side, and what was decided."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from midla.records import jobs, tasks
from midla.records.double_pairs import Told, decide, told
from midla.records.double_pools import POOLS, TYPED
from midla.records.doubles import THRESHOLD
from midla.records.forms import readable
from midla.records.job_kinds import JOB_KINDS
from midla.records.merge_fields import CHOOSE, FieldRow, heading, rows
from midla.records.models import DoublePair, PairState
from midla.records.registry import RecordType, record_types, type_of
from midla.records.views.page import address, one_or_404
from midla.ui.messages import say

PAGE_SIZE, MOST_REASONS, LONGEST_TYPED = 25, 3, 200


def reads_contacts(user: Any, label: str) -> bool:
    """True where a user may read the contact data of records of this kind, as far as the role says."""
    faces = [declared for declared in record_types() if declared.label() == label]
    return not any(declared.hidden_fields(user) & {*declared.guarded_fields} for declared in faces)


def pairs_of(user: Any) -> QuerySet[DoublePair]:
    """The pairs that a user may be shown, of records they see: likely, and in order, by what they may read."""
    labels = {pool.label for pool in POOLS}
    hidden = {label for label in labels if not reads_contacts(user, label)}
    likely = Q(model_label__in=labels - hidden) | Q(model_label__in=hidden, open_score__gte=THRESHOLD)
    pairs = DoublePair.objects.visible_to(user).filter(likely)
    if not hidden:
        return pairs
    shown = Case(When(model_label__in=hidden, then=F("open_score")), default=F("score"))
    return pairs.order_by(shown.desc(), "id")


@dataclass(frozen=True)
class PairShown:
    """A pair with its two records, as its reader may know them."""

    pair: DoublePair
    first: Any
    second: Any
    with_contacts: bool

    @property
    def declared(self) -> RecordType:
        """The type of the two; of an association and a partner actor, that of the first."""
        return type_of(self.first)

    @property
    def kind(self) -> str:
        return capfirst(str(self.declared.singular))

    @property
    def score(self) -> int:
        return self.pair.score if self.with_contacts else self.pair.open_score

    @property
    def reasons(self) -> list[Told]:
        return told(self.pair, with_contacts=self.with_contacts)

    @property
    def best(self) -> str:
        """What speaks most for it, in one line."""
        return " · ".join(str(reason.sentence) for reason in self.reasons[:MOST_REASONS] if reason.points > 0)

    @property
    def subs(self) -> tuple[str, str]:
        return self.declared.summary(self.first), self.declared.summary(self.second)

    @property
    def url(self) -> str:
        return reverse("records:double-detail", args=[self.pair.pk])


def with_records(pairs: list[DoublePair], user: Any) -> list[PairShown]:
    """Pairs with their records; a few queries, however many."""
    found: dict[tuple[str, int], Any] = {}
    wanted = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    labels = {pair.model_label for pair in pairs}
    for declared in record_types():
        if declared.label() in labels:
            seen = declared.for_search(declared.visible_to(user).filter(pk__in=wanted))
            found.update({(declared.label(), record.pk): record for record in seen})
    reading = {label: reads_contacts(user, label) for label in labels}
    shown = []
    for pair in pairs:
        first, second = (found.get((pair.model_label, key)) for key in (pair.first_id, pair.second_id))
        if first is not None and second is not None:
            shown.append(PairShown(pair, first, second, reading[pair.model_label]))
    return shown


class DoubleList(View):
    """Pairs of records that may be one, the likeliest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        state = request.GET.get("state")
        state = state if state == PairState.NOT_SAME else PairState.OPEN
        page = Paginator(pairs_of(request.user).filter(state=state), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "pairs": with_records(list(page), request.user),
            "pages": page,
            "total": page.paginator.count,
            "state": state,
            "views": self.views(state),
            "may_find": request.user.can(JOB_KINDS[tasks.KIND].permission),
        }
        return render(request, "records/double_list.html", context)

    def views(self, state: str) -> list[tuple[str, str, bool]]:
        """The two lists: label, address, whether it is this one."""
        undecided, decided = PairState.OPEN, PairState.NOT_SAME
        return [
            (_("To decide"), "?", state == undecided),
            (_("Not the same"), f"?state={decided.value}", state == decided),
        ]


class DoubleFind(View):
    """Has the worker compare everything. A GET shows the jobs."""

    http_method_names: ClassVar[list[str]] = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("records:jobs")

    def post(self, request: HttpRequest) -> HttpResponse:
        jobs.start(JOB_KINDS[tasks.KIND], tasks.find_doubles.enqueue, by=request.user)
        say(request, _("Doubles are being looked for; you may go on with something else."), level=messages.INFO)
        return redirect("records:jobs")


class PairPage(View):
    """What the pages of one pair share."""

    request: HttpRequest

    @cached_property
    def shown(self) -> PairShown:
        """The pair with its records, where the reader sees both."""
        found = with_records([one_or_404(pairs_of(self.request.user), self.kwargs["pk"])], self.request.user)
        if not found:
            raise Http404
        return found[0]


class DoubleDetail(PairPage):
    """Two records side by side, with what speaks for and against."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        shown, declared = self.shown, self.shown.declared
        permission = declared.merge_permission
        same_kind = type(shown.first) is type(shown.second)
        merge_url = ""
        if same_kind and permission is not None and request.user.can(permission):
            merge_url = f"{address(declared, 'merge', shown.first.pk)}?with={shown.second.pk}"
        context = {
            "shown": shown,
            "mine": heading(shown.first),
            "theirs": heading(shown.second),
            "first_url": declared.detail_url(shown.first),
            "second_url": declared.detail_url(shown.second),
            "rows": self.rows(declared),
            "merge_url": merge_url,
        }
        return render(request, "records/double_detail.html", context)

    def rows(self, declared: RecordType) -> list[FieldRow]:
        """The fields of both, without what is told on a record's own pages alone."""
        every = rows(declared, self.shown.first, self.shown.second, self.request.user, {})
        own = {f"{CHOOSE}{name}" for name in declared.own_page_fields}
        return [row for row in every if row.name not in own]


class DoubleDecide(PairPage):
    """Says that two are not the same, or that it is to be decided again."""

    http_method_names = ["post"]
    state = PairState.NOT_SAME

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pair = self.shown.pair
        if pair.state not in (self.state, PairState.MERGED):
            decide(pair, state=self.state, by=request.user)
            if self.state == PairState.NOT_SAME:
                say(request, _("Not the same: remembered."), undo_url=reverse("records:double-reopen", args=[pk]))
        return redirect("records:double-list")


class LikeTyped(View):
    """What is like what is being typed into a form, as a part of its page: a few records that the reader sees."""

    def get(self, request: HttpRequest) -> HttpResponse:
        find_like = TYPED.get(request.GET.get("kind", ""))
        typed = {name: readable(value)[:LONGEST_TYPED] for name, value in request.GET.items()}
        found = find_like(typed, request.user) if find_like else []
        return render(request, "records/_like.html", {"found": found})
