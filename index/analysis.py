"""The Dutch analysis: text → words → stems; the same for indexing, querying and marking.

The index holds *word forms* (folded, not stemmed), each at its position. A stem is a row of the lexicon: the set of
forms that share it. So one index serves both exact phrases and inflections, and a page can say which form it found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer

# A word is a run of letters and digits. An apostrophe inside it belongs to it before an s or a digit (auto's, D'66);
# elsewhere it parts two words, so that "zo'n" does not become "zon".
_WORD = re.compile(r"[^\W_]+(?:['’ʼ´`](?=[sS\d])[^\W_]+)*")
_APOSTROPHES = re.compile(r"[’ʼ´`]")
# All that is in no word, one character at a time; the commonest of it is looked for without an expression.
_OFTEN_BETWEEN = '\n.,;:?()-–/«»“”‘"%'
_BETWEEN = re.compile(r"[^\w ](?:(?<!['’ʼ´`])|(?<![^\W_].)|(?![sS\d]))|_", re.DOTALL)
_BEFORE_DIGIT = re.compile(r"'(?=\d)")
_LIGATURES = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})

MAX_FORM_LENGTH = 64
"""Longer runs of letters are no words (damaged text, encoded files); only their beginning is indexed."""


def word_matches(text: str) -> Iterator[re.Match[str]]:
    """The words of a text in order, as printed, with their places."""
    return _WORD.finditer(text)


def forms(text: str) -> list[str]:
    """The folded forms of the words of a text in order."""
    return [fold(word) for word in printed_words(text)]


def printed_words(text: str) -> list[str]:
    """The words of a text in order, as printed."""
    return _WORD.findall(text)


def words_apart(text: str) -> list[str]:
    """The words of a text as printed, cut at every character that is in no word: empty where two of those meet.

    Quicker than `word_matches`; each word begins one character after the end of the one before it.
    """
    for mark in _OFTEN_BETWEEN:
        text = text.replace(mark, " ")
    return (text if text.replace(" ", "").isalnum() else _BETWEEN.sub(" ", text)).split(" ")


@lru_cache(maxsize=500_000)
def fold(word: str) -> str:
    """The form under which a word is indexed: lower case, without diacritics; D'66 is d66, auto’s is auto's."""
    lower = word.lower()
    if not lower.isascii():
        lower = _plain(_APOSTROPHES.sub("'", lower))
    return _BEFORE_DIGIT.sub("", lower)[:MAX_FORM_LENGTH]


def _plain(lower: str) -> str:
    parts = unicodedata.normalize("NFKD", lower.translate(_LIGATURES))
    return "".join(char for char in parts if not unicodedata.combining(char)).lower()


# Snowball has two Dutch algorithms. On the judged queries the older one ranks vague questions better (nDCG@10 .707
# against .684), and it joins toeslag with toeslagen where the newer one does not.
_STEMMER = Stemmer.Stemmer("dutch_porter")
_STEMMER.maxCacheSize = 0  # a form is stemmed once, when a generation is built


def stems(forms: Iterable[str]) -> list[str]:
    """The stem of each folded form."""
    found: list[str] = _STEMMER.stemWords([form.removesuffix("'s") for form in forms])
    return found


def stem(form: str) -> str:
    """The stem of a folded form (Snowball Dutch, the Porter algorithm)."""
    return str(_STEMMER.stemWord(form.removesuffix("'s")))
