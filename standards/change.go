package standards

import (
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
)

// The states of a change.
const (
	Draft     = "draft"     // its author is writing
	Proposed  = "proposed"  // waits for somebody else
	Approved  = "approved"  // is a version, in force from its day
	Rejected  = "rejected"  // went back to its author
	Withdrawn = "withdrawn" // came to nothing
)

// Where changes come from.
const (
	FromPerson    = "person"
	FromFile      = "file"
	FromCatalogue = "catalogue" // a newer release's
)

// ChangeSummary is a change in a list.
type ChangeSummary struct {
	ID            int64        `json:"id"                  db:"id"`
	Kind          string       `json:"kind"                db:"kind"`
	Standard      string       `json:"standard,omitempty"  db:"code"`    // of a change to a standard: its code, which may be new
	PostID        *int64       `json:"postId,omitempty"    db:"post_id"` // of phrases: none for everyone's
	BasedOn       int          `json:"basedOn"             db:"based_on"`
	EffectiveFrom worktime.Day `json:"effectiveFrom"       db:"effective_from"`
	Words         string       `json:"words"               db:"words"` // why
	Status        string       `json:"status"              db:"status"`
	Origin        string       `json:"origin"              db:"origin"`
	Author        string       `json:"author,omitempty"    db:"author"` // an account's name; none: the program
	AuthorID      int64        `json:"-"                   db:"author_id"`
	CreatedAt     time.Time    `json:"createdAt"           db:"created_at"`
	ProposedAt    *time.Time   `json:"proposedAt,omitempty" db:"proposed_at"`
	DecidedAt     *time.Time   `json:"decidedAt,omitempty" db:"decided_at"`
	DecidedBy     string       `json:"decidedBy,omitempty" db:"decided_by"`
	Decision      string       `json:"decision,omitempty"  db:"decision"` // why it was rejected or withdrawn
	Version       *int         `json:"version,omitempty"   db:"version"`  // that it became
}

// Change is what somebody wants a standard, a post's set or its phrases to say.
type Change struct {
	ChangeSummary
	Content     Wording           `json:"content"`
	Differences []Difference      `json:"differences"` // from the version it is based on
	Problems    map[string]string `json:"problems"`    // what keeps it from being proposed, such as a language that is missing
}

// NewChange is what an author fills in. A draft may be unfinished.
type NewChange struct {
	Kind          string       `json:"kind"               validate:"required,oneof=standard post-set phrases"`
	Standard      string       `json:"standard,omitempty" validate:"max=60"` // code of the standard
	PostID        int64        `json:"postId,omitempty"   validate:"min=0"`  // of a set; of phrases: 0 for everyone's
	BasedOn       int          `json:"basedOn"            validate:"min=0"`  // the newest version that the author has seen; 0: none
	EffectiveFrom worktime.Day `json:"effectiveFrom"      validate:"required"`
	Words         string       `json:"words"              validate:"required,max=2000"` // why
	Content       Wording      `json:"content"`
}

// EditChange is a draft written anew.
type EditChange struct {
	ID            int64        `params:"id"          json:"-" validate:"required,min=1"`
	BasedOn       int          `json:"basedOn"       validate:"min=0"`
	EffectiveFrom worktime.Day `json:"effectiveFrom" validate:"required"`
	Words         string       `json:"words"         validate:"required,max=2000"`
	Content       Wording      `json:"content"`
}

// subject is what a change is about.
type subject struct {
	kind, code string
	post       int64 // 0, of phrases: everyone
}

func (c ChangeSummary) subject() subject {
	sub := subject{kind: c.Kind, code: c.Standard}
	if c.PostID != nil {
		sub.post = *c.PostID
	}
	return sub
}
