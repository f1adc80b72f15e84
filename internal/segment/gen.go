//go:build ignore

// gen makes han.txt.gz from the dictionaries of gse, whose folder data/dict/zh is
// its argument:
//
//	go run gen.go "$(go list -m -f '{{.Dir}}' github.com/go-ego/gse)/data/dict/zh"
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	rare    = 50 // words that are less frequent only cost memory
	longest = 6
)

func main() {
	log.SetFlags(0)
	words := map[string]int{}
	for _, name := range []string{"s_1.txt", "t_1.txt"} {
		b, err := os.ReadFile(filepath.Join(os.Args[1], name))
		if err != nil {
			log.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if f := strings.Fields(line); len(f) >= 2 && allHan(f[0]) {
				if n, _ := strconv.Atoi(f[1]); n >= rare {
					words[f[0]] = max(n, words[f[0]])
				}
			}
		}
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	for _, w := range slices.Sorted(maps.Keys(words)) {
		fmt.Fprintln(z, w, words[w], "n")
	}
	z.Close()
	if err := os.WriteFile("han.txt.gz", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

func allHan(word string) bool {
	notHan := func(r rune) bool { return !unicode.Is(unicode.Han, r) }
	return len([]rune(word)) <= longest && !strings.ContainsFunc(word, notHan)
}
