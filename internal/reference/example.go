package reference

import (
	"encoding/json"
	"slices"
	"strings"
)

// curl is a call that can be copied: the way in that its callers have, and a body
// with what has to be in it.
func (d document) curl(s shown, op operation) string {
	var b strings.Builder
	b.WriteString("curl")
	switch {
	case s.Keys:
		b.WriteString(` -H "Authorization: Bearer $KEY"`)
	case len(op.Security) > 0:
		b.WriteString(` -b session.txt`)
	}
	if s.Method != "GET" {
		b.WriteString(" -X " + s.Method)
	}
	switch {
	case s.BodyMedia == "application/json":
		body, _ := json.Marshal(d.example(op.RequestBody.Content[s.BodyMedia].Schema, 0)) // of maps, texts and numbers
		b.WriteString(" \\\n  -H 'Content-Type: application/json' -d '" + strings.ReplaceAll(string(body), "'", `'\''`) + "'")
	case s.BodyMedia != "":
		b.WriteString(" \\\n  -H 'Content-Type: " + s.BodyMedia + "' --data-binary @FILE")
	}
	if s.AnswerMedia != "" && !strings.HasPrefix(s.AnswerMedia, "application/json") && !strings.HasPrefix(s.AnswerMedia, "text/") {
		b.WriteString(" -OJ")
	}
	b.WriteString(" \\\n  \"$WARDSTAR" + fill(s.Path) + query(op.Parameters) + "\"")
	return b.String()
}

// fill writes {id} as $ID: what the reader puts in.
func fill(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			parts[i] = "$" + strings.ToUpper(strings.TrimSuffix(name, "}"))
		}
	}
	return strings.Join(parts, "/")
}

// query is what has to be asked for.
func query(parameters []parameter) string {
	var asked []string
	for _, p := range parameters {
		if p.In == "query" && p.Required {
			asked = append(asked, p.Name+"=$"+strings.ToUpper(p.Name))
		}
	}
	if len(asked) == 0 {
		return ""
	}
	return "?" + strings.Join(asked, "&")
}

// example is a value of a type: of an object, what has to be there.
func (d document) example(s schema, depth int) any {
	if depth > deepest {
		return nil
	}
	s = d.resolve(s)
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Items != nil:
		return []any{d.example(*s.Items, depth+1)}
	case s.Type == "object":
		out := map[string]any{}
		for name, f := range s.Properties {
			if slices.Contains(s.Required, name) {
				out[name] = d.example(f, depth+1)
			}
		}
		return out
	case s.Type == "integer", s.Type == "number":
		return max(1, value(s.Minimum))
	case s.Type == "boolean":
		return true
	case s.Format == "date-time":
		return "2026-11-02T09:40:00Z"
	case s.Format == "date":
		return "2026-11-02"
	}
	return "…"
}

func value(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}
