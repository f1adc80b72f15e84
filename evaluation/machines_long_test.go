//go:build long

package evaluation

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestOtherMachines gives the same hashes on processors of other kinds: without and with
// the instructions of 2013, without the assembly, and on an emulated ARM.
func TestOtherMachines(t *testing.T) {
	var want []string
	for _, c := range []struct {
		name     string
		build    []string
		run      []string
		emulator string
	}{
		{"amd64 v1", []string{"GOARCH=amd64", "GOAMD64=v1"}, nil, ""},
		{"amd64 v1, pure Go", []string{"GOARCH=amd64", "GOAMD64=v1"}, []string{"GODEBUG=cpu.avx2=off"}, ""},
		{"amd64 v3", []string{"GOARCH=amd64", "GOAMD64=v3"}, nil, ""},
		{"arm64", []string{"GOARCH=arm64"}, nil, "qemu-aarch64"},
	} {
		t.Run(c.name, func(t *testing.T) {
			binary := filepath.Join(t.TempDir(), "evaluation.test")
			build := exec.Command("go", "test", "-c", "-o", binary, ".")
			build.Env = append(append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0"), c.build...)
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("build: %v\n%s", err, out)
			}
			args := []string{binary, "-test.v", "-test.run", "^(TestReportHash|TestHashes|TestExplanation.*|TestParameterFile)$"}
			if c.emulator != "" {
				if _, err := exec.LookPath(c.emulator); err != nil {
					t.Fatalf("please install qemu-user (scripts/install arm64): %v", err)
				}
				args = append([]string{c.emulator}, args...)
			}
			cmd := exec.Command(args[0], args[1:]...)
			cmd.Env = append(os.Environ(), c.run...)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			got := regexp.MustCompile(`sha256 \w{64} .*`).FindAllString(string(out), -1)
			if want == nil {
				want = got
			}
			if len(got) < 5 || !slices.Equal(got, want) {
				t.Errorf("hashes\n%q, the first machine's are\n%q", got, want)
			}
		})
	}
}
