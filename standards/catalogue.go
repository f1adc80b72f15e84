package standards

import (
	"bytes"
	"embed"
	"fmt"
	"math"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/wardstar/wardstar/internal/texts"
)

// Content is the catalogue that a hospital starts with.
type Content struct {
	Standards []ContentStandard
	Posts     []ContentPost
	Phrases   []ContentPhrases
	Tags      []Tag
}

// ContentStandard is a standard of the catalogue, with its first version.
type ContentStandard struct {
	Code          string          `yaml:"code"`
	Requirement   string          `yaml:"requirement"`
	Principal     bool            `yaml:"principal,omitempty"`
	Dimension     string          `yaml:"dimension"`
	Measure       string          `yaml:"measure"`
	TargetMs      int             `yaml:"targetMs,omitempty"`
	TargetShare   float64         `yaml:"targetShare,omitempty"` // 0 to 1
	Title         texts.Localized `yaml:"title"`
	Opportunity   texts.Localized `yaml:"opportunity"`
	Met           texts.Localized `yaml:"met"`
	Partly        texts.Localized `yaml:"partly"`
	NotMet        texts.Localized `yaml:"notMet"`
	NotApplicable []Reason        `yaml:"notApplicable,omitempty"`
}

// ContentPost is a post of the catalogue, with its first set of standards.
type ContentPost struct {
	Code      string          `yaml:"code"`
	Family    string          `yaml:"family"`
	Name      texts.Localized `yaml:"name"`
	Standards []ContentItem   `yaml:"standards"`
}

// ContentItem is a standard in the set of a post.
type ContentItem struct {
	Standard string  `yaml:"standard"`
	Weight   int     `yaml:"weight"`
	Target   float64 `yaml:"target"` // 0 to 1
}

// Tag is what a patient may tick after rating.
type Tag struct {
	Code      string          `yaml:"code"`
	Sentiment string          `yaml:"sentiment"` // good or bad
	Standard  string          `yaml:"standard"`  // the one it speaks about most directly; "": none
	Text      texts.Localized `yaml:"text"`
}

// Catalogue returns the embedded catalogue. Callers must not change it.
func Catalogue() Content { return content() }

// Tags returns what patients may tick, in the order shown. Callers must not
// change it.
func Tags() []Tag { return content().Tags }

//go:embed catalogue/*.yaml
var files embed.FS

var content = sync.OnceValue(func() (c Content) {
	load("standards.yaml", &c.Standards)
	load("posts.yaml", &c.Posts)
	load("phrases.yaml", &c.Phrases)
	load("tags.yaml", &c.Tags)
	return c
})

// load panics if a file is missing or broken: they are part of the program.
func load(name string, v any) {
	b, err := files.ReadFile("catalogue/" + name)
	if err != nil {
		panic(fmt.Sprintf("standards: %v", err))
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true) // a misspelt key must not pass for a missing one
	if err := d.Decode(v); err != nil {
		panic(fmt.Sprintf("standards: %s: %v", name, err))
	}
}

// tenThousandths turns a share of 0 to 1 into what is stored.
func tenThousandths(share float64) int { return int(math.Round(share * 10000)) }
