"""Invented names and sentences of the demo."""

# Name, communities, province plate, form, members.
ASSOCIATIONS = [
    ("Asociación Cultural Kuntur Wasi", "PE", "MI", "registered", 85),
    ("Hijos de Chimborazo", "EC", "GE", "registered", 140),
    ("Mujeres Bolivianas de Bérgamo", "BO", "BG", "registered", 96),
    ("Colombianos en Turín", "CO", "TO", "registered", 60),
    ("Club Deportivo Nevado Huascarán", "PE", "MI", "sports", 45),
    ("Federación Ecuatoriana de Liguria", "EC", "GE", "federation", 0),
    ("Danzas Inti Raymi Genova", "EC", "GE", "informal", 24),
    ("Fraternidad Caporales San Simón Bergamo", "BO", "BG", "informal", 38),
    ("Casa de la Cultura Peruana Perugia", "PE", "PG", "registered", 52),
    ("Red de Profesionales Andinos", "PE EC", "RM", "committee", 71),
    ("Comunidad del Señor de los Milagros Torino", "PE", "TO", "religious", 210),
    ("Asociación Virgen de Urkupiña Roma", "BO", "RM", "religious", 130),
    ("Emprendedoras Latinas Brescia", "CO EC", "BS", "cooperative", 19),
    ("Radio Mi Tierra Milano", "PE EC BO", "MI", "media", 12),
    ("Jóvenes Andinos Firenze", "PE BO", "FI", "informal", 28),
    ("Unión Loja Piacenza", "EC", "PC", "informal", 33),
    ("Panadería Social El Trigal", "BO", "MI", "enterprise", 8),
    ("Asociación Arequipa Unida", "PE", "MI", "registered", 64),
    ("Comité Pro Manabí", "EC", "SV", "committee", 16),
    ("Círculo Colombiano Bologna", "CO", "BO", "registered", 47),
    ("Tejedoras del Valle", "BO", "VA", "informal", 14),
    ("Ayllu Milano", "BO PE", "MI", "informal", 22),
    ("Peña Chabuca Verona", "PE", "VR", "informal", 18),
    ("Asociación Cuencanos Roma", "EC", "RM", "registered", 90),
    ("Futuro Andino Modena", "PE EC", "MO", "registered", 35),
    ("Cooperativa Semilla Nueva", "EC", "GE", "cooperative", 11),
    ("Música Llanera Padova", "CO", "PD", "informal", 9),
    ("Asociación Tarija Bergamo", "BO", "BG", "registered", 57),
    ("Escuela Quechua de Milán", "PE BO", "MI", "informal", 15),
    ("Guayaquileños de Génova", "EC", "GE", "informal", 40),
    ("Asociación Trujillo Roma", "PE", "RM", "registered", 73),
    ("Vallegrande en Italia", "BO", "CR", "informal", 21),
    ("Deportivo Quito Milano", "EC", "MI", "sports", 30),
    ("Mujeres del Pacífico", "CO", "RM", "registered", 26),
    ("Asociación Cochabamba Lombardia", "BO", "BG", "federation", 0),
    ("Artesanos de los Andes Trieste", "PE EC", "TS", "cooperative", 13),
    ("Comunidad Saraguro Lodi", "EC", "LO", "informal", 27),
    ("Sabores del Perú Catania", "PE", "CT", "enterprise", 6),
    ("Enlace Bogotá Napoli", "CO", "NA", "informal", 17),
    ("Asociación Ayacucho Perugia", "PE", "PG", "registered", 44),
    ("Hermandad Piura Ancona", "PE", "AN", "religious", 95),
    ("Puente Latino Parma", "CO PE EC", "PR", "registered", 39),
    ("Asociación Potosí Brescia", "BO", "BS", "informal", 20),
    ("Niños del Sol Novara", "PE", "NO", "informal", 12),
    ("Amazonía Viva Como", "PE EC BO CO", "CO", "committee", 23),
    ("Esmeraldas en Génova", "EC", "GE", "informal", 31),
    ("Asociación Huancayo Torino", "PE", "TO", "registered", 68),
    ("Cumbia y Territorio Livorno", "CO", "LI", "informal", 16),
    ("Madres Ecuatorianas La Spezia", "EC", "SP", "informal", 25),
    ("Santa Cruz Unida Roma", "BO", "RM", "registered", 50),
    ("Asociación Ica Firenze", "PE", "FI", "informal", 19),
    ("Salud sin Fronteras Andinas", "PE BO EC", "TO", "registered", 36),
    ("Club de Ajedrez Simón Bolívar", "CO", "MI", "sports", 14),
    ("Riobambeños de Milano", "EC", "MI", "informal", 42),
    ("Asociación El Alto Bergamo", "BO", "BG", "informal", 29),
    ("Cusco en Roma", "PE", "RM", "registered", 58),
    ("Cafeteros de Vicenza", "CO", "VI", "enterprise", 7),
    ("Nueva Generación Peruana", "PE", "MI", "registered", 46),
    ("Comuna Otavalo Piemonte", "EC", "AL", "informal", 34),
    ("Asociación Oruro Varese", "BO", "VA", "informal", 18),
]
# Sections: place in the list above, and the federation it belongs to.
SECTIONS = {1: 5, 6: 5, 29: 5, 45: 5, 2: 34, 27: 34, 54: 34}
# Name, type, province plate or country code.
PARTNERS = [
    ("Fondazione Ponte Lungo", "foundation", "GE"),
    ("Cooperativa Sociale Il Sentiero", "cooperative", "BG"),
    ("ONG Terre Vicine", "ngo", "MI"),
    ("Università del Colle Alto", "university", "PG"),
    ("Banca Etica del Nord-Ovest", "bank", "TO"),
    ("Camera di Commercio Mista Andina", "chamber", "MI"),
    ("Istituto Tecnico Galvani di Mare", "school", "GE"),
    ("Sindacato Lavoratori Uniti", "union", "RM"),
    ("Azienda Cacao Onesto", "enterprise", "FI"),
    ("ASL Centro Storico", "health", "GE"),
    ("Diocesi di Val Serena", "diocese", "PG"),
    ("Ministerio de Movilidad Humana, oficina de enlace", "ministry", "EC"),
    ("Microfinanciera Sumak", "bank", "EC"),
    ("ONG Qhapaq Ñan", "ngo", "PE"),
    ("Universidad del Altiplano Nuevo", "university", "BO"),
    ("Alcaldía de San Miguel del Valle", "municipality", "BO"),
    ("Gobernación de Tierra Alta", "region", "CO"),
    ("Cooperativa Cafetera La Esperanza", "cooperative", "CO"),
    ("Fundación Minga", "foundation", "EC"),
    ("Cámara de Comercio Ítalo-Peruana del Sur", "chamber", "PE"),
    ("Consorzio Orti Urbani", "cooperative", "RM"),
    ("Associazione Medici in Viaggio", "ngo", "TO"),
    ("Fondazione Radici e Ali", "foundation", "MI"),
    ("Impresa Sociale Filo Rosso", "enterprise", "BS"),
    ("Centro Interculturale del Porto", "ngo", "GE"),
    ("Scuola di Italiano Babele", "school", "MI"),
    ("Banca di Credito del Lago", "bank", "CO_IT"),
    ("Rete Botteghe Solidali", "cooperative", "VR"),
    ("Università dei Tre Fiumi", "university", "RM"),
    ("Ospedale San Rocco Nuovo", "health", "MI"),
    ("Fondazione Acqua Chiara", "foundation", "BO_IT"),
    ("Organizzazione Sviluppo Insieme", "international", "RM"),
    ("Incubatore Officina 12", "enterprise", "TO"),
    ("ONG Manos Abiertas", "ngo", "BO"),
    ("Caja Rural Los Andes", "bank", "PE"),
    ("Universidad Técnica del Guayas Nuevo", "university", "EC"),
    ("Instituto de Semillas Nativas", "ngo", "PE"),
    ("Fundación Café y Paz", "foundation", "CO"),
    ("Ufficio Pastorale Migranti di Pianura", "diocese", "BG"),
    ("Agenzia Formazione Lavoro Subito", "school", "BS"),
]
# Provinces whose plate is also a country's code.
PLATES = {"CO_IT": "CO", "BO_IT": "BO"}
GIVEN = (
    "Rosa Elena María Lucía Carmen Diana Patricia Gladys Norma Yolanda Sofía Valeria Inés Marta Luz José Luis Carlos "
    "Jorge Miguel Óscar Hugo Diego Andrés Fernando Raúl Víctor Iván Pedro Álvaro"
).split()
FAMILY = (
    "Quispe Mamani Huamán Condori Flores Rojas Vargas Choque Apaza Guamán Chicaiza Cedeño Zambrano Vélez Morocho Ruiz "
    "Restrepo Ospina Cárdenas Muñoz Núñez Peña Ibáñez Salazar Ñahui Espinoza Paredes Villacís Ayala Castaño"
).split()
SAID = (
    "Hanno presentato il programma della festa nazionale e chiedono una sala per trecento persone.",
    "Se habló del curso de contabilidad para la directiva: empezaría en febrero, los sábados.",
    "Vogliono aprire un conto dell’associazione; la banca chiede lo statuto registrato.",
    "Las socias mandan cada mes una remesa conjunta para el comedor escolar de su parroquia.",
    "La comunità cerca un medico disposto a fare una giornata di prevenzione al mese.",
    "Proponen vender artesanía en la feria de Navidad junto con la cooperativa del barrio.",
    "Il comune può dare lo spazio in via sperimentale per sei mesi, da marzo.",
    "Pidieron ayuda para escribir el proyecto del taller de confección.",
    "Due giovani laureati tornerebbero per un anno a insegnare nell’università della loro città.",
    "La directiva cambió en asamblea; la nueva tesorera entregará las cuentas del año pasado.",
)
OUTCOMES = ("", "", "D’accordo su un secondo incontro.", "Van a consultar con la asamblea.", "Mandiamo noi la bozza.")
PROMISES = (
    "Mandare il modulo per il registro del terzo settore",
    "Enviar el presupuesto del taller",
    "Richiamare per la sala",
    "Presentarles a la cooperativa",
    "Mandare l’elenco dei soci fondatori",
    "Buscar un traductor voluntario",
    "Verificare i costi di trasferimento",
    "Confirmar la fecha de la asamblea",
)
DOES_HERE = (
    "feste nazionali e corsi di danza",
    "sportello di ascolto e lingua italiana",
    "tornei e doposcuola",
    "mercatini, cucina e raccolte per chi arriva",
    "corsi di contabilità e di informatica per le socie",
)
DOES_HOME = ("comedor escolar", "agua potable en dos comunidades", "becas para bachilleres", "un puesto de salud", "")
FUNDS = (
    "microcredito fino a 5.000 euro",
    "un bando l’anno per il co-sviluppo",
    "sale e attrezzature, non denaro",
    "cofinanciamiento de proyectos productivos",
    "borse di studio per due semestri",
    "",
)
TAGS = ("Fiera di primavera", "gastronomia", "segreteria attiva", "cerca sede", "disponibile il sabato")
TITLES = (
    "Asamblea general",
    "Festa del raccolto",
    "Torneo di Natale",
    "Taller de contabilidad",
    "Giornata della salute",
    "Feria de artesanía",
)
PLACES = ("sede", "centro civico", "sala parrocchiale", "biblioteca di quartiere", "mercato coperto")
PROFESSIONS = ("infermiera", "contable", "muratore", "maestra", "cuoco", "ingeniera civil", "sarta", "autista", "")
SKILLS = ("contabilità, fogli di calcolo", "redacción de proyectos", "cucito industriale", "primo soccorso", "", "")
NEWS = (
    "Hanno cambiato sede: ora si riuniscono il giovedì sera.",
    "La directiva prepara el aniversario para la primavera.",
    "Chiedono di essere richiamati dopo l’assemblea.",
    "Tienen un grupo de mensajes con más de cien familias.",
)
