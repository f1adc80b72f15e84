package audits

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"
)

// standard is what a finding is measured by: the version in force on the day.
type standard struct {
	ID        int64          `db:"id"`
	Code      string         `db:"code"`
	VersionID int64          `db:"version_id"`
	Measure   string         `db:"measure"`
	TargetMs  int            `db:"target_ms"`
	Reasons   pq.StringArray `db:"reasons"` // codes of why it may not apply
}

// checkTimes refuses what the phone's clock cannot have seen.
func (p *problems) checkTimes(started, finished, now time.Time) {
	switch took := finished.Sub(started); {
	case took < 0:
		p.add(ReasonTimes, "finishedAt", "before it started")
	case took > longestCheck:
		p.add(ReasonTimes, "finishedAt", "more than twelve hours after it started: no round takes that long")
	}
	switch latest := now.Add(futureAllowed); {
	case started.After(latest):
		p.add(ReasonClockAhead, "startedAt", "lies in the future: is the phone's clock right?")
	case finished.After(latest):
		p.add(ReasonClockAhead, "finishedAt", "lies in the future: is the phone's clock right?")
	case started.Before(now.Add(-oldestAllowed)):
		p.add(ReasonTooOld, "startedAt", "more than 90 days ago: too late to be entered")
	}
}

// checkFindings holds each finding to the standard it names; nil stands for
// one that is not in force.
func (p *problems) checkFindings(findings []NewFinding, standards []*standard, day string) {
	seen := map[int64]bool{}
	for i, f := range findings {
		at := fmt.Sprintf("findings[%d].", i)
		s := standards[i]
		switch {
		case (f.StandardID == 0) == (f.Standard == ""):
			p.add(ReasonInvalid, at+"standard", "name one standard, by its code or by its id")
			continue
		case s == nil:
			p.add(ReasonNotInForce, at+"standard", "no such standard was in force on %s", day)
			continue
		case seen[s.ID]:
			p.add(ReasonInvalid, at+"standard", "%s is in this check already", s.Code)
		}
		seen[s.ID] = true
		p.checkWords(at, f)
		p.checkReason(at, f, s)
		p.checkAttempts(at, f, s)
	}
}

// checkWords asks for the instance behind a deduction: without one, it is a feeling.
func (p *problems) checkWords(at string, f NewFinding) {
	if (f.Result == Partly || f.Result == NotMet) && f.Note == "" {
		p.add(ReasonNoteMissing, at+"note", "say what you saw: no deduction without an instance")
	}
	for name, text := range map[string]string{"note": f.Note, "reason": f.Reason} {
		if !storable(text) {
			p.add(ReasonInvalid, at+name, "not a text")
		}
	}
}

func (p *problems) checkReason(at string, f NewFinding, s *standard) {
	if f.Result != NotApplicable || slices.Contains(s.Reasons, f.Reason) {
		return
	}
	if words, ok := strings.CutPrefix(f.Reason, "other:"); ok && strings.TrimSpace(words) != "" {
		return
	}
	p.add(ReasonReasonMissing, at+"reason", `say why it does not apply: %s or "other:" and your own words`, strings.Join(s.Reasons, ", "))
}

// checkAttempts lets the stopwatch decide what was timed, unless there is a
// reason against it.
func (p *problems) checkAttempts(at string, f NewFinding, s *standard) {
	for n, a := range f.Attempts {
		if !storable(a.Cancelled) {
			p.add(ReasonInvalid, fmt.Sprintf("%sattempts[%d].cancelled", at, n), "not a text")
		}
	}
	if s.Measure != "seconds" {
		if len(f.Attempts) > 0 {
			p.add(ReasonInvalid, at+"attempts", "only what is measured in seconds is timed")
		}
		return
	}
	timed := timed(f.Attempts, s.TargetMs)
	scored := f.Result == Met || f.Result == Partly || f.Result == NotMet
	switch {
	case scored && timed == "":
		p.add(ReasonInvalid, at+"attempts", "time it at least once, or choose not-seen")
	case timed != "" && timed != f.Result && f.Reason == "":
		p.add(ReasonNotAsTimed, at+"reason", "by the stopwatch it is %s: say why you decide otherwise", timed)
	}
}

// timed returns the result that follows from the attempts that were not
// cancelled: met if all were within target milliseconds, not-met if all took
// more than twice as long, partly between those, and "" if there are none.
// The catalogue's anchors say the same in words.
func timed(attempts []Attempt, target int) string {
	counted, within, late := 0, 0, 0
	for _, a := range attempts {
		if a.Cancelled != "" {
			continue
		}
		counted++
		switch {
		case a.Milliseconds <= target:
			within++
		case a.Milliseconds > 2*target:
			late++
		}
	}
	switch counted {
	case 0:
		return ""
	case within:
		return Met
	case late:
		return NotMet
	}
	return Partly
}

// storable reports whether the database can hold text.
func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }
