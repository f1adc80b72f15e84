package periods

import (
	"strconv"
	"strings"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/texts"
)

// family returns what a peer group is called. A hospital's own has no other
// name than its code.
func (r *report) family(code string) string {
	code, part := familyOf(code)
	parts := strings.Split(code, "-")
	for i, p := range parts[1:] {
		parts[i+1] = strings.ToUpper(p[:min(1, len(p))]) + p[min(1, len(p)):]
	}
	name := r.word("family."+strings.Join(parts, ""), code)
	if part > 1 {
		name += " " + partMark + strconv.Itoa(part)
	}
	return name
}

// neutral says why a component gives no points.
func (r *report) neutral(code string) string {
	if code == "" {
		return ""
	}
	return r.word("neutral."+code, code)
}

// warning says what a model had to do otherwise than it was asked to.
func (r *report) warning(w warning) string {
	return r.word("model."+string(w.Code), w.Message, "component", r.component(w.Component), "subject", r.word("factor."+w.Subject, w.Subject))
}

// word returns a text of the catalogue in the report's language, or another
// where nobody has written it.
func (r *report) word(key, otherwise string, args ...any) string {
	if text := texts.Text(r.lang, key, args...); text != key {
		return text
	}
	return otherwise
}

// warning is a model's, with the component that it is about.
type warning struct {
	Component string `json:"component"`
	evaluation.Warning
}
