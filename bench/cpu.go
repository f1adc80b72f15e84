package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit of /proc/PID/stat; Linux fixes it for programs.
const tick = 10 * time.Millisecond

// processor returns how much processor time a process and its children have
// used up to now, the running and the ended ones.
func processor(pid int) time.Duration {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	var total time.Duration
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name, in parentheses, may hold anything.
		fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		number := func(i int) int { n, _ := strconv.Atoi(string(fields[i])); return n }
		switch {
		case filepath.Base(filepath.Dir(path)) == strconv.Itoa(pid):
			total += time.Duration(number(11)+number(12)+number(13)+number(14)) * tick
		case number(1) == pid:
			total += time.Duration(number(11)+number(12)) * tick
		}
	}
	return total
}

// postmaster returns the process id of the PostgreSQL in a folder.
func postmaster(dir string) (int, error) {
	found, err := filepath.Glob(filepath.Join(dir, "*", "postmaster.pid"))
	if err != nil || len(found) == 0 {
		return 0, fmt.Errorf("no postmaster.pid below %s", dir)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		return 0, err
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return strconv.Atoi(string(line))
}
