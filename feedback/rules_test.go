package feedback

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
)

// week makes a scene in which ten people of a department got a vote at each working
// hour of two of the four weeks that were counted, and a few now.
func week(extra ...trace) scene {
	u := newUsual(shanghai)
	u.weeks = 4
	for person := range int64(10) {
		for day := range 5 {
			for hour := 8; hour < 18; hour++ {
				u.add(rated{employee: person + 1}, 1, day*24+hour, 2)
			}
		}
	}
	return scene{traces: extra, usual: u, staff: map[source]bool{{9}: true}, busy: map[source]bool{{1}: true}}
}

// cast makes n votes about somebody, so far apart, from a phone and a network each; a
// zero network is not known, and the last byte tells phones apart unless they are one.
type casting struct {
	who     int64
	n       int
	at      string
	apart   time.Duration
	device  byte // 0: another each time
	network byte
	kiosk   bool
	forgot  bool // the exact time
}

var casts int

func (c casting) traces() (out []trace) {
	at, err := time.ParseInLocation("2006-01-02 15:04", c.at, shanghai)
	if err != nil {
		panic(err)
	}
	for range c.n {
		casts++
		t := trace{rated: rated{employee: c.who}, department: 1, kiosk: c.kiosk, at: at, hour: int(at.Unix() / 3600),
			day: worktime.DayOf(at, shanghai).Sub("1970-01-01"), device: source{c.device}, network: source{c.network}}
		t.vote[0], t.vote[1] = byte(casts), byte(casts>>8)
		if c.device == 0 {
			t.device = source{77, byte(casts), byte(casts >> 8)}
		}
		if c.forgot {
			t.at = time.Time{}
		}
		out = append(out, t)
		at = at.Add(c.apart)
	}
	return out
}

// 2026-06-10 is a Wednesday.
func TestRules(t *testing.T) {
	for _, tt := range []struct {
		promise string
		votes   []casting
		reason  string // "": nothing
		held    int
	}{
		{"a quiet day", []casting{{who: 1, n: 3, at: "2026-06-10 09:00", apart: 2 * time.Hour}}, "", 0},
		{"five of a family at the bedside", []casting{{who: 1, n: 5, at: "2026-06-10 20:00", apart: time.Minute}}, "", 0},
		{"a dozen within minutes", []casting{{who: 1, n: 12, at: "2026-06-10 10:00", apart: 20 * time.Second}}, "burst", 12},
		{"a dozen in an hour, when only the hour is known", []casting{{who: 1, n: 12, at: "2026-06-10 10:00", apart: time.Minute, forgot: true}}, "burst", 12},
		{"eight at three in the night", []casting{{who: 1, n: 8, at: "2026-06-10 03:00", apart: 5 * time.Minute}}, "burst", 8},
		{"a patients' lecture for the whole department", []casting{
			{who: 1, n: 8, at: "2026-06-10 10:00", apart: 7 * time.Minute}, {who: 2, n: 8, at: "2026-06-10 10:00", apart: 7 * time.Minute},
			{who: 3, n: 8, at: "2026-06-10 10:00", apart: 7 * time.Minute}, {who: 4, n: 8, at: "2026-06-10 10:00", apart: 7 * time.Minute}}, "", 0},
		{"five from one home within the hour", []casting{{who: 1, n: 5, at: "2026-06-10 20:00", apart: time.Minute, network: 5}}, "network", 5},
		{"the same through the hospital's address", []casting{{who: 1, n: 5, at: "2026-06-10 20:00", apart: time.Minute, network: 1}}, "", 0},
		{"a phone on which somebody was signed in", []casting{{who: 1, n: 1, at: "2026-06-10 10:00", device: 9}}, "staff-device", 1},
		{"a kiosk on which the ward has signed in by mistake", []casting{{who: 1, n: 1, at: "2026-06-10 10:00", device: 9, kiosk: true}}, "", 0},
		{"one phone for the same person day after day", []casting{{who: 1, n: 4, at: "2026-06-07 10:00", apart: 24 * time.Hour, device: 3}}, "device", 4},
		{"one phone on three days", []casting{{who: 1, n: 3, at: "2026-06-08 10:00", apart: 24 * time.Hour, device: 3}}, "", 0},
		{"a kiosk day after day", []casting{{who: 1, n: 4, at: "2026-06-07 10:00", apart: 24 * time.Hour, device: 3, kiosk: true}}, "", 0},
	} {
		t.Run(tt.promise, func(t *testing.T) {
			var all []trace
			for _, c := range tt.votes {
				all = append(all, c.traces()...)
			}
			held, reasons := map[[16]byte]bool{}, map[string]bool{}
			for _, f := range week(all...).find(false) {
				reasons[f.reason] = true
				for _, v := range f.votes {
					held[v.vote] = true
				}
			}
			if len(held) != tt.held || tt.reason != "" && !reasons[tt.reason] {
				t.Errorf("%d votes held because of %v", len(held), reasons)
			}
		})
	}
}

