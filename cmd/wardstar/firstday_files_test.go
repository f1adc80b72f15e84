package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/wardstar/wardstar/internal/worktime"
)

// newcomer is a hospital with three sites that has yet to come to Wardstar, and
// the files that it brings along. The month is the last one that is over.
type newcomer struct {
	*testing.T
	people, ratings int // how many, and how many ratings of each
	dir             string
	month           worktime.Day // its first day
}

var (
	sites    = []string{"本部", "东院", "南院"}
	wards    = []string{"门诊部", "门诊部 > 收费处", "急诊科", "内科 > 心内科", "内科 > 呼吸科", "外科 > 骨科", "外科 > 普外科", "产科", "药房", "影像科", "康复科", "体检中心"}
	postings = []string{"护士", "护士", "医生", "护士", "医生", "导诊员", "咨询员", "收费员", "药剂师", "技师", "治疗师", "健康管理师", "客服中心专员"}
	ftes     = []string{"1", "100%", "", "0.8", "1", "60%", "1", "1", "0.5", ""}
)

func newNewcomer(t *testing.T, people, ratings int) *newcomer {
	last := time.Now().UTC().AddDate(0, 0, -1-time.Now().UTC().Day())
	return &newcomer{T: t, people: people, ratings: ratings, dir: t.TempDir(), month: worktime.Date(last.Year(), last.Month(), 1)}
}

func number(i int) string { return fmt.Sprintf("%05d", i) }

func (h *newcomer) site(i int) string { return sites[i%len(sites)] }

// ward is where somebody works; from the 16th of the month on each twentieth is
// somewhere else.
func (h *newcomer) ward(i int, moved bool) string {
	if moved && h.moves(i) {
		i += 5 * len(sites)
	}
	return wards[i/len(sites)%len(wards)]
}

func (h *newcomer) moves(i int) bool { return i%20 == 3 }

// second reports whether somebody has a second post, elsewhere.
func (h *newcomer) second(i int) bool { return i%25 == 11 }

// file writes a list as the old systems of the hospital do, and returns its path.
func (h *newcomer) file(name string, header string, rows func(row func(cells ...string))) string {
	h.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write(strings.Split(header, ","))
	rows(func(cells ...string) { w.Write(cells) })
	w.Flush()
	text, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
	if err != nil {
		h.Fatal(err)
	}
	path := filepath.Join(h.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.Fatal(err)
	}
	return path
}

// roster is the list of the personnel office: of today, or of before the transfers.
func (h *newcomer) roster(name string, moved bool) string {
	return h.file(name, "序号,工号,姓名,院区,科室,岗位,入职日期,任岗日期,工时比例", func(row func(...string)) {
		for i := range h.people {
			hired := worktime.Date(2012, time.January, 2).AddDays(i * 37 % 4500)
			since, share := "", ftes[i%len(ftes)]
			if moved && h.moves(i) {
				since = string(h.month.AddDays(15))
			}
			if h.second(i) {
				share = "60%"
			}
			row(fmt.Sprint(i+1), number(i), fmt.Sprintf("%s%s", string([]rune("王李张刘陈杨赵黄周吴")[i%10]), string([]rune("芳娜敏静丽强磊军洋艳")[i/10%10])),
				h.site(i), h.ward(i, moved), postings[i%len(postings)], string(hired), since, share)
			if h.second(i) {
				row(fmt.Sprint(i+1), number(i), "", h.site(i+1), "体检中心", "健康管理师", "", string(hired), "40%")
			}
		}
	})
}

// place is where somebody works, as lists of shifts write it.
func (h *newcomer) place(i int, moved bool) string {
	return h.site(i) + "/" + strings.ReplaceAll(h.ward(i, moved), " > ", "/")
}

// duty is who came, on every working day.
func (h *newcomer) duty() string {
	return h.file("排班.csv", "工号,科室,日期,上班时间,下班时间,班次,状态", func(row func(...string)) {
		next := worktime.Date(h.month.Year(), h.month.Month()+1, 1)
		for day := h.month; day < next; day = day.AddDays(1) {
			for i := range h.people {
				switch (i + day.Sub(h.month)) % 7 {
				case 5, 6: // off
				case 4:
					row(number(i), h.place(i, day >= h.month.AddDays(15)), string(day), "23:00", "07:00", "夜班", "出勤")
				default:
					row(number(i), h.place(i, day >= h.month.AddDays(15)), string(day), "7:30", "15:30", "白班", "出勤")
				}
			}
		}
	})
}

func (h *newcomer) activity() string {
	return h.file("工作量.csv", "工号,科室,日期,人次,工时", func(row func(...string)) {
		for i := range h.people {
			for week := range 4 {
				row(number(i), "", string(h.month.AddDays(7*week)), fmt.Sprint(20+i%40), "8")
			}
		}
		for i := range len(sites) * len(wards) {
			row("", h.place(i, false), string(h.month), fmt.Sprint(200+i), "")
		}
	})
}

// opinions are ratings of the first half of the month, or of the second.
func (h *newcomer) opinions(name string, late bool) string {
	return h.file(name, "外部编号,工号,评分,就诊时间,语言,评语", func(row func(...string)) {
		for i := range h.people {
			for n := range h.ratings / 2 {
				day, half := h.month.AddDays(n%14), "a"
				if late {
					day, half = day.AddDays(15), "b"
				}
				words := ""
				if n%3 == 0 {
					words = "解释得很清楚"
				}
				value := min(10, 5+(i*7+n*5)%6-i%3) // people differ, and so do days
				row(fmt.Sprintf("S-%s%d-%d", half, i, n), number(i), fmt.Sprint(value), fmt.Sprintf("%s %02d:15", day, 8+n%9), "zh-CN", words)
			}
		}
	})
}

// rounds are spot checks on paper: one of each second person, by a supervisor of
// another ward.
func (h *newcomer) rounds() string {
	return h.file("巡查.csv", "编号,工号,督导,检查时间,标准,结果,事例,秒", func(row func(...string)) {
		for i := 0; i < h.people; i += 2 {
			supervisor := number((i/2*2 + 1) % 50)
			at := fmt.Sprintf("%s 09:%02d", h.month.AddDays(i%28), i%60)
			id := fmt.Sprintf("R-%d", i)
			smile, asked := [...]string{"达标", "达标", "未达标", "达标", "部分达标"}[i*i/3%5], [...]string{"部分达标", "达标", "达标"}[i*i/7%3]
			row(id, number(i), supervisor, at, "three-metre-smile", smile, "低头看手机，患者走近才抬头", "")
			row(id, number(i), supervisor, at, "ask-first", asked, "患者站了片刻才被问到", "")
			row(id, number(i), supervisor, at, "five-second-response", "达标", "", fmt.Sprintf("%.1f", 1.5+float64(i%30)/10))
		}
	})
}

func (h *newcomer) hours() string {
	return h.file("学时.csv", "编号,工号,课程,日期,学时", func(row func(...string)) {
		for i := range h.people {
			row(fmt.Sprintf("L-%d", i), number(i), "service-etiquette", string(h.month.AddDays(i%20)), "2")
		}
	})
}
