package pictures

import (
	"bytes"
	"image"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// orientation says, in the numbers of EXIF, how the camera was held; 1 is upright.
// Phones write pictures as the sensor lies and leave turning them to whoever looks.
type orientation uint16

// orientationOf reads the orientation of a JPEG. One that says none, or nonsense,
// is upright: that is no reason to refuse what was seen.
func orientationOf(content []byte) (o orientation) {
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(content), ImageFormat: imagemeta.JPEG, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Namespace == "IFD0" && tag.Tag == "Orientation" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if n, ok := tag.Value.(uint16); ok && n <= 8 {
				o = orientation(n)
			}
			return imagemeta.ErrStopWalking
		},
		LimitNumTags: 200,
	})
	if err != nil || o == 0 {
		return 1
	}
	return o
}

// turns says where a point of a picture as it lies goes so that it is upright:
// (x, y) → (a x + b y + c, d x + e y + f), c and f in widths and heights.
var turns = map[orientation]struct{ a, b, c, d, e, f float64 }{
	2: {-1, 0, 1, 0, 1, 0}, // mirrored
	3: {-1, 0, 1, 0, -1, 1},
	4: {1, 0, 0, 0, -1, 1},
	5: {0, 1, 0, 1, 0, 0}, // from here on, width and height change places
	6: {0, -1, 1, 1, 0, 0},
	7: {0, -1, 1, -1, 0, 1},
	8: {0, 1, 0, -1, 0, 1},
}

// upright returns picture as it was seen.
func (o orientation) upright(picture *image.RGBA) *image.RGBA {
	turn, turned := turns[o]
	if !turned {
		return picture
	}
	size := picture.Bounds().Size()
	if o >= 5 {
		size = image.Pt(size.Y, size.X)
	}
	canvas := image.NewRGBA(image.Rectangle{Max: size})
	draw.NearestNeighbor.Transform(canvas, f64.Aff3{
		turn.a, turn.b, turn.c * float64(size.X), turn.d, turn.e, turn.f * float64(size.Y),
	}, picture, picture.Bounds(), draw.Src, nil)
	return canvas
}