// Whoever sends thousands of votes is found, and does not keep the program busy.
func TestThousandsOfVotesForOnePerson(t *testing.T) {
	flood := casting{who: 1, n: 5000, at: "2026-06-10 10:00", apart: 10 * time.Second}.traces()
	began := time.Now()
	held := map[[16]byte]bool{}
	for _, f := range week(flood...).bursts() {
		for _, v := range f.votes {
			held[v.vote] = true
		}
	}
	if took := time.Since(began); len(held) < 4990 || took > 10*time.Second {
		t.Errorf("%d votes held in %s", len(held), took)
	}
}

// One phone about everybody: where patients meet ten people in a visit that is usual,
// elsewhere it is not.
func TestAPhoneAboutManyPeople(t *testing.T) {
	phone := func(device byte, people int) (out []trace) {
		for p := range people {
			out = append(out, casting{who: int64(p + 1), n: 1, at: "2026-06-10 10:00", device: device}.traces()...)
		}
		return out
	}
	var ordinary, thorough []trace
	for i := range byte(40) {
		ordinary = append(ordinary, phone(100+i, 1+int(i%2))...)
		thorough = append(thorough, phone(100+i, 8+int(i%3))...)
	}
	for _, tt := range []struct {
		promise string
		traces  []trace
		found   int
	}{
		{"a health check, where everybody votes about many", append(thorough, phone(5, 11)...), 0},
		{"a ward, where patients vote about one or two", append(ordinary, phone(5, 12)...), 1},
	} {
		if found := week(tt.traces...).devices(); len(found) != tt.found {
			t.Errorf("%s: %d findings", tt.promise, len(found))
		}
	}
}

// Nobody makes an hour usual for themselves: what counts there is how the others do.
func TestUsualIsHowTheOthersDo(t *testing.T) {
	s := week()
	night := hours{int(time.Date(2026, 6, 10, 3, 0, 0, 0, shanghai).Unix() / 3600), 1}
	before := s.usual.expected(rated{employee: 1}, 1, night, 0, 0)
	for range 40 {
		s.usual.add(rated{employee: 1}, 1, 2*24+3, 1)
	}
	if after := s.usual.expected(rated{employee: 1}, 1, night, 40, 0); after > 1.5*before {
		t.Errorf("forty votes at night make %.3f of %.3f usual", after, before)
	}
	day := hours{int(time.Date(2026, 6, 10, 10, 0, 0, 0, shanghai).Unix() / 3600), 1}
	quiet, busy := s.usual.expected(rated{employee: 2}, 1, day, 0, 0), s.usual.expected(rated{employee: 2}, 1, day, 0, 30)
	if quiet < 0.2 || quiet > 1 || busy < 3*quiet || busy > mostRush*quiet*1.001 {
		t.Errorf("%.3f are usual on a quiet day, %.3f on a busy one", quiet, busy)
	}
}
