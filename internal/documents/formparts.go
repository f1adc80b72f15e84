package documents

import (
	"math"

	"github.com/signintech/gopdf"
)

// faces draws the five answers, each with a box to tick and its words, and returns
// where they end.
func (w *writer) faces(b box, y float64, answers [][]string, big, small float64) (float64, error) {
	wide := b.w / float64(len(answers))
	radius := math.Min(wide*0.2, 7*mm)
	for i, words := range answers {
		left := b.x + float64(i)*wide
		centre := left + wide/2
		w.face5(centre-radius*0.75, y+radius, radius, len(answers)-i)
		w.tickBox(centre+radius*0.6, y+radius*0.45, radius*1.1)
		at := line{left + 1, left + wide - 1, y + radius*2 + small*1.6, small * 1.25, true, 15}
		for j, text := range words {
			if j > 0 {
				at.y, at.size, at.grey = at.y+small*1.2, small*0.82, 70
			}
			if err := w.line(text, at); err != nil {
				return 0, err
			}
		}
	}
	return y + radius*2 + small*(1.6+1.2*float64(len(answers[0])-1)), nil
}

// face5 draws a face whose mouth says the score: ink only, for any printer.
func (w *writer) face5(x, y, r float64, score int) {
	w.pdf.SetStrokeColor(20, 33, 30)
	w.pdf.SetLineWidth(1.1)
	w.pdf.SetCustomLineType(nil, 0)
	w.pdf.Oval(x-r, y-r, x+r, y+r)
	w.pdf.SetFillColor(20, 33, 30)
	for _, eye := range []float64{-0.35, 0.35} {
		w.dot(x+eye*r, y-0.22*r, 0.1*r)
	}
	bend := map[int]float64{1: -0.5, 2: -0.25, 3: 0, 4: 0.3, 5: 0.6}[score] * r
	from, to := gopdf.Point{X: x - 0.48*r, Y: y + 0.38*r - bend/3}, gopdf.Point{X: x + 0.48*r, Y: y + 0.38*r - bend/3}
	w.pdf.Curve(from.X, from.Y, x-0.2*r, from.Y+bend*1.2, x+0.2*r, to.Y+bend*1.2, to.X, to.Y, "D")
}

func (w *writer) dot(x, y, r float64) {
	points := make([]gopdf.Point, 12)
	for i := range points {
		angle := float64(i) * math.Pi / 6
		points[i] = gopdf.Point{X: x + r*math.Cos(angle), Y: y + r*math.Sin(angle)}
	}
	w.pdf.Polygon(points, "F")
}

func (w *writer) tickBox(x, y, side float64) {
	w.pdf.SetStrokeColor(20, 33, 30)
	w.pdf.SetLineWidth(0.9)
	w.pdf.SetCustomLineType(nil, 0)
	w.pdf.RectFromUpperLeftWithStyle(x, y, side, side, "D")
}

// groups draws all that may be ticked, beneath each other on a narrow form, else side
// by side so that there is room to write, and returns where they end.
func (w *writer) groups(b box, y float64, f Form, small float64, narrow bool) (end float64, err error) {
	gap := 4 * mm
	if !narrow {
		b.w = (b.w - gap) / 2
	}
	for _, group := range []FormTags{f.Good, f.Bad} {
		bottom, err := w.tags(b, y+small*0.9, group, small)
		if err != nil {
			return 0, err
		}
		end = math.Max(end, bottom)
		if narrow {
			y = bottom
		} else {
			b.x += b.w + gap
		}
	}
	return end, nil
}

// tags draws a heading and boxes to tick in two columns, and returns where they end.
func (w *writer) tags(b box, y float64, group FormTags, small float64) (float64, error) {
	const columns = 2
	y, err := w.languages(group.Heading, line{b.x, b.x + b.w, y + small*1.3, small * 1.15, false, 15}, small*0.85)
	if err != nil {
		return 0, err
	}
	wide, high, side := b.w/columns, small*2.9, small*1.5
	y += small * 0.6
	for i, tag := range group.Tags {
		left, top := b.x+float64(i%columns)*wide, y+float64(i/columns)*high
		w.tickBox(left, top+small*0.2, side)
		text := line{left + side*1.35, left + wide - 2, top + small*1.15, small * 1.15, false, 15}
		if err := w.line(tag.Key, line{left + side*0.12, left + side, top + side + small*0.1, small * 0.6, false, 150}); err != nil {
			return 0, err
		}
		if _, err := w.languages(tag.Text, text, small*0.72); err != nil {
			return 0, err
		}
	}
	rows := (len(group.Tags) + columns - 1) / columns
	return y + float64(rows)*high, nil
}
