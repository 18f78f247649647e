INSERT INTO meta VALUES ('token key', CAST('kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk' AS BLOB));
INSERT INTO flows (uuid, tenant, family, product_type, application_id, auth_url, callback_url, flow_params,
    external_reference_id, username, notification_url, created_at)
    VALUES ('F', 't', 'v3', 'P', 'APP', '', 'http://c/', '{}', '', '', '', 10);
INSERT INTO batches (id, tenant, family, flow_uuid, product_type, created_at) VALUES ('B', 't', 'v3', 'F', 'P', 10);
INSERT INTO files (uuid, tenant, batch_id, flow_uuid, document_id, file_url, host, submission_mode, state, sha256,
    reading_key, created_at, changed_at)
    VALUES ('f', 't', 'B', 'F', '1', 'http://h/1', 'h', '', 'PROCESSING_SUCCESS', 'abc', 'abc:1', 10, 13);
INSERT INTO contents VALUES ('abc', CAST('bytes' AS BLOB));
INSERT INTO readings VALUES ('abc:1', CAST('{"document_type":"PAN","page_count":2}' AS BLOB), x'');
INSERT INTO events (at, tenant, kind, state, flow_uuid, batch_id, file_uuid, detail) VALUES
    (10, 't', 'file', 'UPLOAD_INPROGRESS', 'F', 'B', 'f', '{}'),
    (11, 't', 'file', 'UPLOAD_SUCCESS', 'F', 'B', 'f', '{}'),
    (12, 't', 'file', 'PROCESSING_INPROGRESS', 'F', 'B', 'f', '{}'),
    (13, 't', 'file', 'PROCESSING_SUCCESS', 'F', 'B', 'f', '{}');
INSERT INTO uploads (name, tenant, media_type, body, created_at) VALUES ('a', 't', 'text/plain', CAST('four' AS BLOB), 10);
