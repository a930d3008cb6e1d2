"""Documents as they should not be: cut, turned, nested, swollen, misnamed, wrongly encoded."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

Element = etree._Element

ODD_TEXTS = (
    "",
    " ",
    "\u00ad",
    "´",
    "\ue000\ue001",
    "1",
    "Vraag",
    "Antwoord op vraag 99999999999999999999999",
    "Vraag 1 t/m 999999999",
    "1, 2, 3 en 2 t/m 1",
    "Vraag 0, 00, 1a, 1A en ²",
    "Vragen van het lid (",
    "Vragen van de leden A, B (beiden C), D, en E (allen) aan de Ministers van, en voor over",
    "Antwoord van de Minister (ontvangen 31 februari 20090)",
    "(ingezonden 30 februari 2005)",
    "0000-00-00",
    "2005-02-30",
    "99999-99-99",
    "Zie het antwoord op vraag 1, 2, 3, 4, 5, 6, 7, 8, 9 en 99",
    "Zie ook Aanhangsel Handelingen, vergaderjaar 2004–2005, nr. 1",
    "http://[::1",
    "https://\u2028www.",
    "www.",
    "| | |",
    "mijlpaal\u0085nieuw",
    "\U0001f600 \u0301\u0301\u0301",
)
SWOLLEN = (
    "a",
    " ",
    "a ",
    "1",
    "1, ",
    "1 en ",
    "(",
    ")",
    "(a",
    "van ",
    "van de ",
    "A. ",
    "de heer ",
    "en ",
    ", ",
    "- ",
    "– ",
    "´",
    "e´",
    " ´",
    "\u00ad ",
    "http://a",
    "www.",
    ".",
    "zie ",
    "Zie het antwoord op vraag ",
    "over ",
    "aan de Minister ",
    "(ingezonden ",
    "(ontvangen ",
    "Vragen van het lid ",
    "mede namens ",
    "vergaderjaar 2000-2001, nr. ",
    "21 501-02, nr. ",
    "Aanhangsel ",
    "minister van ",
    "Ã«",
    "â€",
    "\ue000",
    "\n",
    "\t",
    "-",
    "–",
    "“",
    "1) ",
    "a. ",
    "x|",
    "Antwoord 1 ",
    "Vraag 1 ",
    "t/m ",
    "Mr. ",
    "drs. ",
    "A",
    "Aa-",
    "0",
)
"""What a text may be made of when it is a million characters long."""

LONGEST = 1_000_000
DEEPEST = 4000


def damaged(body: bytes, seed: int, *, longest: int = LONGEST) -> bytes:
    """The bytes of an XML document with one to four things wrong."""
    random = Random(seed)
    root = etree.fromstring(body)
    for _ in range(random.randint(1, 4)):
        random.choice(_TREE)(root, random, longest)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=random.random() < 0.5)
    return random.choice(_BYTES)(written, random) if random.random() < 0.25 else written


def rearranged(body: bytes, seed: int) -> bytes:
    """The bytes of a well-formed document with its elements out of place, renamed, doubled or misnamed."""
    random = Random(seed)
    root = etree.fromstring(body)
    for _ in range(random.randint(1, 4)):
        random.choice(_MOVES)(root, random, LONGEST)
    return etree.tostring(root, encoding="utf-8")


def _any(root: Element, random: Random) -> Element:
    return random.choice(list(root.iter(etree.Element)))


def _below(root: Element, random: Random) -> Element | None:
    everything = list(root.iter(etree.Element))[1:]
    return random.choice(everything) if everything else None


def _shuffle(root: Element, random: Random, _longest: int) -> None:
    parent = _any(root, random)
    children = list(parent)
    random.shuffle(children)
    parent[:] = children


def _double(root: Element, random: Random, _longest: int) -> None:
    element = _below(root, random)
    if element is not None and sum(1 for _ in root.iter()) < 2000:
        element.addnext(deepcopy(element))


def _remove(root: Element, random: Random, _longest: int) -> None:
    element = _below(root, random)
    if element is not None:
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)


def _move(root: Element, random: Random, _longest: int) -> None:
    element = _below(root, random)
    inside = set(element.iter()) if element is not None else set()
    places = [each for each in root.iter(etree.Element) if each not in inside]
    if element is not None and places:
        random.choice(places).append(element)


def _rename(root: Element, random: Random, _longest: int) -> None:
    element = _any(root, random)
    element.tag = random.choice([str(_any(root, random).tag), "raar", "al", "vraag", "antwoord", "noot", "nr"])


def _wrong_namespace(root: Element, random: Random, _longest: int) -> None:
    for element in list(_any(root, random).iter(etree.Element)):
        element.tag = f"{{urn:elders}}{etree.QName(element).localname}"


def _forget(root: Element, random: Random, _longest: int) -> None:
    element = _any(root, random)
    for name in list(element.attrib):
        if random.random() < 0.7:
            del element.attrib[name]


def _nest(root: Element, random: Random, _longest: int) -> None:
    element = _below(root, random)
    if element is None:
        return
    tag = random.choice([str(element.tag), "al", "lijst", "li", "nadruk", "noot", "table", "entry"])
    for _ in range(random.choice([1, 2, 5, 50, 200, DEEPEST])):
        parent = element.getparent()
        assert parent is not None
        outer = etree.Element(tag)
        parent.replace(element, outer)
        outer.append(element)


def _odd_text(root: Element, random: Random, _longest: int) -> None:
    _put(_any(root, random), random.choice(ODD_TEXTS), random)


def _swollen_text(root: Element, random: Random, longest: int) -> None:
    piece = "".join(random.choice(SWOLLEN) for _ in range(random.choice([1, 1, 1, 2, 3])))
    text = piece * (random.choice([1000, longest // 10, longest]) // len(piece))
    _put(_any(root, random), random.choice(["", "Vragen van het lid Bos ", "Zie "]) + text, random)


def _put(element: Element, text: str, random: Random) -> None:
    place = random.random()
    if place < 0.25 and element.attrib:
        element.set(random.choice(list(element.attrib)), text)
    elif place < 0.5:
        element.tail = text
    else:
        element.text = text if place < 0.75 else (element.text or "") + text


def _truncate(body: bytes, random: Random) -> bytes:
    return body[: random.randrange(len(body))]


def _flip(body: bytes, random: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _control(body: bytes, random: Random) -> bytes:
    place = random.randrange(len(body))
    return body[:place] + random.choice([b"\x00", b"\x07", b"&#0;", b"&#x1f;", b"&niets;", b"\xff\xfe"]) + body[place:]


def _recode(body: bytes, random: Random) -> bytes:
    text = body.decode("utf-8", errors="replace")
    written = text.encode(random.choice(["latin-1", "utf-16", "utf-16-le", "cp1252", "utf-32", "utf-7"]), "replace")
    declared = random.choice([b"", b'<?xml version="1.0" encoding="utf-8"?>', b'<?xml version="1.0" encoding="raar"?>'])
    return declared + written


def _entities(body: bytes, random: Random) -> bytes:
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 12}">' for level in range(1, 12))
    outside = '<!ENTITY buiten SYSTEM "file:///etc/passwd"><!ENTITY % meer SYSTEM "http://127.0.0.1:9/x"> %meer;'
    start = body.find(b"<", body.find(b"?>") + 2 if body.startswith(b"<?") else 0)
    name = body[start + 1 :].split(b">")[0].split(b" ")[0].rstrip(b"/")
    rules = f'[<!ENTITY e0 "ha">{levels}{outside if random.random() < 0.5 else ""}]>'.encode()
    use = random.choice([b"&e11;", b"&buiten;", b"&e1;"])
    place = body.rfind(b"</")
    return b"<!DOCTYPE " + name + b" " + rules + body[start:place] + use + body[place:]


_MOVES: tuple[Callable[[Element, Random, int], None], ...] = (
    _shuffle,
    _double,
    _move,
    _rename,
    _wrong_namespace,
    _forget,
)
_TREE = (*_MOVES, _remove, _nest, _odd_text, _odd_text, _swollen_text)
_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (_truncate, _flip, _control, _recode, _entities)
