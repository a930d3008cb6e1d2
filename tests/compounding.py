"""How words are taken apart, told plainly: form by form, with dictionaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from index import compounds
from index.analysis import stems
from index.compounds import LEAST_PART, LINKS, NO_HEADS, NO_TAILS, WHOLES

Parts = tuple[str, str]


def taken_apart(counts: Mapping[str, int]) -> dict[str, Parts]:
    """The two parts of every form that is made of others, as the index has them."""
    forms = tuple(sorted(counts))
    families = np.unique(stems(forms), return_inverse=True)[1]
    splits = compounds.taken_apart(forms, np.array([counts[form] for form in forms], dtype=np.int64), families)
    rows = zip(splits.wholes.tolist(), splits.heads.tolist(), splits.tails.tolist(), strict=True)
    return {forms[whole]: (forms[head], forms[tail]) for whole, head, tail in rows}


def plainly_taken_apart(counts: Mapping[str, int]) -> dict[str, Parts]:
    """The same, worked out for one form after the other."""
    stem_of = dict(zip(counts, stems(list(counts)), strict=True))
    known = {form: n for form, n in counts.items() if n >= compounds.KNOWN and len(form) >= LEAST_PART}
    found = {}
    for form, count in counts.items():
        ways = [] if form in WHOLES else list(_ways(form, count, {word: known[word] for word in known if word in form}))
        if ways:
            found[form] = max(ways)[1]
    in_favour: defaultdict[str, int] = defaultdict(int)
    for form, count in counts.items():
        in_favour[stem_of[form]] += count if form in found else -count
    return {form: parts for form, parts in found.items() if in_favour[stem_of[form]] >= 0}


def _ways(form: str, count: int, known: Mapping[str, int]) -> Iterator[tuple[int, Parts]]:
    """The ways to take a form apart, each with the frequency of its rarer side."""
    for cut in range(LEAST_PART, len(form)):
        before, tail = form[:cut], form[cut:]
        earlier = (link + tail for link in LINKS[1:] if before.endswith(link))
        if known.get(tail, 0) < count or tail in NO_TAILS or before in NO_HEADS:
            continue
        if any(known.get(longer, 0) > known[tail] for longer in earlier):
            continue
        for head in (before.removesuffix(link) for link in LINKS if before.endswith(link)):
            if known.get(head, 0) >= count and head not in NO_HEADS:
                yield min(known[head], known[tail]), (head, tail)
