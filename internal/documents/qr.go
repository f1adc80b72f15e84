package documents

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"rsc.io/qr"
)

// quiet is the width of the white border that scanners need, in modules.
const quiet = 4

// QRSVG returns text as a QR code of level H: it is still read with nearly a
// third of it dirty. The drawing has no size of its own; the page gives it
// one. It returns an error if text is too long for a QR code.
func QRSVG(text string) (string, error) {
	code, err := qr.Encode(text, qr.H)
	if err != nil {
		return "", fmt.Errorf("draw QR code: %w", err)
	}
	var b strings.Builder
	side := code.Size + 2*quiet
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %[1]d" shape-rendering="crispEdges">`, side)
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0h%dv%[1]dH0z"/><path d="`, side)
	for y := range code.Size {
		for x := 0; x < code.Size; {
			n := dark(code, x, y)
			if n > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%[3]dz", x+quiet, y+quiet, n)
			}
			x += max(n, 1)
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String(), nil
}

// dark returns how many black modules follow each other from (x, y).
func dark(code *qr.Code, x, y int) (n int) {
	for code.Black(x+n, y) {
		n++
	}
	return n
}

// QRTerminal writes text as a QR code that a phone can scan from a terminal:
// two modules to a character, black on white whatever the terminal's colours.
// The level is M, because the screen is clean and the window small.
func QRTerminal(w io.Writer, text string) error {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return fmt.Errorf("draw QR code: %w", err)
	}
	b := bufio.NewWriter(w)
	for y := -quiet; y < code.Size+quiet; y += 2 {
		b.WriteString("\x1b[38;5;16;48;5;231m")
		for x := -quiet; x < code.Size+quiet; x++ {
			b.WriteString(halves(code.Black(x, y), code.Black(x, y+1)))
		}
		b.WriteString("\x1b[0m\n")
	}
	return b.Flush()
}

func halves(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
