package demo

import "time"

// stuffed is how many of the ratings are no patients'.
const stuffed = 40

// incident stuffs the box for one nurse on the evening before Today: forty times the
// best answer, from two phones that forget their cookie each time, so that only their
// two networks stay the same. The ballot desk is to find it by itself.
func (m *maker) incident() (rows []rating) {
	rng := m.chance(chanceIncident)
	nurse := m.stuffedFor()
	phones := [][]byte{bytes16(rng), bytes16(rng)}
	evening := m.o.Today.AddDays(-1).In(m.zone).Add(20 * time.Hour)
	for i := range stuffed {
		v := &visit{hour: evening.Add(time.Duration(i/(stuffed/2)) * time.Hour), unit: nurse.unit, lang: "zh-CN", token: bytes16(rng)}
		rows = append(rows, rating{visit: v, of: nurse, score: 5, vote: bytes16(rng), shift: shift(v.hour.In(m.zone).Hour()),
			device: bytes16(rng), network: phones[i%2]})
	}
	return rows
}

// stuffedFor returns a nurse whom patients meet about as often as others, in a
// department that is closed in the evening.
func (m *maker) stuffedFor() *person {
	for _, p := range m.staff {
		if p.post == "nurse" && !m.units[p.unit].night && p.hired < m.months[0] && p.busy > 0.8 {
			return p
		}
	}
	return m.staff[0]
}

// known returns a hash, or NULL for none.
func known(hash []byte) any {
	if hash == nil {
		return nil
	}
	return hash
}
