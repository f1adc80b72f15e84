#include "textflag.h"

// func kernel8x4AVX2(a, b, c *float64)
//
// C (8 × 4) -= A (8 × 48) · B (4 × 48)', all with a column stride of 48 doubles. Each
// element of C subtracts its products in ascending order, multiplied and subtracted in two
// instructions: fused ones would round differently from multiplySubtractGo.
TEXT ·kernel8x4AVX2(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), AX
	MOVQ b+8(FP), BX
	MOVQ c+16(FP), DX
	MOVQ $48, CX
	VMOVUPD 0(DX), Y0
	VMOVUPD 32(DX), Y1
	VMOVUPD 384(DX), Y2
	VMOVUPD 416(DX), Y3
	VMOVUPD 768(DX), Y4
	VMOVUPD 800(DX), Y5
	VMOVUPD 1152(DX), Y6
	VMOVUPD 1184(DX), Y7

loop:
	VMOVUPD (AX), Y8
	VMOVUPD 32(AX), Y9
	VBROADCASTSD (BX), Y10
	VMULPD Y8, Y10, Y11
	VMULPD Y9, Y10, Y12
	VSUBPD Y11, Y0, Y0
	VSUBPD Y12, Y1, Y1
	VBROADCASTSD 8(BX), Y13
	VMULPD Y8, Y13, Y14
	VMULPD Y9, Y13, Y15
	VSUBPD Y14, Y2, Y2
	VSUBPD Y15, Y3, Y3
	VBROADCASTSD 16(BX), Y10
	VMULPD Y8, Y10, Y11
	VMULPD Y9, Y10, Y12
	VSUBPD Y11, Y4, Y4
	VSUBPD Y12, Y5, Y5
	VBROADCASTSD 24(BX), Y13
	VMULPD Y8, Y13, Y14
	VMULPD Y9, Y13, Y15
	VSUBPD Y14, Y6, Y6
	VSUBPD Y15, Y7, Y7
	ADDQ $384, AX
	ADDQ $384, BX
	DECQ CX
	JNZ  loop

	VMOVUPD Y0, 0(DX)
	VMOVUPD Y1, 32(DX)
	VMOVUPD Y2, 384(DX)
	VMOVUPD Y3, 416(DX)
	VMOVUPD Y4, 768(DX)
	VMOVUPD Y5, 800(DX)
	VMOVUPD Y6, 1152(DX)
	VMOVUPD Y7, 1184(DX)
	VZEROUPPER
	RET

// func passRunAVX2(y, x *lane, columns *int32, levels, length int, d float64)
//
// For each level: s = d·Σ x[k] over its columns k, then y[k] += s. A lane is four doubles.
TEXT ·passRunAVX2(SB), NOSPLIT, $0-48
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ columns+16(FP), R8
	MOVQ levels+24(FP), R10
	MOVQ length+32(FP), R11
	VBROADCASTSD d+40(FP), Y2

level:
	VXORPD Y0, Y0, Y0
	MOVQ R8, R9
	MOVQ R11, CX

gather:
	MOVL (R8), AX
	SHLQ $5, AX
	VADDPD (SI)(AX*1), Y0, Y0
	ADDQ $4, R8
	DECQ CX
	JNZ gather
	VMULPD Y2, Y0, Y0
	MOVQ R11, CX

scatter:
	MOVL (R9), AX
	SHLQ $5, AX
	VADDPD (DI)(AX*1), Y0, Y1
	VMOVUPD Y1, (DI)(AX*1)
	ADDQ $4, R9
	DECQ CX
	JNZ scatter
	DECQ R10
	JNZ level
	VZEROUPPER
	RET
