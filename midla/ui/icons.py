"""The icons that pages may name: a subset of Bootstrap Icons, gathered into one sprite.

To add one, write its name here and run `scripts/vendor_assets.py`.
"""

NAMES = """
activity alarm arrow-counterclockwise arrow-down-right arrow-down-short arrow-left-right arrow-repeat
arrow-right-short arrow-up-short bank bar-chart bell book bookmark box-arrow-right briefcase building
calendar-check calendar-event calendar-plus calendar3 camera camera-video card-list cash-coin chat-dots
chat-left-text check-all check-circle check-lg check2-square chevron-left chevron-right clock clock-history
columns-gap compass copy dash-lg database diagram-3 download envelope exclamation-circle
exclamation-triangle eye eye-slash file-earmark-spreadsheet file-earmark-text files fingerprint flag funnel
gear geo-alt gift globe2 hash hourglass-split house image info-circle intersect journal-text kanban key
layout-three-columns link-45deg list lock map megaphone mic moon mortarboard palette paperclip pen pencil
pencil-square people person person-badge person-check person-plus person-x phone pin-angle plus-lg printer
puzzle qr-code question-circle question-lg reply save search send share shield-check shield-lock
slash-circle sliders star sticky sun tag telephone three-dots translate trash upload whatsapp wifi-off x-lg
x-octagon
"""
ICONS = frozenset(NAMES.split())
