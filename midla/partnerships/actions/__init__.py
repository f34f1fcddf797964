"""What happens to needs, offers, matches and partnerships; imported so that their conditions are known."""

from midla.partnerships.actions import match, partnership, parts, resource

__all__ = ["match", "partnership", "parts", "resource"]
