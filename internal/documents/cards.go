package documents

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/signintech/gopdf"
	"rsc.io/qr"
)

// mm is a millimetre in points.
const mm = 72 / 25.4

// Card is one code to hang, to wear or to hand out.
type Card struct {
	URL      string   // what the QR code says
	Code     string   // to type where nothing can be scanned
	Head     string   // whose it is: the hospital
	Title    string   // who or where
	Subtitle string   // as what; "" if there is nothing to say
	Prompts  []string // what to do, a line per language
}

// Layout is how many cards a sheet of A4 holds, and how large each code is.
type Layout struct {
	Columns, Rows int
	QR            float64 // the code's side with its quiet border, in millimetres
	Wide          bool    // the text beside the code, not around it
}

// The layouts. A code is read from about ten times its size: a badge from 40 cm, a
// bed's card from half a metre, a counter's from one.
var (
	Badges6  = Layout{Columns: 2, Rows: 3, QR: 48}
	Badges12 = Layout{Columns: 3, Rows: 4, QR: 36}
	Counter  = Layout{Columns: 1, Rows: 1, QR: 120}
	Beds     = Layout{Columns: 2, Rows: 2, QR: 66}
	Slips    = Layout{Columns: 2, Rows: 6, QR: 34, Wide: true}
)

// margin is what printers can't reach, on each side of the sheet.
const margin = 8 * mm

