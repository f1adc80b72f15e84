package pictures_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/pictures"
)

var (
	red, green, blue, white = color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}, color.RGBA{255, 255, 255, 255}
	corners                 = []color.RGBA{red, green, blue, white} // top left, top right, bottom left, bottom right
)

// scene is a picture whose four quarters tell how it lies.
func scene(width, height int, quarters []color.RGBA) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetRGBA(x, y, quarters[2*(2*y/height)+2*x/width])
		}
	}
	return m
}

func encode(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment is a part of a JPEG that holds no picture.
func segment(marker byte, content []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// exif says how the camera was held, with what and where.
func exif(orientation uint16) []byte {
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.BigEndian, v)
		}
	}
	put([]byte("MM"), uint16(42), uint32(8), uint16(3)) // three entries
	put(uint16(0x010f), uint16(2), uint32(12), uint32(50))
	put(uint16(0x0112), uint16(3), uint32(1), orientation, uint16(0))
	put(uint16(0x8825), uint16(4), uint32(1), uint32(62))
	put(uint32(0), []byte("SECRETPHONE\x00"))
	put(uint16(1), uint16(2), uint16(5), uint32(3), uint32(80)) // of the place: its latitude
	put(uint32(0), uint32(31), uint32(1), uint32(13), uint32(1), uint32(777), uint32(1))
	return append([]byte("Exif\x00\x00"), b.Bytes()...)
}

