package people

import "github.com/wardstar/wardstar/internal/tables"

// rosterColumns are those of a roster file, by the names that hospitals give them.
func rosterColumns(ignored []string) []tables.Column {
	return []tables.Column{
		{Key: "number", Required: true, Names: []string{
			"工号", "员工编号", "员工号", "职工号", "职工编号", "职工工号", "人员编号", "编号",
			"工號", "員工編號", "員工號", "員工代號", "職工編號", "職編", "員編", "人員編號", "編號",
			"사번", "사원번호", "직원번호", "교번", "직번", "사원 번호",
			"employee number", "employee no", "employee id", "employee code", "staff number", "staff no", "staff id", "personnel number", "number"}},
		{Key: "name", Names: []string{
			"姓名", "员工姓名", "职工姓名", "中文姓名", "員工姓名", "職工姓名", "名字",
			"성명", "이름", "직원명", "사원명", "name", "full name", "employee name", "staff name"}},
		{Key: "latin", Names: []string{
			"拼音", "姓名拼音", "英文名", "英文姓名", "外文姓名", "拉丁名", "英譯姓名", "羅馬拼音",
			"영문", "영문명", "영문이름", "영문성명", "로마자", "로마자 성명", "latin name", "english name", "romanized name", "name in latin letters"}},
		{Key: "site", Names: []string{
			"院区", "分院", "园区", "院區", "院址", "원", "병원", "지점", "캠퍼스", "분원", "site", "campus", "location"}},
		{Key: "department", Names: []string{
			"科室", "部门", "科室名称", "部门名称", "所在科室", "所属科室", "所属部门", "所在部门", "病区",
			"部門", "科室名稱", "部門名稱", "科別", "單位", "所屬單位", "所屬部門", "所屬科室", "病房",
			"부서", "부서명", "소속", "소속부서", "진료과", "병동", "department", "dept", "department name", "department code", "unit", "ward"}},
		{Key: "post", Names: []string{
			"岗位", "职位", "岗位名称", "职务", "职位名称", "岗位类别", "工种",
			"崗位", "職位", "崗位名稱", "職務", "職稱", "職位名稱", "職類", "工作崗位",
			"직종", "직무", "직책", "직위", "보직", "담당업무", "post", "position", "job", "job title", "post name", "post code", "role"}},
		{Key: "hired", Names: []string{
			"入职日期", "入职时间", "入职日", "入院日期", "到岗日期", "参加工作日期", "聘用日期",
			"到職日期", "到職日", "入職日期", "報到日期", "任職日期", "聘用日",
			"입사일", "입사일자", "채용일", "입사년월일", "임용일", "hired on", "hire date", "date of hire", "date hired", "start date", "joining date"}},
		{Key: "left", Names: []string{
			"离职日期", "离职时间", "离职日", "離職日期", "離職日",
			"퇴사일", "퇴사일자", "퇴직일", "퇴직일자", "left on", "leaving date", "termination date", "date left"}},
		{Key: "last", Names: []string{
			"最后工作日", "最后在岗日", "最後工作日", "最後上班日", "마지막 근무일", "최종 근무일", "last day", "last working day"}},
		{Key: "from", Names: []string{
			"任岗日期", "任职开始日期", "调岗日期", "转科日期", "到科日期", "岗位开始日期", "生效日期",
			"任崗日期", "調任日期", "調職日期", "到任日期", "轉科日期", "職務起始日", "生效日",
			"발령일", "발령일자", "배치일", "부임일", "시작일", "from", "from date", "posted from", "posting from", "since", "effective date", "transfer date"}},
		{Key: "fte", Names: []string{
			"工时比例", "全职比例", "在岗比例", "人力系数", "折算系数", "工時比例", "全職比例", "人力比例", "折算係數",
			"근무율", "근무비율", "근로시간 비율", "전일제 환산", "fte", "full time equivalent", "share of full time", "percentage"}},
		{Key: "email", Names: []string{
			"邮箱", "电子邮箱", "电子邮件", "工作邮箱", "邮件", "電子郵件", "電子信箱", "信箱", "公務信箱",
			"이메일", "전자우편", "메일", "이메일 주소", "email", "e-mail", "e-mail address", "mail"}},
		// Lists are numbered, and nothing about a person's body or home is read.
		{Names: append([]string{"序号", "序號", "순번", "연번", "번호", "no", "#", "index", "性别", "性別", "성별", "gender", "sex",
			"备注", "備註", "비고", "note", "notes", "remarks"}, ignored...)},
	}
}
