package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/jmoiron/sqlx"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/wardstar/wardstar/migrations"
)

// readyTimeout bounds /readyz, so that a balancer is not kept waiting by a
// database that hangs.
const readyTimeout = 2 * time.Second

// operations serves what those who run the program ask: is it alive, is it
// ready, how does it do.
func (a *API) operations(app *fiber.App) {
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	app.Get("/readyz", a.ready)
	metrics := adaptor.HTTPHandler(promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}))
	app.Get("/metrics", onlyLocal, metrics)
}

func (a *API) ready(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), readyTimeout)
	defer cancel()
	switch pending, err := migrations.Pending(ctx, a.DB); {
	case err != nil:
		return c.Status(fiber.StatusServiceUnavailable).SendString("the database does not answer\n")
	case pending:
		return c.Status(fiber.StatusServiceUnavailable).SendString("the database has yet to be migrated\n")
	}
	return c.SendString("ready\n")
}

// onlyLocal hides a route from all but this machine. What comes through a
// proxy on this machine says so and is not local.
func onlyLocal(c *fiber.Ctx) error {
	for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
		if c.Get(name) != "" {
			return fiber.ErrNotFound
		}
	}
	if !peer(c).IsLoopback() {
		return fiber.ErrNotFound
	}
	return c.Next()
}

type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(db *sqlx.DB) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "wardstar_http_request_duration_seconds",
			Help:    "How long requests took, by method, route and class of status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if db != nil {
		m.registry.MustRegister(collectors.NewDBStatsCollector(db.DB, "wardstar"))
	}
	return m
}

var classes = [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}

func (m *metrics) count(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, classes[min(max(status/100, 1), 5)-1]).Observe(took.Seconds())
}
