package main

import "github.com/wardstar/wardstar/internal/tables"

// The columns that several lists have.
var (
	numberColumn   = feedColumn{Column: column("number", "Employee number", "Number", "Staff number", "Employee", "工号", "员工编号", "职工号", "工號", "員工編號", "사번", "직원번호")}
	placeColumn    = feedColumn{Column: column("place", "Department", "Place", "Unit", "Ward", "科室", "部门", "部門", "单位", "單位", "부서", "근무지")}
	externalColumn = feedColumn{Column: column("externalId", "External ID", "ID", "外部编号", "编号", "記錄編號", "外部編號", "식별번호", "관리번호")}
	dayColumn      = feedColumn{Column: column("day", "Day", "Date", "日期", "날짜", "일자")}
	commentColumn  = feedColumn{Column: column("comment", "Comment", "Remark", "Opinion", "意见", "评语", "意見", "評語", "의견")}
	shiftColumn    = feedColumn{column("shift", "Shift", "班次", "班别", "班別", "근무조", "근무"), map[string][]string{
		"day":     {"d", "白班", "早班", "日班", "白天", "데이", "주간", "낮"},
		"evening": {"e", "晚班", "中班", "小夜", "小夜班", "傍晚", "이브닝", "저녁", "오후"},
		"night":   {"n", "夜班", "大夜", "大夜班", "나이트", "야간", "밤"},
	}}
)

func column(key string, names ...string) tables.Column { return tables.Column{Key: key, Names: names} }

// required is c, which no list may lack.
func (c feedColumn) required() feedColumn {
	c.Required = true
	return c
}
