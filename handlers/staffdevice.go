package handlers

import (
	"context"

	"github.com/wardstar/wardstar/feedback"
)

// noteStaff remembers that somebody is signed in on the phone with that cookie of a
// patient's page: its votes are looked at. Nobody waits in vain for a page or a session
// over it: what can't be noted is logged.
func (a *API) noteStaff(ctx context.Context, device string, staff feedback.Staff) {
	if err := a.Feedback.NoteStaffDevice(ctx, device, staff); err != nil {
		a.Log.WarnContext(ctx, "a phone of staff could not be noted", "error", err)
	}
}
