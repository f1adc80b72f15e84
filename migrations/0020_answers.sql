-- +goose Up

-- What a day was when figures were worked out: only so many answers of a person and day count
-- in full. Null: before that was so; the hospital's zone.
ALTER TABLE computations ADD COLUMN time_zone text CHECK (time_zone <> '');
ALTER TABLE provisional_scores ADD COLUMN time_zone text CHECK (time_zone <> '');

-- Which ratings of the months before counted towards the gates of a star. They are told as
-- numbers, so later ones keep their distance from them as they do from scores.
CREATE TABLE gate_ratings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period_id   bigint   NOT NULL REFERENCES periods, -- whose gates they are
    employee_id bigint   NOT NULL REFERENCES employees,
    rating_ids  bigint[] NOT NULL
);
CREATE INDEX gate_ratings_employee ON gate_ratings (employee_id, period_id, id);

-- The newest version of each vote of a span of time, for counting answers: all that is asked
-- for is in the index.
CREATE INDEX ratings_counting ON ratings (occurred_at, department_id) INCLUDE (vote, version, visit, posting_id, channel, shift, standing);
CREATE INDEX token_batches_issued ON token_batches (issued_at);

GRANT SELECT, INSERT ON gate_ratings TO wardstar_runtime;
