package reference

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"maps"
	"slices"
)

//go:embed page.html
var page string

//go:embed page.css
var style string

var drawn = template.Must(template.New("page").Parse(page))

// Policy is the Content-Security-Policy under which the page works: its own style
// by its hash, the icon, and nothing else.
func Policy() string {
	hash := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
}

// named is a type with a name.
type named struct {
	Name        string
	Description string
	tree
}

// Page draws an OpenAPI document; source is where the document itself is.
func Page(description []byte, source string) ([]byte, error) {
	d, err := parse(description)
	if err != nil {
		return nil, err
	}
	types := make([]named, 0, len(d.Components.Schemas))
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		s := d.Components.Schemas[name]
		types = append(types, named{name, s.Description, d.tree(s)})
	}
	groups, operations := d.groups(), 0
	for _, g := range groups {
		operations += len(g.Operations)
	}
	var b bytes.Buffer
	err = drawn.Execute(&b, map[string]any{
		"Title": d.Info.Title, "Version": d.Info.Version, "Description": d.Info.Description, "Source": source,
		"Groups": groups, "Types": types, "Operations": operations, "Style": template.CSS(style),
	})
	if err != nil {
		return nil, fmt.Errorf("draw the API's description: %w", err)
	}
	return b.Bytes(), nil
}
