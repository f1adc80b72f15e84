package audits_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
)

// photo is a photograph of a grey wall; each shade is another one.
func photo(t *testing.T, shade uint8) []byte {
	t.Helper()
	wall := image.NewGray(image.Rect(0, 0, 20, 10))
	for i := range wall.Pix {
		wall.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, wall, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func photoID(n int) string { return fmt.Sprintf("6f5902ac-2370-4a7e-bbb9-%012d", n) }

// onSmile names a photograph of the finding of the fixture's check.
func onSmile(n int) audits.AddPhoto {
	return audits.AddPhoto{Key: key, Standard: "smile", Photo: photoID(n)}
}

// photographed stores the fixture's check with one photograph, of shade 1.
func photographed(t *testing.T, s *audits.Service) (audits.SpotCheck, audits.Photo) {
	t.Helper()
	c, err := s.Log(t.Context(), supervisor, check())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Findings) != 1 || c.Findings[0].Photos == nil || len(c.Findings[0].Photos) != 0 {
		t.Fatalf("no photographs are no list: %+v", c.Findings)
	}
	p, err := s.AddPhoto(t.Context(), supervisor, onSmile(1), photo(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	return c, p
}

func TestAPhotograph(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	c, p := photographed(t, s)
	if p.ID != photoID(1) || p.Standard != "smile" || p.Bytes == 0 || !p.UploadedAt.Equal(now) || p.KeptUntil != "2027-03-01" || p.KeptFor != "" {
		t.Errorf("it says %+v", p)
	}
	read, err := s.Get(t.Context(), quality, audits.GetSpotCheck{ID: c.ID})
	if err != nil || len(read.Findings[0].Photos) != 1 || read.Findings[0].Photos[0].ID != p.ID || read.Findings[0].Photos[0].KeptUntil != p.KeptUntil {
		t.Errorf("the check has %+v, %v", read.Findings, err)
	}
	picture, err := s.OpenPhoto(t.Context(), supervisor, audits.OpenPhoto{ID: p.ID})
	if err != nil || len(picture) != p.Bytes {
		t.Fatalf("opened: %d bytes, %v", len(picture), err)
	}
	m, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	if grey := color.GrayModel.Convert(m.At(10, 5)).(color.Gray); grey.Y > 6 {
		t.Errorf("it shows %v", grey)
	}
	var sealed []byte
	if err := db.Get(&sealed, `SELECT sealed FROM pictures`); err != nil || bytes.Contains(sealed, picture[:20]) {
		t.Errorf("it shows through, %v", err)
	}
}

func TestWhoAddsAPhotographAndWhen(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	c, first := photographed(t, s)
	with := func(change func(*audits.AddPhoto)) audits.AddPhoto {
		in := onSmile(2)
		change(&in)
		return in
	}
	same, other, late := photo(t, 1), photo(t, 2), now.Add(7*24*time.Hour+time.Microsecond)
	for _, test := range []struct {
		name    string
		actor   accounts.Actor
		in      audits.AddPhoto
		content []byte
		at      time.Time
		kind    fault.Kind
		reason  string
	}{
		{"the same again", supervisor, onSmile(1), same, now, "", ""},
		{"the same again, in capitals", supervisor, audits.AddPhoto{Key: key, Standard: "smile", Photo: "6F5902AC-2370-4A7E-BBB9-000000000001"}, same, now, "", ""},
		{"the same again, much later", supervisor, onSmile(1), same, late, "", ""},
		{"another under its id", supervisor, onSmile(1), other, now, fault.Conflict, audits.ReasonPhotoTaken},
		{"an unknown check", supervisor, with(func(in *audits.AddPhoto) { in.Key = photoID(9) }), other, now, fault.NotFound, ""},
		{"a standard that is not in it", supervisor, with(func(in *audits.AddPhoto) { in.Standard = "told" }), other, now, fault.NotFound, ""},
		{"another's check", actor(head, supervisor.Reach), onSmile(2), other, now, fault.NotFound, ""},
		{"a check about oneself", actor(nurse, supervisor.Reach), onSmile(2), other, now, fault.NotFound, ""},
		{"an account of nobody", quality, onSmile(2), other, now, fault.NotFound, ""},
		{"no photograph", supervisor, onSmile(2), []byte("%PDF-1.7"), now, fault.Invalid, audits.ReasonNoPhoto},
		{"nothing", supervisor, onSmile(2), nil, now, fault.Invalid, audits.ReasonNoPhoto},
		{"after seven days", supervisor, onSmile(2), other, late, fault.Conflict, audits.ReasonPhotoLate},
		{"on the seventh day", supervisor, onSmile(2), other, now.Add(7 * 24 * time.Hour), "", ""},
	} {
		s.Now = func() time.Time { return test.at }
		p, err := s.AddPhoto(t.Context(), test.actor, test.in, test.content)
		if test.kind != "" {
			if !fault.Is(err, test.kind) || fault.As(err).Reason != test.reason {
				t.Errorf("%s: %v (%s), want %s", test.name, err, fault.As(err).Reason, test.kind)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if p.ID == first.ID && (!p.UploadedAt.Equal(first.UploadedAt) || p.Bytes != first.Bytes || p.KeptUntil != first.KeptUntil || p.Standard != "smile") {
			t.Errorf("%s: it answers %+v, not %+v", test.name, p, first)
		}
	}
	s.Now = func() time.Time { return now }
	if _, err := s.Void(t.Context(), quality, audits.VoidSpotCheck{ID: c.ID, Reason: "the wrong nurse"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddPhoto(t.Context(), supervisor, onSmile(3), other); fault.As(err).Reason != audits.ReasonVoided {
		t.Errorf("to a voided check: %v", err)
	}
	if _, err := s.OpenPhoto(t.Context(), supervisor, audits.OpenPhoto{ID: first.ID}); err != nil {
		t.Errorf("those of a voided check stay until their day: %v", err)
	}
}

func TestAFindingHasSixPhotographsHoweverManyAreSentAtOnce(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	photographed(t, s)
	var wg sync.WaitGroup
	var taken, full atomic.Int32
	for n := range 9 {
		content := photo(t, uint8(10*n))
		wg.Go(func() {
			for range 2 { // each of them twice
				switch _, err := s.AddPhoto(t.Context(), supervisor, onSmile(n+2), content); {
				case err == nil:
					taken.Add(1)
				case fault.As(err).Reason == audits.ReasonPhotosFull:
					full.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := count(t, db, "pictures"); n != 6 || taken.Load() != 10 || full.Load() != 8 {
		t.Errorf("%d are stored; %d taken, %d refused", n, taken.Load(), full.Load())
	}
	if n := count(t, db, "journal WHERE action = 'add-photo' AND object = 'spot-check' AND after->>'standard' = 'smile'"); n != 6 {
		t.Errorf("%d are in the journal", n)
	}
}

// actingFor is an actor in the place of somebody else.
func actingFor(employee int64, a accounts.Actor) accounts.Actor {
	a.InPlaceOf = []accounts.Person{{EmployeeID: employee}}
	return a
}

func TestWhoOpensAPhotograph(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	_, p := photographed(t, s)
	own := func(id int64) accounts.Actor { return actor(id, accounts.Reach{EmployeeID: id}) }
	for _, test := range []struct {
		name   string
		actor  accounts.Actor
		sees   bool
		traces int // in the journal
	}{
		{"the observer", own(wang), true, 0},
		{"the observed", own(nurse), true, 0},
		{"the observed, with all the reach there is", actor(nurse, quality.Reach), true, 0},
		{"the quality office", quality, true, 1},
		{"the department's head", actor(head, accounts.Reach{EmployeeID: head, Departments: []int64{1, 2, 3}}), true, 1},
		{"somebody in the place of the observed", actingFor(nurse, actor(head, accounts.Reach{EmployeeID: head, Departments: []int64{2}})), true, 1},
		{"the head of another department", actor(head, accounts.Reach{EmployeeID: head, Departments: []int64{3}}), false, 0},
		{"a colleague", own(kim), false, 0},
		{"an account of nobody", actor(0, accounts.Reach{}), false, 0},
	} {
		before := count(t, db, "journal")
		picture, err := s.OpenPhoto(t.Context(), test.actor, audits.OpenPhoto{ID: p.ID})
		if test.sees != (err == nil) || test.sees != (len(picture) > 0) || !test.sees && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %d bytes, %v", test.name, len(picture), err)
		}
		if n := count(t, db, "journal") - before; n != test.traces {
			t.Errorf("%s: %d traces, want %d", test.name, n, test.traces)
		}
	}
	if n := count(t, db, "journal WHERE action = 'open-photo' AND after->>'photo' = '"+p.ID+"'"); n != 3 {
		t.Errorf("%d openings are in the journal by their photograph", n)
	}
	if _, err := s.OpenPhoto(t.Context(), quality, audits.OpenPhoto{ID: photoID(9)}); !fault.Is(err, fault.NotFound) {
		t.Errorf("none: %v", err)
	}
}

func TestPicturesStayInTheirRowsAndCannotBeChanged(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	photographed(t, s)
	if _, err := s.AddPhoto(t.Context(), supervisor, onSmile(2), photo(t, 200)); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{`UPDATE pictures SET sealed = ''`, `UPDATE photos SET digest = digest`, `UPDATE photos SET due_on = due_on`, `DELETE FROM photos`} {
		if _, err := db.Exec(query); err == nil {
			t.Errorf("the server can: %s", query)
		}
	}
	tx := db.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE`)
	tx.MustExec(`UPDATE pictures SET sealed = (SELECT sealed FROM pictures WHERE photo_id = $2) WHERE photo_id = $1`, photoID(1), photoID(2))
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenPhoto(t.Context(), supervisor, audits.OpenPhoto{ID: photoID(1)}); err == nil {
		t.Error("a picture that was put in another's place opens")
	}
}
