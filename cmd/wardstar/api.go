package main

import (
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/handlers"
	"github.com/wardstar/wardstar/internal/changes"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/policies"
	"github.com/wardstar/wardstar/recognition"
	"github.com/wardstar/wardstar/standards"
	"github.com/wardstar/wardstar/standards/goals"
	"github.com/wardstar/wardstar/training"
)

// api puts the house together.
func (o *opened) api(s *serve, publicURL string, log *slog.Logger) (*handlers.API, error) {
	policy, err := policies.New()
	if err != nil {
		return nil, err
	}
	provider, err := s.provider(s.PublicURL)
	if err != nil {
		return nil, err
	}
	tags := map[string]bool{}
	for _, t := range standards.Tags() {
		tags[t.Code] = true
	}
	proxies := make([]netip.Prefix, len(s.TrustedProxy))
	for i, n := range s.TrustedProxy {
		proxies[i] = netip.Prefix(n)
	}
	now := time.Now
	return &handlers.API{
		DB:     o.DB,
		Policy: policy,
		Log:    log,

		Accounts:    &accounts.Service{DB: o.DB, Now: now, Key: o.Keys.MAC("sign-in throttle")(), Keys: o.Keys, Provider: provider},
		People:      &people.Service{DB: o.DB, Now: now},
		Standards:   &standards.Service{DB: o.DB, Now: now},
		Goals:       &goals.Service{DB: o.DB, Now: now},
		Feedback:    feedback.New(feedback.Config{DB: o.DB, Now: now, Keys: o.Keys, Tags: tags, Log: log}),
		Audits:      &audits.Service{DB: o.DB, Now: now, Keys: o.Keys},
		Training:    &training.Service{DB: o.DB, Now: now, Keys: o.Keys},
		Periods:     &periods.Service{DB: o.DB, Now: now},
		Recognition: &recognition.Service{DB: o.DB, Now: now},
		Outbox:      &outbox.Desk{DB: o.DB, Now: now, Keys: o.Keys},
		Tags:        standards.Tags(),
		Changes:     changes.NewFeed(),

		Version:        version,
		PublicURL:      publicURL,
		Secure:         s.TLSCert != "" || strings.HasPrefix(publicURL, "https://"),
		TrustedProxies: proxies,
		Limits:         s.limits.api(),
	}, nil
}
