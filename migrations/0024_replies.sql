-- +goose Up

-- What people say to a piece of evidence about themselves: kept as it was said, for whoever decides an appeal.
CREATE TABLE replies (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         uuid   NOT NULL,               -- chosen by the phone: a repeat answers the first result
    employee_id bigint NOT NULL REFERENCES employees,
    period_id   bigint NOT NULL REFERENCES periods,
    finding_id  bigint REFERENCES findings,    -- null: to the patients' ratings of the month together, never to a single one
    words       text   NOT NULL CHECK (words <> '' AND length(words) <= 2000),
    account_id  bigint NOT NULL REFERENCES accounts,
    replied_at  timestamptz NOT NULL,
    CONSTRAINT replies_key UNIQUE (employee_id, key)
);
CREATE INDEX replies_period ON replies (period_id, employee_id, id);

GRANT SELECT, INSERT ON replies TO wardstar_runtime;
