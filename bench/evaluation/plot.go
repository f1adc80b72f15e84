package main

import (
	"bytes"
	"fmt"
	"math"
)

// Sizes of one panel, in pixels.
const (
	panelWidth, panelHeight = 260, 240
	marginLeft, marginTop   = 52, 34
	gap                     = 34
)

// plot draws the curves side by side as SVG, both axes logarithmic.
func plot(all []*curve) []byte {
	var b bytes.Buffer
	width := marginLeft + len(all)*(panelWidth+gap)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12" fill="#333">`,
		width, marginTop+panelHeight+64)
	fmt.Fprintf(&b, "\n<title>Processor seconds of one fit</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n")
	low, high := limits(all)
	for i, c := range all {
		fmt.Fprintf(&b, "<g transform=\"translate(%d %d)\">\n", marginLeft+i*(panelWidth+gap), marginTop)
		drawPanel(&b, c, low, high, i == 0)
		b.WriteString("</g>\n")
	}
	fmt.Fprintf(&b, `<g transform="translate(%d %d)"><path d="M0 0h24" stroke="#0b6e63" stroke-width="2.5"/><text x="30" y="4">Wardstar: fit, effects and standard deviations</text>`+
		`<path d="M330 0h24" stroke="#b0572f" stroke-width="2.5" stroke-dasharray="6 4"/><text x="360" y="4">lme4: fit only</text></g>`+"\n</svg>\n",
		marginLeft, marginTop+panelHeight+52)
	return b.Bytes()
}

// limits returns the powers of ten around all times.
func limits(all []*curve) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, c := range all {
		for _, f := range c.own {
			low, high = min(low, f.CPU), max(high, f.CPU)
		}
		for _, s := range c.theirs {
			low, high = min(low, s), max(high, s)
		}
	}
	return math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
}

func drawPanel(b *bytes.Buffer, c *curve, low, high float64, labels bool) {
	left, right := math.Log10(float64(c.at(c.points[0]))), math.Log10(float64(c.at(c.points[len(c.points)-1])))
	x := func(s size) float64 { return (math.Log10(float64(c.at(s))) - left) / (right - left) * panelWidth }
	y := func(seconds float64) float64 {
		return panelHeight * (1 - (math.Log10(seconds)-low)/(high-low))
	}
	fmt.Fprintf(b, `<text y="-12" font-weight="600">CPU seconds by number of %s</text>`+"\n", c.title)
	for e := low; e <= high; e++ {
		at := y(math.Pow(10, e))
		fmt.Fprintf(b, `<path d="M0 %.1fH%d" stroke="#ddd"/>`, at, panelWidth)
		if labels {
			fmt.Fprintf(b, `<text x="-6" y="%.1f" text-anchor="end">%g s</text>`, at+4, math.Pow(10, e))
		}
		b.WriteString("\n")
	}
	for _, s := range c.points {
		fmt.Fprintf(b, `<path d="M%.1f %dv5" stroke="#999"/><text x="%.1f" y="%d" text-anchor="middle" font-size="10">%s</text>`+"\n",
			x(s), panelHeight, x(s), panelHeight+18, short(c.at(s)))
	}
	own, theirs := "", ""
	for i, s := range c.points {
		own += fmt.Sprintf(" %.1f,%.1f", x(s), y(c.own[i].CPU))
		if i < len(c.theirs) {
			theirs += fmt.Sprintf(" %.1f,%.1f", x(s), y(c.theirs[i]))
		}
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3" fill="#0b6e63"/>`, x(s), y(c.own[i].CPU))
	}
	fmt.Fprintf(b, "\n"+`<polyline points="%s" fill="none" stroke="#b0572f" stroke-width="2.5" stroke-dasharray="6 4"/>`, theirs[min(1, len(theirs)):])
	fmt.Fprintf(b, "\n"+`<polyline points="%s" fill="none" stroke="#0b6e63" stroke-width="2.5"/>`+"\n", own[1:])
}

// short writes 73000 as 73k.
func short(n int) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%gM", float64(n)/1e6)
	case n >= 1_000:
		return fmt.Sprintf("%gk", float64(n)/1e3)
	}
	return fmt.Sprint(n)
}
