"""The addresses of needs, offers, matching and partnerships."""

from typing import Any

from django.urls import include, path

from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.partnerships import records
from midla.partnerships.models import ResourceState
from midla.partnerships.records import NeedType, OfferType
from midla.partnerships.views import matches, matching, network, partnerships, parts, resources
from midla.partnerships.views.board import PartnershipBoard
from midla.partnerships.views.follow_ups import PartnershipFollowUp
from midla.partnerships.views.move import PartnershipMove, PartnershipNeedsMet
from midla.records.list_urls import list_paths
from midla.records.urls import record_paths

app_name = "partnerships"

# --- needs, offers, matching ------------------------------------------------------------------------------------------
need_pages = [
    path("<int:pk>/met/", resources.NeedStep.as_view(to=ResourceState.MET), name="need-met"),
    path("<int:pk>/withdraw/", resources.NeedStep.as_view(to=ResourceState.WITHDRAWN), name="need-withdraw"),
    path("<int:pk>/reopen/", resources.NeedStep.as_view(), name="need-reopen"),
    path("<int:pk>/matches/<int:other>/aside/", matches.MatchAside.as_view(), name="need-match-aside"),
    path("<int:pk>/matches/<int:other>/back/", matches.MatchBack.as_view(), name="need-match-back"),
    path("<int:pk>/matches/<int:other>/introduce/", matches.MatchIntroduce.as_view(), name="need-introduce"),
    *list_paths(NeedType, resources.NeedList),
    *record_paths(NeedType, add=resources.NeedCreate, detail=resources.NeedDetail, edit=resources.NeedEdit),
]
offer_pages = [
    path("<int:pk>/met/", resources.OfferStep.as_view(to=ResourceState.MET), name="offer-met"),
    path("<int:pk>/withdraw/", resources.OfferStep.as_view(to=ResourceState.WITHDRAWN), name="offer-withdraw"),
    path("<int:pk>/reopen/", resources.OfferStep.as_view(), name="offer-reopen"),
    *list_paths(OfferType, resources.OfferList),
    *record_paths(OfferType, add=resources.OfferCreate, detail=resources.OfferDetail, edit=resources.OfferEdit),
]
matching_pages: list[Any] = [
    path("", matching.MatchingPage.as_view(), name="matching"),
    path("recompute/", matching.MatchingRecompute.as_view(), name="matching-recompute"),
    path("needs/", include(need_pages)),
    path("offers/", include(offer_pages)),
]

# --- partnerships -----------------------------------------------------------------------------------------------------
part_pages: list[Any] = [
    path("milestones/<int:pk>/reached/", parts.MilestoneReached.as_view(), name="milestone-reached"),
    *(
        path(f"{place}/", include(record_paths(declared, add=add, edit=edit)))
        for place, declared, add, edit in (
            ("participants", records.ParticipantType, parts.ParticipantCreate, parts.ParticipantEdit),
            ("agreements", records.AgreementType, parts.AgreementCreate, parts.AgreementEdit),
            ("funding", records.FundingLineType, parts.FundingLineCreate, parts.FundingLineEdit),
            ("milestones", records.MilestoneType, parts.MilestoneCreate, parts.MilestoneEdit),
            ("results", records.ResultType, parts.ResultCreate, parts.ResultEdit),
            ("reviews", records.ReviewType, parts.ReviewCreate, parts.ReviewEdit),
        )
    ),
]

partnership_pages = [
    path("board/", PartnershipBoard.as_view(), name="partnership-board"),
    path("find/", requires(Permission.VIEW)(partnerships.partnership_find), name="partnership-find"),
    path("<int:pk>/move/", PartnershipMove.as_view(), name="partnership-move"),
    path("<int:pk>/needs-met/", PartnershipNeedsMet.as_view(), name="partnership-needs-met"),
    path("<int:pk>/follow-up/", PartnershipFollowUp.as_view(), name="partnership-follow-up"),
    *part_pages,
    *record_paths(
        records.PartnershipType,
        add=partnerships.PartnershipCreate,
        detail=partnerships.PartnershipDetail,
        edit=partnerships.PartnershipEdit,
    ),
    *list_paths(records.PartnershipType, partnerships.PartnershipList),
]

network_pages = [
    path("", requires(Permission.VIEW)(network.network), name="network"),
    path("export.xlsx", requires(Permission.EXPORT)(network.network_export), name="network-xlsx"),
]

urlpatterns = [
    path("matching/", include(matching_pages)),
    path("partnerships/network/", include(network_pages)),
    path("partnerships/", include(partnership_pages)),
]
