package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/wardstar/wardstar/handlers"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/people"
)

// mailFlags say how mail to staff is sent.
type mailFlags struct {
	MailServer       string       `placeholder:"URL" help:"SMTP server for mail to staff: smtp://user@host:587 (TLS by STARTTLS), smtps://user@host:465, smtp+plain://host:25. Without one, no mail is sent."`
	MailPasswordFile string       `type:"existingfile" placeholder:"FILE" help:"File with the mail server's password."`
	MailFrom         string       `placeholder:"ADDRESS" help:"Sender: Wardstar <wardstar@hospital.example>."`
	QuietHours       outbox.Quiet `default:"21:00-07:00" placeholder:"FROM-TO" help:"Time of day, at the hospital, in which only urgent mail is sent."`
}

// mailer returns what sends mail, if its settings are sound.
func (f mailFlags) mailer(location func(context.Context) (*time.Location, error)) (*outbox.Mailer, error) {
	m := &outbox.Mailer{Server: f.MailServer, From: f.MailFrom, Quiet: f.QuietHours, Now: time.Now, Location: location}
	if f.MailPasswordFile != "" {
		b, err := os.ReadFile(f.MailPasswordFile)
		if err != nil {
			return nil, fmt.Errorf("read the mail server's password: %w", err)
		}
		if m.Password = strings.TrimRight(string(b), "\r\n"); m.Password == "" {
			return nil, errors.New("the file of the mail server's password is empty")
		}
	}
	return m, m.Check()
}

// worker does in the background what the API has asked for, and what is due.
func (o *opened) worker(api *handlers.API, flags mailFlags, log *slog.Logger) (*outbox.Worker, error) {
	location := func(ctx context.Context) (*time.Location, error) { return people.Location(ctx, o.DB) }
	mailer, err := flags.mailer(location)
	if err != nil {
		return nil, err
	}
	courier := &outbox.Courier{DB: o.DB, Now: time.Now, Keys: o.Keys}
	w := &outbox.Worker{
		DB: o.DB, Now: time.Now, Log: log, Location: location,
		Handlers: map[string]outbox.Handler{},
		Schedule: slices.Concat([]outbox.Scheduled{outbox.Housekeeping()}, api.Training.Schedule(), api.Feedback.Schedule(), api.Audits.Schedule()),
	}
	for _, jobs := range []map[string]outbox.Handler{mailer.Jobs(), courier.Jobs()} {
		maps.Copy(w.Handlers, jobs)
	}
	return w, nil
}
