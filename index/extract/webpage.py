"""The public page of a document → the markup it was made from, so that the same code reads both.

    <h1 class="kamervraagomschrijving_kop no-toc">Vragen van …</h1>
    <div class="vraag"><h2 class="stuktitel no-toc">Vraag 1</h2><p>… <a class="nootnum …"><sup>1</sup></a></p></div>
    <div id="noten"><div class="voet noot" id="supernote-note-n1"><span class="nootnum">1</span> Krant</div></div>

The classes of the site changed more than once, so an element is known by one word among its classes, and by its tag
where it has none we know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from index.extract.blocks import Element, plain
from index.extract.markup import add, add_text, new_document, sound
from index.extract.webtable import add_table

_SECTIONS = frozenset({"vraag", "antwoord", "kamervraagopmerking", "kamervraagbijlage", "toelicht"})
_HEADERS = frozenset({"kamervraagomschrijving_kop", "kamervraagomschrijving"})
_NUMBERS = frozenset({"stuktitel", "nummer"})
_NAMED = frozenset({"naam", "voornaam", "voorvoegsels", "achternaam", "organisatie", "functie", "kamervraagonderwerp"})
_LIST_MARKS = frozenset({"ol", "li.nr"})
_EMPHASIS = frozenset({"cur", "vet", "vetcur", "halfvet", "ondlijn"})
_TAGS = {
    **dict.fromkeys(["p", "pre", "address"], "al"),
    **dict.fromkeys(["ul", "ol"], "lijst"),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], "tussenkop"),
    **dict.fromkeys(["em", "i"], "nadruk cur"),
    **dict.fromkeys(["strong", "b"], "nadruk vet"),
    "u": "nadruk ondlijn",
    "li": "li",
    "dl": "definitielijst",
    "dt": "term",
    "dd": "definitie",
    "blockquote": "citaat",
    "sup": "sup",
    "sub": "inf",
    "br": "br",
}
_NO_TEXT = frozenset(
    {"script", "style", "nav", "form", "button", "input", "select", "noscript", "template", "header", "footer"}
)
_RUNNING = frozenset({"p", "ul", "ol", "dl", "table", "blockquote", "h2", "h3", "h4"})
_REPLY = re.compile(r"\W*(?:\w+\s+)?(?:antwoord|mededeling)\b", re.IGNORECASE)
_RELATIONS = re.compile(r"\W*relaties\W*$", re.IGNORECASE)
_NOTE_ID, _NOTE_CLICK = "supernote-note-", "supernote-click-"


def page(body: bytes) -> Element | None:
    """The root of a web page, without control characters; None when there is nothing that can be one."""
    try:
        root = lxml_html.document_fromstring(body, parser=lxml_html.HTMLParser(encoding=_encoding(body)))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for element in root.iter():
        _make_sound(element)
    return root


def _make_sound(element: Element) -> None:
    """Text may be moved only when it holds no character that XML cannot."""
    for place in ("text", "tail"):
        text = getattr(element, place)
        if text and (better := sound(text)) != text:
            setattr(element, place, better)


def _encoding(body: bytes) -> str | None:
    """UTF-8 where the bytes are; else what the page says of itself."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def page_metadata(root: Element) -> Element:
    """The `meta` elements of the page, which say what metadata.xml says."""
    facts = etree.Element("metadata")
    for meta in root.iter("meta"):
        names = {name: meta.get(name, "") for name in ("name", "content", "scheme")}
        add(facts, "meta", **names)
    return facts


def page_markup(root: Element) -> Element | None:
    """The text of the page as official markup; None when it has no question, answer or remark we know."""
    markup, text = new_document()
    content = _content(root)
    notes = [element for element in content.iter("div", "p", "li") if _is_note(element)]
    for element in _parts(content):
        _add_part(text, element)
    for note in notes:
        _add_note(add(text, "noten"), note)
    return markup if len(text) > len(notes) else None


def page_paragraphs(root: Element) -> Iterator[str]:
    """The paragraphs of a page whose parts have no names."""
    for element in _content(root).iter("p", "li", "h1", "h2", "h3"):
        markup = etree.Element("al")
        _into(markup, element)
        yield plain(markup)


def _content(root: Element) -> Element:
    """The part of the page that is the document."""
    candidates = (
        next((each for each in root.iter("div", "article", "section") if "stuk" in _classes(each)), None),
        next((each for each in root.iter("div") if each.get("id") == "main-column"), None),
        next(root.iter("main"), None),
        next(root.iter("body"), None),
    )
    return next((each for each in candidates if each is not None), root)


def _parts(content: Element) -> list[Element]:
    """Header sentences, sections, and the running text after the first of these that no section holds; in order."""
    found: list[Element] = []
    for element in _pieces(content):
        if found or _is_header(element) or _classes(element) & _SECTIONS:
            found.append(element)
    return list(_without_relations(found))


