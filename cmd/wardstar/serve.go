package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/wardstar/wardstar/handlers"
	"github.com/wardstar/wardstar/internal/worktime"
)

// serve runs the server until it is told to stop.
type serve struct {
	store
	limits
	mailFlags
	signInFlags
	Listen       string     `default:"127.0.0.1:8080" help:"Address to listen on."`
	PublicURL    string     `placeholder:"URL" help:"Address under which patients' phones reach this server: what QR codes say. Outside the demo it is required to print codes."`
	TLSCert      string     `type:"existingfile" placeholder:"FILE" help:"Certificate chain, PEM."`
	TLSKey       string     `type:"existingfile" placeholder:"FILE" help:"Its private key, PEM."`
	TrustedProxy []network  `placeholder:"CIDR" help:"Proxy whose X-Forwarded-For is believed, as 10.0.0.0/8 or 10.1.2.3. Can be repeated."`
	LogLevel     slog.Level `default:"info" help:"debug, info (each request), warn or error."`
	Demo         bool       `help:"On an empty database, make a demonstration hospital of 600 people."`
}

// Help is shown below the flags.
func (serve) Help() string {
	return `Examples:

  Try Wardstar with a demonstration hospital:
    wardstar serve --demo

  Serve a hospital under its own name, TLS by Wardstar itself:
    wardstar serve --listen :443 --public-url https://stars.example.org \
      --tls-cert fullchain.pem --tls-key key.pem --data-dir /var/lib/wardstar

  Behind a proxy, on the hospital's own PostgreSQL:
    wardstar serve --public-url https://stars.example.org --trusted-proxy 10.1.0.0/16 \
      --database-url 'host=db1,db2 dbname=wardstar user=wardstar target_session_attrs=read-write'

  Let staff sign in with their hospital account (see docs/sign-in.md):
    WARDSTAR_OIDC_CLIENT_SECRET=... wardstar serve --public-url https://stars.example.org \
      --oidc-issuer https://login.example.org --oidc-client-id wardstar --oidc-number-claim employee_number`
}

// Run is called by kong.
func (s *serve) Run(ctx context.Context, out io.Writer) (err error) {
	certificate, err := s.check()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: s.LogLevel}))
	slog.SetDefault(log)
	listener, err := net.Listen("tcp", s.Listen) // first: a port that is taken should cost no time
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.Listen, err)
	}
	defer listener.Close()
	o, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := o.seed(ctx, s.start()); err != nil {
		return err
	}
	var show demoHospital
	if s.Demo {
		if show, err = o.demo(ctx, out); err != nil {
			return err
		}
	}
	api, err := o.api(s, s.address(listener.Addr()), log)
	if err != nil {
		return err
	}
	defer api.Feedback.Close() // before the database goes: what was taken in is written
	go api.Feedback.PurgeDaily(ctx)
	worker, err := o.worker(api, s.mailFlags, log)
	if err != nil {
		return err
	}
	var background sync.WaitGroup
	background.Go(func() { worker.Run(ctx) })
	background.Go(func() { api.Changes.Run(ctx, o.DB, o.dsn, log) })
	defer background.Wait()
	s.announce(out, api.PublicURL, listener.Addr(), show)
	log.Info("serving", "version", version, "address", listener.Addr().String())
	defer func() { log.Info("stopped") }()
	return handlers.Serve(ctx, api.App(), listener, certificate)
}

// network is an address or a range of them.
type network netip.Prefix

// UnmarshalText reads 10.0.0.0/8 or 10.1.2.3.
func (n *network) UnmarshalText(text []byte) error {
	if addr, err := netip.ParseAddr(string(text)); err == nil {
		*n = network(netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	p, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is neither an address nor a range like 10.0.0.0/8", text)
	}
	*n = network(p)
	return nil
}

// start is that of a hospital or, in the demo, early enough for the standards of
// its spot checks. The demo's people hold certificates: what is required counts.
func (s *serve) start() start {
	today := worktime.DayOf(time.Now(), time.UTC)
	if s.Demo {
		return start{standards: today.AddDays(-365), requirements: today}
	}
	return startOf(today)
}

// check refuses flags that contradict each other before anything is started,
// and loads the certificate, if one is given.
func (s *serve) check() (*tls.Certificate, error) {
	if s.PublicURL != "" {
		u, err := url.Parse(s.PublicURL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" && u.Path != "/" {
			return nil, fmt.Errorf("--public-url %q is not like https://stars.example.org", s.PublicURL)
		}
	}
	if _, err := s.provider(s.PublicURL); err != nil {
		return nil, err
	}
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return nil, errors.New("--tls-cert and --tls-key go together")
	}
	if s.TLSCert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("load certificate: %w", err)
	}
	return &pair, nil
}

// address is what QR codes say: the public URL or, in the demo, where we listen.
func (s *serve) address(addr net.Addr) string {
	switch {
	case s.PublicURL != "":
		u, _ := url.Parse(s.PublicURL)
		return u.Scheme + "://" + u.Host
	case s.Demo:
		return s.local(addr)
	default:
		return ""
	}
}

func (s *serve) local(addr net.Addr) string {
	scheme := "http"
	if s.TLSCert != "" {
		scheme = "https"
	}
	tcp := addr.(*net.TCPAddr)
	host := tcp.IP.String()
	if tcp.IP.IsUnspecified() {
		host = "localhost"
	}
	return fmt.Sprintf("%s://%s", scheme, net.JoinHostPort(host, fmt.Sprint(tcp.Port)))
}

// announce prints the words that people and scripts wait for.
func (s *serve) announce(out io.Writer, public string, addr net.Addr, show demoHospital) {
	show.print(out, public)
	fmt.Fprintf(out, "Wardstar is ready at %s\n", s.local(addr))
	if public == "" {
		fmt.Fprintln(out, "To print QR codes, start it with --public-url, the address that patients' phones reach it under.")
	}
}
