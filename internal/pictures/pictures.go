// Package pictures draws photographs anew, so that nothing of them is kept but
// what they show.
package pictures

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"sync"

	"golang.org/x/image/draw"

	"github.com/wardstar/wardstar/internal/fault"
)

// The limits of what is taken, and of what comes out.
const (
	MaxBytes  = 2 << 20 // of a photograph as it is sent
	MaxPixels = 40_000_000
	LongSide  = 1600 // of a picture as it is kept

	quality  = 80
	maxScans = 64 // of a progressive JPEG; cameras and browsers make about ten
)

// Studio draws one picture at a time: a photograph of 40 megapixels takes hundreds
// of megabytes while it is drawn. Its zero value is ready to use.
type Studio struct{ desk sync.Mutex }

// Redraw returns the JPEG that content shows, upright, with no side longer than
// LongSide, and with none of its metadata: where and when it was taken, with what,
// its preview, comments, and whatever stands behind its end. What is not a
// photograph, or too large, is a fault in words.
func (s *Studio) Redraw(ctx context.Context, content []byte) ([]byte, error) {
	if err := check(content); err != nil {
		return nil, err
	}
	s.desk.Lock()
	defer s.desk.Unlock()
	if err := ctx.Err(); err != nil { // whoever has waited too long is not there any more
		return nil, fmt.Errorf("wait to draw a picture: %w", err)
	}
	photo, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "the photograph is damaged or cut short")
	}
	drawn := orientationOf(content).upright(shrink(photo))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, drawn, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return out.Bytes(), nil
}

// check refuses, before anything is decoded, what would take too much to decode.
func check(content []byte) error {
	if len(content) > MaxBytes {
		return fault.Errorf(fault.TooLarge, "the photograph is larger than %d MB", MaxBytes>>20)
	}
	if !bytes.HasPrefix(content, []byte("\xff\xd8\xff")) {
		return fault.Errorf(fault.Invalid, "this is not a JPEG")
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return fault.Errorf(fault.Invalid, "the photograph is damaged or cut short")
	}
	if size.Width < 1 || size.Height < 1 || size.Width*size.Height > MaxPixels {
		return fault.Errorf(fault.TooLarge, "the photograph has %d × %d pixels; %d million in all are the most", size.Width, size.Height, MaxPixels/1_000_000)
	}
	// Each scan goes over the whole picture, and one of a few bytes is possible.
	if bytes.Count(content, []byte("\xff\xda")) > maxScans {
		return fault.Errorf(fault.Invalid, "this JPEG has more scans than a photograph needs")
	}
	return nil
}

// shrink draws photo on a canvas of its own, with its proportions and no side longer
// than LongSide. A small one keeps its size.
func shrink(photo image.Image) *image.RGBA {
	size := photo.Bounds().Size()
	if long := max(size.X, size.Y); long > LongSide {
		size = image.Pt(max(1, size.X*LongSide/long), max(1, size.Y*LongSide/long))
	}
	canvas := image.NewRGBA(image.Rectangle{Max: size})
	draw.BiLinear.Scale(canvas, canvas.Bounds(), photo, photo.Bounds(), draw.Src, nil)
	return canvas
}
