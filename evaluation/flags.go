package evaluation

import (
	"cmp"
	"slices"
)

// FlagKind names a pattern that a second person should look at.
type FlagKind string

// The patterns. A flag never changes a weight by itself: flagged evidence waits in
// quarantine, with its numbers, until somebody decides.
const (
	FlagBurst         FlagKind = "burst"         // many ratings of one person in an hour
	FlagDevice        FlagKind = "device"        // one device rated one person again and again
	FlagNetwork       FlagKind = "network"       // one network far more than its share
	FlagWardDevice    FlagKind = "wardDevice"    // rated from the ward's own device
	FlagSignedIn      FlagKind = "signedIn"      // rated by a signed-in employee
	FlagRepeatedVisit FlagKind = "repeatedVisit" // one visit rated one person more than once
	FlagPair          FlagKind = "pair"          // a supervisor marks one person unlike the others
	FlagStraightLine  FlagKind = "straightLine"  // a supervisor's checks without any difference
	FlagTooFast       FlagKind = "tooFast"       // a check faster than it can be done
	FlagDrift         FlagKind = "drift"         // a supervisor's marks move over time
	FlagBalancing     FlagKind = "balancing"     // marks spread too little to be observed ones
)

// Flag is a pattern that was found, with its numbers.
type Flag struct {
	Kind        FlagKind `json:"kind"`
	Employee    int64    `json:"employee"`    // whom the evidence is about; 0 if several
	Supervisor  int64    `json:"supervisor"`  // who observed; 0 for patients
	Source      string   `json:"source"`      // keyed hash of the device or network, if that is the pattern
	Observed    float64  `json:"observed"`    // what was counted or measured …
	Expected    float64  `json:"expected"`    // … and what chance would give
	Probability float64  `json:"probability"` // of as much or more by chance; 0 where it is not a matter of chance
	Evidence    []int64  `json:"evidence"`    // ascending; what waits in quarantine
}

// sortFlags puts flags in one order: kind, supervisor, employee, source, first evidence.
func sortFlags(flags []Flag) []Flag {
	for i := range flags {
		slices.Sort(flags[i].Evidence)
	}
	slices.SortStableFunc(flags, func(a, b Flag) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Supervisor, b.Supervisor), cmp.Compare(a.Employee, b.Employee),
			cmp.Compare(a.Source, b.Source), slices.Compare(a.Evidence, b.Evidence))
	})
	return flags
}

// Quarantine returns the evidence that any of the flags holds, ascending.
func Quarantine(flags []Flag) []int64 {
	var ids []int64
	for _, f := range flags {
		ids = append(ids, f.Evidence...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
