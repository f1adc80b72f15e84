package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/worktime"
)

// rated is a person or, without one, a place.
type rated struct{ employee, touchpoint int64 }

// source is a keyed hash of a phone or a network. The zero source is not known.
type source [16]byte

// trace is how a vote came in, as far as it is known.
type trace struct {
	vote       [16]byte
	rated      rated
	department int64
	device     source
	network    source
	day        int       // of the hospital, since 1970
	hour       int       // since 1970
	at         time.Time // zero once it has been forgotten
	kiosk      bool      // a device for everybody
	score      int
	waiting    bool // set aside already
}

// scene is what the rules look at.
type scene struct {
	traces []trace // by hour
	usual  usual
	staff  map[source]bool // phones on which somebody was signed in
	busy   map[source]bool // networks that serve many
}

// How far the passes look back: the quick one at what may still grow, the long one at
// all that the month's hashes tell.
const (
	quickDays = 3
	longDays  = 30
	// usualDays are whole weeks, so that each hour of the week counts as often.
	usualDays = 28
)

// traceSQL reads the last version of votes without proof of a visit: static codes and
// kiosks. Invitations, slips and paper prove one each, imports are another system's.
const traceSQL = `
	SELECT r.vote, coalesce(r.employee_id, 0) AS employee_id, CASE WHEN r.employee_id IS NULL THEN coalesce(r.touchpoint_id, 0) ELSE 0 END AS touchpoint_id,
	       r.department_id, r.device, r.network, r.occurred_at, t.at AS tapped_at, r.channel = 'kiosk' AS kiosk, r.score, r.standing = 'held' AS waiting
	FROM ratings r
	LEFT JOIN taps t ON t.vote = r.vote AND t.version = 1
	WHERE r.occurred_at >= $1 AND r.occurred_at < $2 AND r.standing <> 'rejected' AND r.channel IN ('qr', 'kiosk')
	  AND NOT EXISTS (SELECT FROM ratings l WHERE l.vote = r.vote AND l.version > r.version)
	ORDER BY r.occurred_at, r.id`

type traceRow struct {
	Vote         []byte     `db:"vote"`
	EmployeeID   int64      `db:"employee_id"`
	TouchpointID int64      `db:"touchpoint_id"`
	DepartmentID int64      `db:"department_id"`
	Device       []byte     `db:"device"`
	Network      []byte     `db:"network"`
	OccurredAt   time.Time  `db:"occurred_at"`
	TappedAt     *time.Time `db:"tapped_at"`
	Kiosk        bool       `db:"kiosk"`
	Score        int        `db:"score"`
	Waiting      bool       `db:"waiting"`
}

func (r traceRow) trace(loc *time.Location) trace {
	t := trace{
		vote: [16]byte(r.Vote), rated: rated{r.EmployeeID, r.TouchpointID}, department: r.DepartmentID,
		hour: int(r.OccurredAt.Unix() / 3600), kiosk: r.Kiosk, score: r.Score, waiting: r.Waiting,
		day: worktime.DayOf(r.OccurredAt, loc).Sub("1970-01-01"),
	}
	copy(t.device[:], r.Device)
	copy(t.network[:], r.Network)
	if r.TappedAt != nil {
		t.at = *r.TappedAt
	}
	return t
}

// readScene reads the votes of the last days, and what is usual.
func readScene(ctx context.Context, q sqlx.ExtContext, now time.Time, loc *time.Location, days int) (scene, error) {
	traces, err := readTraces(ctx, q, now.AddDate(0, 0, -days), now, loc)
	if err != nil {
		return scene{}, err
	}
	s := scene{traces: traces, staff: map[source]bool{}}
	if s.usual, err = readUsual(ctx, q, now, loc); err != nil {
		return scene{}, err
	}
	if s.busy, err = busyNetworks(ctx, q, now); err != nil {
		return scene{}, err
	}
	var devices [][]byte
	if err := sqlx.SelectContext(ctx, q, &devices, `SELECT device FROM staff_devices`); err != nil {
		return scene{}, fmt.Errorf("phones of staff: %w", err)
	}
	for _, d := range devices {
		s.staff[source(d)] = true
	}
	return s, nil
}

func readTraces(ctx context.Context, q sqlx.ExtContext, from, to time.Time, loc *time.Location) ([]trace, error) {
	var rows []traceRow
	if err := sqlx.SelectContext(ctx, q, &rows, traceSQL, from.Truncate(time.Hour), to); err != nil {
		return nil, fmt.Errorf("read how votes came in: %w", err)
	}
	traces := make([]trace, len(rows))
	for i, r := range rows {
		traces[i] = r.trace(loc)
	}
	return traces, nil
}

// busyNetworks recognises the networks that many go out through: the hospital's own
// address, a carrier's gateway. On one day of the last month they have served so many
// people in so many departments over so many hours as no stuffer does.
func busyNetworks(ctx context.Context, q sqlx.ExtContext, now time.Time) (map[source]bool, error) {
	var list [][]byte
	if err := sqlx.SelectContext(ctx, q, &list, `
		SELECT DISTINCT network FROM (
			SELECT network FROM ratings
			WHERE network IS NOT NULL AND occurred_at >= $1 AND channel IN ('qr', 'kiosk') AND employee_id IS NOT NULL
			GROUP BY network, floor(extract(epoch FROM occurred_at) / 86400)
			HAVING count(DISTINCT employee_id) >= $2 AND count(DISTINCT department_id) >= $3 AND count(DISTINCT occurred_at) >= $4
			   AND count(DISTINCT device) >= $2) day`,
		now.AddDate(0, 0, -longDays), busyPeople, busyDepartments, busyHours); err != nil {
		return nil, fmt.Errorf("networks that serve many: %w", err)
	}
	busy := map[source]bool{}
	for _, n := range list {
		busy[source(n)] = true
	}
	return busy, nil
}

// What a network serves in a day that is taken for a shared one.
const (
	busyPeople      = 15
	busyDepartments = 3
	busyHours       = 5
)

// private reports whether the vote came from a network that tells something.
func (s scene) private(t trace) bool { return t.network != source{} && !s.busy[t.network] }
