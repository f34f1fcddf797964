"""The users of the demo, whom only the demo's sign-in page lists."""

from django.conf import settings

from midla.accounts.models import User

DOMAIN = "midla.example"
PASSWORD = "midla demo 2026"


def demo_users() -> list[tuple[str, str, str]]:
    """Role, e-mail and password of each; none outside the demo."""
    if not settings.DEMO:
        return []
    users = User.objects.active().filter(email__endswith=f"@{DOMAIN}").order_by("pk")
    return [(user.get_role_display(), user.email, PASSWORD) for user in users]
