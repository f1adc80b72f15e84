// Package reference draws the description of an API, an OpenAPI document, as a page
// that people read: without scripts, so that the browser finds and prints all of it.
package reference

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// document is what of an OpenAPI document is drawn.
type document struct {
	Info struct {
		Title, Version, Description string
	}
	Paths      map[string]map[string]operation
	Components struct {
		Schemas map[string]schema
	}
}

type operation struct {
	OperationID string `yaml:"operationId"`
	Summary     string
	Tags        []string
	Parameters  []parameter
	RequestBody *struct{ Content map[string]media } `yaml:"requestBody"`
	Responses   map[string]struct{ Content map[string]media }
	Security    []map[string][]string
}

type parameter struct {
	In, Name string
	Required bool
	Schema   schema
}

type media struct{ Schema schema }

type schema struct {
	Ref                  string `yaml:"$ref"`
	Type, Format         string
	Description          string
	Properties           map[string]schema
	Required             []string
	Items                *schema
	AdditionalProperties *schema `yaml:"additionalProperties"`
	Enum                 []any
	Pattern              string
	Minimum, Maximum     *float64
	MinLength            *int `yaml:"minLength"`
	MaxLength            *int `yaml:"maxLength"`
	MinItems             *int `yaml:"minItems"`
	MaxItems             *int `yaml:"maxItems"`
}

// methods in the order in which those of a path are shown.
var methods = []string{"get", "post", "put", "patch", "delete"}

// group is the operations about one kind of thing.
type group struct {
	Name, ID   string
	Operations []shown
}

// shown is an operation as the page shows it.
type shown struct {
	ID, Method, Path, Needs, Curl string
	Keys                          bool // machines may call it
	Parameters                    []line
	Body, Answer                  tree
	BodyMedia, AnswerMedia        string
	Status                        string
}

func parse(description []byte) (d document, err error) {
	if err := yaml.Unmarshal(description, &d); err != nil {
		return d, fmt.Errorf("parse the API's description: %w", err)
	}
	return d, nil
}

// groups returns the operations by what they are about, each group in the order of
// its paths.
func (d document) groups() []group {
	byTag := map[string]*group{}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range methods {
			op, ok := d.Paths[path][method]
			if !ok {
				continue
			}
			tag := "other"
			if len(op.Tags) > 0 {
				tag = op.Tags[0]
			}
			if byTag[tag] == nil {
				byTag[tag] = &group{Name: title(tag), ID: "about-" + tag}
			}
			byTag[tag].Operations = append(byTag[tag].Operations, d.show(path, method, op))
		}
	}
	list := make([]group, 0, len(byTag))
	for _, tag := range slices.Sorted(maps.Keys(byTag)) {
		list = append(list, *byTag[tag])
	}
	return list
}

// title writes "spot-check" as a heading.
func title(tag string) string {
	words := strings.ReplaceAll(tag, "-", " ")
	words = strings.ReplaceAll(words, "api key", "API key")
	return strings.ToUpper(words[:1]) + words[1:]
}

func (d document) show(path, method string, op operation) shown {
	s := shown{
		ID: op.OperationID, Method: strings.ToUpper(method), Path: path, Needs: op.Summary,
		Keys: slices.ContainsFunc(op.Security, func(by map[string][]string) bool { _, ok := by["apiKey"]; return ok }),
	}
	for _, p := range op.Parameters {
		s.Parameters = append(s.Parameters, line{
			Name: p.Name, Where: p.In, Type: d.typeOf(p.Schema), Limits: limits(p.Schema), Required: p.Required,
		})
	}
	slices.SortStableFunc(s.Parameters, func(a, b line) int { return cmp.Compare(a.Where, b.Where) }) // of the path first
	if op.RequestBody != nil {
		var body schema
		s.BodyMedia, body = only(op.RequestBody.Content)
		s.Body = d.tree(body)
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if status != "default" {
			var answer schema
			s.Status = status
			s.AnswerMedia, answer = only(op.Responses[status].Content)
			s.Answer = d.tree(answer)
		}
	}
	s.Curl = d.curl(s, op)
	return s
}

// only returns the one media type that a body has, and its schema.
func only(content map[string]media) (string, schema) {
	for name, m := range content {
		return name, m.Schema
	}
	return "", schema{}
}
