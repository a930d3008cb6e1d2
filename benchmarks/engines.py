"""Every engine behind the same three verbs: build, open, ask. Asking means: total, best ten, counts of four facets."""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from benchmarks.corpus import COUNTED, question_rows, records, rows
from benchmarks.querylog import Query
from index import segments, writer
from index.indexing import collect
from index.store import RecordStore

TODAY = date(2008, 12, 31)
BEST = 10
JOBS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine answers: how many sets, the ids of the best ten, and the ten commonest values of each facet."""

    total: int
    best: tuple[str, ...]
    facets: dict[str, dict[str, int]]


Ask = Callable[[Query], Outcome]


class Peer(Protocol):
    """An engine in the comparison."""

    def build(self, store: Path, folder: Path) -> None:
        """Index all sets of a store in a folder."""
        ...

    def open(self, folder: Path) -> Ask:
        """The function that answers queries from a folder."""
        ...


class Vraagbaak:
    """Ours, below the page: the records stay out, as with the others."""

    def build(self, store: Path, folder: Path) -> None:
        with RecordStore(store, read_only=True) as kept:
            ids = kept.ids()
        with segments.writing(folder / "whoosh") as index_writer:
            for each in collect(store, ids, JOBS, lambda *_: None):
                index_writer.take(each)

    def open(self, folder: Path) -> Ask:
        from search.embedded.deadline import Deadline  # none of it in the processes of other engines
        from search.embedded.engine import EmbeddedEngine
        from search.embedded.search import Search
        from search.request import Filter, SearchRequest

        engine = EmbeddedEngine(folder / "generations")

        def ask(query: Query) -> Outcome:
            filters = (Filter(query.chosen[0], (query.chosen[1],)),) if query.chosen else ()
            generation = engine._generation()  # noqa: SLF001 - the same work as the others, without the page
            search = Search(generation, SearchRequest(q=query.typed, filters=filters), TODAY, Deadline(60))
            facets = search.selection.facets(COUNTED, shown=BEST)
            return Outcome(
                search.total,
                tuple(generation.arrays.ids[ordinal] for ordinal in search.ranked().tolist()),
                {facet.name: {bucket.value: bucket.count for bucket in facet.buckets} for facet in facets},
            )

        return ask


def make_generation(store: Path, folder: Path) -> None:
    """A whole generation of ours, as `vraagbaak build` makes it."""
    with RecordStore(store) as kept:
        now = datetime.now(UTC)
        writer.build(kept, folder / "generations", jobs=JOBS, now=now, progress=lambda *_: None)


class Tantivy:
    """Tantivy with its own Dutch stemmer; facets as fast fields, counted by its aggregations."""

    rows = staticmethod(rows)

    def build(self, store: Path, folder: Path) -> None:
        import tantivy

        folder.mkdir(exist_ok=True)
        place = self._open(folder)
        adding = place.writer(heap_size=512_000_000, num_threads=1)
        for row in self.rows(records(store)):
            document = tantivy.Document()
            document.add_text("id", row.id)
            document.add_text("body", row.body)
            for name, values in row.facets.items():
                for value in values:
                    document.add_text(name, value)
            adding.add_document(document)
        adding.commit()
        adding.wait_merging_threads()

    def _open(self, folder: Path) -> Any:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("body", tokenizer_name="nl")
        for name in COUNTED:
            schema.add_text_field(name, fast=True, tokenizer_name="raw")
        place = tantivy.Index(schema.build(), str(folder))
        analysis = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        stemmed = analysis.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.stemmer("dutch")).build()
        place.register_tokenizer("nl", stemmed)
        return place

    def open(self, folder: Path) -> Ask:
        import tantivy

        place = self._open(folder)
        place.reload()
        searcher = place.searcher()
        counting = {name: {"terms": {"field": name, "size": BEST}} for name in COUNTED}

        def ask(query: Query) -> Outcome:
            parsed = self._parsed(place, query)
            if query.chosen:
                chosen = tantivy.Query.term_query(place.schema, *query.chosen)
                parsed = tantivy.Query.boolean_query([(tantivy.Occur.Must, parsed), (tantivy.Occur.Must, chosen)])
            found = searcher.search(parsed, BEST, count=True)
            counts = searcher.aggregate(parsed, counting)
            facets = {name: {b["key"]: b["doc_count"] for b in counts[name]["buckets"]} for name in COUNTED}
            best = tuple(searcher.doc(address)["id"][0] for _, address in found.hits)
            return Outcome(found.count, best, facets)

        return ask

    def _parsed(self, place: Any, query: Query) -> Any:
        import tantivy

        if query.mode == "prefix":
            return tantivy.Query.regex_query(place.schema, "body", f"{query.words[0]}.*")
        words = [word.replace('"', "") for word in query.words]
        typed = {"and": " AND ", "or": " OR ", "phrase": " "}[query.mode].join(words)
        return place.parse_query(f'"{typed}"' if query.mode == "phrase" else typed, ["body"])


class TantivyQuestions(Tantivy):
    """The same with a document for each question: it finds and counts questions, not sets."""

    rows = staticmethod(question_rows)


class Sqlite:
    """SQLite FTS5 without a stemmer, as it comes; facets in tables beside it."""

    rows = staticmethod(rows)

    def build(self, store: Path, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        with sqlite3.connect(folder / "fts.sqlite") as db:
            db.execute("CREATE TABLE paper (number INTEGER PRIMARY KEY, id TEXT)")
            db.execute(
                "CREATE VIRTUAL TABLE body USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')"
            )
            for name in COUNTED:
                db.execute(f"CREATE TABLE {name} (paper INTEGER, value TEXT)")
            for number, row in enumerate(self.rows(records(store))):
                db.execute("INSERT INTO paper VALUES (?, ?)", (number, row.id))
                db.execute("INSERT INTO body (rowid, text) VALUES (?, ?)", (number, row.body))
                for name, values in row.facets.items():
                    db.executemany(f"INSERT INTO {name} VALUES (?, ?)", [(number, value) for value in values])
            for name in COUNTED:
                db.execute(f"CREATE INDEX of_{name} ON {name} (paper, value)")
        db.close()

    def open(self, folder: Path) -> Ask:
        db = sqlite3.connect(folder / "fts.sqlite")
        db.execute("CREATE TEMP TABLE found (paper INTEGER PRIMARY KEY, score REAL)")

        def ask(query: Query) -> Outcome:
            quoted = [f'"{word}"' for word in query.words]
            joined = {"and": " ", "or": " OR ", "prefix": ""}
            match = f'"{" ".join(query.words)}"' if query.mode == "phrase" else joined[query.mode].join(quoted)
            match += "*" if query.mode == "prefix" else ""
            where, values = "body MATCH ?", [match]
            if query.chosen:
                where += f" AND rowid IN (SELECT paper FROM {query.chosen[0]} WHERE value = ?)"
                values.append(query.chosen[1])
            db.execute("DELETE FROM found")
            db.execute(f"INSERT INTO found SELECT rowid, rank FROM body WHERE {where}", values)
            (total,) = db.execute("SELECT count(*) FROM found").fetchone()
            best = "SELECT id FROM found JOIN paper ON number = paper ORDER BY score LIMIT 10"
            counting = (
                "SELECT value, count(*) FROM found JOIN {0} USING (paper) GROUP BY value ORDER BY 2 DESC LIMIT 10"
            )
            facets = {name: dict(db.execute(counting.format(name)).fetchall()) for name in COUNTED}
            return Outcome(total, tuple(row[0] for row in db.execute(best)), facets)

        return ask


class SqliteQuestions(Sqlite):
    """The same with a row for each question: it finds and counts questions, not sets."""

    rows = staticmethod(question_rows)


class Xapian:
    """Xapian with its Dutch stemmer; it counts the first value of each facet only."""

    def build(self, store: Path, folder: Path) -> None:
        import xapian

        db = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("dutch"))
        for row in rows(records(store)):
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(row.body)
            document.set_data(row.id)
            for slot, (name, values) in enumerate(row.facets.items()):
                document.add_value(slot, values[0] if values else "")
                for value in values:
                    document.add_boolean_term(f"X{name}:{value}"[:200])
            db.add_document(document)
        db.commit()
        db.close()

    def open(self, folder: Path) -> Ask:
        import xapian

        db = xapian.Database(str(folder))
        parser = xapian.QueryParser()
        parser.set_database(db)
        parser.set_stemmer(xapian.Stem("dutch"))
        parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)

        def ask(query: Query) -> Outcome:
            every = xapian.QueryParser.OP_AND if hasattr(xapian.QueryParser, "OP_AND") else xapian.Query.OP_AND
            parser.set_default_op(xapian.Query.OP_OR if query.mode == "or" else every)
            typed = f'"{" ".join(query.words)}"' if query.mode == "phrase" else " ".join(query.words)
            flags = parser.FLAG_PHRASE | parser.FLAG_WILDCARD
            parsed = parser.parse_query(typed + ("*" if query.mode == "prefix" else ""), flags)
            if query.chosen:
                chosen = xapian.Query("X{}:{}".format(*query.chosen)[:200])
                parsed = xapian.Query(xapian.Query.OP_FILTER, parsed, chosen)
            enquire = xapian.Enquire(db)
            enquire.set_query(parsed)
            spies = {name: xapian.ValueCountMatchSpy(slot) for slot, name in enumerate(COUNTED)}
            for spy in spies.values():
                enquire.add_matchspy(spy)
            found = enquire.get_mset(0, BEST, db.get_doccount())
            facets = {name: {v.term.decode(): v.termfreq for v in spy.top_values(BEST)} for name, spy in spies.items()}
            best = tuple(match.document.get_data().decode() for match in found)
            return Outcome(found.get_matches_estimated(), best, facets)

        return ask


class StockWhoosh:
    """Whoosh as it comes: its Dutch analyser, its codec, its collectors."""

    def build(self, store: Path, folder: Path) -> None:
        from whoosh import fields
        from whoosh.analysis import LanguageAnalyzer
        from whoosh.index import create_in

        folder.mkdir(exist_ok=True)
        facets = {name: fields.KEYWORD(commas=True, sortable=True) for name in COUNTED}
        schema = fields.Schema(id=fields.ID(stored=True), body=fields.TEXT(analyzer=LanguageAnalyzer("nl")), **facets)
        adding = create_in(str(folder), schema).writer(limitmb=512)
        for row in rows(records(store)):
            values = {name: ",".join(slugs) for name, slugs in row.facets.items()}
            adding.add_document(id=row.id, body=row.body, **values)
        adding.commit()

    def open(self, folder: Path) -> Ask:
        from whoosh import query as q
        from whoosh.index import open_dir

        place = open_dir(str(folder))
        searcher = place.searcher()

        def ask(query: Query) -> Outcome:
            parsed = self._parsed(place.schema, query)
            if query.chosen:
                parsed = q.And([parsed, q.Term(*query.chosen)])
            found = searcher.search(parsed, limit=BEST)
            counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
            readers = {name: searcher.reader().column_reader(name) for name in COUNTED}
            documents = list(parsed.docs(searcher))
            for name, reader in readers.items():
                counts[name].update(value for document in documents for value in reader[document].split(",") if value)
            facets = {name: dict(counter.most_common(BEST)) for name, counter in counts.items()}
            return Outcome(len(documents), tuple(hit["id"] for hit in found), facets)

        return ask

    def _parsed(self, schema: Any, query: Query) -> Any:
        from whoosh import query as q

        if query.mode == "prefix":
            return q.Prefix("body", query.words[0])
        words = [word for typed in query.words for word in schema["body"].process_text(typed, mode="query")]
        if query.mode == "phrase":
            return q.Phrase("body", words)
        return (q.Or if query.mode == "or" else q.And)([q.Term("body", word) for word in words])


def engines() -> dict[str, Peer]:
    """All engines that are installed; Debian puts Xapian where a virtual environment does not look."""
    sys.path.append("/usr/lib/python3/dist-packages")
    peers: dict[str, Peer] = {"vraagbaak": Vraagbaak(), "SQLite FTS5": Sqlite()}
    peers |= {"SQLite FTS5 on questions": SqliteQuestions(), "stock Whoosh": StockWhoosh()}
    if find_spec("tantivy"):
        peers |= {"tantivy": Tantivy(), "tantivy on questions": TantivyQuestions()}
    if find_spec("xapian"):
        peers["Xapian"] = Xapian()
    return peers
