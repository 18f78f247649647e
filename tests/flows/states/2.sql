-- The whole state of a simulator. Moments are simulated seconds since the epoch.
-- Partial indexes hold only what is unfinished, so that finding the next work costs the same however much is stored.

CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE revoked (jti TEXT PRIMARY KEY, expires_at REAL NOT NULL) WITHOUT ROWID;

CREATE TABLE flows (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    family TEXT NOT NULL,
    product_type TEXT NOT NULL,
    application_id TEXT NOT NULL,
    auth_url TEXT NOT NULL,
    callback_url TEXT NOT NULL,
    flow_params TEXT NOT NULL,
    external_reference_id TEXT NOT NULL,
    username TEXT NOT NULL,
    user_docs TEXT,
    notification_url TEXT NOT NULL,
    created_at REAL NOT NULL,
    checked INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    finish_due INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL DEFAULT 0,
    pace TEXT NOT NULL DEFAULT ''
);
CREATE INDEX flows_by_application ON flows (tenant, application_id);
CREATE INDEX flows_to_finish ON flows (due_at, id) WHERE finish_due = 1;

-- Onboarding: application and reference together name one flow.
CREATE UNIQUE INDEX flows_of_pair ON flows (tenant, application_id, external_reference_id) WHERE family IN ('v1', 'v2');

CREATE TABLE co_applicants (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    external_reference_id TEXT NOT NULL,
    username TEXT NOT NULL,
    user_docs TEXT,
    created_at REAL NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX co_applicants_of_flow ON co_applicants (flow_uuid, id);

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    sender TEXT NOT NULL,
    intent TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE INDEX messages_of_flow ON messages (flow_uuid, id);

CREATE TABLE batches (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    family TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    product_type TEXT NOT NULL,
    created_at REAL NOT NULL,
    pending INTEGER NOT NULL DEFAULT 0,
    finish_due INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX batches_to_finish ON batches (id) WHERE finish_due = 1;

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    document_id TEXT NOT NULL,
    file_url TEXT NOT NULL,
    host TEXT NOT NULL,
    submission_mode TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at REAL NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL DEFAULT '',
    reading_key TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL,
    changed_at REAL NOT NULL,
    postponed INTEGER NOT NULL DEFAULT 0,
    family TEXT NOT NULL DEFAULT '',
    document_type TEXT NOT NULL DEFAULT '',
    page_count INTEGER NOT NULL DEFAULT 0,
    fetched_at REAL NOT NULL DEFAULT 0,
    begun_at REAL NOT NULL DEFAULT 0
);
CREATE INDEX files_of_flow ON files (flow_uuid, state) WHERE flow_uuid <> '';
CREATE INDEX files_of_batch ON files (batch_id, id);
CREATE INDEX files_to_fetch ON files (due_at, id) WHERE state = 'UPLOAD_INPROGRESS';
CREATE INDEX files_to_read ON files (due_at, id) WHERE state IN ('UPLOAD_SUCCESS', 'PROCESSING_INPROGRESS');

CREATE TABLE contents (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL);

CREATE TABLE readings (key TEXT PRIMARY KEY, summary BLOB NOT NULL, pages BLOB NOT NULL);

CREATE TABLE cross_checks (flow_uuid TEXT PRIMARY KEY, checks BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    tenant TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    auth_url TEXT NOT NULL,
    state TEXT NOT NULL,
    body BLOB NOT NULL DEFAULT x'',
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,
    created_at REAL NOT NULL,
    postponed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX deliveries_of_flow ON deliveries (flow_uuid) WHERE flow_uuid <> '';
CREATE INDEX deliveries_of_batch ON deliveries (batch_id) WHERE batch_id <> '';
CREATE INDEX deliveries_behind ON deliveries (tenant) WHERE postponed = 2;
CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state IN ('INITIATED', 'IN_PROGRESS');

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    at REAL NOT NULL,
    seconds REAL NOT NULL,
    status INTEGER NOT NULL,
    problem TEXT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX attempts_of_delivery ON attempts (delivery_id, id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    file_uuid TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX events_of_flow ON events (flow_uuid, id) WHERE flow_uuid <> '';

-- What only a simulator has: faults, scenarios, the journal, the inbox and uploaded files.

CREATE TABLE fault_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    source TEXT NOT NULL,
    rule BLOB NOT NULL,
    matched INTEGER NOT NULL DEFAULT 0,
    hits INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE scenarios (
    tenant TEXT NOT NULL,
    flow_uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    scenario BLOB NOT NULL,
    PRIMARY KEY (tenant, flow_uuid)
) WITHOUT ROWID;

CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    ms REAL NOT NULL,
    flow_uuid TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    documents TEXT NOT NULL,
    fault TEXT NOT NULL,
    problem TEXT NOT NULL,
    headers TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX journal_of_tenant ON journal (tenant, id);

CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    tenant TEXT NOT NULL,
    at REAL NOT NULL,
    step TEXT NOT NULL,
    method TEXT NOT NULL,
    query TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    status INTEGER NOT NULL
);
CREATE INDEX inbox_by_name ON inbox (name, id);
CREATE INDEX inbox_of_tenant ON inbox (tenant, id);

CREATE TABLE inbox_answers (
    name TEXT NOT NULL,
    step TEXT NOT NULL,
    tenant TEXT NOT NULL,
    statuses TEXT NOT NULL,
    PRIMARY KEY (name, step)
) WITHOUT ROWID;

CREATE TABLE uploads (
    name TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    media_type TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at REAL NOT NULL
);

-- By tenant, so that one can be reset without looking at the others.
CREATE INDEX flows_of_tenant ON flows (tenant, id);
CREATE INDEX batches_of_tenant ON batches (tenant);
CREATE INDEX files_of_tenant ON files (tenant);
CREATE INDEX deliveries_of_tenant ON deliveries (tenant);
CREATE INDEX events_of_tenant ON events (tenant, id);
CREATE INDEX co_applicants_of_tenant ON co_applicants (tenant);
CREATE INDEX messages_of_tenant ON messages (tenant);
