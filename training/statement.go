package training

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/wardstar/wardstar/internal/fault"
)

// mostStatements is how many a learning system may send at once.
const mostStatements = 500

// counted are the verbs that say that somebody is through with something.
var counted = []string{
	"http://adlnet.gov/expapi/verbs/completed",
	"http://adlnet.gov/expapi/verbs/passed",
	"http://adlnet.gov/expapi/verbs/attended",
}

// stated is what hours need of a statement of xAPI. All else in it is neither
// kept nor looked at.
type stated struct {
	ID    string `json:"id"`
	Actor struct {
		Account struct {
			Name string `json:"name"` // the employee's number
		} `json:"account"`
	} `json:"actor"`
	Verb struct {
		ID string `json:"id"`
	} `json:"verb"`
	Object struct {
		ID string `json:"id"`
	} `json:"object"`
	Result struct {
		Completion *bool  `json:"completion"`
		Success    *bool  `json:"success"`
		Duration   string `json:"duration"`
	} `json:"result"`
	Timestamp string `json:"timestamp"`

	minutes *int // of the duration, if there is one
	at      time.Time
	hash    []byte
}

// parseStatements reads one statement, or an array of them, as xAPI 1.0.3 and 2.0
// write them. One that has no id is given one.
func parseStatements(body []byte, now time.Time) ([]stated, error) {
	var list []stated
	body = bytes.TrimSpace(body)
	if bytes.HasPrefix(body, []byte("[")) {
		if err := json.Unmarshal(body, &list); err != nil {
			return nil, fault.Errorf(fault.Invalid, "the body is not a list of statements: %v", err)
		}
	} else {
		list = make([]stated, 1)
		if err := json.Unmarshal(body, &list[0]); err != nil {
			return nil, fault.Errorf(fault.Invalid, "the body is not a statement: %v", err)
		}
	}
	if len(list) > mostStatements {
		return nil, fault.Errorf(fault.TooLarge, "more than %d statements at once", mostStatements)
	}
	seen := map[string]bool{}
	for i := range list {
		if err := list[i].complete(now); err != nil {
			return nil, fault.Errorf(fault.Invalid, "statement %d: %v", i+1, err)
		}
		if seen[list[i].ID] {
			return nil, fault.Errorf(fault.Invalid, "statement %d: the id %s is there twice", i+1, list[i].ID)
		}
		seen[list[i].ID] = true
	}
	return list, nil
}

// complete checks a statement and fills in what follows from it.
func (s *stated) complete(now time.Time) error {
	for _, field := range []struct {
		name, value string
		most        int
	}{
		{"verb.id", s.Verb.ID, 200}, {"object.id", s.Object.ID, 500}, {"actor.account.name", s.Actor.Account.Name, 100},
	} {
		if n := utf8.RuneCountInString(field.value); n > field.most {
			return fmt.Errorf("%s is longer than %d characters", field.name, field.most)
		}
		if field.value == "" && field.name != "actor.account.name" {
			return fmt.Errorf("%s is missing", field.name)
		}
	}
	content, err := json.Marshal([]any{s.Actor, s.Verb, s.Object, s.Result, s.Timestamp})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	s.hash = sum[:]
	if s.Result.Duration != "" {
		minutes, err := isoMinutes(s.Result.Duration)
		if err != nil {
			return fmt.Errorf("result.duration is %w", err)
		}
		minutes = min(minutes, 60000)
		s.minutes = &minutes
	}
	if err := s.date(now); err != nil {
		return err
	}
	if s.ID == "" {
		s.ID = uuid.NewString()
	}
	id, err := uuid.Parse(s.ID)
	if err != nil || len(s.ID) != 36 {
		return fmt.Errorf("the id %.40q is not a UUID", s.ID)
	}
	s.ID = id.String() // in small letters, as the database has it
	return nil
}

// date reads when it was; a statement that does not say is of now.
func (s *stated) date(now time.Time) error {
	s.at = now
	if s.Timestamp == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339Nano, s.Timestamp)
	switch {
	case err != nil:
		return fmt.Errorf("timestamp %.40q is not a time with a zone: write it like 2026-10-31T08:30:00Z", s.Timestamp)
	case at.Year() < 2000:
		return fmt.Errorf("timestamp %s is before 2000", s.Timestamp)
	case at.After(now.Add(5 * time.Minute)):
		return fmt.Errorf("timestamp %s is in the future", s.Timestamp)
	}
	s.at = at.UTC().Truncate(time.Microsecond)
	return nil
}

// ends reports whether the statement says that somebody is through with something,
// or why not.
func (s *stated) ends() (reason string, ok bool) {
	is := func(b *bool) bool { return b == nil || *b }
	switch {
	case !slices.Contains(counted, s.Verb.ID):
		return "its verb completes nothing", false
	case !is(s.Result.Completion):
		return "not completed", false
	case !is(s.Result.Success):
		return "not passed", false
	}
	return "", true
}
