package patient

import "strings"

// Kind is a kind of [Trouble].
type Kind string

// The kinds of trouble. An unknown code is not among them, see [Enter].
const (
	Revoked  Kind = "revoked"  // the QR code is no longer used
	NotSaved Kind = "notSaved" // the answer could not be saved just now
	TooMany  Kind = "tooMany"  // too many requests
	Expired  Kind = "expired"  // the form is too old; Repeat has a new key
	Missing  Kind = "missing"  // there is no such page
	Failed   Kind = "failed"   // anything else

	SlipForged    Kind = "slipForged"    // the slip or invitation is not ours, or was mistyped
	SlipExpired   Kind = "slipExpired"   // its days are over
	SlipUsed      Kind = "slipUsed"      // another phone has used it
	SlipWithdrawn Kind = "slipWithdrawn" // slips of its kind are no longer trusted
	SlipRevoked   Kind = "slipRevoked"   // the hospital has called it back
)

// Status returns the HTTP status to answer with.
func (k Kind) Status() int {
	switch k {
	case Revoked, SlipExpired, SlipWithdrawn, SlipRevoked:
		return 410
	case SlipUsed:
		return 409
	case NotSaved:
		return 503
	case TooMany:
		return 429
	case Expired:
		return 422
	case Missing, SlipForged:
		return 404
	}
	return 500
}

// Trouble says what went wrong and what to do. If the patient had sent
// something, Repeat has it, and one tap sends it again.
type Trouble struct {
	Page
	Kind   Kind
	Repeat *Repeat
}

// Repeat is what a patient had sent: an answer or, with More, the optional form.
type Repeat struct {
	Key, Who string
	Score    int

	More           bool // it is the optional form
	Tags           []string
	Comment, Phone string
	Publish        bool
}

// URL is that of the page to rate on: a trouble has no address of its own.
func (v Trouble) URL() string {
	if v.Repeat == nil {
		return v.address("")
	}
	return v.address("", "k", v.Repeat.Key, "who", v.Repeat.Who)
}

// HasPage tells whether trying again makes sense.
func (v Trouble) HasPage() bool {
	return (v.Code != "" || v.Visit != "") && v.Kind != Revoked && v.Kind != Missing && !v.slip()
}

// Without is where to rate without the slip; "" if no code is known.
func (v Trouble) Without() string {
	if v.Code == "" || !v.slip() {
		return ""
	}
	return v.Path()
}

func (v Trouble) slip() bool { return strings.HasPrefix(string(v.Kind), "slip") }

func (v Trouble) page() string { return "trouble" }
