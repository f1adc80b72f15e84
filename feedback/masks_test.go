package feedback

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// someNames are those of a staff, with an exception for 王丽 (Wang Li).
func someNames() names {
	return newStaffNames([]namesakes{
		{"王丽", "Wang Li"}, {"王丽华", "Wang Lihua"}, {"李明", "Li Ming"}, {"陳美玲", "Chen Mei-ling"}, {"高兴", "Gao Xing"},
		{"김민수", "Kim Min-su"}, {"박 서준", "Park Seojun"}, {"Anna Smith", ""}, {"李", "Li"}, {"欧阳小明", "Ouyang Xiaoming"},
	}).except(namesakes{"王丽", "Wang Li"})
}

func TestMask(t *testing.T) {
	t.Parallel()
	n := someNames()
	for _, test := range []struct{ text, want string }{
		// telephone numbers and numbers on papers
		{"电话13800138000找我", "电话***找我"},
		{"电话 138-0013-8000。", "电话 ***。"},
		{"１３８００１３８０００", "***"},
		{"1 3 8 0 0 1 3 8 0 0 0", "***"},
		{"1、3、8、0、0、1、3、8", "***"},
		{"一三八零零一三八零零零", "***"},
		{"幺三八 〇〇一三 八〇〇〇 联系我", "*** 联系我"},
		{"壹叁捌零零壹叁捌零零零", "***"},
		{"①③⑧⓪⓪①③⑧⓪⓪⓪", "***"},
		{"𝟣𝟥𝟪𝟢𝟢𝟣𝟥𝟪", "***"},
		{"1️⃣3️⃣8️⃣0️⃣0️⃣", "***"},
		{"138\u200b0013\u200b8000", "***"},
		{"+86 (138) 0013 8000!", "***!"},
		{"0912-345-678", "***"},
		{"010-1234-5678로 전화", "***로 전화"},
		{"공일공 일이삼사 오육칠팔", "***"},
		{"010-일이삼사-5678", "***"},
		{"call one three eight, zero zero one", "call ***"},
		{"٠١٢٣٤٥٦٧", "***"},
		{"身份证11010519491231002X", "身份证***"},
		{"身份證A123456789", "身份證***"},
		{"주민 900101-1234567", "주민 ***"},
		{"护照 E12345678", "护照 ***"},
		{"住院号 123456", "住院号 ***"},
		{"138,0013,8000", "***"},
		{"13800138000元", "***元"},
		{"生日1985-03-12", "生日***"},
		// mail, pages, messengers
		{"mail me: li.ming@example.com please", "mail me: *** please"},
		{"li＠example．com", "***"},
		{"kim (at) example.com", "***"},
		{"see https://example.com/u/1", "see ***"},
		{"微信号：li_ming88", "微信号：***"},
		{"加V信 abc123", "加V信 ***"},
		{"微信: zhangsan", "微信: ***"},
		{"wx：zhang_san", "wx：***"},
		{"LINE ID: happycat", "LINE ID: ***"},
		{"賴 @happycat", "賴 ***"},
		{"카톡 아이디 minsu", "카톡 아이디 ***"},
		{"카카오톡: minsu7", "카카오톡: ***"},
		{"QQ 1234", "QQ ***"},
		// names
		{"王丽很好，李明不好", "王丽很好，***不好"},
		{"王丽华不好", "***不好"},
		{"陳美玲護理師", "***護理師"},
		{"欧阳小明医生", "***医生"},
		{"很高兴，高兴护士也好", "很高兴，***护士也好"},
		{"Li Ming was rude, WANG LI was kind", "*** was rude, WANG LI was kind"},
		{"Ming-Li and mei ling chen", "*** and ***"},
		{"Smith, Anna", "***"},
		{"김민수는 불친절", "***는 불친절"},
		{"박서준 선생님", "*** 선생님"},
		{"我陪王先生来", "我陪***先生来"},
		{"感谢张小姐和李小明先生", "感谢***小姐和***先生"},
		{"欧阳女士等了很久", "***女士等了很久"},
		{"林太太，黃小明先生", "***太太，***先生"},
		{"王护士好，李护士不好", "王护士好，***护士不好"},
		{"김철수님이 오래 기다렸어요", "***님이 오래 기다렸어요"},
		{"이영희 씨 보호자", "*** 씨 보호자"},
		{"김씨 아저씨", "***씨 아저씨"},
		{"박 간호사님", "*** 간호사님"},
		{"Mrs. Miller and Mr Van Dyke waited", "Mrs. *** and Mr *** waited"},
		{"Nurse Smith; Nurse Wang", "Nurse ***; Nurse Wang"},
		{"my name is john", "my name is ***"},
		{"I'm John Doe", "I'm ***"},
		{"我叫王小明", "我叫***"},
		{"姓名：张三", "姓名：***"},
		{"제 이름은 김철수입니다", "제 이름은 ***입니다"},
		{"저는 김철수라고 합니다", "저는 ***라고 합니다"},
	} {
		if got := mask(test.text, n); got != test.want {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
}

// TestReadable: what says nothing about anybody stays.
func TestReadable(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"3 m", "房间 302", "302、305、308 房", "等到10:30才看上", "8:00-17:30", "10:30, 11:30, 12:30", "2026-10-22 10:30 来的", "2026年10月22日", "二〇二六年十月",
		"花了￥12,000", "药费 12000 元", "1,500,000원 냈어요", "$1234.50", "5000-6000元", "3万块", "等了30、40分钟", "第1，2诊室", "95% 满意", "5 星", "24小时",
		"护士很好，马上医生就来了", "何时护士来", "感谢医生", "小护士很耐心", "老先生", "这位女士", "一位大爷", "高兴", "三三两两", "一二三",
		"친절한 간호사님", "이 간호사", "고객님이라고 불러요", "선생님 감사합니다", "담당 간호사님", "우리 의사 선생님", "손님이 많아요", "정말 친절", "이사", "일이 많아요",
		"I waited in line yesterday", "the nurse was kind", "the line moved", "my name was not called", "one or two people", "Nurse was kind", "I am happy",
		"3床", "B超", "CT 64", "12-345", "王", "Li", "", "***", "a * b",
	} {
		if got := mask(text, someNames()); got != text {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// written spells a digit in one of the ways in which people hide it.
var written = map[rune][]string{
	'0': {"0", "０", "零", "〇", "⓪"}, '1': {"1", "１", "一", "①", "幺", "壹"}, '2': {"2", "２", "二", "②"}, '3': {"3", "３", "三", "③"},
	'4': {"4", "４", "四", "④"}, '5': {"5", "５", "五", "⑤"}, '6': {"6", "６", "六", "⑥"}, '7': {"7", "７", "七", "⑦"},
	'8': {"8", "８", "八", "⑧"}, '9': {"9", "９", "九", "⑨"},
}

// TestNoNumberIsTold: a number of eight digits or more, however it is written,
// leaves none of its digits.
func TestNoNumberIsTold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[13-9][0-9]{7,17}`).Draw(t, "number")
		var b strings.Builder
		for i, d := range number {
			if i > 0 {
				b.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "-", " - ", ".", "\u200b", "　", "·", "/", "—"}).Draw(t, "between"))
			}
			b.WriteString(rapid.SampledFrom(written[d]).Draw(t, "digit"))
		}
		got := mask("请打"+b.String()+"谢谢", names{})
		if got != "请打***谢谢" && !regexp.MustCompile(`20[2-9]\d`).MatchString(number) {
			t.Fatalf("%s: %s", b.String(), got)
		}
	})
}

// TestMaskAgain: of any text no long run of digits is left but for prices, and what
// was masked stays as it is.
func TestMaskAgain(t *testing.T) {
	t.Parallel()
	alphabet := []rune("0123456789０８一三〇九 -.,:、@+¥元王李张先生护士我叫微信김철수님씨이름은공일NurseMrsKim*\u200b\n")
	n := someNames()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 60, -1), rapid.String()).Draw(t, "text")
		once := mask(text, n)
		if again := mask(once, n); again != once {
			t.Fatalf("%q: %q, then %q", text, once, again)
		}
		if long := longDigits(once); long != "" {
			t.Fatalf("%q: %q tells %s", text, once, long)
		}
	})
}

// longDigits returns a run of five digits or more that is no price.
func longDigits(text string) string {
	text = string(fold(text).plain)
	for _, m := range fiveDigits.FindAllStringIndex(text, -1) {
		if m[1]-m[0] > mostMoney || !pricedBefore.MatchString(text[:m[0]]) && !pricedAfter.MatchString(text[m[1]:]) {
			return text[m[0]:m[1]]
		}
	}
	return ""
}

var (
	fiveDigits   = regexp.MustCompile(`\d{5,}`)
	pricedBefore = regexp.MustCompile(`(?i)(?:[¥$₩€£]|rmb|usd|cny|krw|twd)\s?(?:[\d,.]+\s?[-~–—]\s?)?$`)
	pricedAfter  = regexp.MustCompile(`(?i)^(?:\.\d\d?)?\s?(?:[-~–—]\s?[\d,.]+\s?)?(?:[¥$₩€£元块塊圆圓원万萬]|만|rmb|usd|cny|krw|twd|won|yuan|dollar)`)
)

func FuzzMask(f *testing.F) {
	for _, seed := range []string{"13800138000", "一三八零零一三八零零零", "¥12,000", "王先生", "2026-10-22 138", "a@b.c"} {
		f.Add(seed)
	}
	n := someNames()
	f.Fuzz(func(t *testing.T, text string) {
		once := mask(clean(text), n)
		if again := mask(once, n); again != once {
			t.Errorf("%q: %q, then %q", text, once, again)
		}
		if long := longDigits(once); long != "" {
			t.Errorf("%q: %q tells %s", text, once, long)
		}
	})
}
