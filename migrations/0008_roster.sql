-- +goose Up
ALTER TABLE employees ADD COLUMN email text NOT NULL DEFAULT ''
    CONSTRAINT employees_email_check CHECK (length(email) <= 254 AND (email = '' OR email ~ '^[^@[:space:]]+@[^@[:space:]]+$'));

-- An employee who comes back has a new day of hire; when they had been employed
-- before stays known. Insert-only.
CREATE TABLE past_employments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id bigint NOT NULL REFERENCES employees,
    hired_on    date NOT NULL,
    left_on     date NOT NULL CHECK (left_on >= hired_on), -- first day no longer employed
    recorded_at timestamptz NOT NULL
);
CREATE INDEX past_employments_employee ON past_employments (employee_id, hired_on);

GRANT SELECT, INSERT ON past_employments TO wardstar_runtime;
