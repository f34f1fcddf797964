"""Property tests ask what holds, not how quickly: a busy machine breaks none of them."""

from hypothesis import HealthCheck, settings

settings.register_profile("midla", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("midla")
