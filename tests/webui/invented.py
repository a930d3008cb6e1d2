"""A handful of invented question sets that together hold everything a record can hold."""

from __future__ import annotations

from datetime import date, timedelta

from index.records import (
    Addressee,
    Answer,
    Block,
    BlockKind,
    DocumentKind,
    Footnote,
    House,
    NoteMark,
    Part,
    Postponement,
    Problem,
    Question,
    QuestionSet,
    Reference,
    ReferenceKind,
    Role,
    SourceDocument,
    Status,
    Submitter,
    Topic,
)

JANSEN = Submitter(name="Marijke Jansen", slug="marijke-jansen", party="d66", party_printed="D66")
BAKKER = Submitter(name="Tom Bakker", slug="tom-bakker", party="cda", party_printed="CDA")
VISSER = Submitter(name="Fenna Visser", slug="fenna-visser", party="vvd", party_printed="VVD")
WATER = Topic(slug="verkeer/water", label="Verkeer | Water", scheme="OVERHEID.TaxonomieBeleidsagenda")
SPOOR = Topic(slug="verkeer/spoor", label="Verkeer | Spoor", scheme="OVERHEID.TaxonomieBeleidsagenda")

MINISTER = Addressee(part=Part.ASKED, role=Role.MINISTER, ministry="jenv", ministry_printed="Justitie en Veiligheid")
ANSWERER = Addressee(
    part=Part.ANSWERED,
    role=Role.MINISTER,
    ministry="jenv",
    ministry_printed="Justitie en Veiligheid",
    name="A. de Wit",
    slug="a-de-wit",
)
COLLEAGUE = Addressee(part=Part.ON_BEHALF, role=Role.STATE_SECRETARY, ministry="bz", name="B. Smit", slug="b-smit")


def paragraph(text: str, *notes: NoteMark) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, notes=notes)


def plain(number: str, question: str, answer: str | None, document: str) -> Question:
    given = Answer(covers=(number,), blocks=(paragraph(answer),), document=document) if answer else None
    return Question(number=number, blocks=(paragraph(question),), answer=given)


JOINT = Answer(
    covers=("2", "3", "5"),
    blocks=(
        paragraph("Ja, de dijken langs de Lek worden elk kwartaal geschouwd.", NoteMark(at=3, number="1")),
        Block(kind=BlockKind.HEADING, text="Wat er is gedaan"),
        Block(kind=BlockKind.ITEM, text="De schouw is uitgebreid.", mark="a."),
        Block(kind=BlockKind.ITEM, text="Er is overlegd met het waterschap.", mark="b."),
        Block(
            kind=BlockKind.TABLE,
            text="Jaar | Schouwen\n2021 | 4\n2022 | 6",
            rows=(("Jaar", "Schouwen"), ("2021", "4"), ("2022", "6")),
            heading_rows=1,
            notes=(NoteMark(at=29, number="1"),),
        ),
        Block(kind=BlockKind.IMAGE, text="kaart van de dijk", href="https://voorbeeld.nl/kaart.png"),
    ),
    footnotes=(Footnote(number="1", text="Jaarverslag waterschap 2022, bladzijde 12."),),
    document="ah-tk-20222023-1200",
)

