package policies

import (
	"slices"
	"testing"
)

// TestKeysHoldNothingThatPeopleAnswerFor names what no machine may do, and
// whole kinds of it by the verbs that people decide and sign with.
func TestKeysHoldNothingThatPeopleAnswerFor(t *testing.T) {
	for _, p := range []Permission{ManageAccounts, ReadAccounts, ManageAPIKeys, ReadAPIKeys, ReadJournal, ManageHospital,
		EditStandards, OpenCallbacks, ReadCallbacks, VoidSpotCheck, ManagePeriods, ComputePeriod} {
		if _, ok := ForKey(p.Code()); ok {
			t.Errorf("an API key can %s", p)
		}
	}
	for _, p := range ForKeys {
		if slices.Contains([]string{"", "manage", "decide", "sign", "approve", "void", "open", "close"}, p.Action) {
			t.Errorf("an API key can %s", p)
		}
		if found, ok := ForKey(p.Code()); !ok || found != p {
			t.Errorf("%s is %v, %v", p.Code(), found, ok)
		}
	}
}
