"""What several tests of associations share."""

import pytest

from tests.factories.associations import ThemeFactory
from tests.factories.territories import CountryFactory, SubdivisionFactory


@pytest.fixture
def named_places(db):
    """Countries, parts of them and themes, as the cells of files name them."""
    for code, name in (("PE", "Perú"), ("EC", "Ecuador")):
        CountryFactory(code=code, name_es=name, name_en=name.replace("ú", "u"))
        SubdivisionFactory(country=CountryFactory(code=code), code=f"{code}-AMA", name="Amazonas")
    SubdivisionFactory(country=CountryFactory(code="PE"), code="PE-CUS", name="Cusco")
    ThemeFactory(code="health", name_it="salute", name_es="salud", name_fr="santé")
    ThemeFactory(code="savings", name_en="savings and investment")
