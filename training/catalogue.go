package training

import (
	"bytes"
	"embed"
	"fmt"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/wardstar/wardstar/internal/texts"
)

// Content is the catalogue that a hospital starts with.
type Content struct {
	Courses      []ContentCourse
	Certificates []ContentKind
	Requirements []ContentRequirement
}

// ContentCourse is a course of the catalogue.
type ContentCourse struct {
	Code     string          `yaml:"code"`
	Mode     string          `yaml:"mode"`
	Level    string          `yaml:"level"`
	Category string          `yaml:"category"`
	Minutes  int             `yaml:"minutes"`
	Title    texts.Localized `yaml:"title"`
}

// ContentKind is a kind of certificate of the catalogue.
type ContentKind struct {
	Code   string          `yaml:"code"`
	Months int             `yaml:"months"` // for which one usually holds; 0: for ever
	Name   texts.Localized `yaml:"name"`
}

// EveryPost stands for each post of the catalogue.
const EveryPost = "every-post"

// ContentRequirement is what a post requires at a level, by codes.
type ContentRequirement struct {
	Post         string   `yaml:"post"`
	Level        string   `yaml:"level"`
	Certificates []string `yaml:"certificates,omitempty"`
	Courses      []string `yaml:"courses,omitempty"`
}

// Catalogue returns the embedded catalogue. Callers must not change it.
func Catalogue() Content { return content() }

//go:embed catalogue/*.yaml
var files embed.FS

var content = sync.OnceValue(func() (c Content) {
	load("courses.yaml", &c.Courses)
	load("certificates.yaml", &c.Certificates)
	load("requirements.yaml", &c.Requirements)
	return c
})

// load panics if a file is missing or broken: they are part of the program.
func load(name string, v any) {
	b, err := files.ReadFile("catalogue/" + name)
	if err != nil {
		panic(fmt.Sprintf("training: %v", err))
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true) // a misspelt key must not pass for a missing one
	if err := d.Decode(v); err != nil {
		panic(fmt.Sprintf("training: %s: %v", name, err))
	}
}
