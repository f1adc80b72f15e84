package evaluation

import "fmt"

// PostDays is a score in one post and the days it was held in the period.
type PostDays struct {
	Score Score
	Days  int
}

// JoinedScore is one person's score over all posts of a period.
type JoinedScore struct {
	Employee int64      `json:"employee"`
	Total    int64      `json:"total"` // ten-thousandths of a point; the parts sum to it
	SD       int64      `json:"sd"`
	Days     int        `json:"days"`
	Parts    []PostPart `json:"parts"`
}

// PostPart is what a post contributes: its score by its share of the days.
type PostPart struct {
	Post   string `json:"post"`
	Days   int    `json:"days"`
	Score  int64  `json:"score"`
	Points int64  `json:"points"`
}

// JoinPosts joins scores of one person in several posts, which are computed apart, by days:
// Σ days·score / Σ days, to the nearest ten-thousandth; the standard deviations are joined
// as if they were equal in cause, Σ days·sd / Σ days, which never understates them.
// It returns an error if there are no days or the scores are different people's.
func JoinPosts(posts []PostDays) (JoinedScore, error) {
	j := JoinedScore{Parts: []PostPart{}}
	var total, sd wide
	scores := make([]int64, len(posts))
	for i, p := range posts {
		if p.Days <= 0 {
			return JoinedScore{}, fmt.Errorf("post %s was held on %d days", p.Score.Post, p.Days)
		}
		if i > 0 && p.Score.Employee != j.Employee {
			return JoinedScore{}, fmt.Errorf("the scores of employees %d and %d can't be joined", j.Employee, p.Score.Employee)
		}
		j.Employee = p.Score.Employee
		j.Days += p.Days
		total = total.add(product(p.Score.Total, int64(p.Days)))
		sd = sd.add(product(p.Score.SD, int64(p.Days)))
		scores[i] = p.Score.Total * int64(p.Days)
	}
	if j.Days == 0 {
		return JoinedScore{}, fmt.Errorf("no posts to join")
	}
	j.Total, j.SD = total.over(int64(j.Days)), sd.over(int64(j.Days))
	for i, points := range apportion(j.Total, scores, 1, int64(j.Days)) {
		p := posts[i]
		j.Parts = append(j.Parts, PostPart{p.Score.Post, p.Days, p.Score.Total, points})
	}
	return j, nil
}