// taken is a photograph as a phone writes it.
func taken(jpg []byte, orientation uint16) []byte {
	out := bytes.Clone(jpg[:2])
	out = append(out, segment(0xe1, exif(orientation))...)
	out = append(out, segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<SECRETXMP/>"))...)
	out = append(out, segment(0xfe, []byte("SECRETCOMMENT"))...)
	return append(append(out, jpg[2:]...), "SECRETTRAILER"...)
}

func redraw(t *testing.T, content []byte) image.Image {
	t.Helper()
	var studio pictures.Studio
	out, err := studio.Redraw(t.Context(), content)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// lies fails unless the quarters of m have these colours.
func lies(t *testing.T, name string, m image.Image, want []color.RGBA) {
	t.Helper()
	size := m.Bounds().Size()
	for i, c := range want {
		r, g, b, _ := m.At(size.X/4+(i%2)*size.X/2, size.Y/4+(i/2)*size.Y/2).RGBA()
		for n, v := range []uint32{r, g, b} {
			if d := int(v>>8) - int([]uint8{c.R, c.G, c.B}[n]); d < -12 || d > 12 {
				t.Errorf("%s: quarter %d is %d %d %d, want %v", name, i, r>>8, g>>8, b>>8, c)
				break
			}
		}
	}
}

func TestItIsUprightHoweverThePhoneWasHeld(t *testing.T) {
	t.Parallel()
	for orientation, as := range map[uint16][]color.RGBA{ // how the sensor lay
		0: corners, 1: corners, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {green, white, red, blue}, 7: {white, green, blue, red}, 8: {blue, red, white, green},
		9: corners,
	} {
		width, height := 60, 40
		if orientation >= 5 && orientation <= 8 {
			width, height = 40, 60
		}
		m := redraw(t, taken(encode(t, scene(width, height, as)), orientation))
		if m.Bounds() != image.Rect(0, 0, 60, 40) {
			t.Errorf("orientation %d: %v", orientation, m.Bounds())
		}
		lies(t, fmt.Sprint("orientation ", orientation), m, corners)
	}
}

func TestNothingOfItsMetadataSurvives(t *testing.T) {
	t.Parallel()
	photo := taken(encode(t, scene(60, 40, corners)), 1)
	latitude := exif(1)[len(exif(1))-24:]
	secrets := [][]byte{[]byte("SECRET"), []byte("Exif"), []byte("adobe"), latitude}
	for _, secret := range secrets {
		if !bytes.Contains(photo, secret) {
			t.Fatalf("the photograph holds no %q: this proves nothing", secret)
		}
	}
	var studio pictures.Studio
	out, err := studio.Redraw(t.Context(), photo)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets {
		if bytes.Contains(out, secret) {
			t.Errorf("%q survives", secret)
		}
	}
	for at := 2; out[at+1] != 0xda; at += 2 + int(binary.BigEndian.Uint16(out[at+2:])) { // up to what is drawn
		if marker := out[at+1]; marker >= 0xe0 && marker <= 0xef || marker == 0xfe {
			t.Errorf("it has a segment %x", marker)
		}
	}
	if !bytes.HasSuffix(out, []byte("\xff\xd9")) {
		t.Error("something stands behind its end")
	}
}

func TestItsSize(t *testing.T) {
	t.Parallel()
	for from, want := range map[image.Point]image.Point{
		{60, 40}: {60, 40}, {1600, 1600}: {1600, 1600}, {2000, 1500}: {1600, 1200}, {851, 1702}: {800, 1600}, {6000, 2}: {1600, 1}, {1, 1}: {1, 1},
	} {
		if got := redraw(t, encode(t, scene(from.X, from.Y, corners))).Bounds().Size(); got != want {
			t.Errorf("%v became %v, want %v", from, got, want)
		}
	}
}

func TestWhatIsNoPhotograph(t *testing.T) {
	t.Parallel()
	photo := encode(t, scene(60, 40, corners))
	var screenshot bytes.Buffer
	if err := png.Encode(&screenshot, scene(60, 40, corners)); err != nil {
		t.Fatal(err)
	}
	// A header that promises 65,535 × 65,535 pixels.
	bomb := bytes.Clone(photo)
	frame := bytes.Index(bomb, []byte("\xff\xc0"))
	copy(bomb[frame+5:], "\xff\xff\xff\xff")
	scans := append(bytes.Clone(photo[:len(photo)-2]), bytes.Repeat([]byte("\xff\xda"), 64)...)
	for _, test := range []struct {
		what    string
		content []byte
		kind    fault.Kind
	}{
		{"nothing", nil, fault.Invalid},
		{"a screenshot", screenshot.Bytes(), fault.Invalid},
		{"a PDF", []byte("%PDF-1.7\n%%EOF"), fault.Invalid},
		{"its beginning only", photo[:3], fault.Invalid},
		{"half of it", photo[:len(photo)/2], fault.Invalid},
		{"a bomb", bomb, fault.TooLarge},
		{"more scans than any camera makes", scans, fault.Invalid},
		{"a byte too much", append(bytes.Clone(photo), make([]byte, pictures.MaxBytes+1-len(photo))...), fault.TooLarge},
	} {
		var studio pictures.Studio
		if out, err := studio.Redraw(t.Context(), test.content); !fault.Is(err, test.kind) || out != nil {
			t.Errorf("%s: %d bytes, %v, want %s", test.what, len(out), err, test.kind)
		}
	}
}

func TestNobodyIsDrawnForWhoIsGone(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var studio pictures.Studio
	if _, err := studio.Redraw(ctx, encode(t, scene(60, 40, corners))); !errors.Is(err, context.Canceled) {
		t.Errorf("drawn for somebody who is gone: %v", err)
	}
}

func FuzzRedraw(f *testing.F) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(16, 16, corners), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(taken(b.Bytes(), 6))
	f.Fuzz(func(t *testing.T, content []byte) {
		if size, err := jpeg.DecodeConfig(bytes.NewReader(content)); err == nil && size.Width*size.Height > 1<<16 {
			return // true, and slow
		}
		var studio pictures.Studio
		out, err := studio.Redraw(t.Context(), content)
		if err != nil && fault.As(err).Kind == fault.Internal {
			t.Errorf("it is nobody's fault: %v", err)
		}
		if _, decodes := jpeg.DecodeConfig(bytes.NewReader(out)); err == nil && decodes != nil {
			t.Errorf("what comes out is no picture: %v", decodes)
		}
	})
}

func BenchmarkRedraw12Megapixels(b *testing.B) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, scene(4000, 3000, corners), nil); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var studio pictures.Studio
		if _, err := studio.Redraw(b.Context(), photo.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
