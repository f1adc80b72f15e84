package demo

import "math/rand/v2"

// part is a part of a name, in its own script and in Latin letters.
type part struct{ own, latin string }

// naming is how a group of people is named: family name first, but in Latin script.
type naming struct {
	family, given []part
	latin         bool
}

var namings = []struct {
	share float64
	naming
}{
	{0.62, naming{
		family: []part{{"王", "Wang"}, {"李", "Li"}, {"张", "Zhang"}, {"刘", "Liu"}, {"陈", "Chen"}, {"杨", "Yang"}, {"黄", "Huang"}, {"赵", "Zhao"},
			{"吴", "Wu"}, {"周", "Zhou"}, {"徐", "Xu"}, {"孙", "Sun"}, {"马", "Ma"}, {"朱", "Zhu"}, {"胡", "Hu"}, {"郭", "Guo"}, {"何", "He"}, {"高", "Gao"}, {"罗", "Luo"}, {"欧阳", "Ouyang"}},
		given: []part{{"丽", "Li"}, {"敏", "Min"}, {"静", "Jing"}, {"强", "Qiang"}, {"磊", "Lei"}, {"洋", "Yang"}, {"艳", "Yan"}, {"勇", "Yong"}, {"娟", "Juan"}, {"涛", "Tao"},
			{"明", "Ming"}, {"秀英", "Xiuying"}, {"霞", "Xia"}, {"建国", "Jianguo"}, {"婷婷", "Tingting"}, {"雪梅", "Xuemei"}, {"志强", "Zhiqiang"}, {"晓燕", "Xiaoyan"},
			{"子涵", "Zihan"}, {"雨桐", "Yutong"}, {"浩然", "Haoran"}, {"思远", "Siyuan"}, {"佳怡", "Jiayi"}, {"文博", "Wenbo"}, {"慧", "Hui"}, {"玉兰", "Yulan"}},
	}},
	{0.14, naming{
		family: []part{{"陳", "Chen"}, {"林", "Lin"}, {"黃", "Huang"}, {"張", "Chang"}, {"吳", "Wu"}, {"劉", "Liu"}, {"蔡", "Tsai"}, {"楊", "Yang"}, {"許", "Hsu"}, {"鄭", "Cheng"}},
		given: []part{{"怡君", "Yi-chun"}, {"雅婷", "Ya-ting"}, {"志明", "Chih-ming"}, {"淑芬", "Shu-fen"}, {"家豪", "Chia-hao"}, {"美玲", "Mei-ling"},
			{"俊傑", "Chun-chieh"}, {"佩珊", "Pei-shan"}, {"宗翰", "Tsung-han"}, {"詩涵", "Shih-han"}},
	}},
	{0.14, naming{
		family: []part{{"김", "Kim"}, {"이", "Lee"}, {"박", "Park"}, {"최", "Choi"}, {"정", "Jung"}, {"강", "Kang"}, {"조", "Cho"}, {"윤", "Yoon"}, {"장", "Jang"}, {"임", "Lim"}},
		given: []part{{"민준", "Minjun"}, {"서연", "Seoyeon"}, {"지우", "Jiwoo"}, {"서준", "Seojun"}, {"하은", "Haeun"}, {"도윤", "Doyun"}, {"지민", "Jimin"},
			{"수빈", "Subin"}, {"예은", "Yeeun"}, {"현우", "Hyunwoo"}, {"영숙", "Youngsook"}, {"미경", "Mikyung"}},
	}},
	{0.10, naming{latin: true,
		family: []part{{"Santos", ""}, {"Nguyen", ""}, {"Miller", ""}, {"Fernández", ""}, {"O’Connor", ""}, {"Kowalska", ""}, {"Dubois", ""}, {"Tanaka", ""}, {"Okafor", ""}, {"Rossi", ""}},
		given:  []part{{"Maria", ""}, {"Lan", ""}, {"David", ""}, {"Sofía", ""}, {"Aoife", ""}, {"Zofia", ""}, {"Claire", ""}, {"Yuki", ""}, {"Chidi", ""}, {"Luca", ""}},
	}},
}

// name makes a name in one of the scripts, and its Latin form where that differs.
func name(rng *rand.Rand) (own, latin string) {
	at := rng.Float64()
	for _, n := range namings {
		if at -= n.share; at > 0 {
			continue
		}
		family, given := pick(rng, n.family), pick(rng, n.given)
		if n.latin {
			return given.own + " " + family.own, ""
		}
		return family.own + given.own, family.latin + " " + given.latin
	}
	return "王丽", "Wang Li" // unreachable but for rounding
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }
