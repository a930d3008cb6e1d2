-- The archive as it was in layout 1; the upgrade is tested against it, so it never changes.
CREATE TABLE document (id TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE blob (sha256 TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE snapshot (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document,
    form TEXT NOT NULL,
    address TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    sha256 TEXT REFERENCES blob,  -- NULL: from then on this form was gone
    etag TEXT,
    last_modified TEXT,
    remark TEXT
);
CREATE INDEX snapshot_of_document ON snapshot (document, sequence);
CREATE TABLE current (
    document TEXT NOT NULL,
    form TEXT NOT NULL,
    sequence INTEGER NOT NULL REFERENCES snapshot,
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (document, form)
) WITHOUT ROWID;
CREATE TABLE visit (  -- what the crawl knows of a document, see index/ledger.py
    document TEXT PRIMARY KEY,
    publication TEXT NOT NULL,
    version TEXT NOT NULL,
    modified TEXT NOT NULL,
    provisional INTEGER NOT NULL,
    has_xml INTEGER NOT NULL,
    due TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT
) WITHOUT ROWID;
CREATE TABLE listing (document TEXT PRIMARY KEY, packed BLOB NOT NULL);  -- of documents not archived yet
CREATE INDEX visit_modified ON visit (publication, modified);
CREATE INDEX visit_due ON visit (due) WHERE due IS NOT NULL;
CREATE TABLE listed_window (
    publication TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, listed_on TEXT NOT NULL
);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER no_snapshot_changes BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT, 'a snapshot never changes'); END;
CREATE TRIGGER no_snapshot_leaves BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'a snapshot never leaves'); END;
CREATE TRIGGER no_blob_changes BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'a blob never changes'); END;
CREATE TRIGGER no_blob_leaves BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'a blob never leaves'); END;
PRAGMA application_id = 0x56726161;
PRAGMA user_version = 1;
