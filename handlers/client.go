package handlers

import (
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// client returns the address that a request comes from: the peer's or, where
// the peer is a proxy we trust, the last one in X-Forwarded-For that is not.
// What a client puts further left in that header is not believed.
func (a *API) client(c *fiber.Ctx) netip.Addr {
	addr := peer(c)
	if !a.trusts(addr) {
		return addr
	}
	var hops []string // a proxy may add a line of its own below the client's
	for _, line := range c.Request().Header.PeekAll("X-Forwarded-For") {
		hops = append(hops, strings.Split(string(line), ",")...)
	}
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return addr
		}
		if addr = hop.Unmap(); !a.trusts(addr) {
			return addr
		}
	}
	return addr
}

func peer(c *fiber.Ctx) netip.Addr {
	if tcp, ok := c.Context().RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

func (a *API) trusts(addr netip.Addr) bool {
	for _, p := range a.TrustedProxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
