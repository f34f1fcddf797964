"""What people write for entries of lists beside the names these give them: in four languages, of any gender."""

from midla.records.search import fold

ROLES = {
    "president": "presidente, presidenta, presidentessa, presid., pres., presidencia, président, présidente",
    "vice-president": "vice presidente, vicepresidente, vicepresidenta, vice, vice-président, vice-présidente",
    "treasurer": "tesoriera, cassiere, cassiera, tesorero, tesorera, trésorier, trésorière",
    "secretary": "segretaria, secretario, secretaria, secrétaire, secretaria general, segretario generale",
    "board-member": "consigliere, consigliera, membro direttivo, direttivo, vocal, directivo, directiva, miembro de la "
    "directiva, miembro de la junta, membre du conseil, conseiller, conseillère",
    "founder": "fondatrice, socio fondatore, socia fondatrice, fundadora, socio fundador, socia fundadora",
    "contact": "contatto, persona di contatto, responsabile, portavoce, contacto, responsable, vocero, vocera, contact",
    "member": "socia, membro, aderente, iscritto, iscritta, miembro, miembra, afiliado, afiliada, adhérent, adhérente",
    "volunteer": "volontaria, voluntario, voluntaria",
    "staff": "impiegato, impiegata, operatore, operatrice, empleado, empleada, employé, employée, employee",
    "mayor": "sindaca, alcalde, alcaldesa",
    "councillor": "assessora, assessora comunale, consigliere comunale, concejal, concejala, adjointe",
    "official": "funzionaria, funcionaria",
    "director": "direttrice, director, directora, directeur, directrice",
}
KINDS = {
    "visit": "incontro, riunione, visita in sede, reunión, encuentro, rencontre, réunion, meeting, assemblea, asamblea",
    "online": "online, on line, zoom, teams, videochiamata, virtuale, virtual, en línea, en ligne, videollamada",
    "event": "festa, manifestazione, fiesta, feria, fête, manifestation",
    "call": "telefono, chiamata, per telefono, teléfono, por teléfono, téléphone, phone, phone call",
    "message": "messaggio, whatsapp, sms, mensaje, message",
    "email": "email, mail, posta elettronica, correo, courriel",
}
CHANNELS = {
    "phone": "telefono, cellulare, chiamata, teléfono, celular, móvil, llamada, téléphone, appel, phone",
    "whatsapp": "wa, whats app, whatsup, messaggio, mensaje, message",
    "email": "email, mail, posta elettronica, correo, correo electrónico, courriel",
}
METHODS = {
    "spoken": "orale, a voce, verbale, verbalmente, di persona, in persona, oral, verbal, de palabra, en persona, "
    "de vive voix, en personne, in person",
    "written": "scritto, per iscritto, firmato, modulo, modulo firmato, cartaceo, escrito, por escrito, firmado, "
    "formulario, écrit, signé, formulaire, signed, form, on paper",
    "phone": "telefono, per telefono, telefonico, teléfono, por teléfono, telefónico, téléphone, phone",
    "message": "e-mail, email, mail, whatsapp, sms, messaggio, mensaje, correo, message, courriel",
}


def by_word(spoken: dict[str, str]) -> dict[str, str]:
    """The code of each word, folded."""
    return {fold(word): code for code, words in spoken.items() for word in words.split(",")}
