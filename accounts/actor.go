// Package accounts knows who is calling: sign-in, sessions, role assignments.
package accounts

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
}

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
