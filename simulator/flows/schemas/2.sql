-- From version 1: each file keeps its family, what it was read as, and when it came and was begun.

ALTER TABLE files ADD COLUMN family TEXT NOT NULL DEFAULT '';
ALTER TABLE files ADD COLUMN document_type TEXT NOT NULL DEFAULT '';
ALTER TABLE files ADD COLUMN page_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN fetched_at REAL NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN begun_at REAL NOT NULL DEFAULT 0;

UPDATE files SET family = coalesce((SELECT family FROM batches WHERE batches.id = files.batch_id), '');
UPDATE files SET
    document_type = coalesce((SELECT json_extract(CAST(summary AS TEXT), '$.document_type') FROM readings WHERE key = reading_key), ''),
    page_count = coalesce((SELECT json_extract(CAST(summary AS TEXT), '$.page_count') FROM readings WHERE key = reading_key), 0)
WHERE reading_key <> '';

CREATE TEMP TABLE moments (file_uuid TEXT, state TEXT, at REAL, PRIMARY KEY (file_uuid, state)) WITHOUT ROWID;
INSERT OR REPLACE INTO moments
    SELECT file_uuid, state, at FROM events
    WHERE kind = 'file' AND state IN ('UPLOAD_SUCCESS', 'PROCESSING_INPROGRESS') ORDER BY id;
UPDATE files SET
    fetched_at = coalesce((SELECT at FROM moments WHERE file_uuid = files.uuid AND state = 'UPLOAD_SUCCESS'), 0),
    begun_at = coalesce((SELECT at FROM moments WHERE file_uuid = files.uuid AND state = 'PROCESSING_INPROGRESS'), 0);
DROP TABLE moments;
