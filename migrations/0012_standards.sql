-- +goose Up
-- What is approved can be withdrawn until its day comes. A retired version says that from its day on the standard holds no more.
ALTER TABLE standard_versions
    ADD retired         boolean NOT NULL DEFAULT false,
    ADD approved_by     bigint REFERENCES accounts, -- null: came with the product
    ADD withdrawn_at    timestamptz,
    ADD withdrawn_by    bigint REFERENCES accounts,
    ADD withdraw_reason text CHECK (length(withdraw_reason) BETWEEN 1 AND 500),
    ADD CONSTRAINT standard_versions_withdrawn CHECK (
        (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    ADD CONSTRAINT standard_versions_approver CHECK (approved_by <> author_id),
    DROP CONSTRAINT standard_versions_day;
CREATE UNIQUE INDEX standard_versions_day ON standard_versions (standard_id, effective_from) WHERE withdrawn_at IS NULL;

ALTER TABLE standard_sets
    ADD approved_by     bigint REFERENCES accounts,
    ADD withdrawn_at    timestamptz,
    ADD withdrawn_by    bigint REFERENCES accounts,
    ADD withdraw_reason text CHECK (length(withdraw_reason) BETWEEN 1 AND 500),
    ADD CONSTRAINT standard_sets_withdrawn CHECK (
        (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    ADD CONSTRAINT standard_sets_approver CHECK (approved_by <> author_id),
    DROP CONSTRAINT standard_sets_day;
CREATE UNIQUE INDEX standard_sets_day ON standard_sets (post_id, effective_from) WHERE withdrawn_at IS NULL;
CREATE INDEX standard_set_items_standard ON standard_set_items (standard_id);

-- What a post, or everyone, says from a day on. Never changed.
CREATE TABLE phrase_lists (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id         bigint REFERENCES posts, -- null: everyone
    version         int    NOT NULL CHECK (version >= 1),
    effective_from  date   NOT NULL,
    phrases         jsonb  NOT NULL CHECK (jsonb_typeof(phrases) = 'array'), -- in order: [{code, situation, kind, …}]
    author_id       bigint REFERENCES accounts, -- null: came with the product
    approved_by     bigint REFERENCES accounts,
    created_at      timestamptz NOT NULL,
    withdrawn_at    timestamptz,
    withdrawn_by    bigint REFERENCES accounts,
    withdraw_reason text CHECK (length(withdraw_reason) BETWEEN 1 AND 500),
    CONSTRAINT phrase_lists_number UNIQUE NULLS NOT DISTINCT (post_id, version),
    CONSTRAINT phrase_lists_withdrawn CHECK (
        (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CONSTRAINT phrase_lists_approver CHECK (approved_by <> author_id)
);
CREATE UNIQUE INDEX phrase_lists_day ON phrase_lists (post_id, effective_from) NULLS NOT DISTINCT WHERE withdrawn_at IS NULL;

-- What somebody, a file or a newer catalogue wants to change. Approval by somebody else copies it to one of the tables above.
CREATE TABLE standard_changes (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text NOT NULL CHECK (kind IN ('standard', 'post-set', 'phrases')),
    code           text NOT NULL DEFAULT '' CHECK ((kind = 'standard') = (code <> '')), -- of the standard, which may be new
    post_id        bigint REFERENCES posts, -- null, with phrases: everyone
    based_on       int  NOT NULL CHECK (based_on >= 0), -- newest version that the author knew
    effective_from date NOT NULL,
    content        jsonb NOT NULL CHECK (jsonb_typeof(content) = 'object'),
    words          text NOT NULL CHECK (length(words) <= 2000), -- why
    status         text NOT NULL CHECK (status IN ('draft', 'proposed', 'approved', 'rejected', 'withdrawn')),
    origin         text NOT NULL CHECK (origin IN ('person', 'file', 'catalogue')),
    digest         bytea CHECK (octet_length(digest) = 32), -- of the catalogue's words, so that they are proposed once
    author_id      bigint REFERENCES accounts, -- null: the program
    created_at     timestamptz NOT NULL,
    proposed_at    timestamptz,
    decided_at     timestamptz,
    decided_by     bigint REFERENCES accounts,
    decision       text NOT NULL DEFAULT '' CHECK (length(decision) <= 500),
    version        int, -- that it became
    CONSTRAINT standard_changes_post CHECK (CASE kind WHEN 'standard' THEN post_id IS NULL WHEN 'post-set' THEN post_id IS NOT NULL ELSE true END),
    CONSTRAINT standard_changes_two CHECK (status NOT IN ('approved', 'rejected') OR decided_by IS DISTINCT FROM author_id),
    CONSTRAINT standard_changes_approved CHECK ((version IS NOT NULL) = (status = 'approved') OR status = 'withdrawn'),
    CONSTRAINT standard_changes_digest UNIQUE (digest)
);
CREATE INDEX standard_changes_open ON standard_changes (id) WHERE status IN ('draft', 'proposed', 'rejected');
CREATE INDEX standard_changes_code ON standard_changes (code, id) WHERE code <> '';
CREATE INDEX standard_changes_post ON standard_changes (post_id, id);

-- Reviews of standards: half-yearly by the hospital, and by others.
CREATE TABLE standard_reviews (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    standard_id    bigint NOT NULL REFERENCES standards,
    kind           text NOT NULL CHECK (kind IN ('internal', 'external')),
    organisation   text NOT NULL CHECK (length(organisation) <= 200 AND (kind = 'external') = (organisation <> '')),
    reviewed_on    date NOT NULL,
    grounds        text[] NOT NULL CHECK (grounds <@ ARRAY['data', 'peer-practice', 'staff-proposals', 'patient-interviews']),
    findings       text NOT NULL CHECK (length(findings) BETWEEN 1 AND 4000),
    outcome        text NOT NULL CHECK (outcome IN ('keep', 'change', 'retire')),
    next_review_on date CHECK ((kind = 'internal') = (next_review_on IS NOT NULL) AND next_review_on > reviewed_on),
    author_id      bigint NOT NULL REFERENCES accounts,
    created_at     timestamptz NOT NULL,
    CONSTRAINT standard_reviews_grounds CHECK (kind = 'external' OR cardinality(grounds) > 0)
);
CREATE INDEX standard_reviews_standard ON standard_reviews (standard_id, reviewed_on);

-- What staff would have otherwise about a standard.
CREATE TABLE suggestions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    standard_id   bigint NOT NULL REFERENCES standards,
    employee_id   bigint NOT NULL REFERENCES employees,
    words         text NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
    created_at    timestamptz NOT NULL,
    considered_in bigint REFERENCES standard_reviews -- null: waits for a review
);
CREATE INDEX suggestions_open ON suggestions (standard_id, id) WHERE considered_in IS NULL;
CREATE INDEX suggestions_employee ON suggestions (employee_id, id);

-- What a department is to reach in a period, and the tasks on the way.
CREATE TABLE goals (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department_id bigint NOT NULL REFERENCES departments,
    from_day      date NOT NULL,
    to_day        date NOT NULL CHECK (to_day >= from_day), -- the last day
    title         text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    method        text NOT NULL CHECK (length(method) BETWEEN 1 AND 2000), -- how it will be judged
    author_id     bigint NOT NULL REFERENCES accounts,
    created_at    timestamptz NOT NULL,
    outcome       text CHECK (outcome IN ('reached', 'partly', 'missed', 'dropped')),
    outcome_words text NOT NULL DEFAULT '' CHECK (length(outcome_words) <= 2000),
    judged_by     bigint REFERENCES accounts,
    judged_at     timestamptz,
    CONSTRAINT goals_judged CHECK ((outcome IS NULL) = (judged_by IS NULL) AND (outcome IS NULL) = (judged_at IS NULL))
);
CREATE INDEX goals_department ON goals (department_id, from_day);

CREATE TABLE goal_tasks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    goal_id    bigint NOT NULL REFERENCES goals,
    title      text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    owner_id   bigint NOT NULL REFERENCES employees,
    due_on     date NOT NULL,
    status     text NOT NULL CHECK (status IN ('open', 'reported', 'done', 'cancelled')),
    done_on    date, -- when the owner last reported it
    evidence   text NOT NULL DEFAULT '' CHECK (length(evidence) <= 4000),
    decided_by bigint REFERENCES accounts,
    decided_at timestamptz,
    words      text NOT NULL DEFAULT '' CHECK (length(words) <= 1000), -- of whoever decided
    created_at timestamptz NOT NULL,
    CONSTRAINT goal_tasks_evidence CHECK (status NOT IN ('reported', 'done') OR done_on IS NOT NULL AND evidence <> ''),
    CONSTRAINT goal_tasks_decided CHECK (status NOT IN ('done', 'cancelled') OR decided_by IS NOT NULL)
);
CREATE INDEX goal_tasks_goal ON goal_tasks (goal_id, due_on);
CREATE INDEX goal_tasks_owner ON goal_tasks (owner_id, due_on);

GRANT SELECT, INSERT ON phrase_lists, standard_changes, standard_reviews, suggestions, goals, goal_tasks TO wardstar_runtime;
GRANT UPDATE (withdrawn_at, withdrawn_by, withdraw_reason) ON standard_versions, standard_sets, phrase_lists TO wardstar_runtime;
GRANT UPDATE (based_on, effective_from, content, words, status, proposed_at, decided_at, decided_by, decision, version)
    ON standard_changes TO wardstar_runtime;
GRANT UPDATE (considered_in) ON suggestions TO wardstar_runtime;
GRANT UPDATE (outcome, outcome_words, judged_by, judged_at) ON goals TO wardstar_runtime;
GRANT UPDATE (status, done_on, evidence, decided_by, decided_at, words) ON goal_tasks TO wardstar_runtime;
