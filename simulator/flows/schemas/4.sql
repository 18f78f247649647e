-- From version 3: work that failed unexpectedly keeps how often and why; tenants take turns; what grows has a size.

ALTER TABLE files ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE flows ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE flows ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN due_at REAL NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uploads ADD COLUMN size INTEGER NOT NULL DEFAULT 0;

UPDATE journal SET size = length(url) + length(headers) + length(request) + length(answer);
UPDATE inbox SET size = length(query) + length(headers) + length(body);
UPDATE uploads SET size = length(body);

-- Some files of version 3 were made before these two had their present form.
DROP INDEX IF EXISTS files_counted;
CREATE INDEX files_counted ON files (family, tenant, state, created_at, document_type, page_count, batch_id);
CREATE INDEX IF NOT EXISTS batches_alone ON batches (created_at DESC, id) WHERE flow_uuid = '';

DROP INDEX batches_to_finish;
CREATE INDEX batches_to_finish ON batches (due_at, id) WHERE finish_due = 1;
CREATE INDEX flows_by_turn ON flows (tenant, due_at, id) WHERE finish_due = 1;
CREATE INDEX batches_by_turn ON batches (tenant, due_at, id) WHERE finish_due = 1;
CREATE INDEX fetches_by_turn ON files (tenant, due_at, id) WHERE state = 'UPLOAD_INPROGRESS';
CREATE INDEX reads_by_turn ON files (tenant, due_at, id) WHERE state IN ('UPLOAD_SUCCESS', 'PROCESSING_INPROGRESS');
CREATE INDEX deliveries_by_turn ON deliveries (tenant, due_at, id) WHERE state IN ('INITIATED', 'IN_PROGRESS');

DROP INDEX journal_of_tenant;
CREATE INDEX journal_of_tenant ON journal (tenant, id, size);
DROP INDEX inbox_of_tenant;
CREATE INDEX inbox_of_tenant ON inbox (tenant, id, size);
CREATE INDEX uploads_of_tenant ON uploads (tenant, size);

-- Keys are kept in a file of their own, so that no state file can bring them.
DELETE FROM meta WHERE key LIKE '% key';
