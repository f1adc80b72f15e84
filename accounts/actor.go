// Package accounts knows who is calling: sign-in, sessions, role assignments.
package accounts

import "slices"

// Actor is whoever makes a request.
type Actor struct {
	AccountID  int64
	EmployeeID int64 // 0: an account of nobody on the roster
	SessionID  int64
	Name       string // the employee's, or else the account's
	Roles      []Assignment
	Reach      Reach // of the permission that the request was admitted by
	Key        *Key  // what a machine called with; nil: a person or the program

	// MustChangePassword means that the password is a one-time one. Until it is
	// changed, only what needs no role is open to the actor: what is the actor's
	// own, such as the session and the password, and the hospital's settings.
	MustChangePassword bool

	// SecondFactor is what the actor has to do first: nothing else is open.
	SecondFactor SecondFactorState

	// InPlaceOf lists whose roles, handed over to the actor, admitted the request:
	// those of whoever is bound by a rule that binds the actor, too.
	InPlaceOf []Person
}

// Is reports whether a matter of the employee is the actor's own: nobody decides
// about themselves, nor about somebody in whose place they act.
func (a Actor) Is(employeeID int64) bool {
	return employeeID != 0 && (employeeID == a.EmployeeID ||
		slices.ContainsFunc(a.InPlaceOf, func(p Person) bool { return p.EmployeeID == employeeID }))
}

// IsAccount is Is, of an account.
func (a Actor) IsAccount(id int64) bool {
	return id != 0 && (id == a.AccountID ||
		slices.ContainsFunc(a.InPlaceOf, func(p Person) bool { return p.AccountID == id }))
}

// Person is somebody with an account.
type Person struct {
	AccountID  int64
	EmployeeID int64 // 0: nobody on the roster
}

// SecondFactorState says what an actor has to do about their second factor before
// anything else.
type SecondFactorState string

// The states.
const (
	SecondFactorDone     SecondFactorState = ""         // nothing
	SecondFactorRequired SecondFactorState = "required" // give a code of the one they have
	SecondFactorToEnrol  SecondFactorState = "enrol"    // set one up: a role of theirs needs it
)

// Key is what an API key gives to the machine that calls with it. A machine has
// no account and holds no role.
type Key struct {
	ID          int64
	Permissions []string // as of policies.Permission.Code
	Departments []int64  // the department and all below it; nil: the whole hospital
}

// Assignment is a role that an account holds today.
type Assignment struct {
	Role        string
	Departments []int64 // the department and all below it; nil: the whole hospital
	For         *Person // who has handed it over; nil: it is the actor's own
}

// Reach says which rows an actor may touch. Every query about people has it
// in its WHERE clause:
//
//	($1 OR p.department_id = ANY($2) OR p.employee_id = $3)
//
// with Hospital, pq.Array(Departments) and EmployeeID.
type Reach struct {
	Hospital    bool    // every row
	Departments []int64 // rows of these departments
	EmployeeID  int64   // rows about this employee; 0: none
}

// Program returns the actor of what the program does by itself or on the
// command line: whoever can start it there owns the data anyway.
func Program() Actor { return Actor{Name: "wardstar", Reach: Reach{Hospital: true}} }
