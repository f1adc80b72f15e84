-- +goose Up

-- Phones and tablets on which somebody was signed in to the console during a month,
-- by the keyed hash that their votes carry. Of whom, only the department is kept.
CREATE TABLE staff_devices (
    device        bytea NOT NULL CHECK (octet_length(device) = 16),
    month         date  NOT NULL CHECK (extract(day FROM month) = 1),
    department_id bigint REFERENCES departments, -- null: an account of nobody on the roster
    PRIMARY KEY (device, month)
);

-- Networks that many people go out through: guest Wi-Fi, carriers' gateways. Votes
-- from there are stored without a network, so that no rule can look at it.
CREATE TABLE shared_networks (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    prefix   cidr        NOT NULL CONSTRAINT shared_networks_prefix UNIQUE,
    name     text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    added_at timestamptz NOT NULL,
    added_by bigint      REFERENCES accounts -- null: the program itself
);

-- The desk lists what is undecided, the latest first.
CREATE INDEX holds_undecided ON holds (id) WHERE decision IS NULL;

GRANT SELECT, INSERT, DELETE ON staff_devices, shared_networks TO wardstar_runtime;
