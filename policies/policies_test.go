package policies

import (
	"encoding/csv"
	"slices"
	"strings"
	"sync"
	"testing"
)

func newPolicy(t *testing.T) *Policy {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestScope(t *testing.T) {
	p := newPolicy(t)
	for _, test := range []struct {
		role string
		may  Permission
		want Scope
	}{
		{"staff", ReadScores, Own},
		{"department-head", ReadScores, Department},
		{"hr", ReadScores, Hospital}, // the widest, though hr is staff, too
		{"admin", ReadScores, Own},   // no scores but their own
		{"supervisor", LogSpotCheck, Hospital},
		{"staff", LogSpotCheck, None},
		{"auditor", ManageAccounts, None},
		{"nobody", ReadScores, None},
	} {
		for range 2 { // the second answer comes from the cache
			if got, err := p.Scope(test.role, test.may); err != nil || got != test.want {
				t.Errorf("%s may %s: %q, %v, want %q", test.role, test.may, got, err, test.want)
			}
		}
	}
}

func TestRulesNameKnownRolesAndScopes(t *testing.T) {
	r := csv.NewReader(strings.NewReader(policyCSV))
	r.Comment, r.FieldsPerRecord, r.TrimLeadingSpace = '#', -1, true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if !slices.Contains(Roles, row[1]) {
			t.Errorf("%v: unknown role", row)
		}
		if row[0] == "p" && !slices.Contains([]Scope{Own, Department, Hospital}, Scope(row[4])) {
			t.Errorf("%v: unknown scope", row)
		}
	}
}

func TestTheAuditorChangesNothing(t *testing.T) {
	p := newPolicy(t)
	for _, may := range []Permission{ManageDepartments, ManagePosts, ManageEmployees, ManageAccounts, EditStandards, ManageTouchpoints,
		LogSpotCheck, VoidSpotCheck, Thank, ManageCourses, CreditHours, ManagePeriods, ComputePeriod} {
		if s, _ := p.Scope("auditor", may); s != None {
			t.Errorf("the auditor may %s", may)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	p := newPolicy(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, role := range Roles {
				p.Scope(role, ReadScores)
				p.Scope(role, LogSpotCheck)
			}
		})
	}
	wg.Wait()
}

func BenchmarkScope(b *testing.B) {
	p, err := New()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		p.Scope("hr", ReadScores)
	}
}
