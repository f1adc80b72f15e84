-- +goose Up

-- What colleagues thank each other for. It is no evidence: no score reads it.
CREATE TABLE recognitions (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key                 uuid        NOT NULL, -- chosen by the phone: a repeat answers the first result
    content_hash        bytea       NOT NULL CHECK (octet_length(content_hash) = 32),
    from_id             bigint      NOT NULL REFERENCES employees,
    employee_id         bigint      NOT NULL,
    posting_id          bigint      NOT NULL, -- stamped: a later transfer does not move it
    department_id       bigint      NOT NULL REFERENCES departments,
    standard_version_id bigint      REFERENCES standard_versions, -- null: it names none
    words               text        NOT NULL CHECK (words <> '' AND length(words) <= 500),
    at                  timestamptz NOT NULL, -- the phone's clock, put right if it was wrong by a minute or more
    recorded_at         timestamptz NOT NULL, -- by the server's clock
    withdrawn_at        timestamptz,
    withdraw_reason     text        NOT NULL DEFAULT '' CHECK (length(withdraw_reason) <= 500),
    CONSTRAINT recognitions_key UNIQUE (from_id, key),
    CONSTRAINT recognitions_self CHECK (from_id <> employee_id),
    CONSTRAINT recognitions_posting FOREIGN KEY (posting_id, employee_id) REFERENCES postings (id, employee_id),
    CONSTRAINT recognitions_withdrawn CHECK ((withdrawn_at IS NULL) = (withdraw_reason = ''))
);
CREATE INDEX recognitions_employee ON recognitions (employee_id, id) WHERE withdrawn_at IS NULL;
CREATE INDEX recognitions_from ON recognitions (from_id, id) WHERE withdrawn_at IS NULL;
CREATE INDEX recognitions_department ON recognitions (department_id, id) WHERE withdrawn_at IS NULL;

GRANT SELECT, INSERT ON recognitions TO wardstar_runtime;
GRANT UPDATE (withdrawn_at, withdraw_reason) ON recognitions TO wardstar_runtime;
