package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"

	"github.com/wardstar/wardstar/feedback"
)

// taps makes requests as phones send them: each from a new phone on another
// network, with the key of a page that was opened before.
type taps struct{ keys []string }

var keyField = regexp.MustCompile(`name="?k"? value="?([A-Za-z0-9_-]+)`)

// newTaps opens the page of every badge.
func newTaps(address string) (taps, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return taps{}, err
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	var t taps
	for i := range employees {
		fmt.Fprintf(conn, "GET /r/%s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\n\r\n", code(i+1), address, network())
		status, body, err := answer(r)
		if err != nil || status != "200" {
			return taps{}, fmt.Errorf("open a badge's page: %s, %w", status, err)
		}
		key := keyField.FindSubmatch(body)
		if key == nil {
			return taps{}, fmt.Errorf("the page has no key:\n%s", body)
		}
		t.keys = append(t.keys, string(key[1]))
	}
	return t, nil
}

func (t taps) next() []byte {
	i := rand.IntN(employees)
	body := fmt.Sprintf("k=%s&lang=en&score=%d", t.keys[i], rand.IntN(5)+1)
	return fmt.Appendf(nil, "POST /r/%s HTTP/1.1\r\nHost: bench\r\nCookie: d=%s\r\nX-Forwarded-For: %s\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		code(i+1), feedback.NewDevice(), network(), len(body), body)
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
