-- +goose Up

-- With what other systems of the hospital call the API. Of a key's secret only
-- the hash is kept, under the part of it that is no secret.
CREATE TABLE api_keys (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id      text   NOT NULL UNIQUE CHECK (public_id ~ '^[a-z2-7]{16}$'),
    secret_hash    bytea  NOT NULL CHECK (octet_length(secret_hash) = 32),
    name           text   NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,59}$'), -- not unique: a new key of the name replaces the old
    permissions    text[] NOT NULL CHECK (cardinality(permissions) BETWEEN 1 AND 50 AND array_position(permissions, NULL) IS NULL),
    department_id  bigint REFERENCES departments, -- with all below it; null: the whole hospital
    networks       text[] NOT NULL CHECK (cardinality(networks) <= 20 AND array_position(networks, NULL) IS NULL), -- none: from anywhere
    created_at     timestamptz NOT NULL,
    created_by     bigint REFERENCES accounts, -- null: on the command line
    expires_at     timestamptz NOT NULL CHECK (expires_at > created_at AND expires_at <= created_at + interval '731 days'),
    revoked_at     timestamptz CHECK (revoked_at >= created_at),
    revoked_by     bigint REFERENCES accounts,
    last_used_at   timestamptz,
    last_used_from text NOT NULL DEFAULT '' CHECK (length(last_used_from) <= 50) -- the network, not the machine
);
CREATE INDEX api_keys_name ON api_keys (name);

ALTER TABLE journal ADD COLUMN api_key_id bigint REFERENCES api_keys; -- not null: a machine did it, with this key
CREATE INDEX journal_api_key ON journal (api_key_id, id) WHERE api_key_id IS NOT NULL;

-- Whom the hospital's sign-in service means by a subject. Linked once, by the
-- employee number; from then on only the subject counts.
CREATE TABLE identities (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer     text   NOT NULL CHECK (issuer <> '' AND length(issuer) <= 500),
    subject    text   NOT NULL CHECK (subject <> '' AND length(subject) <= 255),
    account_id bigint NOT NULL REFERENCES accounts,
    linked_at  timestamptz NOT NULL,
    CONSTRAINT identities_subject UNIQUE (issuer, subject),
    CONSTRAINT identities_account UNIQUE (account_id, issuer)
);

-- Sign-ins by the service that were finished, until their cookie has expired:
-- none is finished twice.
CREATE TABLE finished_sign_ins (
    state_hash bytea PRIMARY KEY CHECK (octet_length(state_hash) = 32),
    expires_at timestamptz NOT NULL
);
CREATE INDEX finished_sign_ins_expiry ON finished_sign_ins (expires_at);

-- Null: opened by password. Unlinking an identity ends its sessions.
ALTER TABLE sessions ADD COLUMN identity_id bigint REFERENCES identities ON DELETE CASCADE;
CREATE INDEX sessions_identity ON sessions (identity_id) WHERE identity_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE (revoked_at, revoked_by, last_used_at, last_used_from) ON api_keys TO wardstar_runtime;
GRANT SELECT, INSERT, DELETE ON identities TO wardstar_runtime;
-- DELETE FOR UPDATE SKIP LOCKED needs a right to update.
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at) ON finished_sign_ins TO wardstar_runtime;
