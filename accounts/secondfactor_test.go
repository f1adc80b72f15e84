package accounts_test

import (
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// phone is the app on which somebody has set up their second factor.
type phone struct {
	h             hospital
	secret        string
	recoveryCodes []string
}

// code is what the phone shows a while from now.
func (p phone) code(in time.Duration) accounts.Code {
	p.h.t.Helper()
	code, err := totp.GenerateCode(p.secret, p.h.clock.Now().Add(in))
	if err != nil {
		p.h.t.Fatal(err)
	}
	return accounts.Code{Code: code}
}

// next is the first code that has not been shown yet.
func (p phone) next() accounts.Code {
	p.h.clock.advance(30 * time.Second)
	return p.code(0)
}

// enrol sets up a second factor and returns the session it was done in.
func (h hospital) enrol(name string) (phone, accounts.Actor) {
	h.t.Helper()
	actor := h.actor(h.signIn(name).Token)
	shown, err := h.EnrolSecondFactor(h.t.Context(), actor, accounts.Code{})
	if err != nil {
		h.t.Fatal(err)
	}
	p := phone{h: h, secret: strings.ReplaceAll(shown.Secret, " ", "")}
	done, err := h.ConfirmSecondFactor(h.t.Context(), accounts.Client{}, actor, p.code(0))
	if err != nil {
		h.t.Fatal(err)
	}
	p.recoveryCodes = done.Codes
	return p, h.actor(done.Token)
}

func TestEnrolment(t *testing.T) {
	h := newHospital(t)
	first, other := h.signIn("wang"), h.signIn("wang")
	wang := h.actor(first.Token)
	_, err := h.ConfirmSecondFactor(t.Context(), accounts.Client{}, wang, accounts.Code{Code: "123456"})
	want(t, "nothing to confirm", err, fault.Conflict)
	shown, err := h.EnrolSecondFactor(t.Context(), wang, accounts.Code{})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(shown.URL)
	if err != nil || u.Scheme != "otpauth" || u.Query().Get("secret") != strings.ReplaceAll(shown.Secret, " ", "") || !strings.HasPrefix(shown.QR, "<svg") {
		t.Errorf("shown: %+v, %v", shown, err)
	}
	p := phone{h: h, secret: u.Query().Get("secret")}
	_, err = h.ConfirmSecondFactor(t.Context(), accounts.Client{}, wang, p.code(time.Hour))
	want(t, "a code of another time", err, fault.Invalid)
	h.clock.advance(15 * time.Minute)
	_, err = h.ConfirmSecondFactor(t.Context(), accounts.Client{}, wang, p.code(0))
	want(t, "too late", err, fault.Conflict)
	if shown, err = h.EnrolSecondFactor(t.Context(), wang, accounts.Code{}); err != nil {
		t.Fatal(err)
	}
	if h.actor(first.Token).SecondFactor != accounts.SecondFactorDone {
		t.Error("what is not confirmed counts")
	}
	p.secret = strings.ReplaceAll(shown.Secret, " ", "")
	done, err := h.ConfirmSecondFactor(t.Context(), accounts.Client{}, wang, p.code(0))
	if err != nil || len(done.Codes) != 10 || h.actor(done.Token).SecondFactor != accounts.SecondFactorDone {
		t.Fatalf("confirmed: %+v, %v", done, err)
	}
	for what, token := range map[string]string{"the old token": first.Token, "another session": other.Token} {
		_, err := h.Authenticate(t.Context(), token)
		want(t, what, err, fault.Unauthenticated)
	}
	wang = h.actor(done.Token)
	_, err = h.EnrolSecondFactor(t.Context(), wang, accounts.Code{})
	want(t, "another phone without a code of this one", err, fault.Invalid)
	_, err = h.EnrolSecondFactor(t.Context(), wang, p.next())
	want(t, "with one", err, "")
	state, err := h.GetSecondFactor(t.Context(), wang, struct{}{})
	if err != nil || state.EnrolledAt == nil || state.RecoveryCodesLeft != 10 || state.Required {
		t.Errorf("state: %+v, %v", state, err)
	}
}

func TestSigningInWithASecondFactor(t *testing.T) {
	h := newHospital(t)
	p, _ := h.enrol("wang")
	give := func(token string, code accounts.Code) (accounts.Session, error) {
		return h.GiveSecondFactor(t.Context(), accounts.Client{}, h.actor(token), code)
	}
	first := h.signIn("wang")
	if got := h.actor(first.Token).SecondFactor; got != accounts.SecondFactorRequired {
		t.Fatalf("after the password: %q", got)
	}
	_, err := give(first.Token, p.code(0))
	want(t, "the code that confirmed the enrolment", err, fault.Invalid)
	for _, test := range []struct {
		what string
		in   time.Duration // when a phone whose clock is right would show it
		want fault.Kind
	}{
		{"two steps behind", -60 * time.Second, fault.Invalid},
		{"two steps ahead", 60 * time.Second, fault.Invalid},
		{"one step behind", -30 * time.Second, ""},
		{"one step ahead", 30 * time.Second, ""},
	} {
		h.clock.advance(5 * time.Minute)
		token := h.signIn("wang").Token
		_, err := give(token, p.code(test.in))
		want(t, test.what, err, test.want)
	}
	h.clock.advance(time.Hour)
	early, later, code := h.signIn("wang"), h.signIn("wang"), p.code(0)
	s, err := give(early.Token, code)
	want(t, "the code of now", err, "")
	_, err = give(later.Token, code)
	want(t, "the same again", err, fault.Invalid)
	_, err = give(later.Token, p.code(-30*time.Second))
	want(t, "an older one than was used", err, fault.Invalid)
	_, err = h.Authenticate(t.Context(), early.Token)
	want(t, "the token from before", err, fault.Unauthenticated)
	if h.actor(s.Token).SecondFactor != accounts.SecondFactorDone {
		t.Error("the session does not remember")
	}
	h.clock.advance(6 * time.Hour)
	if h.actor(s.Token).SecondFactor != accounts.SecondFactorDone {
		t.Error("the session has forgotten")
	}
	_, err = h.Authenticate(t.Context(), later.Token)
	want(t, "one that has waited for too long", err, fault.Unauthenticated)
}

func TestACodeIsGoodOnceAlsoForManyAtOnce(t *testing.T) {
	h := newHospital(t)
	p, _ := h.enrol("wang")
	for what, code := range map[string]accounts.Code{"of the phone": {}, "of recovery": {Code: p.recoveryCodes[3]}} {
		h.clock.advance(20 * time.Minute) // past the throttle of the codes before
		if what == "of the phone" {
			code = p.code(0)
		}
		actor := h.actor(h.signIn("wang").Token)
		var good, refused atomic.Int32
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() { // from several networks: ten get past the throttle
				_, err := h.GiveSecondFactor(t.Context(), accounts.Client{Address: address(i)}, actor, code)
				switch {
				case err == nil:
					good.Add(1)
				case fault.Is(err, fault.Invalid), fault.Is(err, fault.TooMany):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if good.Load() != 1 || refused.Load() != 19 {
			t.Errorf("%s: %d good, %d refused", what, good.Load(), refused.Load())
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	h := newHospital(t)
	p, _ := h.enrol("wang")
	other, _ := h.enrol("kim")
	token := h.signIn("wang").Token
	give := func(code string) error {
		_, err := h.GiveSecondFactor(t.Context(), accounts.Client{}, h.actor(token), accounts.Code{Code: code})
		return err
	}
	want(t, "somebody else's", give(other.recoveryCodes[0]), fault.Invalid)
	want(t, "one that was never made", give("abcd-efgh-ijkl"), fault.Invalid)
	want(t, "none", give(""), fault.Invalid)
	s, err := h.GiveSecondFactor(t.Context(), accounts.Client{}, h.actor(token), accounts.Code{Code: " " + strings.ToUpper(strings.ReplaceAll(p.recoveryCodes[0], "-", " "))})
	want(t, "as people type", err, "")
	token = h.signIn("wang").Token
	want(t, "used", give(p.recoveryCodes[0]), fault.Invalid)
	wang := h.actor(s.Token)
	fresh, err := h.NewRecoveryCodes(t.Context(), wang, accounts.Code{Code: p.recoveryCodes[1]})
	if err != nil || len(fresh.Codes) != 10 {
		t.Fatalf("new ones: %+v, %v", fresh, err)
	}
	want(t, "an old one after that", give(p.recoveryCodes[2]), fault.Invalid)
	want(t, "a new one", give(fresh.Codes[9]), "")
	state, err := h.GetSecondFactor(t.Context(), wang, struct{}{})
	if err != nil || state.RecoveryCodesLeft != 9 {
		t.Errorf("left: %+v, %v", state, err)
	}
	_, err = h.DropSecondFactor(t.Context(), wang, accounts.Code{Code: "000000"})
	want(t, "removing it with a wrong code", err, fault.Invalid)
	state, err = h.DropSecondFactor(t.Context(), wang, accounts.Code{Code: fresh.Codes[0]})
	if err != nil || state.EnrolledAt != nil || h.actor(h.signIn("wang").Token).SecondFactor != accounts.SecondFactorDone {
		t.Errorf("removed: %+v, %v", state, err)
	}
	if n := count(t, h.DB, `SELECT count(*) FROM recovery_codes WHERE account_id = 1`); n != 0 {
		t.Errorf("%d recovery codes are left behind", n)
	}
}

func TestGuessingCodesIsThrottled(t *testing.T) {
	h := newHospital(t)
	p, _ := h.enrol("wang")
	actor := h.actor(h.signIn("wang").Token)
	guesser, owner := accounts.Client{Address: address(1)}, accounts.Client{Address: address(2)}
	for range 5 {
		_, err := h.GiveSecondFactor(t.Context(), guesser, actor, accounts.Code{Code: "000000"})
		want(t, "a guess", err, fault.Invalid)
	}
	_, err := h.GiveSecondFactor(t.Context(), guesser, actor, p.next())
	want(t, "the sixth, even if it is right", err, fault.TooMany)
	_, err = h.GiveSecondFactor(t.Context(), owner, actor, p.code(0))
	want(t, "the owner elsewhere", err, "")
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action = 'refuse-second-factor' AND object_id = 1`); n != 5 {
		t.Errorf("%d refusals are journalled, want 5", n)
	}
}
