-- +goose Up
CREATE TABLE standards (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    requirement text NOT NULL DEFAULT '',
    principal   boolean NOT NULL DEFAULT false -- holds for everyone
);

-- What a standard said from a day on. Never changed: audits keep the version they were scored on.
CREATE TABLE standard_versions (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    standard_id    bigint NOT NULL REFERENCES standards,
    version        int    NOT NULL CHECK (version >= 1),
    effective_from date   NOT NULL,
    dimension      text   NOT NULL CHECK (dimension IN ('response-speed', 'accuracy', 'process-conformity',
                       'attitude-communication', 'follow-up', 'qualification', 'privacy', 'emergency-readiness')),
    measure        text   NOT NULL CHECK (measure IN ('judged', 'seconds', 'share')),
    target_ms      int    CHECK (target_ms BETWEEN 1 AND 86400000),
    target_share   int    CHECK (target_share BETWEEN 1 AND 10000), -- ten-thousandths
    title          jsonb  NOT NULL, -- texts by language
    opportunity    jsonb  NOT NULL,
    met            jsonb  NOT NULL,
    partly         jsonb  NOT NULL,
    not_met        jsonb  NOT NULL,
    not_applicable jsonb  NOT NULL CHECK (jsonb_typeof(not_applicable) = 'array'), -- [{code, text}]
    author_id      bigint REFERENCES accounts, -- null: came with the product
    created_at     timestamptz NOT NULL,
    CONSTRAINT standard_versions_number UNIQUE (standard_id, version),
    CONSTRAINT standard_versions_day UNIQUE (standard_id, effective_from),
    CONSTRAINT standard_versions_target CHECK (
        (measure = 'seconds') = (target_ms IS NOT NULL) AND (measure = 'share') = (target_share IS NOT NULL))
);

-- The standards of a post from a day on, with weights and targets.
CREATE TABLE standard_sets (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id        bigint NOT NULL REFERENCES posts,
    version        int    NOT NULL CHECK (version >= 1),
    effective_from date   NOT NULL,
    author_id      bigint REFERENCES accounts,
    created_at     timestamptz NOT NULL,
    CONSTRAINT standard_sets_number UNIQUE (post_id, version),
    CONSTRAINT standard_sets_day UNIQUE (post_id, effective_from)
);

CREATE TABLE standard_set_items (
    set_id      bigint NOT NULL REFERENCES standard_sets,
    standard_id bigint NOT NULL REFERENCES standards,
    weight      int    NOT NULL CHECK (weight BETWEEN 1 AND 100), -- of 100
    target      int    NOT NULL CHECK (target BETWEEN 1 AND 10000), -- share of opportunities met, ten-thousandths
    PRIMARY KEY (set_id, standard_id)
);

GRANT SELECT, INSERT ON standards, standard_versions, standard_sets, standard_set_items TO wardstar_runtime;
