package feedback

import "regexp"

// The surnames of nearly everybody, simplified and traditional, without those
// that are mostly other words.
const surnames = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾肖萧蕭田董潘袁蔡蒋蔣余杜叶葉" +
	"程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸汪范石廖贾賈夏韦韋付傅方邹鄒熊白孟秦邱江尹薛闫閻阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔汤湯" +
	"康施洪颜顏倪俞柯翁章乔喬赖賴庄莊欧歐于" + "曲"

const twoSurnames = " 欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 皇甫 令狐 慕容 司徒 东方 東方 独孤 獨孤 尉迟 尉遲 夏侯 端木 "

// Without 이 ("this"), which is looked at in whole names only.
const koreanSurnames = "김박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주구라나민진지엄채원천방공현함변염여추도소석마길위표명기반왕모탁국어은편용"

const patientTitles = " 先生 女士 小姐 太太 阿姨 大爷 大爺 奶奶 爷爷 爺爺 叔叔 伯伯 大妈 大媽 同学 同學 大娘 大叔 大姐 大哥 "

const staffTitles = " 医生 醫生 医师 醫師 护士 護士 护师 護師 护理师 護理師 大夫 主任 教授 药师 藥師 院长 院長 护士长 護士長 护理长 護理長 技师 技師 "

// Words that a surname begins or ends and that stand before titles: in 马上医生 and
// 感谢王先生 nobody is called 马上 or 谢王.
const notNames = " 马上 馬上 何时 何時 任何 高兴 高興 高级 高級 方便 白天 感谢 感謝 谢谢 謝謝 多谢 多謝 致谢 答谢 许多 許多 文明 平安 曾经 曾經 " +
	"那段 这段 阶段 万一 萬一 对于 對於 由于 关于 于是 因为 认为 石头 地方 对方 大方 双方 有何 如何 为何 為何 健康 小康 责任 責任 信任 主任 明白 表白 文章 "

// Staff can be called so; before no title these are words.
var ordinary = map[string]bool{
	"高兴": true, "安静": true, "文明": true, "平安": true, "方便": true, "明白": true, "高明": true, "向阳": true, "和平": true, "白天": true,
	"马上": true, "健康": true, "康复": true, "高峰": true, "雷同": true, "成功": true, "常见": true, "安宁": true, "安心": true, "温暖": true,
	"温和": true, "周到": true, "周全": true, "周末": true, "高效": true, "全面": true, "严谨": true, "严格": true, "康健": true, "宁静": true,
	"이상": true, "정도": true, "이해": true, "이용": true, "주의": true, "안정": true, "고려": true, "전부": true, "한번": true, "조금": true,
	"이번": true, "이유": true, "안내": true, "이상한": true, "조용한": true, "유명한": true, "정말로": true, "진정한": true, "친절한": true, "공정한": true,
}

// koreanTitled is a surname and a given name before 님 or 씨, a surname before 씨,
// or a surname before a post.
var koreanTitled = regexp.MustCompile(`((?:[이` + koreanSurnames + `]|남궁|황보|제갈|선우|독고|사공)[가-힣]{2}|[이` + koreanSurnames + `][가-\x{C527}\x{C529}-힣]|[이` + koreanSurnames + `])` +
	`(?:\s?씨|님|\s?(?:할머니|할아버지|아주머니|아저씨)|\s?(?:간호사|의사|선생님|교수님|원장님|과장님|약사))`)

// koreanWords are no names, though they look like one before 님, 씨 or a post.
var koreanWords = map[string]bool{
	"고객": true, "고객분": true, "간호사": true, "선생": true, "원장": true, "과장": true, "부장": true, "실장": true, "의사": true, "주임": true, "주치의": true,
	"기사": true, "약사": true, "교수": true, "보호자": true, "조무사": true, "어머": true, "어르신": true, "하느": true, "하나": true, "손": true,
	"이모": true, "고모": true, "형": true, "이": true, "한": true, "전": true, "정": true, "이런": true, "이번": true, "정말": true, "담당": true,
	"우리": true, "남자": true, "여자": true, "주간": true, "전문": true, "전담": true, "한분": true, "이분": true, "모든": true, "여러": true,
	"신규": true, "성형": true, "마취": true, "주사": true, "수": true, "남": true, "여": true, "소아과": true, "정형": true, "안과": true,
	"내과": true, "외과": true, "방사선": true, "임상": true, "영상": true, "전공": true, "유능한": true, "정중한": true, "용한": true, "명": true,
	"지금": true, "오늘": true, "여기": true, "이곳": true, "어떤": true, "최고의": true, "진짜": true, "조용한": true, "한결": true, "마음": true,
	"원무과": true, "주변": true, "도": true, "나": true, "하": true, "구": true, "신": true, "차": true, "현": true, "반": true, "모": true,
	"장애인": true, "임산부": true, "이용자": true, "방문객": true, "한의": true, "원무": true, "안내": true, "고참": true, "신입": true, "이쁜": true,
}

// The title may begin a sentence; a name begins with a capital.
var englishTitled = regexp.MustCompile(`\b(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|[Mm]ister|[Mm]adam|[Dd]r|[Dd]octor|[Nn]urse|MR|MRS|MS|DR|[Pp]rof|[Pp]rofessor)\b\.?\s+` +
	`(\p{Lu}\p{L}*(?:[\s\-]\p{Lu}\p{L}*){0,2})`)

// introductions are how people say who they are.
var introductions = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\bmy\s+name(?:'s|\s+is)\s+([\p{L}'\-]+(?-i:(?:\s\p{Lu}[\p{L}'\-]*){0,2}))`),
	regexp.MustCompile(`(?i)\b(?:i\s+am|i'm|this\s+is)\s+(?-i:(\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+))`),
	regexp.MustCompile(`(?:名字叫做?|名字是|姓名[:\s是为為]*|我姓|本人姓|患者姓名[:\s]*)([\p{Han}]{1,4})`),
	regexp.MustCompile(`(?:我叫做?|我是|本人|我爸|我妈|我媽|患者)((?:[` + surnames + `]|欧阳|歐陽|司马|上官|诸葛)\p{Han}{1,2})`),
	regexp.MustCompile(`(?:이름은|성함은|이름이|성명은|이름\s?:|성명\s?:)\s*([가-힣]{2,4}?)(?:입니다|이고|이며|이에요|예요|이라고|라고|인데|이요|[\s.,]|$)`),
	regexp.MustCompile(`(?:저는|나는|전|환자)\s+([이` + koreanSurnames + `][가-힣]{2})(?:입니다|이고|이며|이에요|예요|이라고|라고|인데)`),
}
