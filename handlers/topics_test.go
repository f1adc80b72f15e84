package handlers

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var journalled = regexp.MustCompile(`\bObject:\s+"([a-z-]+)"`)

// TestEveryKindOfThingIsATopic looks for what the journal speaks of in the
// project's source: a kind that is missing would change unheard.
func TestEveryKindOfThingIsATopic(t *testing.T) {
	found := map[string]bool{}
	for _, pattern := range []string{"../*/*.go", "../internal/*/*.go", "../standards/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range journalled.FindAllStringSubmatch(string(b), -1) {
				found[m[1]] = true
				if _, known := topics[m[1]]; !known {
					t.Errorf("%s journals %q, which is no topic", file, m[1])
				}
			}
		}
	}
	for topic := range topics {
		if !found[topic] {
			t.Errorf("nothing journals %q", topic)
		}
	}
}
