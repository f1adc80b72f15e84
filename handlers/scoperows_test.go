package handlers

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// errand is a call about something that belongs to the other department, or to
// somebody there.
type errand struct {
	path, body string
	by         string // a role that reaches it, or stranger for what only its owner may do: it is there
}

// furnish puts something of each kind into the other department, and returns by
// operation the call that is about it.
func (h *hospital) furnish() map[string]errand {
	h.Helper()
	h.signUp("stranger", h.stranger)
	account := h.id(`SELECT id FROM accounts WHERE name = 'stranger'`)
	role := h.id(`INSERT INTO role_assignments (account_id, role, department_id, from_day) VALUES ($1, 'department-head', $2, '2020-01-01') RETURNING id`, account, h.away)
	session := h.id(`SELECT id FROM sessions WHERE account_id = $1`, account)
	other := h.employ("another", h.away, 1)
	h.signUp("another", other)
	delegation := h.id(`INSERT INTO delegations (assignment_id, account_id, from_day, to_day, created_at)
		SELECT $1, id, '2026-10-01', '2026-11-01', $2 FROM accounts WHERE name = 'another' RETURNING id`, role, noon)
	posting := h.id(`SELECT id FROM postings WHERE employee_id = $1`, h.stranger)
	touchpoint := h.id(`SELECT id FROM touchpoints WHERE employee_id = $1`, h.stranger)
	h.exec(`INSERT INTO touchpoints (code, kind, employee_id, created_at) VALUES ('ABCDEFGK', 'badge', $1, $2)`, h.stranger, noon)
	counter := h.id(`INSERT INTO touchpoints (code, kind, department_id, label, created_at) VALUES ('ABCDEFGJ', 'counter', $1, '{"en": "Counter"}', $2) RETURNING id`, h.away, noon)
	kiosk := h.id(`INSERT INTO kiosks (touchpoint_id, name, created_at) VALUES ($1, 'tablet', $2) RETURNING id`, counter, noon)
	h.exec(`INSERT INTO token_keys (id, created_at) VALUES (0, $1)`, noon)
	slips := h.id(`INSERT INTO token_batches (kind, key_id, tokens, department_id, issued_at, expires_at)
		VALUES ('slip', 0, 3, $1, $2, $2::timestamptz + interval '7 days') RETURNING id`, h.away, noon)
	const form = 1000000064
	forms := h.id(`INSERT INTO paper_batches (department_id, layout, forms, printed_at) VALUES ($1, 'forms-2', 1, $2) RETURNING id`, h.away, noon)
	h.exec(`INSERT INTO paper_forms (number, batch_id, touchpoint_id) VALUES ($1, $2, $3)`, form, forms, counter)
	entry := h.id(`INSERT INTO paper_entries (number, again, vote, score, tags, served_on, colleague, entered_at, entered_by)
		VALUES ($1, false, decode(repeat('00', 16), 'hex'), 5, '{}', '2026-10-19', false, $2, $3) RETURNING id`, form, noon, account)
	h.exec(`INSERT INTO callbacks (id, department_id, contact, requested_at) VALUES ('6f5902ac-2370-4a7e-bbb9-000000000001', $1, '', $2)`, h.away, noon)
	author := h.id(`SELECT id FROM accounts WHERE name = 'admin'`) // judges none
	goal := h.id(`INSERT INTO goals (department_id, from_day, to_day, title, method, author_id, created_at)
		VALUES ($1, '2026-10-01', '2026-12-31', 'quieter', 'by counting', $2, $3) RETURNING id`, h.away, author, noon)
	task := h.id(`INSERT INTO goal_tasks (goal_id, title, owner_id, due_on, status, created_at) VALUES ($1, 'felt pads', $2, '2026-12-01', 'open', $3) RETURNING id`, goal, h.stranger, noon)
	course := h.id(`SELECT id FROM courses`)
	held := h.id(`SELECT id FROM training_sessions`)
	lesson := h.id(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at) VALUES ($1, $2, 'Hall', $3, $3::timestamptz + interval '1 hour') RETURNING id`,
		course, other, noon.AddDate(0, 0, 1))
	h.exec(`INSERT INTO enrolments (session_id, employee_id, enrolled_at, placed_at) VALUES ($1, $2, $3, $3)`, lesson, h.stranger, noon)
	online := h.id(`INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ('online', '{"en": "Online"}', 'online', 'everyone', 'cases', 60) RETURNING id`)
	credit := h.id(`INSERT INTO credits (session_id, employee_id, posting_id, minutes, purpose, earned_on, credited_at) VALUES ($1, $2, $3, 60, 'annual', '2026-10-20', $4) RETURNING id`,
		held, h.stranger, posting, noon)
	h.exec(`INSERT INTO uploads (id, media, bytes, digest, sealed, uploaded_at) VALUES ('6f5902ac-2370-4a7e-bbb9-000000000002', 'application/pdf', 1, sha256('x'), 'x', $1)`, noon)
	external := func(key int) int64 {
		return h.id(`INSERT INTO external_hours (key, content_hash, employee_id, title, provider, category, earned_on, minutes, submitted_at, upload_id)
			VALUES (lpad($1::text, 32, '0')::uuid, sha256('x'), $2, 'Course', 'University', 'cases', '2026-10-01', 60, $3, '6f5902ac-2370-4a7e-bbb9-000000000002') RETURNING id`,
			key, h.stranger, noon)
	}
	leave := h.id(`INSERT INTO leaves (employee_id, from_day, entered_at) VALUES ($1, '2026-09-01', $2) RETURNING id`, h.stranger, noon)
	kind := h.id(`INSERT INTO certificate_kinds (code, name, months) VALUES ('licence', '{"en": "Licence"}', 12) RETURNING id`)
	certificate := func(status string, day int) int64 {
		return h.id(`INSERT INTO certificates (kind_id, employee_id, number, issued_on, status, submitted_at, decided_at)
			VALUES ($1, $2, '', '2026-10-01'::date + $3::int, $4, $5, CASE $4 WHEN 'confirmed' THEN $5::timestamptz END) RETURNING id`, kind, h.stranger, day, status, noon)
	}
	test := h.id(`INSERT INTO assessments (code, title, kind, pass_mark, questions, minutes, attempts) VALUES ('quiz', '{"en": "Quiz"}', 'test', 60, 1, 10, 3) RETURNING id`)
	practical := h.id(`INSERT INTO assessments (code, title, kind, pass_mark, questions, minutes, attempts) VALUES ('hands', '{"en": "Hands"}', 'practical', 60, 0, 0, 0) RETURNING id`)
	open := h.id(`INSERT INTO examinations (assessment_id, employee_id, started_at, ends_at, paper) VALUES ($1, $2, $3, $3::timestamptz + interval '9 minutes', '{}') RETURNING id`, test, h.stranger, noon)
	done := h.id(`INSERT INTO examinations (assessment_id, employee_id, started_at, ends_at, paper, percent, passed, finished_at)
		VALUES ($1, $2, $3, $3, '{}', 90, true, $3) RETURNING id`, practical, h.stranger, noon)

	words, reason := `{"words": "so it is"}`, `{"reason": "mistaken identity"}`
	at := func(path string, id int64, body, by string) errand {
		return errand{strings.Replace(path, ":id", fmt.Sprint(id), 1), body, by}
	}
	about := func(path string, id int64, body, by string) errand {
		return at(path, id, strings.ReplaceAll(body, "STRANGER", fmt.Sprint(h.stranger)), by)
	}
	return map[string]errand{
		"endSession":             at("/sessions/:id", session, "", ""),
		"endDelegation":          at("/delegations/:id/end", delegation, "", "another"),
		"getAccount":             at("/accounts/:id", account, "", "auditor"),
		"listAccountSessions":    at("/accounts/:id/sessions", account, "", "auditor"),
		"listAccountDelegations": at("/accounts/:id/delegations", account, "", "auditor"),
		"disableAccount":         at("/accounts/:id/disable", account, "", ""),
		"enableAccount":          at("/accounts/:id/enable", account, "", "admin"),
		"resetPassword":          at("/accounts/:id/reset-password", account, "", ""),
		"assignRole":             at("/accounts/:id/roles", account, `{"role": "trainer"}`, "admin"),
		"revokeRole":             at("/role-assignments/:id/revoke", role, "", ""),
		"unlinkIdentity":         at("/accounts/:id/unlink-identity", account, "", ""),
		"removeSecondFactor":     at("/accounts/:id/second-factor/remove", account, "", ""),
		"endAccountSessions":     at("/accounts/:id/sessions/end", account, "", ""),
		"getEmployee":            at("/employees/:id", h.stranger, "", "auditor"),
		"updateEmployee":         at("/employees/:id", h.stranger, `{"number": "stranger", "name": "stranger", "hiredOn": "2020-01-01"}`, "hr"),
		"leaveHospital":          at("/employees/:id/leave", h.stranger, `{"on": "2027-01-01"}`, "hr"),
		"addPosting":             at("/employees/:id/postings", h.stranger, fmt.Sprintf(`{"departmentId": %d, "postId": 1, "from": "2026-11-01"}`, h.home), "hr"),
		"endPosting":             at("/postings/:id/end", posting, `{"on": "2026-12-01"}`, "hr"),
		"transfer":               at("/postings/:id/transfer", posting, fmt.Sprintf(`{"departmentId": %d, "postId": 1, "on": "2026-11-15"}`, h.home), "hr"),
		"getGoal":                at("/goals/:id", goal, "", "auditor"),
		"judgeGoal":              at("/goals/:id/judge", goal, `{"outcome": "missed", "words": "still loud"}`, "quality"),
		"addGoalTask":            about("/goals/:id/tasks", goal, `{"title": "more", "ownerId": STRANGER, "dueOn": "2026-12-01"}`, "quality"),
		"reportGoalTask":         at("/goal-tasks/:id/report", task, `{"evidence": "bought"}`, "stranger"),
		"confirmGoalTask":        at("/goal-tasks/:id/confirm", task, words, "quality"),
		"returnGoalTask":         at("/goal-tasks/:id/return", task, words, "quality"),
		"cancelGoalTask":         at("/goal-tasks/:id/cancel", task, words, "quality"),
		"getTouchpointQR":        {fmt.Sprintf("/touchpoints/%d/qr", touchpoint), "", "auditor"},
		"reissueTouchpoint":      {fmt.Sprintf("/touchpoints/%d/reissue", touchpoint), "", "quality"},
		"revokeTouchpoint":       {fmt.Sprintf("/touchpoints/%d/revoke", touchpoint), "", "quality"},
		"getTouchpointHistory":   {fmt.Sprintf("/touchpoints/%d/history", touchpoint), "", "auditor"},
		"revokeTokenBatch":       {fmt.Sprintf("/token-batches/%d/revoke", slips), reason, "quality"},
		"listTokens":             {fmt.Sprintf("/token-batches/%d/tokens", slips), "", "quality"},
		"getTokenFile":           {fmt.Sprintf("/token-batches/%d/file?format=csv", slips), "", "quality"},
		"setInvitationRate":      at("/invitation-rates/:id", h.away, `{"perMille": 100}`, "quality"),
		"listPaperForms":         at("/paper-batches/:id/forms", forms, "", "quality"),
		"printPaperBatch":        at("/paper-batches/:id/print", forms, "", "quality"),
		"undoPaperEntry":         at("/paper-entries/:id/undo", entry, "", ""),
		"renewKioskLink":         at("/kiosks/:id/link", kiosk, "", "admin"),
		"revokeKiosk":            at("/kiosks/:id/revoke", kiosk, "", "admin"),
		"openCallback":           {"/callbacks/6f5902ac-2370-4a7e-bbb9-000000000001/open", `{"reason": "they asked"}`, ""},
		"finishCallback":         {"/callbacks/6f5902ac-2370-4a7e-bbb9-000000000001/finish", "", "service-centre"},
		"getSpotCheck":           at("/spot-checks/:id", h.spotCheck, "", "auditor"),
		"voidSpotCheck":          at("/spot-checks/:id/void", h.spotCheck, reason, "quality"),
		"enrol":                  about("/training-sessions/:id/enrolments", lesson, `{"employeeId": STRANGER}`, "trainer"),
		"withdrawEnrolment":      about("/training-sessions/:id/withdraw", lesson, `{"employeeId": STRANGER, "reason": "ill"}`, ""),
		"getBearer":              {"/badges/ABCDEFGK", "", "trainer"}, // a second one of the stranger's, which nothing here withdraws
		"tickAttendance":         about("/training-sessions/:id/ticks", held, `{"employeeIds": [STRANGER]}`, "trainer"),
		"creditHours":            about("/training-sessions/:id/credits", held, `{"credits": [{"employeeId": STRANGER}]}`, "trainer"),
		"changeTrainingSession": about("/training-sessions/:id", lesson,
			`{"trainerId": STRANGER, "place": "Hall", "startsAt": "2026-10-22T04:00:00Z", "endsAt": "2026-10-22T05:00:00Z"}`, "trainer"),
		"getCheckInCode":        at("/training-sessions/:id/check-in-code", held, "", "trainer"),
		"getCheckInQR":          at("/training-sessions/:id/check-in-qr", held, "", "trainer"),
		"cancelTrainingSession": at("/training-sessions/:id/cancel", lesson, reason, "trainer"),
		"voidCredit":            at("/credits/:id/void", credit, reason, "trainer"),
		"creditCourse":          about("/courses/:id/credits", online, `{"on": "2026-10-01", "credits": [{"employeeId": STRANGER}]}`, "trainer"),
		"attachEvidence":        at("/external-hours/:id/evidence", external(1), "%PDF-1.7\n%%EOF", "stranger"),
		"openEvidence":          at("/external-hours/:id/evidence", external(2), "", ""),
		"withdrawExternalHours": at("/external-hours/:id/withdraw", external(3), "", "stranger"),
		"confirmExternalHours":  at("/external-hours/:id/confirm", external(4), words, "hr"),
		"refuseExternalHours":   at("/external-hours/:id/refuse", external(5), words, "hr"),
		"getHours":              at("/employees/:id/hours", h.stranger, "", "auditor"),
		"listLeaves":            at("/employees/:id/leaves", h.stranger, "", "hr"),
		"enterLeave":            at("/employees/:id/leaves", h.stranger, `{"from": "2026-07-01", "to": "2026-08-15"}`, "hr"),
		"endLeave":              at("/leaves/:id/end", leave, `{"on": "2026-11-01"}`, "hr"),
		"withdrawCertificate":   at("/my/certificates/:id/withdraw", certificate("submitted", 0), "", "stranger"),
		"confirmCertificate":    at("/certificates/:id/confirm", certificate("submitted", 1), "", "hr"),
		"refuseCertificate":     at("/certificates/:id/refuse", certificate("submitted", 2), words, "hr"),
		"revokeCertificate":     at("/certificates/:id/revoke", certificate("confirmed", 3), words, "hr"),
		"answerTest":            at("/my/attempts/:id", open, `{"answers": []}`, "stranger"),
		"assess":                about("/assessments/:id/results", practical, `{"employeeId": STRANGER, "percent": 50, "note": "seen"}`, "trainer"),
		"voidAttempt":           at("/attempts/:id/void", done, reason, "trainer"),
		"getScore":              {fmt.Sprintf("/periods/2026-10/scores/%d", h.stranger), "", ""},
		"getProvisionalScore":   {fmt.Sprintf("/periods/2026-10/provisional/%d", h.stranger), "", ""},
	}
}

// signUp gives an employee an account that holds no role, and a session whose token
// is the account's name.
func (h *hospital) signUp(name string, employee int64) {
	h.Helper()
	h.token(name, h.id(`INSERT INTO accounts (employee_id, name, password_hash, created_at) VALUES ($1, $2, '', $3) RETURNING id`, employee, name, noon))
}

func (h *hospital) token(token string, account int64) {
	h.Helper()
	digest := sha256.Sum256([]byte(token))
	h.exec(`INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)`,
		digest[:], account, noon, noon.Add(24*60*60*1e9))
}
