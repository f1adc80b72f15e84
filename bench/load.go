package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"sync"
	"time"
)

// result is what a number of connections saw within some time.
type result struct {
	rate     float64 // answers per second
	p50, p99 time.Duration
	cpu      time.Duration // of the server and of PostgreSQL, per answer
}

// hammer sends requests over keep-alive connections, each the next as soon as
// the last was answered, until the time is up. It spends little, because it
// shares the processors with what it measures. Every answer must have the
// status want.
func hammer(s *server, pg int, connections int, howLong time.Duration, want string, request func() []byte) (result, error) {
	before := processor(s.process.Process.Pid) + processor(pg)
	took := make([][]time.Duration, connections)
	errs := make([]error, connections)
	end := time.Now().Add(howLong)
	var wg sync.WaitGroup
	for i := range connections {
		wg.Go(func() { took[i], errs[i] = talk(s.address, end, want, request) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return result{}, err
		}
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	if len(all) == 0 {
		return result{}, fmt.Errorf("no answer from %s within %v", s.address, howLong)
	}
	cpu := processor(s.process.Process.Pid) + processor(pg) - before
	return result{float64(len(all)) / howLong.Seconds(), all[len(all)/2], all[len(all)*99/100], cpu / time.Duration(len(all))}, nil
}

func talk(address string, end time.Time, want string, request func() []byte) ([]time.Duration, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 8<<10)
	var took []time.Duration
	for {
		start := time.Now()
		if !start.Before(end) {
			return took, nil
		}
		if _, err := conn.Write(request()); err != nil {
			return nil, err
		}
		status, body, err := answer(r)
		if err != nil {
			return nil, err
		}
		if status != want {
			return nil, fmt.Errorf("%s answered %s, want %s: %s", address, status, want, body)
		}
		took = append(took, time.Since(start))
	}
}

// answer reads one response, which must have a Content-Length or no body.
func answer(r *bufio.Reader) (status string, body []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return "", nil, err
	}
	if len(line) < 12 {
		return "", nil, fmt.Errorf("bad answer %q", line)
	}
	status = string(line[9:12])
	length := 0
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return "", nil, err
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if textproto.CanonicalMIMEHeaderKey(string(name)) == "Content-Length" {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return "", nil, err
			}
		}
	}
	body = make([]byte, length)
	for n := 0; n < length; {
		m, err := r.Read(body[n:])
		if err != nil {
			return "", nil, err
		}
		n += m
	}
	return status, body, nil
}
