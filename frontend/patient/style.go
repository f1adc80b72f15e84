package patient

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"regexp"
	"strings"
)

//go:embed style.css
var stylesheet string

// css is the style sheet as it is sent.
var css = minify(stylesheet)

// CSP returns the Content-Security-Policy header of the pages. It names the
// style by its hash, so nothing that somebody may smuggle into a page is obeyed.
func CSP() string { return csp }

var csp = func() string {
	hash := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

var (
	comments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	spaces   = regexp.MustCompile(`\s*\n\s*`)
)

// minify drops comments, line breaks and last semicolons; the style sheet is
// written without other waste.
func minify(source string) string {
	source = comments.ReplaceAllString(source, "")
	source = spaces.ReplaceAllString(source, "")
	return strings.ReplaceAll(source, ";}", "}")
}
