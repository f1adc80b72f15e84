package outbox_test

import (
	"crypto/x509"
	"io"
	"maps"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/wardstar/wardstar/internal/outbox"
)

// postOffice is a mail server on this machine. It keeps what it is given, wants a
// password and knows who lives here.
type postOffice struct {
	address string
	mu      sync.Mutex
	letters []string
	down    bool // it is there, and takes nothing for now
}

type visit struct {
	*postOffice
	signedIn bool
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		v.signedIn = name == "wardstar" && password == "three metre smile"
		if !v.signedIn {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (v *visit) Mail(string, *smtp.MailOptions) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case !v.signedIn:
		return smtp.ErrAuthRequired
	case v.down:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "come back later"}
	}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "nobody@") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	return nil
}

func (v *visit) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.letters = append(v.letters, string(b))
	return err
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// newPostOffice opens a mail server with TLS by STARTTLS, and returns what a
// client must trust.
func newPostOffice(t *testing.T) (*postOffice, *x509.CertPool) {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(web.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{address: listener.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &visit{postOffice: p}, nil }))
	server.Domain, server.TLSConfig = "mail.hospital.example", web.TLS
	server.ReadTimeout, server.WriteTimeout = 10*time.Second, 10*time.Second
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return p, web.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
}

func (p *postOffice) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.letters...)
}

// writeTo gives o a mailer for the server, with quiet hours from nine to seven.
func (o office) writeTo(p *postOffice, trust *x509.CertPool, scheme string) *outbox.Mailer {
	m := &outbox.Mailer{
		Server: scheme + "://wardstar@" + p.address, Password: "three metre smile", From: "별 <wardstar@hospital.example>",
		Now: o.clock.Now, Location: seoul, Trust: trust,
	}
	if err := m.Quiet.UnmarshalText([]byte("21:00-07:00")); err != nil {
		o.t.Fatal(err)
	}
	maps.Copy(o.Handlers, m.Jobs())
	return m
}

func (o office) mail(key string, m outbox.Mail) {
	o.t.Helper()
	if err := outbox.PutMail(o.t.Context(), o.DB, o.clock.Now(), key, m); err != nil {
		o.t.Fatal(err)
	}
}

