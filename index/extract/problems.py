"""What can be wrong with a document: a code and the Dutch sentence a visitor reads."""

from __future__ import annotations

from collections.abc import Iterator

from index.extract.dates import is_placeholder
from index.extract.parts import Part
from index.records import Problem
from index.subjects import is_known_topic

LONGEST_DETAIL = 600
"""A sentence is to be read; what it is about stays whole in the document."""

SENTENCES = {
    "not_well_formed": "De XML van dit document is beschadigd en kon niet worden gelezen ({detail}).",
    "unknown_markup": "De XML van dit document heeft een onbekende opbouw ({detail}).",
    "html_without_text": "De webpagina van dit document bevat geen tekst.",
    "read_from_pdf": "Deze tekst is uit de PDF gelezen; alinea’s en tabellen kunnen anders zijn dan in het stuk.",
    "read_from_word": "Deze tekst is uit een Word-bestand gelezen, niet uit de officiële publicatie.",
    "read_from_text": "Deze tekst komt uit platte tekst; alinea’s en voetnoten kunnen anders zijn dan in het stuk.",
    "pdf_without_text": "De PDF bevat geen tekst, waarschijnlijk alleen een scan.",
    "pdf_unreadable": "De PDF is beschadigd of op slot en kon niet worden gelezen ({detail}).",
    "pdf_too_long": "De PDF is te lang om een antwoord te kunnen zijn ({detail}); de tekst is niet gelezen.",
    "word_unreadable": "Het Word-bestand kon niet worden gelezen ({detail}).",
    "text_not_understood": "In de tekst van dit document ({detail}) zijn geen vragen of antwoorden herkend.",
    "only_metadata": "Van dit document zijn alleen de metadata beschikbaar, niet de tekst.",
    "header_not_understood": "De aanhef is niet begrepen: “{detail}”.",
    "answer_header_not_understood": "De aanhef van het antwoord is niet begrepen: “{detail}”.",
    "unknown_ministry": "Het ministerie “{detail}” is niet bekend.",
    "unknown_party": "De partij “{detail}” is niet bekend.",
    "unknown_topic": "Het onderwerp “{detail}” staat op geen lijst van de uitgever; er is niet op te filteren.",
    "unknown_element": "Het document bevat een onbekend onderdeel ({detail}); de tekst ervan is behouden.",
    "impossible_date": "De datum “{detail}” kan niet kloppen.",
    "date_placeholder": "Een datum is in het bronbestand niet ingevuld (“{detail}”).",
    "number_inferred": "Bij {detail} ontbreekt het nummer; het is uit de volgorde afgeleid.",
    "number_repeated": "Het vraagnummer {detail} komt meer dan eens voor; de latere vraag kreeg een volgnummer.",
    "number_in_text": "De tekst was in het bronbestand afgebroken bij een getal ({detail}); dat is hersteld.",
    "number_unlikely": "Vraagnummer {detail} is te hoog om te kloppen.",
    "too_many_sections": "Het document telt {detail} vragen en antwoorden of meer; wat volgt staat bij het laatste.",
    "number_gap": "In de nummering van de vragen ontbreekt {detail}.",
    "question_missing": "Het antwoord op vraag {detail} staat in het document, de vraag zelf niet.",
    "unnumbered_answer": "Er is één ongenummerd antwoord, dat voor alle vragen geldt.",
    "answer_repeated": "Vraag {detail} heeft in hetzelfde document meer dan één antwoord; ze zijn samengevoegd.",
    "last_line_restored": "De laatste regel stond in het bronbestand elders en is teruggezet: “{detail}”.",
    "last_line_unplaced": "Een losse laatste regel in het bronbestand kon niet worden geplaatst: “{detail}”.",
    "note_without_text": "Bij verwijzing {detail} ontbreekt de voetnoot.",
    "reply_lost": "Het antwoord of de mededeling ontbreekt in het bronbestand.",
    "several_sets": "Het document bevat meer dan één reeks vragen.",
    "oral_questions": "Dit zijn mondelinge vragen; die worden niet opgenomen.",
    "no_questions": "In de documenten zijn geen vragen gevonden.",
    "no_answers": "Het document is een antwoord, maar er zijn geen antwoorden in gevonden.",
    "question_unanswered": "Vraag {detail} heeft geen antwoord.",
    "no_asked_date": "De datum van indiening ontbreekt.",
    "no_answered_date": "De datum van het antwoord ontbreekt.",
    "answered_before_asked": "Het antwoord is gedateerd vóór de vragen ({detail}).",
    "notice_before_asked": "Het uitstelbericht is gedateerd vóór de vragen ({detail}).",
    "year_differs": "De datum van indiening ({detail}) past niet bij het jaar van het zaaknummer.",
    "no_submitter": "Er is geen indiener gevonden.",
    "person_unclear": "Wie “{detail}” is, is uit de naam niet op te maken.",
    "no_party": "Van {detail} is de partij niet vermeld.",
    "no_addressee": "Er is geen bewindspersoon gevonden.",
    "no_answerer": "Er is geantwoord namens een ander, maar wie antwoordde is niet gevonden.",
    "no_ministry": "Er is geen ministerie gevonden.",
    "no_title": "De vragen hebben geen titel.",
    "case_answer_elsewhere": "Volgens de Tweede Kamer zijn deze vragen afgedaan; het antwoord zelf is hier niet.",
    "case_still_open": "Volgens de Tweede Kamer zijn deze vragen nog niet afgedaan, maar er is wel een antwoord.",
    "case_date_differs": "De Tweede Kamer noemt een andere dag van indiening ({detail}).",
    "case_submitters_differ": "De Tweede Kamer noemt andere indieners ({detail}).",
    "case_party_differs": "De Tweede Kamer noemt een andere fractie ({detail}).",
    "case_document_missing": "Volgens de Tweede Kamer hoort ook {detail} bij deze vragen; dat stuk is hier niet.",
    "text_unread": "Niet alle tekst van dit document is gelezen; onder meer deze woorden ontbreken: {detail}.",
    "identifier_taken": "Het nummer {detail} is al van andere vragen; daarom heeft deze reeks een ander nummer.",
}


def problem(code: str, document: str, detail: str = "") -> Problem:
    """The problem with its sentence filled in; a long detail is cut."""
    shown = detail if len(detail) <= LONGEST_DETAIL else f"{detail[:LONGEST_DETAIL]}…"
    return Problem(code=code, sentence=SENTENCES[code].format(detail=shown), document=document)


def wrong_date(document: str, printed: str) -> Problem:
    """The problem of an encoded date that is none."""
    return problem("date_placeholder" if is_placeholder(printed) else "impossible_date", document, printed)


def unknown_values(part: Part) -> Iterator[Problem]:
    """A problem for every party, ministry and topic that no vocabulary knows."""
    for who in part.submitters:
        if who.party_printed and who.party is None:
            yield problem("unknown_party", part.document, who.party_printed)
    for ministry in dict.fromkeys(who.ministry_printed for who in (*part.asked, *part.answerers) if not who.ministry):
        if ministry:
            yield problem("unknown_ministry", part.document, ministry)
    for subject in part.topics:
        if not is_known_topic(subject):
            yield problem("unknown_topic", part.document, subject.label)
