// Package segment splits text into words: Chinese by a dictionary, everything
// else by the rules of Unicode. A Korean word comes with its endings, as it is
// written; readers compare its beginning.
//
// A Korean dictionary was tried and left out: it stays in memory for good, with
// 211 MB, and adds 29 MB to the program, for words that differ from each other
// in their beginnings anyway.
package segment

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/blevesearch/segment"
	"github.com/go-ego/gse"
)

// The 83,000 most frequent words of gse's simplified and traditional
// dictionaries, which come from jieba (MIT). See gen.go.
//
//go:embed han.txt.gz
var han []byte

// Splitter splits texts. Its zero value is ready to use, by one goroutine. It
// reads its dictionary, of 26 MB, when it meets the first Chinese text; drop the
// Splitter to have them back.
type Splitter struct{ chinese *gse.Segmenter }

// Split returns the pieces of a text, which together are the text: words, and
// each space or mark by itself.
func (s *Splitter) Split(text string) (pieces []string, err error) {
	text = strings.ToValidUTF8(text, "\uFFFD")
	var run strings.Builder
	flush := func() error {
		if run.Len() == 0 {
			return nil
		}
		words, err := s.words(run.String())
		pieces = append(pieces, words...)
		run.Reset()
		return err
	}
	words := segment.NewWordSegmenterDirect([]byte(text))
	for words.Segment() {
		if words.Type() == segment.Ideo {
			run.Write(words.Bytes())
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		pieces = append(pieces, words.Text())
	}
	if err := words.Err(); err != nil {
		return nil, fmt.Errorf("split a text: %w", err)
	}
	return pieces, flush()
}

// words splits a run of Chinese characters. Words that are not in the dictionary
// are not guessed at: a wrong guess hides those that are.
func (s *Splitter) words(run string) ([]string, error) {
	if s.chinese == nil {
		chinese, err := dictionary()
		if err != nil {
			return nil, err
		}
		s.chinese = chinese
	}
	words := s.chinese.Cut(run, false)
	if strings.Join(words, "") != run {
		return strings.Split(run, ""), nil
	}
	return words, nil
}

func dictionary() (*gse.Segmenter, error) {
	r, err := gzip.NewReader(bytes.NewReader(han))
	if err != nil {
		return nil, fmt.Errorf("open the Chinese dictionary: %w", err)
	}
	words, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the Chinese dictionary: %w", err)
	}
	chinese := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	if err := chinese.LoadDictStr(string(words)); err != nil {
		return nil, fmt.Errorf("load the Chinese dictionary: %w", err)
	}
	return chinese, nil
}