// CardSheets writes the cards as A4 pages in PDF, with hairlines to cut along. It
// returns the characters that none of its fonts has; in their place is 〓.
//
// The same cards give the same bytes, but for p.Created. It returns an error if a
// URL is too long for a QR code, and ErrNoFonts.
func CardSheets(out io.Writer, p Properties, layout Layout, cards []Card) (missing []rune, err error) {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	pdf.SetInfo(gopdf.PdfInfo{Title: p.Title, Producer: "Wardstar", CreationDate: p.Created})
	w, err := newWriter(pdf)
	if err != nil {
		return nil, err
	}
	wide := (gopdf.PageSizeA4.W - 2*margin) / float64(layout.Columns)
	high := (gopdf.PageSizeA4.H - 2*margin) / float64(layout.Rows)
	for i, card := range cards {
		k := i % (layout.Columns * layout.Rows)
		if k == 0 {
			pdf.AddPage()
			cutLines(pdf, layout)
		}
		box := box{x: margin + float64(k%layout.Columns)*wide, y: margin + float64(k/layout.Columns)*high, w: wide, h: high}
		draw := w.upright
		if layout.Wide {
			draw = w.beside
		}
		if err := draw(box, layout.QR*mm, card); err != nil {
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

// box is where a card goes, in points from the upper left.
type box struct{ x, y, w, h float64 }

// cutLines draws hairlines between the cards of a page.
func cutLines(pdf *gopdf.GoPdf, layout Layout) {
	pdf.SetStrokeColor(200, 200, 200)
	pdf.SetLineWidth(0.4)
	pdf.SetCustomLineType([]float64{2, 3}, 0)
	for c := 1; c < layout.Columns; c++ {
		x := margin + float64(c)*(gopdf.PageSizeA4.W-2*margin)/float64(layout.Columns)
		pdf.Line(x, margin, x, gopdf.PageSizeA4.H-margin)
	}
	for r := 1; r < layout.Rows; r++ {
		y := margin + float64(r)*(gopdf.PageSizeA4.H-2*margin)/float64(layout.Rows)
		pdf.Line(margin, y, gopdf.PageSizeA4.W-margin, y)
	}
}

// upright draws a card from top to bottom: whose it is, who, the code, what to do,
// the code to type. Sizes follow the card's.
func (w *writer) upright(b box, side float64, c Card) (err error) {
	unit := math.Min(b.w/8, b.h/9)
	pad := unit * 0.55
	left, right := b.x+pad, b.x+b.w-pad
	small := unit * 0.33
	y := b.y + pad + small
	if err := w.head(line{left: left, right: right, y: y, size: small, centred: true, grey: 70}, c.Head); err != nil {
		return err
	}
	if y, err = w.title(c.Title, line{left, right, y + unit*1.02, unit * 0.92, true, 15}); err != nil {
		return err
	}
	if c.Subtitle != "" {
		y += unit * 0.48
		if err := w.line(c.Subtitle, line{left, right, y, small, true, 70}); err != nil {
			return err
		}
	}
	foot := b.y + b.h - pad
	if err := w.line(c.Code, line{left, right, foot, small * 1.05, true, 15}); err != nil {
		return err
	}
	step := small * 1.28
	first := foot - step*float64(len(c.Prompts)) - small*0.35
	for i, prompt := range c.Prompts {
		if err := w.line(prompt, line{left, right, first + step*float64(i), small * 0.92, true, 40}); err != nil {
			return err
		}
	}
	top, bottom := y+small*0.5, first-small*1.1
	side = math.Min(side, math.Min(b.w-2*pad, bottom-top))
	return w.qr(c.URL, b.x+(b.w-side)/2, top+(bottom-top-side)/2, side)
}

// beside draws a card with its code at the left and its text at the right.
func (w *writer) beside(b box, side float64, c Card) (err error) {
	pad := 3 * mm
	side = math.Min(side, b.h-2*pad)
	if err := w.qr(c.URL, b.x+pad, b.y+(b.h-side)/2, side); err != nil {
		return err
	}
	left, right := b.x+side+1.6*pad, b.x+b.w-pad
	size := b.h / 14
	y := b.y + pad + size
	if err := w.head(line{left: left, right: right, y: y, size: size, grey: 70}, c.Head); err != nil {
		return err
	}
	if y, err = w.title(c.Title, line{left, right, y + size*2, size * 1.6, false, 15}); err != nil {
		return err
	}
	if c.Subtitle != "" {
		y += size * 1.4
		if err := w.line(c.Subtitle, line{left, right, y, size, false, 70}); err != nil {
			return err
		}
	}
	for _, prompt := range c.Prompts {
		y += size * 1.3
		if err := w.line(prompt, line{left, right, y, size * 0.92, false, 40}); err != nil {
			return err
		}
	}
	return w.line(c.Code, line{left, right, b.y + b.h - pad, size * 1.2, false, 15})
}

// title writes who it is about, a long name on two lines, and returns the last
// one's baseline.
func (w *writer) title(s string, at line) (y float64, err error) {
	lines, err := w.halves(s, at.size, at.right-at.left)
	if err != nil {
		return 0, err
	}
	if len(lines) > 1 {
		at.size *= least
		at.y -= at.size * 0.3
	}
	for i, part := range lines {
		if i > 0 {
			at.y += at.size * 1.15
		}
		if err := w.line(part, at); err != nil {
			return 0, err
		}
	}
	return at.y, nil
}

// head writes whose a card is, behind a star.
func (w *writer) head(at line, text string) error {
	star := at.size * 1.15
	text, size, err := w.fit(text, at.size, at.right-at.left-1.4*star)
	if err != nil {
		return err
	}
	if at.centred {
		wide, err := w.width(text, size)
		if err != nil {
			return err
		}
		at.left += (at.right - at.left - wide - 1.4*star) / 2
		at.centred = false
	}
	w.star(at.left+star/2, at.y-0.36*size, star/2)
	at.left, at.size = at.left+1.4*star, size
	return w.line(text, at)
}

// star draws the mark of the service star around a centre.
func (w *writer) star(x, y, radius float64) {
	points := make([]gopdf.Point, 10)
	for i := range points {
		r := radius
		if i%2 == 1 {
			r *= 0.42
		}
		angle := -math.Pi/2 + float64(i)*math.Pi/5
		points[i] = gopdf.Point{X: x + r*math.Cos(angle), Y: y + r*math.Sin(angle)}
	}
	w.pdf.SetFillColor(200, 140, 20)
	w.pdf.Polygon(points, "F")
}

// qr draws a code of level H with its quiet border in a square: it is still read
// with nearly a third of it dirty or worn off.
func (w *writer) qr(text string, x, y, side float64) error {
	code, err := qr.Encode(text, qr.H)
	if err != nil {
		return fmt.Errorf("draw QR code: %w", err)
	}
	module := side / float64(code.Size+2*quiet)
	w.pdf.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for column := 0; column < code.Size; {
			n := dark(code, column, row)
			if n > 0 {
				w.pdf.RectFromUpperLeftWithStyle(x+float64(column+quiet)*module, y+float64(row+quiet)*module, float64(n)*module, module, "F")
			}
			column += max(n, 1)
		}
	}
	return nil
}
