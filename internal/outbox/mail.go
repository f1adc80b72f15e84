package outbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	gomail "github.com/wneessen/go-mail"
)

// mailKind is the kind of jobs that send a mail.
const mailKind = "mail"

// Mail is a message to one of the staff. It names nothing confidential: it says
// what there is to see, and where.
type Mail struct {
	To      string `json:"to"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	Urgent  bool   `json:"urgent"` // sent also in the quiet time
}

// PutMail asks for a mail in the caller's transaction, once a key. Nobody is
// written to who has no address.
func PutMail(ctx context.Context, tx sqlx.ExecerContext, now time.Time, key string, m Mail) error {
	if m.To == "" {
		return nil
	}
	return Put(ctx, tx, now, Job{Kind: mailKind, Key: key, Payload: m})
}

// Mailer sends mail through an SMTP server.
type Mailer struct {
	Server   string // smtp://user@host:587 (STARTTLS required), smtps://user@host:465, smtp+plain://host:25; "": there is none
	Password string
	From     string // Wardstar <wardstar@hospital.example>
	Quiet    Quiet
	Now      func() time.Time
	Location func(ctx context.Context) (*time.Location, error)
	Trust    *x509.CertPool // certificate authorities; nil: those that the machine trusts
}

// Check reports what is wrong with the mailer's settings.
func (m *Mailer) Check() error {
	if m.Server == "" {
		return nil
	}
	if _, err := mail.ParseAddress(m.From); err != nil {
		return fmt.Errorf("mail's sender %q is not an address like: Wardstar <wardstar@hospital.example>", m.From)
	}
	_, err := m.client()
	return err
}

// Jobs returns the handler of mail.
func (m *Mailer) Jobs() map[string]Handler { return map[string]Handler{mailKind: m.send} }

func (m *Mailer) send(ctx context.Context, t Taken) error {
	var letter Mail
	if err := t.Decode(&letter); err != nil {
		return err
	}
	if m.Server == "" {
		return Drop("no mail server is set up")
	}
	if err := m.wait(ctx, letter); err != nil {
		return err
	}
	message, err := m.message(t, letter)
	if err != nil {
		return Park(err)
	}
	client, err := m.client()
	if err != nil {
		return err
	}
	if err := client.DialAndSendWithContext(ctx, message); err != nil {
		if refused, ok := errors.AsType[*gomail.SendError](err); ok && !refused.IsTemp() && refused.ErrorCode() >= 500 {
			return Park(fmt.Errorf("send mail: %w", err))
		}
		return fmt.Errorf("send mail: %w", err)
	}
	return nil
}

// wait puts off what isn't urgent until the quiet time is over.
func (m *Mailer) wait(ctx context.Context, letter Mail) error {
	if letter.Urgent {
		return nil
	}
	loc, err := m.Location(ctx)
	if err != nil {
		return err
	}
	if until, quiet := m.Quiet.Ends(m.Now().In(loc)); quiet {
		return Later(until, "quiet time")
	}
	return nil
}

// message writes the mail. Its id is the job's: a server or a reader that gets it
// a second time can tell.
func (m *Mailer) message(t Taken, letter Mail) (*gomail.Msg, error) {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	msg := gomail.NewMsg()
	if err := msg.From(m.From); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := msg.To(letter.To); err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	domain := from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	msg.SetMessageIDWithValue(fmt.Sprintf("job-%d-%d@%s", t.ID, t.PutAt.Unix(), domain))
	msg.SetDateWithValue(m.Now())
	msg.SetGenHeader(gomail.Header("Auto-Submitted"), "auto-generated") // no out-of-office answers
	msg.Subject(letter.Subject)
	msg.SetBodyString(gomail.TypeTextPlain, letter.Text)
	return msg, nil
}

// client reads the server's address. TLS is required unless the address says
// plain: a password must not travel in the clear because a server lost its
// certificate.
func (m *Mailer) client() (*gomail.Client, error) {
	u, err := url.Parse(m.Server)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("the mail server is not written like smtp://user@mail.hospital.example:587")
	}
	options := []gomail.Option{
		gomail.WithTimeout(30 * time.Second),
		gomail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), RootCAs: m.Trust, MinVersion: tls.VersionTLS12}),
	}
	port := 587
	switch u.Scheme {
	case "smtp":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "smtps":
		port = 465
		options = append(options, gomail.WithSSL())
	case "smtp+plain":
		port = 25
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("the mail server's address begins with %q; it can begin with smtp, smtps or smtp+plain", u.Scheme)
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("the mail server's port %q is no number", p)
		}
	}
	options = append(options, gomail.WithPort(port))
	if user := u.User.Username(); user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(m.Password))
	}
	return gomail.NewClient(u.Hostname(), options...)
}
