package handlers

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// releasedComment puts a comment about a counter into a department's batch.
func (h *hospital) releasedComment(department int64, words string) int64 {
	h.Helper()
	touchpoint := h.id(`INSERT INTO touchpoints (code, kind, department_id, label, created_at)
		SELECT lpad((1000 + count(*))::text, 8, 'C'), 'counter', $1, '{"en": "Counter"}', $2 FROM touchpoints RETURNING id`, department, noon)
	rating := h.id(`INSERT INTO ratings (vote, version, visit, touchpoint_id, department_id, score, language, channel, shift, occurred_at)
		VALUES (decode(md5($1), 'hex'), 1, decode(md5($1), 'hex'), $2, $3, 4, 'en', 'qr', 'day', $4) RETURNING id`, words, touchpoint, department, noon.AddDate(0, 0, -3))
	remark := h.id(`INSERT INTO remarks (vote, version, tags, words, publish) SELECT vote, 1, '{}', $2, true FROM ratings WHERE id = $1 RETURNING id`, rating, words)
	batch := h.id(`INSERT INTO comment_batches (audience, department_id, month, visits) VALUES ('department', $1, '2026-10-01', 5) RETURNING id`, department)
	return h.id(`INSERT INTO released_comments (batch_id, remark_id, vote, own, words, tags, themes)
		SELECT $1, $2, vote, false, words, '{}', '{}' FROM remarks WHERE id = $2 RETURNING id`, batch, remark)
}

// commentErrands are calls about comments of the other department.
func (h *hospital) commentErrands() map[string]errand {
	h.Helper()
	about := func(words, action, body, by string) errand {
		return errand{fmt.Sprintf("/publications/%d/%s", h.releasedComment(h.away, words), action), body, by}
	}
	shown := about("shown", "take-down", `{"reason": "asked"}`, "quality")
	h.exec(`INSERT INTO publications (comment_id, decision, decided_at) SELECT id, 'approved', $1 FROM released_comments WHERE words = 'shown'`, noon)
	return map[string]errand{
		"listDepartmentComments": {fmt.Sprintf("/departments/%d/comments?month=2026-10", h.away), "", "auditor"},
		"openComment":            {fmt.Sprintf("/comments/%d/open", h.releasedComment(h.away, "to open")), `{"reason": "asked"}`, "service-centre"},
		"approvePublication":     about("to approve", "approve", `{"seen": "what was not seen"}`, ""),
		"refusePublication":      about("to refuse", "refuse", `{"note": "a name"}`, "quality"),
		"takeDownPublication":    shown,
	}
}

// TestCommentsOverHTTP walks from the tick on the page to the public list.
func TestCommentsOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.releasedComment(h.away, "slow but kind")
	for role, want := range map[string]int{"staff": 403, "department-head": 403, "hr": 403, "admin": 403, "auditor": 403, "quality": 200} {
		if status, body := h.call(role, "GET", "/publications", ""); status != want {
			t.Errorf("publications as %s: %d %s", role, status, body)
		}
	}
	for _, role := range []string{"staff", "hr", "department-head"} {
		for _, path := range []string{"/my/comments", "/my/thanks"} {
			if status, body := h.call(role, "GET", path, ""); status != 200 || strings.TrimSpace(body) != "[]" {
				t.Errorf("%s as %s: %d %s", path, role, status, body)
			}
		}
	}
	_, body := h.call("quality", "GET", "/publications?state=waiting", "")
	var list []struct {
		ID   int64
		Seen string
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil || len(list) != 1 || list[0].Seen == "" {
		t.Fatalf("waiting: %s, %v", body, err)
	}
	if status, body := h.call("", "GET", "/public/comments", ""); status != 200 || strings.TrimSpace(body) != "[]" {
		t.Errorf("nothing was approved: %d %s", status, body)
	}
	approve := fmt.Sprintf("/publications/%d/approve", list[0].ID)
	if status, body := h.call("quality", "POST", approve, `{"seen": "something else"}`); status != 422 {
		t.Errorf("what was not seen: %d %s", status, body)
	}
	if status, body := h.call("quality", "POST", approve, fmt.Sprintf(`{"seen": %q}`, list[0].Seen)); status/100 != 2 {
		t.Fatalf("approve: %d %s", status, body)
	}
	status, body := h.call("", "GET", "/public/comments", "")
	if status != 200 || !strings.Contains(body, "slow but kind") || strings.Contains(body, "2026-10-") || strings.Contains(body, `"score"`) || strings.Contains(body, "shift") {
		t.Errorf("public: %d %s", status, body)
	}
}

// TestTheTickOnThePage is empty until the patient ticks it, and is kept.
func TestTheTickOnThePage(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	b := h.patientPhone()
	_, thanks := b.rate(5)
	if !strings.Contains(thanks, `name="publish" value="1" aria-describedby="w">`) || !strings.Contains(thanks, "never shown in public") {
		t.Errorf("the page asks nothing, or has it ticked: %s", thanks)
	}
	for _, test := range []struct{ form, stored, page string }{
		{"comment=kind&publish=1", "kind true", ` aria-describedby="w" checked>`},
		{"comment=kinder", "kinder false", ` aria-describedby="w">`},
		{"comment=", "", ` aria-describedby="w">`},
	} {
		page := b.more(test.form)
		var stored string
		if err := h.db.Get(&stored, `SELECT coalesce(string_agg(words || ' ' || publish, '|' ORDER BY id) FILTER (WHERE words <> ''), '') FROM remarks`); err != nil || stored != test.stored {
			t.Errorf("%s: stored is %q, %v, want %q", test.form, stored, err, test.stored)
		}
		if !strings.Contains(page, `name="publish" value="1"`+test.page) {
			t.Errorf("%s: %s", test.form, page)
		}
	}
}

// patientPhone is a patient's browser, with its cookie and the page's key.
type patientPhone struct {
	*hospital
	cookie, key string
}

func (h *hospital) patientPhone() *patientPhone { return &patientPhone{hospital: h} }

func (b *patientPhone) page(method, path, form string) (int, map[string][]string, string) {
	b.Helper()
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	if b.cookie != "" {
		header["Cookie"] = b.cookie
	}
	status, headers, body := b.send(method, path, form, header)
	for _, line := range headers["Set-Cookie"] {
		if name, _, _ := strings.Cut(line, ";"); strings.HasPrefix(name, "d=") {
			b.cookie = name
		}
	}
	return status, headers, body
}

// rate gives a score and returns the page of thanks.
func (b *patientPhone) rate(score int) (status int, body string) {
	b.Helper()
	_, _, page := b.page("GET", "/r/"+b.code+"?lang=en", "")
	_, rest, _ := strings.Cut(page, `name="k" value="`)
	b.key, _, _ = strings.Cut(rest, `"`)
	status, headers, body := b.page("POST", "/r/"+b.code, fmt.Sprintf("lang=en&score=%d&k=%s", score, url.QueryEscape(b.key)))
	if status != 303 {
		b.Fatalf("rate: %d %s", status, body)
	}
	status, _, body = b.page("GET", headers["Location"][0], "")
	return status, body
}

// more sends the optional form and returns the page of thanks as it is afterwards.
func (b *patientPhone) more(form string) string {
	b.Helper()
	if status, _, body := b.page("POST", "/r/"+b.code+"/more", form+"&lang=en&k="+url.QueryEscape(b.key)); status != 303 {
		b.Fatalf("%s: %d %s", form, status, body)
	}
	_, _, body := b.page("GET", "/r/"+b.code+"/thanks?lang=en&k="+url.QueryEscape(b.key), "")
	return body
}
