package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"

	"github.com/wardstar/wardstar/feedback"
)

// taps makes requests as phones send them: each from a new phone on another
// network, with the cookie and the key of a page of its own. The pages are not
// asked of the server, whose taps are measured, but made beside it with its keys.
type taps struct{ pages *feedback.Service }

// newTaps opens the page of every badge once, so that the server knows them.
func newTaps(address string, pages *feedback.Service) (taps, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return taps{}, err
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	for i := range employees {
		fmt.Fprintf(conn, "GET /r/%s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\n\r\n", code(i+1), address, network())
		if status, _, err := answer(r); err != nil || status != "200" {
			return taps{}, fmt.Errorf("open a badge's page: %s, %w", status, err)
		}
	}
	return taps{pages}, nil
}

func (t taps) next() []byte {
	badge := code(rand.IntN(employees) + 1)
	page, err := t.pages.Open(context.Background(), feedback.Visitor{Code: badge})
	if err != nil {
		page.Key = err.Error() // the server will say that this is none
	}
	body := fmt.Sprintf("k=%s&lang=en&score=%d", page.Key, rand.IntN(5)+1)
	return fmt.Appendf(nil, "POST /r/%s HTTP/1.1\r\nHost: bench\r\nCookie: d=%s\r\nX-Forwarded-For: %s\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		badge, page.Device, network(), len(body), body)
}

// bareTap is the same for the bare server, which knows no keys.
func bareTap() []byte {
	body := fmt.Sprintf("lang=en&score=%d", rand.IntN(5)+1)
	return fmt.Appendf(nil, "POST /r/%d HTTP/1.1\r\nHost: bench\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		rand.IntN(employees)+1, len(body), body)
}

func network() string {
	return fmt.Sprintf("10.%d.%d.%d", rand.IntN(256), rand.IntN(256), rand.IntN(254)+1)
}
