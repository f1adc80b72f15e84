package feedback

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"gopkg.in/yaml.v3"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/segment"
	"github.com/wardstar/wardstar/internal/texts"
)

// Theme is something that comments are about.
type Theme struct {
	Code string          `json:"code" yaml:"code"`
	Name texts.Localized `json:"name" yaml:"name"`
}

// lexeme is a theme with the words by which it is recognised.
type lexeme struct {
	Theme `yaml:",inline"`
	Tags  []string `yaml:"tags"`
	Not   []string `yaml:"not"`
	Words struct {
		ZH []string `yaml:"zh"`
		KO []string `yaml:"ko"`
		EN []string `yaml:"en"`
	} `yaml:"words"`
}

//go:embed themes.yaml
var themesYAML []byte

// lexicon panics if its file is broken: that is part of the program.
var lexicon = sync.OnceValue(func() (all []lexeme) {
	d := yaml.NewDecoder(bytes.NewReader(themesYAML))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		panic(fmt.Sprintf("feedback: themes.yaml: %v", err))
	}
	return all
})

// Themes lists what comments are sorted by.
func (s *Service) Themes(context.Context, accounts.Actor, struct{}) ([]Theme, error) {
	list := []Theme{}
	for _, l := range lexicon() {
		list = append(list, l.Theme)
	}
	return list, nil
}

// themesOf returns the themes of a comment, by its words in pieces and its tags.
func themesOf(pieces, tags []string) []string {
	words := spread(pieces)
	found := []string{}
	for _, l := range lexicon() {
		ticked := func(tag string) bool { return slices.Contains(l.Tags, tag) }
		if slices.ContainsFunc(tags, ticked) || words.speakOf(l) {
			found = append(found, l.Code)
		}
	}
	return found
}

// spreadWords is a text in lower case, and where its words begin and end.
type spreadWords struct {
	text string
	edge []bool // by byte
}

func spread(pieces []string) spreadWords {
	var b strings.Builder
	edges := []int{0}
	for _, p := range pieces {
		b.WriteString(strings.ToLower(p))
		edges = append(edges, b.Len())
	}
	w := spreadWords{b.String(), make([]bool, b.Len()+1)}
	for _, e := range edges {
		w.edge[e] = true
	}
	return w
}

func (w spreadWords) speakOf(l lexeme) bool {
	taken := w.taken(l.Not)
	for _, words := range [][]string{l.Words.ZH, l.Words.KO, l.Words.EN} {
		for _, word := range words {
			for i := range w.edge {
				if w.at(i, word) && !taken[i] {
					return true
				}
			}
		}
	}
	return false
}

// taken tells which bytes belong to words that only look like those of a theme.
func (w spreadWords) taken(not []string) []bool {
	taken := make([]bool, len(w.edge))
	for _, word := range not {
		plain := strings.TrimSuffix(word, "*")
		for i := range w.edge {
			if strings.HasPrefix(w.text[min(i, len(w.text)):], plain) {
				for k := i; k < i+len(plain); k++ {
					taken[k] = true
				}
			}
		}
	}
	return taken
}

// at reports whether a word of the lexicon stands at i.
func (w spreadWords) at(i int, word string) bool {
	plain, begins := strings.CutSuffix(word, "*")
	return w.edge[i] && strings.HasPrefix(w.text[i:], plain) && (begins || w.edge[i+len(plain)])
}

// mostThemed is how many remarks one run looks at.
const mostThemed = 5000

// findThemes works out what remarks are about that can't be changed any more. The
// dictionary is in memory only meanwhile.
func findThemes(ctx context.Context, tx *sqlx.Tx, settled time.Time) error {
	var list []struct {
		ID    int64          `db:"id"`
		Words string         `db:"words"`
		Tags  pq.StringArray `db:"tags"`
	}
	if err := tx.SelectContext(ctx, &list, `
		SELECT m.id, m.words, m.tags FROM remarks m JOIN ratings r ON r.vote = m.vote AND r.version = m.version
		WHERE (m.words <> '' OR m.tags <> '{}') AND r.occurred_at <= $1
			AND NOT EXISTS (SELECT FROM remark_themes t WHERE t.remark_id = m.id)
		ORDER BY m.id LIMIT $2`, settled, mostThemed); err != nil {
		return fmt.Errorf("read remarks without themes: %w", err)
	}
	if len(list) == 0 {
		return nil
	}
	var splitter segment.Splitter
	themes := make([][]string, len(list))
	for i, m := range list {
		pieces, err := splitter.Split(m.Words)
		if err != nil {
			return err
		}
		themes[i] = themesOf(pieces, m.Tags)
	}
	return database.Copy(ctx, tx, "remark_themes", []string{"remark_id", "themes"}, len(list), func(i int) []any {
		return []any{list[i].ID, pq.StringArray(themes[i])}
	})
}
