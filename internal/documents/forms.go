package documents

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/signintech/gopdf"
)

// Form is a sheet of paper on which a patient answers.
type Form struct {
	Number    string     // to type, as it is printed
	Scan      string     // what its QR code says
	Head      string     // whose it is: the hospital
	Title     string     // who or where
	Subtitle  string     // as what; "" if there is nothing to say
	Questions []string   // a line per language, the hospital's own first
	Answers   [][]string // the best first; each in the same languages
	Good, Bad FormTags
	Words     []string // what the lines are for
	Note      []string // small print
}

// FormTags is what may be ticked, under a heading.
type FormTags struct {
	Heading []string
	Tags    []FormTag
}

// FormTag is a box to tick. Its key is what is typed for it.
type FormTag struct {
	Key  string
	Text []string
}

// FormSheets writes the forms as A4 pages in PDF, two or four to a sheet, with
// hairlines to cut along. It returns the characters that none of its fonts has, and
// [ErrNoFonts].
func FormSheets(out io.Writer, p Properties, perSheet int, forms []Form) (missing []rune, err error) {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	pdf.SetInfo(gopdf.PdfInfo{Title: p.Title, Producer: "Wardstar", CreationDate: p.Created})
	w, err := newWriter(pdf)
	if err != nil {
		return nil, err
	}
	layout := Layout{Columns: perSheet / 2, Rows: 2}
	for i, form := range forms {
		k := i % perSheet
		if k == 0 {
			pdf.AddPage()
			cutLines(pdf, layout)
		}
		if err := w.form(layout.formBox(k), form, layout.Columns == 2); err != nil {
			return nil, err
		}
	}
	b, err := pdf.GetBytesPdfReturnErr()
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	if _, err := out.Write(b); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	for r := range w.missing {
		missing = append(missing, r)
	}
	slices.Sort(missing)
	return missing, nil
}

// formBox is where the k-th form of a sheet is.
func (l Layout) formBox(k int) box {
	wide := (gopdf.PageSizeA4.W - 2*margin) / float64(l.Columns)
	high := (gopdf.PageSizeA4.H - 2*margin) / float64(l.Rows)
	pad := 4 * mm
	return box{x: margin + float64(k%l.Columns)*wide + pad, y: margin + float64(k/l.Columns)*high + pad, w: wide - 2*pad, h: high - 2*pad}
}

// form draws one: what is asked, and lines to write on.
func (w *writer) form(b box, f Form, narrow bool) error {
	size := formText(narrow)
	y, err := w.asked(b, f, size, narrow)
	if err != nil {
		return err
	}
	foot, right := b.y+b.h, b.x+b.w
	w.pdf.SetStrokeColor(150, 150, 150)
	w.pdf.SetLineWidth(0.5)
	w.pdf.SetCustomLineType(nil, 0)
	for y += ruled; y < foot-size*1.6; y += ruled {
		w.pdf.Line(b.x, y, right, y)
	}
	_, err = w.languages(f.Note[:1], line{b.x, right, foot, size * 0.9, false, 70}, size)
	return err
}

// formText is the size of what is not the question.
func formText(narrow bool) float64 {
	if narrow {
		return 6.8
	}
	return 8.5
}

// ruled is how far lines to write on are from each other.
const ruled = 7 * mm

// asked draws whose a form is, about whom, the question, five faces, what may be
// ticked and what may be written, and returns where that ends. On a narrow form
// everything is a little smaller.
func (w *writer) asked(b box, f Form, small float64, narrow bool) (y float64, err error) {
	big, side := 15.0, 25*mm
	if narrow {
		big, side = 12.5, 20*mm
	}
	right := b.x + b.w
	if err := w.qr(f.Scan, right-side, b.y-1.5*mm, side); err != nil {
		return 0, err
	}
	if err := w.line(f.Number, line{right - side, right, b.y + side, small * 1.15, true, 15}); err != nil {
		return 0, err
	}
	textRight := right - side - 2*mm
	y = b.y + small
	if err := w.head(line{left: b.x, right: textRight, y: y, size: small, grey: 70}, f.Head); err != nil {
		return 0, err
	}
	y += big * 1.35
	if err := w.line(f.Title, line{b.x, textRight, y, big * 1.15, false, 15}); err != nil {
		return 0, err
	}
	if f.Subtitle != "" {
		y += small * 1.5
		if err := w.line(f.Subtitle, line{b.x, textRight, y, small, false, 70}); err != nil {
			return 0, err
		}
	}
	y = math.Max(y+big*1.4, b.y+side+small*1.2)
	y, err = w.languages(f.Questions, line{b.x, right, y, big, false, 15}, small)
	if err != nil {
		return 0, err
	}
	if y, err = w.faces(b, y+small, f.Answers, big, small); err != nil {
		return 0, err
	}
	if y, err = w.groups(b, y, f, small, narrow); err != nil {
		return 0, err
	}
	return w.languages(f.Words, line{b.x, right, y + small*1.7, small * 1.1, false, 15}, small*0.85)
}

// languages writes the first text large and the others in one line beneath it.
func (w *writer) languages(text []string, at line, small float64) (y float64, err error) {
	if len(text) == 0 {
		return at.y, nil
	}
	if err := w.line(text[0], at); err != nil {
		return 0, err
	}
	others := ""
	for i, t := range text[1:] {
		if i > 0 {
			others += " · "
		}
		others += t
	}
	if others == "" {
		return at.y, nil
	}
	at.y += small * 1.45
	at.size, at.grey = small, 70
	return at.y, w.line(others, at)
}
