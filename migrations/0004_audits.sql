-- +goose Up
CREATE TABLE spot_checks (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key           uuid   NOT NULL,           -- chosen by the phone: a repeat answers the first result
    content_hash  bytea  NOT NULL CHECK (octet_length(content_hash) = 32),
    observer_id   bigint NOT NULL REFERENCES employees,
    employee_id   bigint NOT NULL,
    posting_id    bigint NOT NULL,           -- stamped: a later transfer does not move it
    department_id bigint NOT NULL REFERENCES departments,
    outside       boolean NOT NULL,          -- the observer belongs to another department
    mode          text   NOT NULL CHECK (mode IN ('round', 'unannounced', 'camera')),
    shift         text   NOT NULL CHECK (shift IN ('day', 'evening', 'night')),
    place         text   NOT NULL CHECK (length(place) <= 200),
    started_at    timestamptz NOT NULL,      -- the phone's clock, put right if it was wrong by a minute or more
    finished_at   timestamptz NOT NULL CHECK (finished_at >= started_at),
    recorded_at   timestamptz NOT NULL,      -- by the server's clock
    sent_at       timestamptz,               -- by the phone's clock, at the same moment; null: it did not say
    voided_at     timestamptz,
    voided_by     bigint REFERENCES accounts,
    void_reason   text,
    CONSTRAINT spot_checks_key UNIQUE (observer_id, key),
    CONSTRAINT spot_checks_self CHECK (observer_id <> employee_id),
    CONSTRAINT spot_checks_posting FOREIGN KEY (posting_id, employee_id) REFERENCES postings (id, employee_id),
    CONSTRAINT spot_checks_void CHECK ((voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (coalesce(void_reason, '') = ''))
);
CREATE INDEX spot_checks_employee ON spot_checks (employee_id, started_at);
CREATE INDEX spot_checks_observer ON spot_checks (observer_id, started_at);
CREATE INDEX spot_checks_department ON spot_checks (department_id, started_at);
CREATE INDEX spot_checks_started ON spot_checks (started_at, id);

CREATE TABLE findings (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    spot_check_id       bigint NOT NULL REFERENCES spot_checks,
    standard_version_id bigint NOT NULL REFERENCES standard_versions,
    result              text   NOT NULL CHECK (result IN ('met', 'partly', 'not-met', 'not-seen', 'not-applicable')),
    reason              text   NOT NULL CHECK (length(reason) <= 500), -- code or words: why not applicable, or why not what was timed
    note                text   NOT NULL CHECK (length(note) <= 2000),
    CONSTRAINT findings_once UNIQUE (spot_check_id, standard_version_id),
    CONSTRAINT findings_note CHECK (result NOT IN ('partly', 'not-met') OR note <> ''),
    CONSTRAINT findings_reason CHECK (result <> 'not-applicable' OR reason <> '')
);

-- Every measurement with the stopwatch, the cancelled ones too.
CREATE TABLE attempts (
    finding_id   bigint NOT NULL REFERENCES findings,
    ordinal      int    NOT NULL CHECK (ordinal BETWEEN 1 AND 50),
    milliseconds int    NOT NULL CHECK (milliseconds BETWEEN 0 AND 86400000),
    cancelled    text   NOT NULL DEFAULT '' CHECK (length(cancelled) <= 200), -- why it does not count
    PRIMARY KEY (finding_id, ordinal)
);

GRANT SELECT, INSERT ON spot_checks, findings, attempts TO wardstar_runtime;
GRANT UPDATE (voided_at, voided_by, void_reason) ON spot_checks TO wardstar_runtime;
