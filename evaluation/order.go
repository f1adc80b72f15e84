package evaluation

import "math/bits"

// fillReducingOrder returns for each of q kept levels its position in a minimum-degree
// elimination order, post-ordered along the elimination tree so that fill gathers in few
// tiles. The cliques of the graph are all kept levels that meet in one level of the
// eliminated factor. It gives up and returns false
// once the factorisation would take more than the given number of multiplications.
//
// Ties go to the lower index. Sources: Tinney & Walker (1967); Liu (1990), "The role of
// elimination trees in sparse factorization". Memory is q²/8 bytes.
func fillReducingOrder(q int, c *cliques, limit int64) ([]int32, bool) {
	g := newGraph(q, c)
	for step := range q {
		v := g.minimum()
		limit -= int64(g.degree[v]) * int64(g.degree[v])
		if limit < 0 {
			return nil, false
		}
		g.eliminate(v, step)
	}
	return g.postorder(), true
}

type graph struct {
	n, words  int
	adjacent  []uint64 // n bit sets
	degree    []int
	done      []bool
	rank      []int32
	order     []int32
	parent    []int32
	neighbour []int32 // scratch
}

func newGraph(n int, c *cliques) *graph {
	w := (n + 63) / 64
	g := &graph{n: n, words: w, adjacent: make([]uint64, n*w), degree: make([]int, n),
		done: make([]bool, n), rank: make([]int32, n), parent: make([]int32, n)}
	clique := make([]uint64, w)
	for l := range len(c.begin) - 1 {
		segment := c.column[c.begin[l]:c.begin[l+1]]
		if len(segment) < w/4 {
			g.connect(segment)
			continue
		}
		clear(clique)
		for _, k := range segment {
			clique[k>>6] |= 1 << (k & 63)
		}
		for _, k := range segment {
			for i, v := range clique {
				g.adjacent[int(k)*w+i] |= v
			}
		}
	}
	for i := range n {
		g.clearBit(i, i)
		g.degree[i] = g.countBits(i)
	}
	return g
}

// connect sets the bits of a small clique pair by pair.
func (g *graph) connect(segment []int32) {
	for _, a := range segment {
		row := g.row(int(a))
		for _, b := range segment {
			row[b>>6] |= 1 << (b & 63)
		}
	}
}

func (g *graph) row(i int) []uint64 { return g.adjacent[i*g.words : (i+1)*g.words] }

func (g *graph) clearBit(i, j int) { g.adjacent[i*g.words+j>>6] &^= 1 << (uint(j) & 63) }

func (g *graph) countBits(i int) int {
	d := 0
	for _, v := range g.row(i) {
		d += bits.OnesCount64(v)
	}
	return d
}

// minimum returns the undone vertex of least degree, the lowest index among equals.
func (g *graph) minimum() int {
	best := -1
	for i, d := range g.degree {
		if !g.done[i] && (best < 0 || d < g.degree[best]) {
			best = i
		}
	}
	return best
}

// eliminate connects the neighbours of v with each other and takes v out.
func (g *graph) eliminate(v, step int) {
	g.done[v] = true
	g.rank[v] = int32(step)
	g.order = append(g.order, int32(v))
	g.neighbour = g.neighbour[:0]
	for i, x := range g.row(v) {
		for ; x != 0; x &= x - 1 {
			g.neighbour = append(g.neighbour, int32(i*64+bits.TrailingZeros64(x)))
		}
	}
	// When all that is left is one clique, no new edge can arise.
	full := len(g.neighbour) == g.n-step-1
	for _, n := range g.neighbour {
		u := int(n)
		if full && g.degree[u] == g.n-step-1 {
			g.clearBit(u, v)
			g.degree[u]--
			continue
		}
		for i, x := range g.row(v) {
			g.adjacent[u*g.words+i] |= x
		}
		g.clearBit(u, u)
		g.clearBit(u, v)
		g.degree[u] = g.countBits(u)
	}
}

// postorder walks the elimination forest, children before parents. The parent of v is the
// neighbour that is eliminated next; v's bit set still holds its neighbours at the time.
func (g *graph) postorder() []int32 {
	children := make([][]int32, g.n)
	var roots []int32
	for _, v := range g.order {
		p := g.nextEliminated(int(v))
		if p < 0 {
			roots = append(roots, v)
			continue
		}
		children[p] = append(children[p], v)
	}
	place := make([]int32, g.n)
	next := int32(0)
	type frame struct {
		v     int32
		child int
	}
	for _, r := range roots {
		stack := []frame{{r, 0}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.child < len(children[top.v]) {
				top.child++
				stack = append(stack, frame{children[top.v][top.child-1], 0})
				continue
			}
			place[top.v] = next
			next++
			stack = stack[:len(stack)-1]
		}
	}
	return place
}

func (g *graph) nextEliminated(v int) int {
	best := -1
	for i, x := range g.row(v) {
		for ; x != 0; x &= x - 1 {
			u := i*64 + bits.TrailingZeros64(x)
			if g.rank[u] > g.rank[v] && (best < 0 || g.rank[u] < g.rank[best]) {
				best = u
			}
		}
	}
	return best
}
