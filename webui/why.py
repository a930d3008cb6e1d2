"""The page “Waarom dit resultaat?”: what each word added to the place of a set among the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from search import reasons
from search.request import SearchRequest
from search.response import Explanation
from webui import links
from webui.facts import Tie
from webui.pages import Head, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of the whole: what it is, its share, a remark."""

    text: str
    share: str
    remark: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordShares:
    """A word with its share, and the places that make it up."""

    word: Share
    places: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage(Page):
    """Why a set is among the results of a search."""

    template: ClassVar[str] = "why.html"
    set: Tie
    q: str
    back: str
    opening: str
    words: tuple[WordShares, ...]
    bonuses: tuple[Share, ...]
    lacking: str
    score: str


def why_page(explanation: Explanation, request: SearchRequest) -> WhyPage:
    """The explanation as shares."""
    return WhyPage(
        head=Head(title=f"Waarom dit resultaat? {explanation.set_id}", q=request.q, noindex=True),
        set=Tie(text=explanation.title, href=links.question_set(explanation.set_id, request)),
        q=request.q,
        back=links.search(request),
        opening=reasons.opening(explanation),
        words=tuple(
            WordShares(
                word=Share(
                    text=word.written,
                    share=reasons.share(word.score, explanation),
                    remark=reasons.rarity(word, explanation),
                ),
                places=tuple(
                    Share(
                        text=reasons.where(place),
                        share=reasons.share(place.score, explanation),
                        href=links.question_set(explanation.set_id, request, place.number),
                    )
                    for place in word.places
                ),
            )
            for word in explanation.words
        ),
        bonuses=tuple(
            Share(text=bonus.value, share=reasons.share(score, explanation)) for bonus, score in explanation.bonuses
        ),
        lacking=reasons.lacking(explanation),
        score=reasons.score(explanation),
    )
