-- +goose Up

-- Whether the patient lets the hospital show these words in public. Without it they never are.
ALTER TABLE remarks ADD COLUMN publish boolean NOT NULL DEFAULT false;

-- What a remark is about, worked out once.
CREATE TABLE remark_themes (
    remark_id bigint PRIMARY KEY REFERENCES remarks,
    themes    text[] NOT NULL CHECK (cardinality(themes) <= 20)
);

-- Comments are released in batches of five visits or more, so that nobody can tell
-- whose comes from whom by looking often. A batch never changes.
CREATE TABLE comment_batches (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    audience      text NOT NULL CHECK (audience IN ('person', 'thanks', 'department')),
    employee_id   bigint REFERENCES employees,   -- whom it is about, and who reads it
    department_id bigint REFERENCES departments, -- whose heads read it
    month         date NOT NULL CHECK (extract(day FROM month) = 1), -- of a person's: of the latest visit in it
    visits        int  NOT NULL CHECK (visits >= 5),
    CONSTRAINT comment_batches_reader CHECK (CASE audience
        WHEN 'department' THEN employee_id IS NULL AND department_id IS NOT NULL
        ELSE employee_id IS NOT NULL AND department_id IS NULL END)
);
CREATE INDEX comment_batches_employee ON comment_batches (employee_id, audience) WHERE employee_id IS NOT NULL;
CREATE INDEX comment_batches_department ON comment_batches (department_id, month) WHERE department_id IS NOT NULL;

-- A comment as its readers see it. Ids follow the shuffled order, not the time.
CREATE TABLE released_comments (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id  bigint  NOT NULL REFERENCES comment_batches,
    remark_id bigint  NOT NULL REFERENCES remarks,
    vote      bytea   NOT NULL CHECK (octet_length(vote) = 16),
    own       boolean NOT NULL, -- to the person it is about; otherwise to the department
    words     text    NOT NULL CHECK (length(words) <= 2000), -- masked
    tags      text[]  NOT NULL,
    themes    text[]  NOT NULL,
    CONSTRAINT released_comments_once UNIQUE (vote, own)
);
CREATE INDEX released_comments_batch ON released_comments (batch_id, id);
CREATE INDEX released_comments_remark ON released_comments (remark_id);

-- What a moderator decided about showing a comment in public.
CREATE TABLE publications (
    comment_id    bigint PRIMARY KEY REFERENCES released_comments,
    decision      text NOT NULL CHECK (decision IN ('approved', 'refused')),
    decided_at    timestamptz NOT NULL,
    decided_by    bigint REFERENCES accounts,
    note          text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    taken_down_at timestamptz,
    taken_down_by bigint REFERENCES accounts,
    reason        text NOT NULL DEFAULT '' CHECK (length(reason) <= 500), -- for taking it down
    CONSTRAINT publications_refused CHECK (decision = 'approved' OR note <> ''),
    CONSTRAINT publications_taken_down CHECK (taken_down_at IS NULL OR decision = 'approved' AND reason <> '')
);
CREATE INDEX publications_shown ON publications (comment_id) WHERE decision = 'approved' AND taken_down_at IS NULL;

-- What a month's comments were about, once it is over. It never changes either, and
-- has no row of fewer than five.
CREATE TABLE comment_trends (
    department_id bigint NOT NULL REFERENCES departments,
    month         date   NOT NULL CHECK (extract(day FROM month) = 1),
    theme         text   NOT NULL, -- '': all comments
    comments      int    NOT NULL CHECK (comments >= 5),
    tendency      text   NOT NULL CHECK (tendency IN ('good', 'mixed', 'bad')), -- of the ratings they came with: no figure, which could be subtracted
    PRIMARY KEY (department_id, month, theme)
);
CREATE TABLE comment_months (
    month      date PRIMARY KEY CHECK (extract(day FROM month) = 1),
    counted_at timestamptz NOT NULL
);

GRANT SELECT, INSERT ON remark_themes, comment_batches, released_comments, publications, comment_trends, comment_months TO wardstar_runtime;
GRANT UPDATE (taken_down_at, taken_down_by, reason) ON publications TO wardstar_runtime;
GRANT UPDATE (tags, words, publish) ON remarks TO wardstar_runtime; -- what a patient takes back is gone
