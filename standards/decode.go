package standards

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/wardstar/wardstar/internal/fault"
)

// MaxFile is how many bytes a file of standards may have.
const MaxFile = 4 << 20

// Problem is what is wrong with a line of a file.
type Problem struct {
	Line    int    `json:"line"` // 0: with the file as a whole
	Message string `json:"message"`
}

// String is the problem as a command prints it.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.Message
	}
	return fmt.Sprintf("line %d: %s", p.Line, p.Message)
}

// decoded is a file with the lines that things are on.
type decoded struct {
	File
	root *yaml.Node
}

// decode reads a file strictly: a misspelt key must not pass for a missing one.
func decode(b []byte) (d decoded, problems []Problem) {
	if len(b) > MaxFile {
		return d, []Problem{{0, fmt.Sprintf("the file is larger than %d MB", MaxFile>>20)}}
	}
	in := yaml.NewDecoder(bytes.NewReader(b))
	in.KnownFields(true)
	switch err := in.Decode(&d.File); {
	case errors.Is(err, io.EOF):
		return d, []Problem{{0, "the file is empty"}}
	case err != nil:
		return d, inWords(err)
	}
	if err := in.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return d, []Problem{{0, "the file holds more than one document"}}
	}
	var root yaml.Node
	if err := yaml.Unmarshal(b, &root); err != nil {
		return d, inWords(err)
	}
	d.root = &root
	if d.Format != Format {
		return d, []Problem{{d.line("format"), fmt.Sprintf("it does not begin with format: %s", Format)}}
	}
	return d, nil
}

var (
	onLine   = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	notFound = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
	mismatch = regexp.MustCompile("^cannot unmarshal !!(\\S+)(?: `(.*)`)? into (.*)$")
	twice    = regexp.MustCompile(`^mapping key "(.*)" already defined at line (\d+)$`)
)

// inWords says what is wrong with a file in its writer's terms.
func inWords(err error) (out []Problem) {
	lines := []string{err.Error()}
	if several, ok := errors.AsType[*yaml.TypeError](err); ok {
		lines = several.Errors
	}
	for _, text := range lines {
		p := Problem{Message: strings.TrimPrefix(text, "yaml: ")}
		if m := onLine.FindStringSubmatch(text); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
			p.Message = m[2]
		}
		if m := notFound.FindStringSubmatch(p.Message); m != nil {
			p.Message = fmt.Sprintf("%q is not known here", m[1])
		} else if m := twice.FindStringSubmatch(p.Message); m != nil {
			p.Message = fmt.Sprintf("%q is on line %s already", m[1], m[2])
		} else if m := mismatch.FindStringSubmatch(p.Message); m != nil {
			p.Message = fmt.Sprintf("%s is not %s", found(m[1], m[2]), wanted(m[3]))
		}
		out = append(out, p)
	}
	return out
}

func found(kind, text string) string {
	switch {
	case text != "":
		return strconv.Quote(text)
	case kind == "seq":
		return "a list"
	default:
		return "a map"
	}
}

func wanted(goType string) string {
	switch {
	case goType == "string":
		return "a text"
	case goType == "int":
		return "a whole number"
	case goType == "float64":
		return "a number"
	case goType == "bool":
		return "true or false"
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasSuffix(goType, "Localized"):
		return "a text by language, such as en: Hello"
	default:
		return "a map"
	}
}

// line returns the line of what a path such as posts[2].standards[0].weight
// names or, where that is not there, of what it should be in.
func (d decoded) line(path string) int {
	n := d.root
	if n == nil {
		return 0
	}
	n = n.Content[0]
	line := n.Line
	for _, step := range steps(path) {
		next := child(n, step)
		if next == nil {
			break
		}
		n, line = next, next.Line
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
	}
	return line
}

// steps cuts posts[2].standards into posts, 2, standards.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}

// child returns what a step leads to. A value on the line of its key, or the
// key itself where the value is a block below it.
func child(n *yaml.Node, step string) *yaml.Node {
	switch n.Kind {
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i < len(n.Content) {
			return n.Content[i]
		}
	case yaml.MappingNode:
		for pair := range slices.Chunk(n.Content, 2) {
			if pair[0].Value == step {
				at := *pair[1]
				at.Line = pair[0].Line
				return &at
			}
		}
	}
	return nil
}

// FileError is a file with problems, in the order of its lines.
type FileError struct{ Problems []Problem }

// Error lists the problems, a line each.
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString("the file is not valid")
	for _, p := range e.Problems {
		b.WriteString("\n  " + p.String())
	}
	return b.String()
}

// Unwrap returns the fault that callers over HTTP see: the first problems, by line.
func (e *FileError) Unwrap() error {
	fields := map[string]string{}
	for i, p := range e.Problems {
		if i == 100 {
			fields["…"] = fmt.Sprintf("and %d more", len(e.Problems)-i)
			break
		}
		name := "file"
		if p.Line > 0 {
			name = fmt.Sprintf("line %d", p.Line)
		}
		if fields[name] != "" {
			name += fmt.Sprintf(" (%d)", i+1)
		}
		fields[name] = p.Message
	}
	return &fault.Error{Kind: fault.Invalid, Message: "the file is not valid", Fields: fields}
}
