package periods_test
import ("testing";"github.com/wardstar/wardstar/periods";"fmt")
func TestZZ(t *testing.T){ s:=computed(t)
r,err:=s.Ranking(t.Context(),hr,periods.AskRanking{Name:"2026-10"})
if err!=nil{t.Fatal(err)}
for _,g:=range r.Groups{ fmt.Println(g.Family,g.Mean,g.MeanLow,g.MeanHigh,g.Places); for _,x:=range g.Rows{fmt.Println(x.EmployeeID,x.Score,x.Low,x.High,x.RankLow,x.RankHigh,x.Band,x.Position,x.TopProbability,x.Reliability,x.Star,x.StarTier,x.Established,x.Ratings,x.SpotChecks,fmt.Sprintf("%.1f",quality(int(x.EmployeeID))), x.Gates)}}
var ws []string
s.DB.Select(&ws,"select warnings::text from computations"); fmt.Println(ws)
s.DB.Select(&ws,"select left(body,600) from parameters"); for _,w:=range ws {fmt.Println(w)}
}
