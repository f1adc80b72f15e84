-- +goose Up

-- Tablets at counters, for people without a phone. A link is good for one tablet;
-- the tablet then keeps a token, of which only a keyed hash is here.
CREATE TABLE kiosks (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    touchpoint_id bigint NOT NULL REFERENCES touchpoints, -- the place it stands at
    name          text   NOT NULL CHECK (name <> '' AND length(name) <= 100),
    created_at    timestamptz NOT NULL,
    created_by    bigint REFERENCES accounts,
    link_hash     bytea UNIQUE CHECK (octet_length(link_hash) = 32), -- null: used, or none was asked for
    link_until    timestamptz,
    token_hash    bytea UNIQUE CHECK (octet_length(token_hash) = 32), -- null: no tablet
    enrolled_at   timestamptz,
    seen_at       timestamptz,
    waiting       int NOT NULL DEFAULT 0 CHECK (waiting >= 0), -- answers that the tablet had yet to send when last seen
    refused       int NOT NULL DEFAULT 0, -- answers that could not be taken: too old, about somebody who does not work there
    revoked_at    timestamptz,
    CONSTRAINT kiosks_link CHECK ((link_hash IS NULL) = (link_until IS NULL)),
    CONSTRAINT kiosks_token CHECK (token_hash IS NULL OR enrolled_at IS NOT NULL),
    CONSTRAINT kiosks_revoked CHECK (revoked_at IS NULL OR token_hash IS NULL AND link_hash IS NULL)
);
CREATE INDEX kiosks_touchpoint ON kiosks (touchpoint_id);

-- What each tablet has sent, by the key of one person's turn at it: sent again, it is
-- the same. The exact time is forgotten after a day, the row after two months.
CREATE TABLE kiosk_votes (
    kiosk_id  bigint NOT NULL REFERENCES kiosks,
    key       bytea  NOT NULL CHECK (octet_length(key) = 16),
    vote      bytea  NOT NULL CHECK (octet_length(vote) = 16),
    hour      timestamptz NOT NULL CHECK (date_trunc('hour', hour, 'UTC') = hour),
    tapped_at timestamptz,
    PRIMARY KEY (kiosk_id, key)
);
CREATE INDEX kiosk_votes_hour ON kiosk_votes (kiosk_id, hour);

-- Forms on paper, by batches that were printed together. A number has ten digits, of
-- which the last two find every slip of the finger.
CREATE TABLE paper_batches (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department_id bigint REFERENCES departments, -- null: of a single code
    layout        text   NOT NULL CHECK (layout IN ('forms-2', 'forms-4')),
    forms         int    NOT NULL CHECK (forms BETWEEN 1 AND 600),
    printed_at    timestamptz NOT NULL,
    printed_by    bigint REFERENCES accounts
);
CREATE TABLE paper_forms (
    number        bigint PRIMARY KEY CHECK (number BETWEEN 1000000000 AND 9999999999 AND number % 97 = 1),
    batch_id      bigint NOT NULL REFERENCES paper_batches,
    touchpoint_id bigint NOT NULL REFERENCES touchpoints -- whom or what it is about
);
CREATE INDEX paper_forms_batch ON paper_forms (batch_id);

-- What was typed off the forms, by whom. Some are entered again by somebody else, to
-- compare. Insert-only but for taking back within a minute.
CREATE TABLE paper_entries (
    id         bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number     bigint   NOT NULL REFERENCES paper_forms,
    again      boolean  NOT NULL, -- the second entry, which only compares
    vote       bytea    NOT NULL CHECK (octet_length(vote) = 16),
    score      smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
    tags       text[]   NOT NULL CHECK (cardinality(tags) <= 12),
    served_on  date     NOT NULL,
    colleague  boolean  NOT NULL, -- entered by somebody of the same small team
    entered_at timestamptz NOT NULL,
    entered_by bigint   NOT NULL REFERENCES accounts,
    undone_at  timestamptz
);
CREATE UNIQUE INDEX paper_entries_once ON paper_entries (number, again) WHERE undone_at IS NULL;
CREATE INDEX paper_entries_by ON paper_entries (entered_at, entered_by);

GRANT SELECT, INSERT ON kiosks, kiosk_votes, paper_batches, paper_forms, paper_entries TO wardstar_runtime;
GRANT UPDATE (link_hash, link_until, token_hash, enrolled_at, seen_at, waiting, refused, revoked_at) ON kiosks TO wardstar_runtime;
GRANT UPDATE (tapped_at) ON kiosk_votes TO wardstar_runtime;
GRANT DELETE ON kiosk_votes TO wardstar_runtime;
GRANT UPDATE (undone_at) ON paper_entries TO wardstar_runtime;
