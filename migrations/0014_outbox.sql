-- +goose Up
-- Work to be done after the transaction that asked for it. A row stays when the
-- work is done: its key must not be taken a second time.
CREATE TABLE jobs (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text   NOT NULL CHECK (kind ~ '^[a-z][a-z-]*(\.[a-z][a-z-]*)*$' AND length(kind) <= 80),
    key       text   CHECK (key <> '' AND length(key) <= 200), -- null: one of many alike
    payload   jsonb  NOT NULL CHECK (octet_length(payload::text) <= 65536),
    put_at    timestamptz NOT NULL,
    run_at    timestamptz NOT NULL, -- while it is being worked on: when another may take it over
    attempt   int    NOT NULL DEFAULT 0 CHECK (attempt >= 0), -- how often it has been begun
    outcome   text   NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'done', 'dropped', 'parked')),
    ended_at  timestamptz,
    reason    text   NOT NULL DEFAULT '' CHECK (length(reason) <= 1000), -- of the last failure, or of the outcome
    CONSTRAINT jobs_ended CHECK ((ended_at IS NULL) = (outcome = 'waiting'))
);
CREATE UNIQUE INDEX jobs_once ON jobs (kind, key);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE outcome = 'waiting';
CREATE INDEX jobs_parked ON jobs (ended_at, id) WHERE outcome = 'parked';
CREATE INDEX jobs_ended_at ON jobs (ended_at) WHERE key IS NULL;

-- When each scheduled task was last run, by the instant of its specification.
CREATE TABLE schedule (
    name    text PRIMARY KEY CHECK (name <> '' AND length(name) <= 80),
    last_at timestamptz NOT NULL
);

-- Who is told of events over HTTP.
CREATE TABLE webhooks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url         text   NOT NULL CHECK (url ~ '^https?://' AND length(url) <= 500),
    events      text[] NOT NULL CHECK (cardinality(events) BETWEEN 1 AND 40),
    secret      bytea  NOT NULL, -- encrypted; the nonce of that is its associated data
    seal        bytea  NOT NULL CHECK (octet_length(seal) = 16),
    created_at  timestamptz NOT NULL,
    created_by  bigint REFERENCES accounts,
    disabled_at timestamptz,
    reason      text   NOT NULL DEFAULT '' CHECK (length(reason) <= 200) -- why it was disabled
);

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO wardstar_runtime;
GRANT SELECT, INSERT, UPDATE ON schedule TO wardstar_runtime;
GRANT SELECT, INSERT ON webhooks TO wardstar_runtime;
GRANT UPDATE (disabled_at, reason) ON webhooks TO wardstar_runtime;
