-- +goose Up

-- What the hospital has chosen, a row each time it chose; the last is in force,
-- and what it does not say is as the program has it. Insert-only.
CREATE TABLE settings (
    version    int PRIMARY KEY CHECK (version > 0),
    value      jsonb NOT NULL CHECK (jsonb_typeof(value) = 'object'),
    changed_by bigint REFERENCES accounts, -- null: the program itself
    changed_at timestamptz NOT NULL
);

-- Who has handed out the account's one-time password, and when: its holder is told.
ALTER TABLE accounts ADD COLUMN code_issued_at timestamptz;
ALTER TABLE accounts ADD COLUMN code_issued_by bigint REFERENCES accounts; -- null: the program itself

-- Null: the second factor has yet to be given.
ALTER TABLE sessions ADD COLUMN second_factor_at timestamptz;
-- A keyed hash of where it was opened: how many people share an address.
ALTER TABLE sessions ADD COLUMN network bytea CHECK (octet_length(network) = 32);
CREATE INDEX sessions_network ON sessions (network, account_id);

-- Codes that change every thirty seconds, as an app on the person's phone makes them.
CREATE TABLE second_factors (
    account_id       bigint PRIMARY KEY REFERENCES accounts,
    secret           bytea,                     -- sealed; null: none has been confirmed
    confirmed_at     timestamptz,
    last_step        bigint NOT NULL DEFAULT 0, -- the half minute of the last code: none is good twice
    pending          bytea,                     -- sealed; shown to be confirmed
    pending_until    timestamptz,
    removal_asked_by bigint REFERENCES accounts, -- the first of the two administrators it takes
    removal_asked_at timestamptz,
    CONSTRAINT second_factors_confirmed CHECK ((secret IS NULL) = (confirmed_at IS NULL)),
    CONSTRAINT second_factors_pending CHECK ((pending IS NULL) = (pending_until IS NULL)),
    CONSTRAINT second_factors_removal CHECK ((removal_asked_by IS NULL) = (removal_asked_at IS NULL))
);

-- For whoever has lost the phone: each is good once, and only its keyed hash is kept.
CREATE TABLE recovery_codes (
    account_id bigint NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    code_hash  bytea  NOT NULL CHECK (octet_length(code_hash) = 32),
    used_at    timestamptz,
    PRIMARY KEY (account_id, code_hash)
);

-- A role handed over for some days. It gives what the assignment gives on each of
-- them, and nothing once the assignment or the giver's account has ended.
CREATE TABLE delegations (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_id bigint NOT NULL REFERENCES role_assignments,
    account_id    bigint NOT NULL REFERENCES accounts, -- who stands in
    from_day      date   NOT NULL,
    to_day        date   NOT NULL CHECK (to_day >= from_day AND to_day <= from_day + 92), -- exclusive; equal: ended before it began
    reason        text   NOT NULL DEFAULT '' CHECK (length(reason) <= 200),
    created_at    timestamptz NOT NULL,
    ended_at      timestamptz, -- before its time, and by whom
    ended_by      bigint REFERENCES accounts,
    CONSTRAINT delegations_overlap EXCLUDE USING gist (
        assignment_id WITH =, account_id WITH =, daterange(from_day, to_day) WITH &&)
);
CREATE INDEX delegations_account ON delegations (account_id, to_day);

-- In whose place it was done, where only a role handed over allowed it.
ALTER TABLE journal ADD COLUMN for_account_id bigint REFERENCES accounts;
CREATE INDEX journal_at ON journal (at, id);

GRANT SELECT, INSERT ON settings TO wardstar_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors, recovery_codes TO wardstar_runtime;
GRANT SELECT, INSERT, UPDATE (to_day, ended_at, ended_by) ON delegations TO wardstar_runtime;
