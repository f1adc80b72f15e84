// Package fault classifies the errors a caller can do something about.
//
// Anything else is a bug or an outage: it stays a plain error, is logged in
// full, and reaches the user only as "internal error".
package fault

import (
	"errors"
	"fmt"
)

// Kind says what went wrong, in the caller's terms.
type Kind string

// The kinds of faults. Handlers map each to one HTTP status.
const (
	Invalid         Kind = "invalid"         // something in the request is not valid
	Unauthenticated Kind = "unauthenticated" // nobody is signed in
	Forbidden       Kind = "forbidden"       // the role may not do this
	NotFound        Kind = "not_found"       // no such thing, or none that the caller may know of
	Gone            Kind = "gone"            // it was there and has been withdrawn
	Conflict        Kind = "conflict"        // it contradicts what is stored
	TooLarge        Kind = "too_large"       // the request exceeds a limit of size
	TooMany         Kind = "too_many"        // the caller asks too often
	Unavailable     Kind = "unavailable"     // the database cannot be reached; worth trying again
	Internal        Kind = "internal"        // a bug
)

// Error is an error whose message is safe to show to the user.
type Error struct {
	Kind    Kind
	Message string
	Fields  map[string]string // what is wrong, by JSON name; for Invalid only
	Reason  string            // a word for it that never changes, for clients that say it in another language; or ""
}

func (e *Error) Error() string { return e.Message }

// Errorf returns an Error of the given kind.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Field returns an Invalid error about one field, by its JSON name.
func Field(name, format string, args ...any) error {
	return &Error{
		Kind:    Invalid,
		Message: "some fields are not valid",
		Fields:  map[string]string{name: fmt.Sprintf(format, args...)},
	}
}

// Because gives err a reason, if it is an Error that has none yet.
func Because(reason string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Reason != "" {
		return err
	}
	with := *e
	with.Reason = reason
	return &with
}

// As returns the Error in err's chain, or the one that stands for all others.
func As(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Kind: Internal, Message: "internal error"}
}

// Is reports whether err is a fault of the given kind.
func Is(err error, kind Kind) bool { return err != nil && As(err).Kind == kind }
