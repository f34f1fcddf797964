"""The addresses of needs, offers and partnerships."""

from typing import Any

from django.urls import include, path

from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.partnerships import records
from midla.partnerships.views import network, partnerships, parts
from midla.partnerships.views.board import PartnershipBoard
from midla.partnerships.views.follow_ups import PartnershipFollowUp
from midla.partnerships.views.move import PartnershipMove, PartnershipNeedsMet
from midla.records.list_urls import list_paths
from midla.records.urls import record_paths

app_name = "partnerships"

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
    path("partnerships/network/", include(network_pages)),
    path("partnerships/", include(partnership_pages)),
]
