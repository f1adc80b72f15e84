package uploads

import (
	"bytes"
	"image/jpeg"
	"image/png"
)

// format is a type of file that is taken.
type format struct {
	name, media, begins string
	whole               func([]byte) bool // its end and, of a picture, its size can be read
}

var formats = []format{
	{"PDF", "application/pdf", "%PDF-", func(b []byte) bool { return bytes.Contains(trailer(b), []byte("%%EOF")) }},
	{"JPEG", "image/jpeg", "\xff\xd8\xff", func(b []byte) bool {
		_, err := jpeg.DecodeConfig(bytes.NewReader(b))
		return err == nil && bytes.Contains(trailer(b), []byte("\xff\xd9"))
	}},
	{"PNG", "image/png", "\x89PNG\r\n\x1a\n", func(b []byte) bool {
		_, err := png.DecodeConfig(bytes.NewReader(b))
		return err == nil && bytes.Contains(trailer(b), []byte("IEND"))
	}},
}
