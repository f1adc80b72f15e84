package handlers

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

// stopTimeout is how long requests in flight may take after the signal to stop.
const stopTimeout = 15 * time.Second

// Serve serves app on l until ctx ends, and then until the requests in flight
// are answered. Without a certificate it serves without TLS.
func Serve(ctx context.Context, app *fiber.App, l net.Listener, certificate *tls.Certificate) error {
	if certificate != nil {
		l = tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{*certificate}})
	}
	served := make(chan error, 1)
	go func() { served <- app.Listener(l) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	if err := app.ShutdownWithTimeout(stopTimeout); err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	return <-served
}
