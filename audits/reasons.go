package audits

import (
	"fmt"

	"github.com/wardstar/wardstar/internal/fault"
)

// The reasons why a spot check is refused, for phones that say them in the
// observer's language. They never change: a phone may show one days later.
const (
	ReasonNotOnRoster   = "not-on-roster"         // the account belongs to nobody on the roster
	ReasonSelf          = "self"                  // nobody observes themselves
	ReasonPostingEnded  = "posting-ended"         // of somebody within reach, who was not posted there on that day
	ReasonNobodyThere   = "nobody-there"          // unknown, or out of reach
	ReasonSentBefore    = "sent-before"           // the same key, other content
	ReasonTooOld        = "too-old"               // more than 90 days ago
	ReasonClockAhead    = "clock-ahead"           // in the future
	ReasonTimes         = "times"                 // finished before it started, or much later
	ReasonNotInForce    = "standard-not-in-force" // on the day of the observation
	ReasonNotAsTimed    = "not-timed-as-said"     // the stopwatch says otherwise, and nothing says why
	ReasonNoteMissing   = "note-missing"          // no deduction without an instance
	ReasonReasonMissing = "reason-missing"        // of what is not applicable
	ReasonInvalid       = "invalid"               // anything else
)

// problems collects what is wrong with a request, by JSON name. The zero
// problems is ready to use.
type problems struct {
	fields map[string]string
	reason string // of the first
}

// add says what is wrong with a field. The last word on a field stays, and the
// first reason.
func (p *problems) add(reason, field, format string, args ...any) {
	if p.fields == nil {
		p.fields, p.reason = map[string]string{}, reason
	}
	p.fields[field] = fmt.Sprintf(format, args...)
}

func (p *problems) fault() error {
	if len(p.fields) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Message: "some fields are not valid", Fields: p.fields, Reason: p.reason}
}
