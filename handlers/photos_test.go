package handlers

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// seenErrands adds what colleagues show and say of somebody of the other department:
// photographs of a finding, and thanks.
func (h *hospital) seenErrands() map[string]errand {
	h.Helper()
	finding := h.finding(h.spotCheck)
	photo := func(n int, keptFor string) string {
		id := uuid.MustParse(fmt.Sprintf("6f5902ac-2370-4a7e-bbb9-%012d", n))
		sealed, err := h.api.Audits.Keys.Encrypt([]byte("a picture of stranger"), id[:])
		if err != nil {
			h.Fatal(err)
		}
		h.exec(`INSERT INTO photos (id, finding_id, digest, bytes, uploaded_at, due_on, kept_for) VALUES ($1, $2, sha256('x'), 21, $3, '2027-01-18', $4)`,
			id.String(), finding, noon, keptFor)
		h.exec(`INSERT INTO pictures (photo_id, sealed) VALUES ($1, $2)`, id.String(), sealed)
		return "/spot-check-photos/" + id.String()
	}
	first := photo(1, "")
	var key string
	if err := h.db.Get(&key, `SELECT key FROM spot_checks WHERE id = $1`, h.spotCheck); err != nil {
		h.Fatal(err)
	}
	thanks := h.id(`INSERT INTO recognitions (key, content_hash, from_id, employee_id, posting_id, department_id, words, at, recorded_at)
		SELECT gen_random_uuid(), sha256('x'), $1, p.employee_id, p.id, p.department_id, 'thanks to another', $2, $2
		FROM postings p JOIN employees e ON e.id = p.employee_id WHERE e.number = 'other' RETURNING id`, h.stranger, noon)
	return map[string]errand{
		"addSpotCheckPhoto":     {"/spot-checks/" + key + "/findings/calm/photos/6f5902ac-2370-4a7e-bbb9-000000000009", string(h.picture()), ""},
		"openSpotCheckPhoto":    {first, "", "auditor"},
		"keepSpotCheckPhoto":    {first + "/keep", `{"reason": "a complaint"}`, "quality"},
		"releaseSpotCheckPhoto": {photo(2, "a complaint") + "/release", "", "quality"},
		"withdrawRecognition":   {fmt.Sprintf("/recognitions/%d/withdraw", thanks), `{"reason": "mistaken identity"}`, "stranger"},
	}
}

// finding adds to a check that the standard calm was met.
func (h *hospital) finding(check int64) int64 {
	h.Helper()
	return h.id(`
		WITH s AS (INSERT INTO standards (code, principal) VALUES ('calm', false) RETURNING id),
		v AS (INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
			SELECT id, 1, '2020-01-01', 'accuracy', 'judged', '{"en": "Calm"}', '{}', '{}', '{}', '{}', '[]', $2 FROM s RETURNING id)
		INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note) SELECT $1, id, 'met', '', '' FROM v RETURNING id`, check, noon)
}

func (h *hospital) picture() []byte {
	h.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		h.Fatal(err)
	}
	return b.Bytes()
}

func TestAPhotographIsSentAndShown(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.finding(h.spotCheck) // the standard
	const key, id = "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11", "6f5902ac-2370-4a7e-bbb9-000000000009"
	path := "/api/v1/spot-checks/" + key + "/findings/calm/photos/" + id
	as := func(role string) map[string]string {
		return map[string]string{"Content-Type": "application/octet-stream", "Cookie": "session=" + role}
	}
	send := func(what, body string, header map[string]string, want int) string {
		t.Helper()
		status, _, answer := h.send("PUT", path, body, header)
		if status != want {
			t.Errorf("%s: %d %.300s, want %d", what, status, answer, want)
		}
		return answer
	}
	photo := string(h.picture())
	send("before the check", photo, as("supervisor"), 404)
	if status, body := h.call("supervisor", "POST", "/spot-checks", fmt.Sprintf(`{"key": %q, "employeeId": %d, "mode": "round", "shift": "day", "place": "",
		"startedAt": "2026-10-20T03:50:00Z", "finishedAt": "2026-10-20T03:55:00Z", "findings": [{"standard": "calm", "result": "met"}]}`, key, h.stranger)); status != 201 {
		t.Fatalf("the check: %d %s", status, body)
	}
	first := send("a photograph", photo, as("supervisor"), 200)
	if again := send("the same again", photo, as("supervisor"), 200); again != first || !strings.Contains(first, `"id":"`+id+`","standard":"calm"`) ||
		!strings.Contains(first, `"keptUntil":"2027-01-18"`) {
		t.Errorf("it says %s, then %s", first, again)
	}
	if answer := send("another under its id", photo+"x", as("supervisor"), 409); !strings.Contains(answer, `"reason":"photo-sent-before"`) {
		t.Errorf("it says %s", answer)
	}
	if status, _, answer := h.send("PUT", strings.Replace(path, "0009", "0010", 1), "hello", as("supervisor")); status != 422 || !strings.Contains(answer, `"reason":"not-a-photo"`) {
		t.Errorf("no photograph: %d %s", status, answer)
	}
	send("from another site", photo, map[string]string{"Cookie": "session=supervisor", "Sec-Fetch-Site": "cross-site"}, 403)
	send("by a role that observes nobody", photo, as("quality"), 403)

	show := "/api/v1/spot-check-photos/" + id
	status, header, body := h.send("GET", show, "", as("auditor"))
	size, err := jpeg.DecodeConfig(strings.NewReader(body))
	if status != 200 || err != nil || size.Width != 40 {
		t.Fatalf("shown: %d, %v", status, err)
	}
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "Content-Disposition": "inline", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} {
		if header[name][0] != want {
			t.Errorf("%s: %s", name, header[name])
		}
	}
	if status, _, _ := h.send("GET", show, "", as("department-head")); status != 404 {
		t.Errorf("to another department's head: %d", status)
	}
	if status, body := h.call("auditor", "GET", "/spot-checks/2", ""); status != 200 || !strings.Contains(body, `"photos":[`+first+`]`) {
		t.Errorf("the check says %d %s", status, body)
	}
}
