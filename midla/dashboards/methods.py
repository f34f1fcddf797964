"""How each number of the dashboard is computed, in words that stand beside it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Method:
    """How a number is computed: what is counted, and what is left out."""

    counts: str | Promise
    leaves_out: str | Promise = ""


METHODS = {
    "tiles": Method(
        gettext_lazy(
            "Live: in a stage from idea to active. Agreed: came to that stage in the period. Adrift: live, and no next "
            "step is written down. Overdue: live, and the day of the next step is over. Copy missing: agreed, active "
            "or completed, and no agreement has a file. In partnership: takes part in one that is agreed or active. "
            "Dormant: in contact once, nothing for 12 months, and in no live partnership. Meetings: held in the period."
        ),
        gettext_lazy("The trash, and what you may not see. All but agreed partnerships and meetings are as of today."),
    ),
    "pipeline": Method(
        gettext_lazy(
            "Partnerships by the stage they are in today, and the euros committed to them. Median days: of those who "
            "left a stage in the period, how long the one in the middle had been in it."
        ),
        gettext_lazy("Stays that have not ended: how long they last is not known yet."),
    ),
    "passages": Method(
        gettext_lazy(
            "Partnerships that came to a stage in the period at least once, and how many of them came to the next one "
            "at any time."
        ),
        gettext_lazy("Stages that a partnership never was in, as the idea of one that began with an introduction."),
    ),
    "countries": Method(
        gettext_lazy(
            "Associations by the communities they serve, live partnerships by their countries, as of today. What "
            "serves several stands in a row of its own, so that the rows add up."
        )
    ),
    "themes": Method(
        gettext_lazy("Live partnerships by theme, as of today. One of several themes counts for each of them."),
        gettext_lazy("Partnerships without a theme."),
    ),
    "provinces": Method(
        gettext_lazy("Live partnerships by the provinces of the organisations that take part, as of today."),
        gettext_lazy("Participants without an Italian province, and those you may not see."),
    ),
    "money": Method(
        gettext_lazy(
            "Funding lines dated in the period, in euros at the rate of their day; partnerships in any stage."
        ),
        gettext_lazy("Funding lines dated outside the period."),
    ),
    "months": Method(
        gettext_lazy("Meetings held, by the month of their start on your clock; the last 24 months at most."),
        gettext_lazy("Planned and cancelled meetings, and those confined to others."),
    ),
    "loads": Method(
        gettext_lazy(
            "Open and overdue follow-ups, associations and live partnerships an officer is responsible for, as of "
            "today; meetings held in the period with the officer among the staff."
        ),
        gettext_lazy("Records nobody is responsible for."),
    ),
    "lasting": Method(
        gettext_lazy("Partnerships reviewed after their end, and of them those found still active, at any time."),
        gettext_lazy("Partnerships not reviewed yet."),
    ),
}
