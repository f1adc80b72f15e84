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
	"github.com/wardstar/wardstar/internal/journal"
)

// Reason says why a sign-in by the hospital's service came to nothing. People
// read it in their language, on a page of its own.
type Reason string

// The reasons.
const (
	ReasonAway      Reason = "away"      // the service does not answer
	ReasonStale     Reason = "stale"     // begun too long ago, or in another browser
	ReasonRepeated  Reason = "repeated"  // finished already
	ReasonTooMany   Reason = "tooMany"   // from this address, that came to nothing
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
	limits := s.arrivals(from)
	attempt, err := s.attempt(ctx, limits)
	if fault.Is(err, fault.TooMany) {
		return LetIn{}, refuse(ReasonTooMany)
	}
	if err != nil {
		return LetIn{}, err
	}
	pardon := func(tx *sqlx.Tx) error { return forgive(ctx, tx, limits, attempt) }
	session, err := s.finish(ctx, from, in, w, pardon)
	if err != nil {
		return LetIn{}, s.refusedBy(ctx, err, pardon)
	}
	return LetIn{Session: session, Return: w.Return}, nil
}

// finish finds out who has come back, once, and lets them in.
func (s *Service) finish(ctx context.Context, from Client, in Arrival, w waiting, pardon func(*sqlx.Tx) error) (Session, error) {
	first, err := s.finishOnce(ctx, w)
	if err != nil {
		return Session{}, err
	}
	if !first {
		return Session{}, refuse(ReasonRepeated)
	}
	c, err := s.identify(ctx, in, w)
	if err != nil {
		return Session{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Session, error) {
		if err := pardon(tx); err != nil {
			return Session{}, err
		}
		l, err := s.linked(ctx, tx, c)
		if err != nil {
			return Session{}, err
		}
		return s.openLinked(ctx, tx, l, c, from, in.Earlier)
	})
}

// arrivals limits how many may come back in vain from one address.
func (s *Service) arrivals(from Client) []limit {
	if !from.Address.IsValid() {
		return nil
	}
	return []limit{{kind: "address", key: s.address(from.Address), most: perAddress, shared: true}}
}

// refusedBy journals that somebody was refused, and returns why. That the service
// is away is nobody's failure: it must not shut out those who come by password.
func (s *Service) refusedBy(ctx context.Context, why error, pardon func(*sqlx.Tx) error) error {
	refused, ok := errors.AsType[*RefusedSignIn](why)
	if !ok {
		return why
	}
	_, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (struct{}, error) {
		if refused.Reason == ReasonAway {
			return struct{}{}, pardon(tx)
		}
		return struct{}{}, journal.Record(ctx, tx, 0, s.now(), journal.Entry{
			Action: "refuse-sign-in", Object: "account", After: map[string]string{"reason": "by the service: " + string(refused.Reason)},
		})
	})
	if err != nil {
		return err
	}
	return why
}

// identify asks the service who has come back.
func (s *Service) identify(ctx context.Context, in Arrival, w waiting) (claimed, error) {
	switch {
	case in.Error == "access_denied":
		return claimed{}, refuse(ReasonCancelled)
	case in.Error != "":
		return claimed{}, &RefusedSignIn{ReasonFailed, fmt.Errorf("the service answers %.100q", in.Error)}
	case in.Issuer != "" && in.Issuer != s.Provider.config.Issuer:
		return claimed{}, &RefusedSignIn{ReasonFailed, fmt.Errorf("another service answers: %.100q", in.Issuer)}
	}
	c, err := s.Provider.redeem(ctx, in.Code, w)
	if err != nil {
		return claimed{}, &RefusedSignIn{reasonOf(err), err}
	}
	return c, nil
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
