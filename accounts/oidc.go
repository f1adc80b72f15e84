package accounts

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/jmoiron/sqlx"
	"golang.org/x/oauth2"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// Reason says why a sign-in by the hospital's service came to nothing. People
// read it in their language, on a page of its own.
type Reason string

// The reasons.
const (
	ReasonAway      Reason = "away"      // the service does not answer
	ReasonStale     Reason = "stale"     // begun too long ago, or in another browser
	ReasonRepeated  Reason = "repeated"  // finished already
	ReasonCancelled Reason = "cancelled" // by the person, at the service
	ReasonFailed    Reason = "failed"    // the service said no, or what cannot be believed
	ReasonNoNumber  Reason = "noNumber"  // it does not say whose employee number it is
	ReasonUnknown   Reason = "unknown"   // nobody on the roster has that number
	ReasonNoAccount Reason = "noAccount" // who has, has no account
	ReasonTaken     Reason = "taken"     // the account is linked to somebody else at the service
	ReasonDisabled  Reason = "disabled"
	ReasonLeft      Reason = "left" // the hospital
)

// RefusedSignIn is a sign-in by the service that came to nothing.
type RefusedSignIn struct {
	Reason Reason
	Cause  error // for the log; may be nil
}

func (e *RefusedSignIn) Error() string {
	if e.Cause == nil {
		return "sign-in by the service: " + string(e.Reason)
	}
	return fmt.Sprintf("sign-in by the service: %s: %v", e.Reason, e.Cause)
}

func (e *RefusedSignIn) Unwrap() error { return e.Cause }

func refuse(reason Reason) error { return &RefusedSignIn{Reason: reason} }

// Departure is where a browser goes to sign in, and what it keeps meanwhile.
type Departure struct {
	URL    string
	Cookie string
	Until  time.Time
}

// LeaveToSignIn sends a person to the hospital's sign-in service; from there
// they come back to be let in by [Service.ComeBack], and to an address of ours.
func (s *Service) LeaveToSignIn(ctx context.Context, address string) (Departure, error) {
	if s.Provider == nil {
		return Departure{}, errNoProvider
	}
	d, err := s.Provider.discover(ctx)
	if err != nil {
		return Departure{}, &RefusedSignIn{ReasonAway, err}
	}
	w := waiting{
		State: newToken(), Nonce: newToken(), Verifier: oauth2.GenerateVerifier(),
		Return: localPath(address), Until: s.now().Add(toComeBack),
	}
	cookie, err := s.signed(w)
	if err != nil {
		return Departure{}, err
	}
	to := d.oauth.AuthCodeURL(w.State, oidc.Nonce(w.Nonce), oauth2.S256ChallengeOption(w.Verifier))
	return Departure{URL: to, Cookie: cookie, Until: w.Until}, nil
}

var errNoProvider = fault.Errorf(fault.NotFound, "this hospital has no sign-in service")

// Arrival is what a browser comes back with from the service.
type Arrival struct {
	Cookie  string // that it left with
	State   string
	Code    string
	Error   string // the service's, instead of a code
	Issuer  string // as RFC 9207 has it; many services do not say
	Earlier string // the token of a session that the browser has, which ends
}

// LetIn is a session, and the address to go on to.
type LetIn struct {
	Session
	Return string
}

// ComeBack opens a session for whoever the service says has signed in. Its errors
// are of type [RefusedSignIn] where the person can do something about them.
func (s *Service) ComeBack(ctx context.Context, from Client, in Arrival) (LetIn, error) {
	if s.Provider == nil {
		return LetIn{}, errNoProvider
	}
	w, ok := s.waiting(in.Cookie)
	if !ok || digestsDiffer(w.State, in.State) {
		return LetIn{}, refuse(ReasonStale)
	}
	first, err := s.finishOnce(ctx, w)
	if err != nil {
		return LetIn{}, err
	}
	if !first {
		return LetIn{}, refuse(ReasonRepeated)
	}
	session, err := s.identify(ctx, from, in, w)
	if refused, ok := errors.AsType[*RefusedSignIn](err); ok {
		if err := s.refused(ctx, candidate{}, errors.New("by the service: "+string(refused.Reason))); err != nil {
			return LetIn{}, err
		}
	}
	return LetIn{Session: session, Return: w.Return}, err
}

// identify asks the service who has come back, and lets them in.
func (s *Service) identify(ctx context.Context, from Client, in Arrival, w waiting) (Session, error) {
	switch {
	case in.Error == "access_denied":
		return Session{}, refuse(ReasonCancelled)
	case in.Error != "":
		return Session{}, &RefusedSignIn{ReasonFailed, fmt.Errorf("the service answers %.100q", in.Error)}
	case in.Issuer != "" && in.Issuer != s.Provider.config.Issuer:
		return Session{}, &RefusedSignIn{ReasonFailed, fmt.Errorf("another service answers: %.100q", in.Issuer)}
	}
	c, err := s.Provider.redeem(ctx, in.Code, w)
	if err != nil {
		return Session{}, &RefusedSignIn{reasonOf(err), err}
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Session, error) {
		l, err := s.linked(ctx, tx, c)
		if err != nil {
			return Session{}, err
		}
		return s.openLinked(ctx, tx, l, c, from, in.Earlier)
	})
}

// reasonOf tells a service that does not answer from one that says no.
func reasonOf(err error) Reason {
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, context.DeadlineExceeded) {
		return ReasonAway
	}
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); ok && e.Response != nil && e.Response.StatusCode >= 500 {
		return ReasonAway
	}
	return ReasonFailed
}

// openLinked opens a session that the service vouches for, in the place of the
// browser's earlier one.
func (s *Service) openLinked(ctx context.Context, tx *sqlx.Tx, l link, c claimed, from Client, earlier string) (Session, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = $1`, digest(earlier)); err != nil {
		return Session{}, fmt.Errorf("end the earlier session: %w", err)
	}
	session, err := s.open(ctx, tx, l.Account, from)
	if err != nil {
		return Session{}, err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE sessions SET identity_id = $2, second_factor_at = CASE WHEN $3 THEN $4::timestamptz END WHERE token_hash = $1`,
		digest(session.Token), l.Identity, c.secondFactor, s.now()); err != nil {
		return Session{}, fmt.Errorf("say whose session: %w", err)
	}
	return session, nil
}
