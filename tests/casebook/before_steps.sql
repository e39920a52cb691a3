-- The casebook before its steps were counted: its tables word for word, and some rows.
CREATE TABLE IF NOT EXISTS cases (case_name TEXT PRIMARY KEY, created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, done_at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL,
    case_name TEXT, settings TEXT NOT NULL, outcome TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS translations (
    number INTEGER PRIMARY KEY, case_name TEXT NOT NULL, ref TEXT NOT NULL, sha256 TEXT NOT NULL,
    target TEXT NOT NULL, text TEXT NOT NULL, made_by TEXT NOT NULL CHECK (made_by IN ('human', 'machine')),
    author TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS entities (
    entity_id TEXT PRIMARY KEY, kind TEXT NOT NULL, case_name TEXT NOT NULL,
    made_at TEXT NOT NULL, made_by TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS anchors (
    entity_id TEXT NOT NULL, ref TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (entity_id, ref)
);
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, entity_id TEXT NOT NULL, what TEXT NOT NULL, content TEXT NOT NULL,
    reason TEXT NOT NULL, decided_at TEXT NOT NULL, decided_by TEXT NOT NULL, undone_at TEXT, undone_by TEXT
);

INSERT INTO cases VALUES ('other', '2024-02-01T00:00:00+00:00'), ('main', '2024-01-01T00:00:00+00:00');
INSERT INTO audit VALUES (1, '2024-03-01T00:00:00+00:00', 'ada', 'ingest', 'main', '{}', 'done');
INSERT INTO audit VALUES (2, '2024-03-02T00:00:00+00:00', 'bob', 'detect', NULL, '{"seed": 1}', 'KeyError');
INSERT INTO translations VALUES (3, 'main', 'post:x/1', 'ab', 'de', 'Hallo "Welt"', 'human', 'ada', '2024-03-03');
INSERT INTO entities VALUES ('0123456789abcdef', 'narrative', 'main', '2024-03-01T08:00:00+00:00', 'ada');
INSERT INTO entities VALUES ('fedcba9876543210', 'narrative', 'main', '2024-03-01T09:00:00+00:00', 'bob');
INSERT INTO anchors VALUES ('0123456789abcdef', 'post:x/2', 1.0), ('0123456789abcdef', 'post:x/1', 0.25);
INSERT INTO decisions VALUES
    (1, '0123456789abcdef', 'seen_as', '{"finding": "f1"}', '', '2024-03-01', 'floodwatch', NULL, NULL),
    (2, '0123456789abcdef', 'named', '{"name": "A brige"}', '', '2024-03-01', 'ada', '2024-03-02', 'ada'),
    (4, '0123456789abcdef', 'named', '{"name": "The bridge"}', 'spelling', '2024-03-02', 'ada', NULL, NULL),
    (7, 'nobody', 'named', '{}', '', '2024-03-02', 'ada', NULL, NULL);