func TestMailArrives(t *testing.T) {
	o := newOffice(t)
	post, trust := newPostOffice(t)
	m := o.writeTo(post, trust, "smtp")
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	o.mail("certificate 7 at 30 days", outbox.Mail{To: "kim@hospital.example", Subject: "자격증이 30일 뒤에 만료됩니다", Text: "건강관리사 자격증을 갱신해 주십시오.\n"})
	o.mail("certificate 7 at 30 days", outbox.Mail{To: "kim@hospital.example", Subject: "twice", Text: "twice"})
	o.mail("", outbox.Mail{To: "", Subject: "nobody has this address", Text: "x"})
	o.drain()
	letters := post.got()
	if len(letters) != 1 {
		t.Fatalf("%d letters, %v", len(letters), o.outcomes())
	}
	letter, err := mail.ReadMessage(strings.NewReader(letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
	if err != nil || subject != "자격증이 30일 뒤에 만료됩니다" {
		t.Errorf("subject %q, %v", subject, err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(letter.Body))
	if err != nil || !strings.Contains(string(text), "갱신해 주십시오.") {
		t.Errorf("text %q, %v", text, err)
	}
	if id := letter.Header.Get("Message-Id"); !strings.HasPrefix(id, "<job-1-") || !strings.HasSuffix(id, "@hospital.example>") {
		t.Errorf("its id is %q", id)
	}
}

func TestMailWaitsForItsServerAndForTheMorning(t *testing.T) {
	o := newOffice(t)
	post, trust := newPostOffice(t)
	o.writeTo(post, trust, "smtp")
	letter := outbox.Mail{To: "kim@hospital.example", Subject: "s", Text: "t"}
	urgent := letter
	urgent.Urgent = true
	for _, step := range []struct {
		promise string
		do      func()
		letters int
	}{
		{"a server that takes nothing is asked again", func() { post.down = true; o.mail("", letter) }, 0},
		{"and gets the letter when it is back", func() { post.down = false; o.clock.advance(time.Hour) }, 1},
		{"at night nobody is disturbed", func() { o.clock.advance(10 * time.Hour); o.mail("", letter) }, 1},
		{"but for what is urgent", func() { o.mail("", urgent) }, 2},
		{"at seven the rest is sent", func() { o.clock.advance(8 * time.Hour) }, 3},
	} {
		step.do()
		o.drain()
		if n := len(post.got()); n != step.letters {
			t.Fatalf("%s: %d letters have arrived, not %d; %v", step.promise, n, step.letters, o.outcomes())
		}
	}
}

func TestMailThatCannotArrive(t *testing.T) {
	for _, tt := range []struct {
		promise string
		change  func(m *outbox.Mailer, letter *outbox.Mail)
		outcome string
	}{
		{"nobody lives there: looked at by people", func(_ *outbox.Mailer, l *outbox.Mail) { l.To = "nobody@hospital.example" }, "parked"},
		{"no address: looked at by people", func(_ *outbox.Mailer, l *outbox.Mail) { l.To = "kim at hospital" }, "parked"},
		{"a line break in the address is none of ours", func(_ *outbox.Mailer, l *outbox.Mail) { l.To = "kim@hospital.example\r\nBcc: all@x.example" }, "parked"},
		{"a wrong password may be put right", func(m *outbox.Mailer, _ *outbox.Mail) { m.Password = "guess" }, "waiting"},
		{"a certificate that nobody vouches for is not trusted", func(m *outbox.Mailer, _ *outbox.Mail) { m.Trust = nil }, "waiting"},
		{"a hospital without a mail server loses nothing but mail", func(m *outbox.Mailer, _ *outbox.Mail) { m.Server = "" }, "dropped"},
	} {
		t.Run(tt.promise, func(t *testing.T) {
			o := newOffice(t)
			post, trust := newPostOffice(t)
			letter := outbox.Mail{To: "kim@hospital.example", Subject: "s", Text: "t"}
			tt.change(o.writeTo(post, trust, "smtp"), &letter)
			o.mail("", letter)
			o.drain()
			if o.outcomes()[tt.outcome] != 1 || len(post.got()) != 0 {
				t.Errorf("%v, %d letters", o.outcomes(), len(post.got()))
			}
		})
	}
}

func TestMailSettings(t *testing.T) {
	for server, good := range map[string]bool{
		"": true, "smtp://user@mail.example:587": true, "smtps://mail.example": true, "smtp+plain://127.0.0.1:25": true,
		"mail.example": false, "http://mail.example": false, "smtp://:587": false, "smtp://mail.example:x": false,
	} {
		m := &outbox.Mailer{Server: server, From: "Wardstar <wardstar@hospital.example>"}
		if err := m.Check(); (err == nil) != good {
			t.Errorf("%q: %v", server, err)
		}
	}
	if err := (&outbox.Mailer{Server: "smtp://mail.example", From: "wardstar"}).Check(); err == nil {
		t.Error("a sender without an address was taken")
	}
}

func TestQuiet(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Berlin") // its clocks go back on 25 October 2026
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("02 15:04", s, loc)
		if err != nil {
			t.Fatal(err)
		}
		return v.AddDate(2026, 9, 0)
	}
	for _, tt := range []struct{ quiet, now, ends string }{
		{"21:00-07:00", "24 20:59", ""},
		{"21:00-07:00", "24 21:00", "25 07:00"},
		{"21:00-07:00", "25 02:30", "25 07:00"},
		{"21:00-07:00", "25 07:00", ""},
		{"12:00-13:30", "25 12:00", "25 13:30"},
		{"12:00-13:30", "25 13:30", ""},
		{"", "25 03:00", ""},
	} {
		var q outbox.Quiet
		if err := q.UnmarshalText([]byte(tt.quiet)); err != nil {
			t.Fatal(err)
		}
		ends, quiet := q.Ends(at(tt.now))
		if quiet != (tt.ends != "") || quiet && !ends.Equal(at(tt.ends)) {
			t.Errorf("%s at %s: %v until %v", tt.quiet, tt.now, quiet, ends)
		}
	}
	for _, bad := range []string{"21-7", "25:00-07:00", "21:00", "21:00-07:00 ", "9:00-17:00", "21:60-07:00"} {
		if err := new(outbox.Quiet).UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