RICH = QuestionSet(
    id="2022Z11774",
    source="koop",
    house=House.TWEEDE_KAMER,
    title="Het onderhoud van de dijken langs de Lek na de droge zomer",
    status=Status.ANSWERED,
    aliases=("ah-tk-20222023-1200", "kv-tk-2022Z11774"),
    parliamentary_year="2022-2023",
    appendix_number="1200",
    asked_on=date(2022, 9, 1),
    answered_on=date(2022, 10, 20),
    submitters=(JANSEN, BAKKER),
    addressees=(MINISTER, ANSWERER, COLLEAGUE),
    topics=(WATER,),
    questions=(
        Question(
            number="1",
            blocks=(paragraph("Kent u het bericht ‘Scheuren in de dijk’?", NoteMark(at=18, number="1")),),
            footnotes=(
                Footnote(
                    number="1", text="De Streekkrant, 28 augustus 2022.", addresses=("https://streekkrant.nl/dijk",)
                ),
            ),
            answer=Answer(covers=("1",), blocks=(paragraph("Ja."),), document="ah-tk-20222023-1200"),
        ),
        Question(number="2", blocks=(paragraph("Hoe vaak worden deze dijken geschouwd?"),), answer=JOINT),
        Question(number="3", blocks=(paragraph("Is dat vaker dan vroeger?"),), answer=JOINT),
        Question(
            number="4",
            blocks=(paragraph("Wat betekent de droogte voor de veiligheid van bewoners?"),),
            answer=Answer(
                covers=("4",),
                blocks=(paragraph("Zie het antwoord op vraag 2."),),
                see=("2",),
                document="ah-tk-20222023-1200",
            ),
        ),
        Question(number="5", blocks=(paragraph("Wordt er genoeg geld uitgetrokken voor dijken?"),), answer=JOINT),
        Question(
            number="6",
            together=("6", "7"),
            blocks=(paragraph("Bent u bereid de Kamer te informeren, en zo ja, wanneer?"),),
            answer=Answer(
                covers=("6", "7"),
                blocks=(paragraph("Ja, voor het einde van het jaar."),),
                document="ah-tk-20222023-1200",
            ),
        ),
        Question(
            number="7",
            together=("6", "7"),
            blocks=(paragraph("Bent u bereid de Kamer te informeren, en zo ja, wanneer?"),),
            answer=Answer(
                covers=("6", "7"),
                blocks=(paragraph("Ja, voor het einde van het jaar."),),
                document="ah-tk-20222023-1200",
            ),
        ),
        Question(number="8", blocks=(paragraph("Wilt u elke vraag afzonderlijk beantwoorden?"),)),
    ),
    explanation=(paragraph("Deze vragen dienen ter aanvulling op eerdere vragen."),),
    footnotes=(
        Footnote(number="9", text="Noot bij de hele set.", addresses=("https://www.nos.nl/artikel/1",)),
        Footnote(number="9", text="Nog een noot met hetzelfde nummer."),
    ),
    postponements=(
        Postponement(
            on=date(2022, 9, 22),
            blocks=(paragraph("De vragen kunnen niet op tijd worden beantwoord."),),
            document="ah-1",
            by=(ANSWERER,),
        ),
    ),
    references=(
        Reference(kind=ReferenceKind.SUPPLEMENTS, id="2021Z00002", text="de vragen van het lid Visser"),
        Reference(kind=ReferenceKind.SEE_ALSO, id="kst-1", text="Kamerstuk 27 625", url="https://voorbeeld.nl/kst-1"),
    ),
    documents=(
        SourceDocument(
            id="ah-tk-20222023-1200",
            kind=DocumentKind.ANSWER,
            title="Antwoord op vragen over de dijken langs de Lek",
            address="https://voorbeeld.nl/ah-tk-20222023-1200.html",
            published_on=date(2022, 10, 21),
            files=(("pdf", "https://voorbeeld.nl/ah-tk-20222023-1200.pdf"),),
        ),
        SourceDocument(
            id="kv-tk-2022Z11774",
            kind=DocumentKind.QUESTIONS,
            title="Vragen over de dijken langs de Lek",
            address="https://voorbeeld.nl/kv-tk-2022Z11774.html",
            current=False,
        ),
    ),
    problems=(
        Problem(code="answer-missing", sentence="Bij vraag 8 staat geen antwoord.", document="ah-tk-20222023-1200"),
    ),
)

