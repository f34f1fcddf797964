"""Which of the programme's themes a DAC sector is about.

Sectors are those of OECD DAC's creditor reporting system as IATI takes them over: five digits name a purpose, the first
three its category. The longest beginning that stands here decides; what is missing is about none of our themes.
"""

THEMES_BY_SECTOR: dict[str, tuple[str, ...]] = {
    # education
    "111": ("education",),
    "112": ("education",),
    "11230": ("education", "training"),  # basic life skills for adults
    "11231": ("education", "youth"),  # basic life skills for youth
    "113": ("education",),
    "11330": ("education", "training"),  # vocational training
    "114": ("education",),
    "11430": ("education", "training"),  # advanced technical and managerial training
    # health
    "121": ("health",),
    "122": ("health",),
    "123": ("health",),
    "130": ("health",),
    "140": ("environment",),  # water supply and sanitation
    # government and civil society
    "15150": ("rights",),  # democratic participation and civil society
    "15160": ("rights",),  # human rights
    "15170": ("women", "rights"),  # women's rights organisations
    "15180": ("women", "rights"),  # ending violence against women and girls
    "15190": ("rights",),  # orderly, safe, regular and responsible migration
    # other social infrastructure
    "16010": ("rights",),  # social protection
    "16020": ("enterprise", "training"),  # employment creation
    "16030": ("housing",),  # housing policy
    "16040": ("housing",),  # low-cost housing
    "16061": ("culture",),  # culture
    "16066": ("culture",),  # culture
    "16070": ("rights", "enterprise"),  # labour rights
    # production
    "240": ("savings",),  # banking and financial services
    "24050": ("remittances",),  # remittance facilitation, promotion and optimisation
    "250": ("enterprise",),
    "311": ("agriculture",),
    "312": ("environment", "agriculture"),  # forestry
    "313": ("agriculture",),  # fishing
    "321": ("enterprise",),
    "32161": ("enterprise", "agriculture"),  # agro-industries
    "331": ("enterprise",),  # trade
    "332": ("tourism",),
    # several sectors
    "410": ("environment",),
    "43030": ("housing",),  # urban development
    "43040": ("agriculture",),  # rural development
    "43081": ("training",),  # multisector education and training
    # aid in emergencies
    "520": ("agriculture",),  # food security assistance
    "720": ("emergencies",),
    "730": ("emergencies",),
    "740": ("emergencies",),
    "930": ("rights", "emergencies"),  # refugees
}


def themes_of(sector: str) -> tuple[str, ...]:
    """The codes of the themes that a sector of five or three digits is about."""
    beginnings = (sector[:length] for length in range(len(sector), 2, -1))
    return next((THEMES_BY_SECTOR[one] for one in beginnings if one in THEMES_BY_SECTOR), ())
