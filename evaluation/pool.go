package evaluation

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Pool is money to be split among the people of a period.
type Pool struct {
	Amount int64 // minor units (cents), at least 0
	Floor  int64 // ten-thousandths of a point: only what a score has above it counts
	// Departments, if there are any, get their part first, in proportion to their weight;
	// it is then split among their people. Members of other departments get nothing.
	Departments []PoolDepartment
	Members     []PoolMember
	Head        []byte // ledger head: decides ties, so that nobody can
}

// PoolDepartment is a department's claim on the first level of a two-level split, for
// instance its posts in full-time equivalents.
type PoolDepartment struct {
	Department int64
	Weight     int64 // at least 0
}

// PoolMember is one person's claim.
type PoolMember struct {
	Employee   int64
	Department int64
	Score      int64 // ten-thousandths of a point
	FTE        int64 // ten-thousandths of a full-time post, 0 to 20_000
	Eligible   bool  // Score.Eligible, and whatever else the rules ask for
	Cap        int64 // most that this person may get, minor units; 0 is no cap
}

// PoolSplit is the result. The shares and Undistributed sum to the pool's amount exactly.
type PoolSplit struct {
	Shares        []PoolShare    `json:"shares"`      // ascending by employee
	Departments   []PoolDeptPart `json:"departments"` // ascending by department
	Undistributed int64          `json:"undistributed"`
}

// PoolShare is one person's share. Mass is max(0, score - floor)·FTE if eligible.
type PoolShare struct {
	Employee   int64 `json:"employee"`
	Department int64 `json:"department"`
	Mass       int64 `json:"mass"`
	Amount     int64 `json:"amount"`
	Capped     bool  `json:"capped"`
}

// PoolDeptPart is what a department got on the first level.
type PoolDeptPart struct {
	Department int64 `json:"department"`
	Amount     int64 `json:"amount"`
}

// Split divides the pool. A person's quota is P·m/Σm; whole minor units are given first and
// what is left goes to the largest remainders, equal ones in the order of
// SHA-256(head ‖ employee as 8 bytes, most significant first). Caps are met by water-filling:
// what a cap cuts off is divided among the others in the same proportion. Money is left
// over only if everybody with a claim is at their cap, or nobody has one.
//
// Equal claims differ by at most one minor unit; more score never means less money; the
// order of the input does not matter. Source of the rounding: Hamilton's method, see
// Balinski & Young, "Fair Representation" (1982).
func (p Pool) Split() (PoolSplit, error) {
	if err := p.check(); err != nil {
		return PoolSplit{}, err
	}
	out := PoolSplit{Shares: make([]PoolShare, 0, len(p.Members)), Departments: []PoolDeptPart{}}
	members := p.ordered()
	if len(p.Departments) == 0 {
		amounts := fill(p.Amount, p.claims(members))
		out.add(p, members, amounts)
	} else {
		p.splitDepartments(&out, members)
	}
	slices.SortFunc(out.Shares, func(a, b PoolShare) int { return cmp.Compare(a.Employee, b.Employee) })
	slices.SortFunc(out.Departments, func(a, b PoolDeptPart) int { return cmp.Compare(a.Department, b.Department) })
	out.Undistributed = p.Amount
	for _, s := range out.Shares {
		out.Undistributed -= s.Amount
	}
	return out, nil
}

func (p *Pool) check() error {
	if p.Amount < 0 {
		return fmt.Errorf("a pool of %d can't be split", p.Amount)
	}
	var people, departments []int64
	for _, m := range p.Members {
		people = append(people, m.Employee)
		if m.Score < 0 || m.Score > 1000*Scale || m.FTE < 0 || m.FTE > 2*Scale || m.Cap < 0 {
			return fmt.Errorf("employee %d: the score, the full-time equivalent or the cap is out of range", m.Employee)
		}
	}
	for _, d := range p.Departments {
		departments = append(departments, d.Department)
		if d.Weight < 0 {
			return fmt.Errorf("department %d has a negative weight", d.Department)
		}
	}
	if id, ok := repeated(people); ok {
		return fmt.Errorf("employee %d occurs twice in the pool", id)
	}
	if id, ok := repeated(departments); ok {
		return fmt.Errorf("department %d occurs twice in the pool", id)
	}
	return nil
}

// repeated returns the smallest number that occurs twice.
func repeated(ids []int64) (int64, bool) {
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			return ids[i], true
		}
	}
	return 0, false
}

// ordered returns the members in the order in which ties are decided.
func (p *Pool) ordered() []PoolMember {
	members := slices.Clone(p.Members)
	slices.SortFunc(members, func(a, b PoolMember) int { return byHash(p.Head, a.Employee, b.Employee) })
	return members
}

// byHash orders two ids by SHA-256(head ‖ id).
func byHash(head []byte, a, b int64) int {
	x, y := tieHash(head, a), tieHash(head, b)
	return cmp.Or(bytes.Compare(x[:], y[:]), cmp.Compare(a, b))
}

func tieHash(head []byte, id int64) [sha256.Size]byte {
	return sha256.Sum256(binary.BigEndian.AppendUint64(slices.Clone(head), uint64(id)))
}

// mass is a member's claim.
func (p *Pool) mass(m PoolMember) int64 {
	if !m.Eligible {
		return 0
	}
	return max(0, m.Score-p.Floor) * m.FTE
}

func (p *Pool) claims(members []PoolMember) []claim {
	claims := make([]claim, len(members))
	for i, m := range members {
		claims[i] = claim{mass: p.mass(m), limit: unlimited}
		if m.Cap > 0 {
			claims[i].limit = m.Cap
		}
	}
	return claims
}

func (out *PoolSplit) add(p Pool, members []PoolMember, amounts []int64) {
	for i, m := range members {
		out.Shares = append(out.Shares, PoolShare{Employee: m.Employee, Department: m.Department, Mass: p.mass(m),
			Amount: amounts[i], Capped: m.Cap > 0 && amounts[i] == m.Cap})
	}
}

// splitDepartments is the two-level split. A department's claim is limited to what its
// people may take, so that no money is stuck where nobody can have it.
func (p *Pool) splitDepartments(out *PoolSplit, members []PoolMember) {
	departments := slices.Clone(p.Departments)
	slices.SortFunc(departments, func(a, b PoolDepartment) int { return byHash(p.Head, a.Department, b.Department) })
	people := make([][]PoolMember, len(departments))
	claims := make([]claim, len(departments))
	for i, d := range departments {
		for _, m := range members {
			if m.Department == d.Department {
				people[i] = append(people[i], m)
			}
		}
		claims[i] = claim{mass: d.Weight, limit: together(p.claims(people[i]))}
	}
	parts := fill(p.Amount, claims)
	for i, d := range departments {
		out.Departments = append(out.Departments, PoolDeptPart{d.Department, parts[i]})
		out.add(*p, people[i], fill(parts[i], p.claims(people[i])))
	}
	for _, m := range members {
		if !slices.ContainsFunc(departments, func(d PoolDepartment) bool { return d.Department == m.Department }) {
			out.add(*p, []PoolMember{m}, []int64{0})
		}
	}
}