OPEN = QuestionSet(
    id="2023Z00500",
    source="koop",
    house=House.TWEEDE_KAMER,
    title="Vertraging op het spoor tussen Zwolle en Emmen",
    status=Status.OPEN,
    asked_on=date(2023, 4, 20),
    submitters=(VISSER,),
    addressees=(MINISTER,),
    topics=(SPOOR,),
    questions=(plain("1", "Hoe lang duurt de vertraging op het spoor nog?", None, "kv-tk-2023Z00500"),),
)

OLD = QuestionSet(
    id="2980612340",
    source="kvr",
    house=House.TWEEDE_KAMER,
    title="De coördinatie van hulp bij hoogwater",
    status=Status.ANSWERED,
    aliases=("KVR12345",),
    asked_on=date(1998, 11, 3),
    answered_on=date(1998, 10, 30),
    submitters=(Submitter(name="De Vries", slug="de-vries"),),
    keywords=("hoogwater", "rampenbestrijding"),
    abstract="Gevraagd wordt wie de hulp bij hoogwater leidt.",
    questions=(plain("1", "Wie leidt de hulp?", "De burgemeester leidt de hulp bij hoogwater.", "KVR12345"),),
    problems=(Problem(code="dates", sentence="Het antwoord is ouder dan de vraag.", document="KVR12345"),),
)

EVIL = '<script>alert("x")</script>'

HOSTILE = QuestionSet(
    id="2021Z66666",
    source="koop",
    house=House.EERSTE_KAMER,
    title=f"Titel met {EVIL} & 'aanhalingstekens\"",
    status=Status.WITHDRAWN,
    asked_on=date(2021, 6, 6),
    submitters=(Submitter(name=f"{EVIL} Naam", slug="script-naam", party_printed=EVIL),),
    addressees=(Addressee(part=Part.ASKED, name=EVIL),),
    topics=(Topic(slug="verkeer/spoor", label=f"Verkeer | {EVIL}", scheme="x"),),
    questions=(
        Question(
            number="1",
            blocks=(paragraph(f"Vraag met {EVIL}?", NoteMark(at=0, number="9")),),
            footnotes=(Footnote(number="1", text=EVIL, addresses=("javascript:alert(1)",)),),
        ),
        Question(number="1", blocks=(paragraph("Hetzelfde nummer nog eens, met een zeer lang" + "woord" * 60),)),
    ),
    references=(Reference(kind=ReferenceKind.SEE_ALSO, id="x", text=EVIL, url="javascript:alert(2)"),),
    documents=(
        SourceDocument(
            id="d", kind=DocumentKind.NOTICE, title=EVIL, address="data:text/html,x", files=(("pdf", "http://["),)
        ),
    ),
    problems=(Problem(code="x", sentence=EVIL, document=EVIL),),
)

SUBJECTS = ("drinkwater", "huurtoeslag", "jeugdzorg", "stikstof", "luchtvaart", "energiearmoede")


def ordinary(place: int) -> QuestionSet:
    """One of many sets: a subject, a year and a waiting time of its own."""
    subject = SUBJECTS[place % len(SUBJECTS)]
    asked = date(2000 + place, 1 + place % 12, 10)
    document = f"ah-tk-{2000 + place}-{place}"
    return QuestionSet(
        id=f"{2000 + place}Z{place:05}",
        source="koop",
        house=House.TWEEDE_KAMER,
        title=f"De gevolgen van beleid voor {subject} in de provincie",
        status=Status.ANSWERED,
        aliases=(document,),
        asked_on=asked,
        answered_on=asked + timedelta(days=10 + place),
        submitters=((JANSEN, BAKKER, VISSER)[place % 3],),
        addressees=(MINISTER, ANSWERER),
        topics=(WATER if place % 2 else SPOOR,),
        questions=tuple(
            plain(
                str(n), f"Wat is het gevolg voor {subject}, punt {n}?", f"Het gevolg is klein bij punt {n}.", document
            )
            for n in range(1, 4)
        ),
    )


ORDINARY = tuple(ordinary(place) for place in range(24))
CORPUS = (RICH, OPEN, OLD, HOSTILE, *ORDINARY)
