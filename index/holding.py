"""Postings of texts → which questions hold each very common word, as bits: quicker to read and smaller than a list."""

from __future__ import annotations

import numpy as np

from index.arrays import Compounds, Lexicon, Postings, QuestionBits, TextColumns, questions_marked
from index.cores import on_all_cores
from index.weighing import inside_longer

SHARE = 60
"""Words that stand in more texts than one for so many questions have a row of bits."""


def question_bits(
    postings: Postings, texts: TextColumns, lexicon: Lexicon, compounds: Compounds, documents: int
) -> QuestionBits:
    """Which questions hold every very common word or a longer one that it is a part of, in a text of their own."""
    starts = postings.offsets[lexicon.families]
    common = np.flatnonzero(np.diff(starts) * SHARE > documents)
    bits = np.zeros((len(common), -(-documents // 8)), dtype=np.uint8)

    def fill(row: int) -> None:
        word = int(common[row])
        own, longer = np.arange(starts[word], starts[word + 1]), inside_longer(word, postings, compounds)
        found = texts.documents[postings.texts[np.concatenate((own, longer))]]
        bits[row] = np.packbits(questions_marked(found, documents))

    on_all_cores(fill, range(len(common)))
    return QuestionBits(words=common.astype(np.int32), bits=bits)
