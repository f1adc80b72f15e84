package handlers

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
)

//go:embed oidcpage.html
var refusalPage string

//go:embed oidcpage.css
var refusalStyle string

var refusalTemplate = template.Must(template.New("refusal").Parse(refusalPage))

// refusalCSP admits the page's own style, by its hash, and nothing else.
var refusalCSP = func() string {
	hash := sha256.Sum256([]byte(refusalStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
}()

// drawRefusal returns the page that says why nobody was signed in.
func drawRefusal(lang, hospital string, reason accounts.Reason) ([]byte, error) {
	var b bytes.Buffer
	err := refusalTemplate.Execute(&b, struct {
		Lang, Hospital, Title, Text, Again, Back, AgainPath string
		Style                                               template.CSS
	}{
		Lang: lang, Hospital: hospital, Style: template.CSS(refusalStyle),
		Title: texts.Text(lang, "signIn.title"), Text: texts.Text(lang, "signIn."+string(reason)),
		Again: texts.Text(lang, "signIn.again"), AgainPath: accounts.DeparturePath, Back: texts.Text(lang, "signIn.back"),
	})
	if err != nil {
		return nil, fmt.Errorf("draw refused sign-in: %w", err)
	}
	return b.Bytes(), nil
}
