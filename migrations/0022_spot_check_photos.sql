-- +goose Up

-- Photographs of what was seen, a row each for good: when a picture is gone, its row says since when and why.
CREATE TABLE photos (
    id          uuid        PRIMARY KEY, -- chosen by the phone; the associated data of the encryption
    finding_id  bigint      NOT NULL REFERENCES findings,
    digest      bytea       NOT NULL CHECK (octet_length(digest) = 32), -- keyed, of what the phone sent: a repeat answers the first result
    bytes       int         NOT NULL CHECK (bytes BETWEEN 1 AND 4194304), -- of the picture as it is kept
    uploaded_at timestamptz NOT NULL,
    due_on      date        NOT NULL, -- the last day of it, unless somebody needs it for longer
    kept_for    text        NOT NULL DEFAULT '' CHECK (length(kept_for) <= 500), -- why somebody does; '': nobody does
    kept_until  date,                 -- the last day then; null with a reason: until it is released
    deleted_at  timestamptz,
    deleted_why text        CHECK (deleted_why IN ('due', 'kept-long-enough')),
    CONSTRAINT photos_kept CHECK (kept_until IS NULL OR kept_for <> '' AND kept_until > due_on),
    CONSTRAINT photos_deleted CHECK ((deleted_at IS NULL) = (deleted_why IS NULL))
);
CREATE INDEX photos_finding ON photos (finding_id);
CREATE INDEX photos_due ON photos (due_on) WHERE deleted_at IS NULL;

-- The pictures themselves, encrypted. Apart from their rows, so that they can be deleted and never changed.
CREATE TABLE pictures (
    photo_id uuid  PRIMARY KEY REFERENCES photos,
    sealed   bytea NOT NULL
);
ALTER TABLE pictures ALTER COLUMN sealed SET STORAGE EXTERNAL; -- what is encrypted does not compress

GRANT SELECT, INSERT ON photos TO wardstar_runtime;
GRANT UPDATE (kept_for, kept_until, deleted_at, deleted_why) ON photos TO wardstar_runtime;
GRANT SELECT, INSERT, DELETE ON pictures TO wardstar_runtime;