def _pieces(parent: Element) -> Iterator[Element]:
    for child in parent:
        if not isinstance(child.tag, str) or child.tag in _NO_TEXT or _is_aside(child):
            continue
        if child.tag in _RUNNING or _is_header(child) or _classes(child) & _SECTIONS or _is_bare(child):
            yield child
        else:
            yield from _pieces(child)


def _is_header(element: Element) -> bool:
    return bool(_classes(element) & _HEADERS)


def _is_note(element: Element) -> bool:
    return "noot" in _classes(element)


def _is_aside(element: Element) -> bool:
    return element.get("id") == "noten" or "downloads" in _classes(element) or _is_note(element)


def _is_bare(element: Element) -> bool:
    """Whether words stand in this element without a paragraph around them."""
    texts = [element.text, *(child.tail for child in element)]
    return element.tag == "div" and any(text and text.strip() for text in texts)


def _without_relations(elements: list[Element]) -> Iterator[Element]:
    """The elements but for the heading "Relaties" and the table below it, which the site adds to a document."""
    below = False
    for element in elements:
        heading = element.tag in ("h2", "h3") and bool(_RELATIONS.match(_words(element)))
        if not heading and not (below and element.tag in ("table", "dl", "ul")):
            yield element
        below = heading


def _add_part(text: Element, element: Element) -> None:
    words = _classes(element)
    if _is_header(element):
        reply = _REPLY.match(_words(element))
        _into(add(text, "kamervraagomschrijving", type="antwoord" if reply else "vraag"), element)
    elif words & _SECTIONS:
        _add_section(add(text, next(iter(words & _SECTIONS))), element)
    else:
        last = text[-1] if len(text) and text[-1].tag == "kamervraagopmerking" else add(text, "kamervraagopmerking")
        _child(last, element)


def _add_section(section: Element, element: Element) -> None:
    """A question, an answer or a remark; its first title is its number."""
    title = next((each for each in element.iter() if _classes(each) & _NUMBERS), None)
    if title is not None:
        _into(add(section, "nr"), title)
        _remove(title)
    _into(section, element)


def _add_note(notes: Element, element: Element) -> None:
    note = add(notes, "noot", id=element.get("id", "").removeprefix(_NOTE_ID) or "zonder", type="voet")
    number = next((each for each in element.iter("span", "a", "sup") if "nootnum" in _classes(each)), None)
    if number is not None:
        _into(add(note, "noot.nr"), number)
        _remove(number)
    _into(add(note, "noot.al"), element)


def _into(target: Element, source: Element) -> None:
    """All content of an element of the page, in the markup."""
    add_text(target, source.text)
    for child in source:
        if isinstance(child.tag, str) and child.tag not in _NO_TEXT and not _is_note(child):
            _child(target, child)
        add_text(target, child.tail)


def _child(target: Element, child: Element) -> None:
    """One element of the page, in the markup."""
    words = _classes(child)
    if child.tag == "a":
        _add_link(target, child, words)
    elif child.tag == "img":
        add(target, "illustratie", naam=child.get("src", ""), alt=child.get("alt", ""))
    elif child.tag == "table":
        add_table(target, child, _into)
    elif words & _LIST_MARKS and (item := _item(target)) is not None:
        _into(add(item, "li.nr"), child)
    else:
        _into(_element(target, child, words), child)


def _item(target: Element) -> Element | None:
    """The item of a list that an element is or stands in."""
    return target if target.tag == "li" else next(target.iterancestors("li"), None)


def _element(target: Element, child: Element, words: set[str]) -> Element:
    """The element an ordinary one becomes; the target itself for one that only groups."""
    emphasis, named = words & _EMPHASIS, words & _NAMED
    if emphasis:
        return add(target, "nadruk", type=min(emphasis))
    if named:
        return add(target, min(named))
    if child.tag in ("div", "section", "article", "figure", "figcaption"):
        return add(target, "al-groep")
    tag, _, kind = _TAGS.get(child.tag, "").partition(" ")
    if not tag:
        return target
    return add(target, tag, type=kind) if kind else add(target, tag)


def _add_link(target: Element, link: Element, words: set[str]) -> None:
    address = link.get("href", "")
    click = next((word for word in words if word.startswith(_NOTE_CLICK)), "")
    if click or "nootnum" in words:
        note = click.removeprefix(_NOTE_CLICK) or address.rpartition(_NOTE_ID)[2]
        add(target, "nootref", refid=note, nr=_words(link).strip())
    elif address.startswith(("http://", "https://")):
        _into(add(target, "extref", soort="URL", doc=address), link)
    else:
        _into(target, link)


def _remove(element: Element) -> None:
    """Take an element out of the page; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _words(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split()) if isinstance(element.tag, str) else set()
