package evaluation

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// anyPool draws a pool with few distinct values, so that ties, caps and zeros are common.
func anyPool(t *rapid.T) Pool {
	p := Pool{Amount: rapid.Int64Range(0, 5_000_000).Draw(t, "amount"), Floor: 60 * Scale, Head: rapid.SliceOfN(rapid.Byte(), 0, 4).Draw(t, "head")}
	n := rapid.IntRange(0, 12).Draw(t, "n")
	for i := range n {
		p.Members = append(p.Members, PoolMember{Employee: int64(i + 1), Department: rapid.Int64Range(1, 3).Draw(t, "department"),
			Score: rapid.Int64Range(55, 95).Draw(t, "score") * Scale, FTE: rapid.SampledFrom([]int64{0, 5000, 10000}).Draw(t, "fte"),
			Eligible: rapid.IntRange(0, 4).Draw(t, "eligible") > 0, Cap: rapid.SampledFrom([]int64{0, 0, 1, 100_000, 600_000}).Draw(t, "cap")})
	}
	if rapid.Bool().Draw(t, "two levels") {
		for d := range int64(3) {
			p.Departments = append(p.Departments, PoolDepartment{d + 1, rapid.Int64Range(0, 40).Draw(t, "weight")})
		}
	}
	return p
}

// TestPoolProperties is what the pool promises of any input.
func TestPoolProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { poolProperties(t, anyPool(t)) })
}

func poolProperties(t *rapid.T, p Pool) {
	out, err := p.Split()
	if err != nil {
		t.Fatal(err)
	}
	share := map[int64]PoolShare{}
	sum := out.Undistributed
	for _, s := range out.Shares {
		share[s.Employee] = s
		sum += s.Amount
		if s.Amount < 0 || s.Mass == 0 && s.Amount > 0 {
			t.Errorf("employee %d with a claim of %d gets %d", s.Employee, s.Mass, s.Amount)
		}
	}
	if sum != p.Amount || out.Undistributed < 0 || len(out.Shares) != len(p.Members) {
		t.Errorf("%d shares and the rest %d sum to %d of %d", len(out.Shares), out.Undistributed, sum, p.Amount)
	}
	for _, a := range p.Members {
		if got := share[a.Employee].Amount; a.Cap > 0 && got > a.Cap {
			t.Errorf("employee %d gets %d over a cap of %d", a.Employee, got, a.Cap)
		}
		for _, b := range p.Members {
			if a.Cap != b.Cap || a.Department != b.Department && len(p.Departments) > 0 {
				continue
			}
			x, y := share[a.Employee], share[b.Employee]
			if x.Mass > y.Mass && x.Amount < y.Amount || x.Mass == y.Mass && x.Amount > y.Amount+1 {
				t.Errorf("claims %d and %d get %d and %d", x.Mass, y.Mass, x.Amount, y.Amount)
			}
		}
	}
	stuckMoney(t, p, out)
	ownScoreUp(t, p, share)
	reversed := p
	reversed.Members = nil
	for i := range p.Members {
		reversed.Members = append(reversed.Members, p.Members[len(p.Members)-1-i])
	}
	again, err := reversed.Split()
	if err != nil || !reflect.DeepEqual(out, again) {
		t.Errorf("the order of the members changed the split: %v", err)
	}
}

// stuckMoney: money is left over only if nobody with a claim could take more.
func stuckMoney(t *rapid.T, p Pool, out PoolSplit) {
	if out.Undistributed == 0 {
		return
	}
	weight := map[int64]int64{}
	for _, d := range p.Departments {
		weight[d.Department] = d.Weight
	}
	for _, s := range out.Shares {
		if s.Mass > 0 && !s.Capped && (len(p.Departments) == 0 || weight[s.Department] > 0) {
			t.Errorf("%d is left over, yet employee %d could take more", out.Undistributed, s.Employee)
		}
	}
}

// ownScoreUp: a higher score of one's own never means less money.
func ownScoreUp(t *rapid.T, p Pool, before map[int64]PoolShare) {
	if len(p.Members) == 0 {
		return
	}
	up := p
	up.Members = append([]PoolMember(nil), p.Members...)
	i := rapid.IntRange(0, len(up.Members)-1).Draw(t, "who")
	up.Members[i].Score += rapid.Int64Range(1, 3*Scale).Draw(t, "by")
	after, err := up.Split()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range after.Shares {
		if s.Employee == up.Members[i].Employee && s.Amount < before[s.Employee].Amount {
			t.Errorf("employee %d's score rose and their share fell from %d to %d", s.Employee, before[s.Employee].Amount, s.Amount)
		}
	}
}

// TestPoolTiesFollowTheHead: of three equal claims on 100, the hash says who gets 34.
func TestPoolTiesFollowTheHead(t *testing.T) {
	winners := map[int64]bool{}
	for head := range byte(20) {
		p := Pool{Amount: 100, Head: []byte{head}}
		for id := range int64(3) {
			p.Members = append(p.Members, PoolMember{Employee: id + 1, Score: 80 * Scale, FTE: Scale, Eligible: true})
		}
		out, err := p.Split()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range out.Shares {
			if s.Amount == 34 {
				winners[s.Employee] = true
			}
		}
	}
	if len(winners) != 3 {
		t.Errorf("over twenty heads only %v ever won", winners)
	}
}

func TestPoolRefuses(t *testing.T) {
	one := PoolMember{Employee: 1, Score: 80 * Scale, FTE: Scale}
	for name, p := range map[string]Pool{
		"negative":              {Amount: -1},
		"an employee twice":     {Members: []PoolMember{one, one}},
		"a department twice":    {Departments: []PoolDepartment{{1, 1}, {1, 2}}},
		"a negative department": {Departments: []PoolDepartment{{1, -1}}},
		"an impossible score":   {Members: []PoolMember{{Employee: 1, Score: -1}}},
	} {
		if _, err := p.Split(); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// Scores of 90, 80 and 60 points over a floor of 60; the second works half-time and the
// first may get at most 500.
func ExamplePool_Split() {
	p := Pool{Amount: 1000, Floor: 60 * Scale, Members: []PoolMember{
		{Employee: 1, Score: 90 * Scale, FTE: Scale, Eligible: true, Cap: 500},
		{Employee: 2, Score: 80 * Scale, FTE: Scale / 2, Eligible: true},
		{Employee: 3, Score: 60 * Scale, FTE: Scale, Eligible: true},
	}}
	out, err := p.Split()
	if err != nil {
		panic(err)
	}
	for _, s := range out.Shares {
		fmt.Println(s.Employee, s.Amount, s.Capped)
	}
	// Output:
	// 1 500 true
	// 2 500 false
	// 3 0 false
}
