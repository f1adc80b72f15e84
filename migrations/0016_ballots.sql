-- +goose Up

-- What a month's votes, visits, phones and networks are hashed with, beside a key
-- that is not in the database. When the month is closed the salt goes, and nobody
-- can find out any more which phone has voted, not even with that key.
CREATE TABLE ballot_salts (
    month        date PRIMARY KEY CHECK (extract(day FROM month) = 1),
    salt         bytea CHECK (octet_length(salt) = 32), -- null: destroyed
    destroyed_at timestamptz,
    CONSTRAINT ballot_salts_destroyed CHECK ((salt IS NULL) = (destroyed_at IS NOT NULL))
);

-- Visits that patients can prove, without saying who they are: slips, invitations,
-- paper forms. A token is a key's number, a batch, a number within it and a signature;
-- only those that were spent are stored. The keys themselves are not in the database.
CREATE TABLE token_keys (
    id           smallint PRIMARY KEY CHECK (id BETWEEN 0 AND 31),
    created_at   timestamptz NOT NULL,
    withdrawn_at timestamptz -- since then nothing signed with it is taken
);
CREATE TABLE token_batches (
    id            int GENERATED ALWAYS AS IDENTITY (MAXVALUE 1048575) PRIMARY KEY,
    kind          text   NOT NULL CHECK (kind IN ('slip', 'invitation', 'paper')),
    key_id        smallint NOT NULL REFERENCES token_keys,
    tokens        int    NOT NULL CHECK (tokens BETWEEN 1 AND 32768), -- of invitations: so far
    department_id bigint NOT NULL REFERENCES departments, -- where the visit was
    employee_id   bigint REFERENCES employees,            -- whom it was to; null: the patient says
    issued_at     timestamptz NOT NULL,
    issued_by     bigint REFERENCES accounts, -- null: another system or the program itself
    expires_at    timestamptz NOT NULL CHECK (expires_at > issued_at),
    revoked_at    timestamptz,
    note          text   NOT NULL DEFAULT '' CHECK (length(note) <= 200)
);
CREATE INDEX token_batches_department ON token_batches (department_id, id);

-- Spent by a phone, which may go on with the same visit. No rating says which token
-- it was given with: a list of who got which slip leads to no answer.
CREATE TABLE spent_tokens (
    batch_id int      NOT NULL REFERENCES token_batches,
    number   smallint NOT NULL CHECK (number >= 0),
    spender  bytea    NOT NULL CHECK (octet_length(spender) = 16), -- keyed hash of the phone and the token
    spent_on date     NOT NULL, -- at the hospital; by the salt of its month
    PRIMARY KEY (batch_id, number)
);

-- Of how many visits in a thousand patients are asked, by department and those below it.
CREATE TABLE invitation_rates (
    department_id bigint   PRIMARY KEY REFERENCES departments,
    per_mille     smallint NOT NULL CHECK (per_mille BETWEEN 0 AND 1000),
    days          smallint NOT NULL CHECK (days BETWEEN 1 AND 90), -- that an invitation is good for
    changed_at    timestamptz NOT NULL
);

-- Visits that a queue system has reported, and whether chance chose them.
CREATE TABLE invitations (
    visit         bytea  PRIMARY KEY CHECK (octet_length(visit) = 16), -- keyed hash of the system's id, by the month's salt
    month         date   NOT NULL CHECK (extract(day FROM month) = 1),
    department_id bigint NOT NULL REFERENCES departments,
    employee_id   bigint REFERENCES employees,
    batch_id      int REFERENCES token_batches, -- null: not invited
    number        smallint CHECK (number >= 0),
    expires_at    timestamptz,
    CONSTRAINT invitations_token UNIQUE (batch_id, number),
    CONSTRAINT invitations_invited CHECK ((batch_id IS NULL) = (number IS NULL) AND (batch_id IS NULL) = (expires_at IS NULL))
);
CREATE INDEX invitations_month ON invitations (month, department_id);

-- Who voted from what: for the ballot desk, by keyed hashes.
ALTER TABLE ratings
    ADD COLUMN device  bytea CHECK (octet_length(device) = 16),
    ADD COLUMN network bytea CHECK (octet_length(network) = 16),
    ADD COLUMN token_batch int REFERENCES token_batches;

-- The exact time of a tap, for a day: bursts are found by it. Ratings keep the hour.
CREATE TABLE taps (
    vote    bytea NOT NULL,
    version int   NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX taps_at ON taps (at);

-- Votes that were set aside, why, and what somebody decided about it. At most one is
-- undecided of a vote and a reason.
CREATE TABLE holds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vote       bytea  NOT NULL CHECK (octet_length(vote) = 16),
    reason     text   NOT NULL CHECK (reason IN ('self', 'staff', 'staff-device', 'burst', 'device', 'concentration', 'network', 'ring', 'kiosk', 'paper', 'note')),
    numbers    jsonb  NOT NULL DEFAULT '{}', -- what made it stand out
    held_at    timestamptz NOT NULL,
    held_by    bigint REFERENCES accounts, -- null: the program itself
    decision   text   CHECK (decision IN ('released', 'rejected')), -- null: undecided
    decided_at timestamptz,
    decided_by bigint REFERENCES accounts,
    note       text   NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    CONSTRAINT holds_decided CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL OR note <> '')),
    CONSTRAINT holds_second CHECK (decided_by IS DISTINCT FROM held_by OR held_by IS NULL)
);
CREATE UNIQUE INDEX holds_open ON holds (vote, reason) WHERE decision IS NULL;
CREATE INDEX holds_vote ON holds (vote);

GRANT SELECT, INSERT ON ballot_salts, token_keys, token_batches, spent_tokens, invitation_rates, invitations, taps, holds TO wardstar_runtime;
GRANT UPDATE (salt, destroyed_at) ON ballot_salts TO wardstar_runtime;
GRANT UPDATE (withdrawn_at) ON token_keys TO wardstar_runtime;
GRANT UPDATE (revoked_at, tokens) ON token_batches TO wardstar_runtime;
GRANT UPDATE (per_mille, days, changed_at) ON invitation_rates TO wardstar_runtime;
GRANT DELETE ON taps TO wardstar_runtime;
GRANT UPDATE (decision, decided_at, decided_by, note) ON holds TO wardstar_runtime;
