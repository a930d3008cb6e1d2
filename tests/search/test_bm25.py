"""The ranking against known figures: two classic English collections, a plain BM25 of a few lines, and stock Whoosh."""

from __future__ import annotations

import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import fmean

import pytest
import Stemmer
from corpus import EngineOf, old, question
from whoosh import analysis, fields, query
from whoosh.filedb.filestore import RamStorage

from index import weighing, weights
from index.analysis import forms, stem
from index.weights import FIELD_WEIGHTS, FieldWeight
from search.embedded import matching, postings
from search.evaluate import ndcg
from search.request import SearchRequest

COLLECTIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ir-collections"
SURE = {"cranfield": 0.375, "cacm": 0.450}
"""nDCG@10 of BM25 with English Snowball stems, as measured elsewhere: with another array engine, and with Whoosh."""

Texts = dict[str, str]


@dataclass(frozen=True)
class Collection:
    """Documents and queries, and the documents relevant to each query."""

    documents: Texts
    queries: Texts
    relevant: dict[str, set[str]]


def read(path: str) -> str:
    return lzma.decompress((COLLECTIONS / f"{path}.xz").read_bytes()).decode("latin-1")


def english(text: str) -> str:
    return " ".join(Stemmer.Stemmer("english").stemWords(re.findall(r"[a-z0-9]+", text.lower())))


def cranfield() -> Collection:
    documents = dict(tagged(read("cranfield/cran.all.1400.xml"), "docno", "text"))
    queries = [text for _, text in tagged(read("cranfield/cran.qry.xml"), "num", "title")]
    numbered = {str(number): text for number, text in enumerate(queries, 1)}  # judgements count, they do not name
    return Collection(documents, numbered, judged(read("cranfield/cranqrel.trec.txt")))


def tagged(text: str, name: str, content: str) -> Iterator[tuple[str, str]]:
    pattern = rf"<{name}>(.*?)</{name}>.*?<{content}>(.*?)</{content}>"
    return ((match[1].strip(), match[2]) for match in re.finditer(pattern, text, re.DOTALL))


def cacm() -> Collection:
    documents = dict(dotted(read("cacm/cacm.all"), "TWABK"))
    queries = dict(dotted(read("cacm/query.text"), "WA"))
    return Collection(documents, queries, judged(read("cacm/cacm.qrels")))


def dotted(text: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Numbers with the text under some of the headings, from lines such as ".I 1" and ".T"."""
    for part in re.split(r"^\.I ", text, flags=re.MULTILINE)[1:]:
        number, _, rest = part.partition("\n")
        sections = re.findall(r"^\.([A-Z])\n(.*?)(?=^\.[A-Z]\n|\Z)", rest, re.MULTILINE | re.DOTALL)
        yield number.strip(), " ".join(body for heading, body in sections if heading in wanted)


def judged(text: str) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        number, _, document, relevance = line.split()
        if int(relevance) > 0:
            relevant[str(int(number))].add(document)
    return relevant


def words(text: str) -> list[str]:
    return [stem(form) for form in forms(english(text))]


def by_formula(collection: Collection) -> dict[str, list[str]]:
    """The ten best documents of every query by BM25 (k1 1.2, b 0.75)."""
    counts = {name: Counter(words(text)) for name, text in collection.documents.items()}
    lengths = {name: counted.total() for name, counted in counts.items()}
    average = fmean(lengths.values())
    having = Counter(word for counted in counts.values() for word in counted)
    best = {}
    for number in collection.relevant:
        scores: dict[str, float] = defaultdict(float)
        for word in set(words(collection.queries[number])):
            idf = math.log1p((len(counts) - having[word] + 0.5) / (having[word] + 0.5))
            for name, counted in counts.items():
                if counted[word]:
                    norm = 1.2 * (0.25 + 0.75 * lengths[name] / average)
                    scores[name] += idf * counted[word] / (counted[word] + norm)
        best[number] = sorted(scores, key=lambda name: -scores[name])[:10]
    return best


def by_whoosh(collection: Collection) -> dict[str, list[str]]:
    """The ten best by Whoosh as it comes."""
    text_field = fields.TEXT(analyzer=analysis.LanguageAnalyzer("en"))
    place = RamStorage().create_index(fields.Schema(name=fields.ID(stored=True), text=text_field))
    with place.writer() as writer:
        for name, text in collection.documents.items():
            writer.add_document(name=name, text=text)
    with place.searcher() as searcher:
        asked = {number: set(text_field.process_text(collection.queries[number])) for number in collection.relevant}
        wanted = {number: query.Or([query.Term("text", word) for word in found]) for number, found in asked.items()}
        return {number: [hit["name"] for hit in searcher.search(one, limit=10)] for number, one in wanted.items()}


def by_us(collection: Collection, engine_of: EngineOf) -> dict[str, list[str]]:
    """The ten best by our engine, every document the answer of a set without any other text."""
    undated = replace(old(), title="", aliases=(), asked_on=None)
    records = [
        replace(undated, id=f"d{name}", questions=(question(1, "", english(text)),))
        for name, text in collection.documents.items()
    ]
    engine = engine_of(records)
    typed = {
        number: " OF ".join(dict.fromkeys(forms(english(collection.queries[number])))) for number in collection.relevant
    }
    found = {number: engine.search(SearchRequest(q=q), date(2024, 1, 1)).hits for number, q in typed.items()}
    return {number: [hit.id.removeprefix("d") for hit in hits] for number, hits in found.items()}


@pytest.mark.shared
@pytest.mark.skipif(not COLLECTIONS.exists(), reason="de verzamelingen liggen buiten het project")
@pytest.mark.parametrize("name", ["cranfield", "cacm"])
def test_bm25_is_as_good_as_others_have_it(name: str, engine_of: EngineOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SATURATION", 1.2)  # the usual weights, and no Dutch compounds
    monkeypatch.setattr(matching, "PART", 0.0)
    monkeypatch.setattr(postings, "COMPOUND", 0.0)
    monkeypatch.setattr(weighing, "COMPOUND", 0.0)
    monkeypatch.setitem(FIELD_WEIGHTS, "answer", FieldWeight(1.0, 0.75))
    collection = {"cranfield": cranfield, "cacm": cacm}[name]()
    ways = {"us": by_us(collection, engine_of), "formula": by_formula(collection), "whoosh": by_whoosh(collection)}
    figures = {
        way: fmean(ndcg(best[number], relevant, 10) for number, relevant in collection.relevant.items())
        for way, best in ways.items()
    }
    assert figures["us"] == pytest.approx(figures["formula"], abs=0.01), figures
    assert figures["us"] == pytest.approx(figures["whoosh"], abs=0.01), figures
    assert figures["us"] == pytest.approx(SURE[name], abs=0.01), figures
