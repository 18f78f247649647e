-- From version 2: lists and counts of many files are answered from indexes alone.

CREATE INDEX files_counted ON files (family, tenant, state, created_at, document_type, page_count, batch_id);
CREATE INDEX batches_alone ON batches (created_at DESC, id) WHERE flow_uuid = '';
