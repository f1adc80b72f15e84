package reference_test

import (
	"os"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/internal/reference"
)

const small = `
openapi: 3.1.0
info: {title: Test, version: "1", description: "Of <things>."}
paths:
  /api/v1/things/{id}:
    put:
      operationId: putThing
      summary: "Needs the permission: manage thing"
      tags: [thing]
      parameters:
      - {in: query, name: day, required: true, schema: {type: string, format: date}}
      - {in: path, name: id, required: true, schema: {type: integer, minimum: 0}}
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
      responses:
        "200":
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
        default: {content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
      security: [{session: []}, {apiKey: []}]
components:
  schemas:
    Problem: {type: object}
    Thing:
      type: object
      required: [name, kind]
      properties:
        again: {$ref: '#/components/schemas/Thing'}
        name: {type: string, maxLength: 40}
        kind: {type: string, enum: ["it's", b]}
        names: {type: object, additionalProperties: {type: string}}
        parts:
          type: array
          items: {type: object, properties: {at: {type: string, format: date-time}}}
`

func draw(t *testing.T, description string) string {
	t.Helper()
	page, err := reference.Page([]byte(description), "/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

func TestPage(t *testing.T) {
	page := draw(t, small)
	for what, want := range map[string]string{
		"its title":              `<title>Test API</title>`,
		"its description":        `Of &lt;things&gt;.`,
		"its document":           `href="/openapi.yaml"`,
		"what it is about":       `<h2 id="about-thing">Thing</h2>`,
		"method and path":        `<span class="method PUT">PUT</span> <code>/api/v1/things/{id}</code>`,
		"permission and keys":    `Needs the permission: manage thing · <b class="keys">API keys</b>`,
		"the path's first":       `<li class="d0"><code>id</code> <b>required</b> <span>integer, in the path</span> <small>at least 0</small></li><li class="d0"><code>day</code>`,
		"a named type":           `<h4>Body <span>application/json · <a href="#type-Thing">Thing</a></span></h4>`,
		"a list of them":         `200 · application/json · list of <a href="#type-Thing">Thing</a>`,
		"a field's limits":       `<code>name</code> <b>required</b> <span>text</span> <small>at most 40 characters</small>`,
		"one of some":            `<small>one of it&#39;s, b</small>`,
		"itself, not for ever":   `<code>again</code> <span><a href="#type-Thing">Thing</a></span></li>`,
		"a map":                  `<code>names</code> <span>by key, text</span>`,
		"what is inside":         `<li class="d1"><code>at</code> <span>time, as 2026-11-02T09:40:00Z</span></li>`,
		"a call to copy":         `curl -H &#34;Authorization: Bearer $KEY&#34; -X PUT`,
		"what it has to have":    `-d &#39;{&#34;kind&#34;:&#34;it&#39;\&#39;&#39;s&#34;,&#34;name&#34;:&#34;…&#34;}&#39;`,
		"what is to be filled":   `&#34;$WARDSTAR/api/v1/things/$ID?day=$DAY&#34;`,
		"a type that has fields": `<h3 id="type-Thing">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing: %s", what, want)
		}
	}
	if t.Failed() {
		t.Log(page[strings.Index(page, "<main"):])
	}
	if strings.Contains(page, "<script") || strings.Contains(page, " style=") {
		t.Error("the page has what its policy forbids")
	}
}

// TestEveryLinkLeadsSomewhere draws the product's own description.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	description, err := os.ReadFile("../../handlers/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	page := draw(t, string(description))
	for _, part := range strings.Split(page, `href="#`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if strings.Count(page, `id="`+id+`"`) != 1 {
			t.Errorf("#%s leads nowhere, or to several places", id)
		}
	}
	if n := strings.Count(page, "<article"); n < 400 {
		t.Errorf("%d operations and types are drawn", n)
	}
}

func TestWhatIsNoDescriptionIsAnError(t *testing.T) {
	if _, err := reference.Page([]byte("paths: 1"), ""); err == nil {
		t.Error("it was drawn")
	}
}
