package documents

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/signintech/gopdf"
)

// The faces of printed sheets, Noto Sans in its medium weight, under the SIL Open
// Font License. scripts/fonts puts them there.
//
//go:embed fonts
var fonts embed.FS

// ErrNoFonts says that the program was built without its fonts.
var ErrNoFonts = errors.New("this program was built without the fonts that printing needs; build it with Node.js installed")

// faces are tried in this order for each character: the Chinese one has no Hangul,
// the Korean one few Chinese characters.
var faces = []string{"NotoSansSC", "NotoSansKR"}

// readFaces unpacks the faces once: they are needed seldom, and 17 MB.
var readFaces = sync.OnceValues(func() (map[string][]byte, error) {
	all := map[string][]byte{}
	for _, name := range faces {
		packed, err := fonts.ReadFile("fonts/" + name + ".ttf.gz")
		if err != nil {
			return nil, ErrNoFonts
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, fmt.Errorf("unpack font %s: %w", name, err)
		}
		if all[name], err = io.ReadAll(z); err != nil {
			return nil, fmt.Errorf("unpack font %s: %w", name, err)
		}
	}
	return all, nil
})

// absent stands for a character that no face has, as printers do it.
const absent = '〓'

// run is a stretch of text in one face.
type run struct {
	face string
	text string
}

// writer writes text on a page.
type writer struct {
	pdf     *gopdf.GoPdf
	has     map[rune]string // the face that has a character; "": none
	missing map[rune]bool
}

func newWriter(pdf *gopdf.GoPdf) (*writer, error) {
	all, err := readFaces()
	if err != nil {
		return nil, err
	}
	for _, name := range faces {
		if err := pdf.AddTTFFontData(name, all[name]); err != nil {
			return nil, fmt.Errorf("load font %s: %w", name, err)
		}
	}
	return &writer{pdf: pdf, has: map[rune]string{}, missing: map[rune]bool{}}, nil
}

// face returns the first face that has r: a glyph that a face lacks would vanish
// without a word.
func (w *writer) face(r rune) (string, error) {
	if name, known := w.has[r]; known {
		return name, nil
	}
	for _, name := range faces {
		if err := w.pdf.SetFont(name, "", 10); err != nil {
			return "", err
		}
		has, err := w.pdf.IsCurrFontContainGlyph(r)
		if err != nil {
			return "", err
		}
		if has {
			w.has[r] = name
			return name, nil
		}
	}
	w.has[r] = ""
	return "", nil
}

// runs splits s by face, with the sign for what is missing.
func (w *writer) runs(s string) ([]run, error) {
	var list []run
	for _, r := range s {
		name, err := w.face(r)
		if err != nil {
			return nil, err
		}
		if name == "" {
			w.missing[r] = true
			r, name = absent, faces[0]
		}
		if n := len(list); n > 0 && list[n-1].face == name {
			list[n-1].text += string(r)
			continue
		}
		list = append(list, run{name, string(r)})
	}
	return list, nil
}

// width returns how wide s is at a size, in points.
func (w *writer) width(s string, size float64) (sum float64, err error) {
	list, err := w.runs(s)
	for _, part := range list {
		if err = w.pdf.SetFont(part.face, "", size); err != nil {
			return 0, err
		}
		n, err := w.pdf.MeasureTextWidth(part.text)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, err
}

// least is the part of its size to which a text is made smaller before it is
// broken or cut.
const least = 0.6

// fit returns the text and the size at which it is no wider than room: smaller at
// first, and then cut with an ellipsis.
func (w *writer) fit(s string, size, room float64) (string, float64, error) {
	wide, err := w.width(s, size)
	if err != nil || wide <= room {
		return s, size, err
	}
	if smaller := size * room / wide; smaller >= least*size {
		return s, smaller, nil
	}
	size *= least
	for text := []rune(s); len(text) > 0; text = text[:len(text)-1] {
		cut := string(text) + "…"
		if wide, err = w.width(cut, size); err != nil || wide <= room {
			return cut, size, err
		}
	}
	return "", size, nil
}

// halves breaks a text that can't be made small enough for one line into two, at
// the space or the dot that is nearest to its middle.
func (w *writer) halves(s string, size, room float64) ([]string, error) {
	wide, err := w.width(s, size)
	if err != nil || wide*least <= room {
		return []string{s}, err
	}
	text := []rune(s)
	at := len(text) / 2
	for away := range len(text) / 2 {
		for _, i := range []int{len(text)/2 - away, len(text)/2 + away} {
			if strings.ContainsRune(" ·・-", text[i]) {
				return []string{strings.TrimSpace(string(text[:i+1])), strings.TrimSpace(string(text[i+1:]))}, nil
			}
		}
	}
	return []string{string(text[:at]), string(text[at:])}, nil
}

// line writes s on a baseline, centred between two edges or from the left one, no
// wider than they allow.
func (w *writer) line(s string, at line) error {
	s, size, err := w.fit(s, at.size, at.right-at.left)
	if err != nil {
		return err
	}
	x := at.left
	if at.centred {
		wide, err := w.width(s, size)
		if err != nil {
			return err
		}
		x += (at.right - at.left - wide) / 2
	}
	list, err := w.runs(s)
	if err != nil {
		return err
	}
	w.pdf.SetTextColor(at.grey, at.grey, at.grey)
	w.pdf.SetXY(x, at.y)
	for _, part := range list {
		if err := w.pdf.SetFont(part.face, "", size); err != nil {
			return err
		}
		if err := w.pdf.Text(part.text); err != nil {
			return err
		}
	}
	return nil
}

// line says where a line of text goes, in points.
type line struct {
	left, right, y, size float64
	centred              bool
	grey                 uint8
}
