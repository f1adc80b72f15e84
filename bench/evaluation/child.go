package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// fitted is what a child process says about one fit: effects and standard deviations
// included.
type fitted struct {
	CPU, Wall   float64 // seconds
	MB          float64 // the process's peak, data included
	Criterion   float64
	Variances   []float64 // rater, rated, residual
	Evaluations int
	Estimated   bool
}

// kernel says whether the assembly may be used.
type kernel string

const (
	assembly kernel = "kernel"
	pureGo   kernel = "pure Go"
)

// fitInChild fits in a process of its own, on one processor, so that its CPU time and
// memory are its own.
func fitInChild(s size, k kernel) (fitted, error) {
	var out fitted
	self, err := os.Executable()
	if err != nil {
		return out, err
	}
	cmd := exec.Command(self, "child", fmt.Sprint(s.ratings), fmt.Sprint(s.raters), fmt.Sprint(s.rated))
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	if k == pureGo {
		cmd.Env = append(cmd.Env, "GODEBUG=cpu.avx2=off")
	}
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("fit %s: %w", s, err)
	}
	return out, json.Unmarshal(b, &out)
}

// child is the process that fitInChild starts.
func child(s size) error {
	data := simulate(s)
	runtime.GC()
	debug.FreeOSMemory()
	before, start := cpuTime(), time.Now()
	fit, err := data.model().Fit()
	if err != nil {
		return err
	}
	out := fitted{CPU: cpuTime() - before, Wall: time.Since(start).Seconds(), MB: peakMB(), Criterion: fit.Criterion, Evaluations: fit.Evaluations}
	for _, f := range fit.Factors {
		out.Variances = append(out.Variances, f.Variance)
	}
	out.Variances = append(out.Variances, fit.Residual)
	for _, w := range fit.Warnings {
		out.Estimated = out.Estimated || w.Code == "estimated"
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

// cpuTime is what this process has used, user and system, in seconds.
func cpuTime() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
}

// peakMB is the most memory this process has held. What getrusage says would include the
// parent's, from before the program was loaded.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kB float64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		panic(err)
	}
	return kB / 1024
}
