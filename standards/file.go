package standards

import (
	"bytes"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/wardstar/wardstar/internal/texts"
)

// Format is what a file of standards begins with.
const Format = "wardstar-standards/1"

// File is a hospital's standards, sets and phrases, to be shared.
type File struct {
	Format    string            `yaml:"format"`
	Standards []ContentStandard `yaml:"standards,omitempty"`
	Posts     []ContentPost     `yaml:"posts,omitempty"`
	Phrases   []ContentPhrases  `yaml:"phrases,omitempty"`
}

// Encode writes f as YAML. The same content gives the same bytes: languages
// have one order, and a set's items are one line each.
func (f File) Encode() ([]byte, error) {
	f.Format = Format
	var root yaml.Node
	if err := root.Encode(f); err != nil {
		return nil, fmt.Errorf("encode standards: %w", err)
	}
	tidy(&root)
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(&root); err != nil {
		return nil, fmt.Errorf("write standards: %w", err)
	}
	return b.Bytes(), nil
}

// tidy puts languages into their order and a set's items on one line.
func tidy(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		sortLanguages(n)
		if len(n.Content) == 6 && n.Content[0].Value == "standard" && n.Content[2].Value == "weight" {
			n.Style = yaml.FlowStyle
		}
	}
	for _, child := range n.Content {
		tidy(child)
	}
}

func sortLanguages(n *yaml.Node) {
	pairs := slices.Collect(slices.Chunk(n.Content, 2))
	for _, pair := range pairs {
		if texts.Name(pair[0].Value) == "" {
			return // not a localized text
		}
	}
	slices.SortFunc(pairs, func(a, b []*yaml.Node) int {
		return slices.Index(texts.Languages, a[0].Value) - slices.Index(texts.Languages, b[0].Value)
	})
	n.Content = slices.Concat(pairs...)
}
