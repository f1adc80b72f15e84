package reference

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// line is a field or a parameter.
type line struct {
	Name, Where string
	Depth       int
	Type        kind
	Limits      string
	Required    bool
}

// kind is a type in words, with the one that it names, if any.
type kind struct {
	Before, Named, After string
}

// tree is a body, field by field, what is inside of a field below it.
type tree struct {
	Type  kind
	Lines []line
}

const refPrefix = "#/components/schemas/"

// deepest is how far unnamed types are unfolded. Named ones are shown once, among
// the types.
const deepest = 4

// tree unfolds a type, the first named one included.
func (d document) tree(s schema) tree {
	t := tree{Type: d.typeOf(s)}
	d.unfold(&t.Lines, d.resolve(element(s)), 0)
	return t
}

// element is what a list or a map consists of, otherwise the type itself.
func element(s schema) schema {
	switch {
	case s.Items != nil:
		return element(*s.Items)
	case s.AdditionalProperties != nil:
		return element(*s.AdditionalProperties)
	}
	return s
}

func (d document) resolve(s schema) schema {
	if name, ok := strings.CutPrefix(s.Ref, refPrefix); ok {
		return d.Components.Schemas[name]
	}
	return s
}

func (d document) unfold(lines *[]line, s schema, depth int) {
	if depth == deepest {
		return
	}
	for _, name := range d.fields(s) {
		f := s.Properties[name]
		*lines = append(*lines, line{
			Name: name, Depth: depth, Type: d.typeOf(f), Limits: limits(f), Required: slices.Contains(s.Required, name),
		})
		if inside := element(f); inside.Ref == "" {
			d.unfold(lines, inside, depth+1)
		}
	}
}

// fields are a type's: first what has to be there, each in the order of the names.
func (d document) fields(s schema) []string {
	names := slices.Sorted(maps.Keys(s.Properties))
	slices.SortStableFunc(names, func(a, b string) int {
		return rank(s, a) - rank(s, b)
	})
	return names
}

func rank(s schema, field string) int {
	if slices.Contains(s.Required, field) {
		return 0
	}
	return 1
}

// typeOf says what a value is: "list of Account", "integer", "text, a date".
func (d document) typeOf(s schema) kind {
	switch name, named := strings.CutPrefix(s.Ref, refPrefix); {
	case named:
		return kind{Named: name}
	case s.Items != nil:
		k := d.typeOf(*s.Items)
		k.Before = "list of " + k.Before
		return k
	case s.AdditionalProperties != nil:
		k := d.typeOf(*s.AdditionalProperties)
		k.Before = "by key, " + k.Before
		return k
	}
	return kind{Before: word(s)}
}

func word(s schema) string {
	switch {
	case s.Format == "date-time":
		return "time, as 2026-11-02T09:40:00Z"
	case s.Format == "date":
		return "day, as 2026-11-02"
	case s.Format == "binary":
		return "file"
	case s.Type == "string":
		return "text"
	case s.Type == "object":
		return "object"
	case s.Type == "":
		return "any value"
	}
	return s.Type
}

// limits says what a value may be.
func limits(s schema) string {
	var words []string
	if len(s.Enum) > 0 {
		one := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			one[i] = fmt.Sprint(v)
		}
		words = append(words, "one of "+strings.Join(one, ", "))
	}
	words = append(words, between(number(s.Minimum), number(s.Maximum), "")...)
	words = append(words, between(whole(s.MinLength), whole(s.MaxLength), " characters")...)
	words = append(words, between(whole(s.MinItems), whole(s.MaxItems), " items")...)
	if s.Pattern != "" {
		words = append(words, "like "+s.Pattern)
	}
	return strings.Join(words, "; ")
}

func between(least, most, of string) []string {
	switch {
	case least != "" && most != "":
		return []string{least + " to " + most + of}
	case least != "":
		return []string{"at least " + least + of}
	case most != "":
		return []string{"at most " + most + of}
	}
	return nil
}

func number(v *float64) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf("%.10g", *v)
}

func whole(v *int) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(*v)
}
