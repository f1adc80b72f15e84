-- +goose Up

-- Which keys the hospital's data belong to: a server that comes with others
-- would give every phone a second vote, and read nobody's number.
CREATE TABLE installation (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    key_check bytea NOT NULL CHECK (octet_length(key_check) = 32) -- a keyed hash of nothing
);

GRANT SELECT, INSERT ON installation TO wardstar_runtime;
