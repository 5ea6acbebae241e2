/**
 * Classic BPF, the programs that decide which frames a packet socket gets (Documentation/networking/filter.rst; `tcpdump -dd` prints them): an
 * accumulator, an index register and sixteen words of memory over the bytes of a frame.
 */
import { Errno } from '../../errno.ts'

/** struct sock_filter: opcode, jump distances if a comparison is true or false, and an operand. */
export type FilterInstruction = readonly [code: number, ifTrue: number, ifFalse: number, k: number]

/** Metadata of a frame that a program can load (linux/filter.h, SKF_AD_…). */
export interface FrameFacts {
  readonly protocol: number
  readonly packetType: number
  readonly interfaceIndex: number
  readonly vlan: number | null
}

const CLASS = { LD: 0, LDX: 1, ST: 2, STX: 3, ALU: 4, JMP: 5, RET: 6, MISC: 7 } as const
const SIZES: Readonly<Record<number, number>> = { 0: 4, 8: 2, 16: 1 }
const MODE = { IMM: 0x00, ABS: 0x20, IND: 0x40, MEM: 0x60, LEN: 0x80, MSH: 0xa0 } as const
const ALU = { ADD: 0, SUB: 1, MUL: 2, DIV: 3, OR: 4, AND: 5, LSH: 6, RSH: 7, NEG: 8, MOD: 9, XOR: 10 } as const
const JMP = { JA: 0, JEQ: 1, JGT: 2, JGE: 3, JSET: 4 } as const
/** The operand is the index register. */
const X = 0x08
/** The return value is the accumulator. */
const RET_A = 0x10
const TXA = 0x80
const MEMORY_WORDS = 16
const LONGEST = 4096
/** Offset from which an absolute load reads metadata instead of bytes (SKF_AD_OFF). */
const FACTS_AT = 0xffff_f000

/** The ones that `tcpdump` uses: protocol, packet type, interface, VLAN tag, and whether there is one. */
const FACTS: readonly number[] = [0, 4, 8, 44, 48]

const LD_MODES: readonly number[] = [MODE.ABS, MODE.IND]

/** Returns 0, or -EINVAL for a program that the kernel would reject (bpf_check_classic). */
export function checkFilter(program: readonly FilterInstruction[]): number {
  const isProgram =
    program.length > 0 &&
    program.length <= LONGEST &&
    (program.at(-1)![0] & 7) === CLASS.RET &&
    program.every((instruction, at) => isKnown(instruction) && staysInside(instruction, program.length - at - 1))
  return isProgram ? 0 : -Errno.EINVAL
}

function isKnown([code, , , k]: FilterInstruction): boolean {
  const [kind, size, mode] = [code & 7, SIZES[code & 0x18], code & 0xe0]
  const isWord = size === 4
  switch (kind) {
    case CLASS.LD:
      if (LD_MODES.includes(mode)) return size !== undefined && !(mode === MODE.ABS && asksForUnknown(k))
      return isWord && (mode === MODE.IMM || mode === MODE.LEN || (mode === MODE.MEM && k < MEMORY_WORDS))
    case CLASS.LDX:
      if (mode === MODE.MSH) return size === 1
      return isWord && (mode === MODE.IMM || mode === MODE.LEN || (mode === MODE.MEM && k < MEMORY_WORDS))
    case CLASS.ST:
    case CLASS.STX:
      return code === kind && k < MEMORY_WORDS
    case CLASS.ALU:
      return isArithmetic(code, k)
    case CLASS.JMP:
      return code >> 4 <= JMP.JSET && !(code >> 4 === JMP.JA && (code & X) !== 0)
    case CLASS.RET:
      return code === CLASS.RET || code === (CLASS.RET | RET_A)
    default:
      return code === CLASS.MISC || code === (CLASS.MISC | TXA)
  }
}

/** Returns whether a load asks for metadata that this host doesn't keep. */
const asksForUnknown = (k: number) => k >= FACTS_AT && !FACTS.includes(k - FACTS_AT)

function isArithmetic(code: number, k: number): boolean {
  const operation = code >> 4
  if (operation > ALU.XOR) return false
  if ((code & X) !== 0) return operation !== ALU.NEG
  if (operation === ALU.DIV || operation === ALU.MOD) return k !== 0
  return (operation !== ALU.LSH && operation !== ALU.RSH) || k < 32
}

/** Returns whether all jumps stay inside the program. `left`: instructions behind this one. */
function staysInside([code, ifTrue, ifFalse, k]: FilterInstruction, left: number): boolean {
  if ((code & 7) !== CLASS.JMP) return true
  return code >> 4 === JMP.JA ? k < left : Math.max(ifTrue, ifFalse) < left
}

/** Runs a program on a frame. Returns how many bytes the socket gets; 0 for none, also after a load behind the frame's end. */
export function runFilter(program: readonly FilterInstruction[], frame: Uint8Array, facts: FrameFacts): number {
  const memory = new Uint32Array(MEMORY_WORDS)
  let [a, x] = [0, 0]
  for (let at = 0; ; at++) {
    const [code, ifTrue, ifFalse, k] = program[at]!
    const operand = (code & X) === 0 ? k : x
    switch (code & 7) {
      case CLASS.LD: {
        const loaded = load(code, k, x, frame, memory, facts)
        if (loaded === null) return 0
        a = loaded
        break
      }
      case CLASS.LDX: {
        const loaded = load(code, k, x, frame, memory, facts)
        if (loaded === null) return 0
        x = loaded
        break
      }
      case CLASS.ST:
        memory[k] = a
        break
      case CLASS.STX:
        memory[k] = x
        break
      case CLASS.ALU: {
        const computed = compute(code >> 4, a, operand)
        if (computed === null) return 0
        a = computed
        break
      }
      case CLASS.JMP:
        if (code >> 4 === JMP.JA) at += k
        else at += holds(code >> 4, a, operand) ? ifTrue : ifFalse
        break
      case CLASS.RET:
        return (code & RET_A) === 0 ? k : a
      default:
        if ((code & TXA) === 0) x = a
        else a = x
    }
  }
}

function load(
  code: number,
  k: number,
  x: number,
  frame: Uint8Array,
  memory: Uint32Array,
  facts: FrameFacts,
): number | null {
  const mode = code & 0xe0
  if (mode === MODE.IMM) return k
  if (mode === MODE.LEN) return frame.length
  if (mode === MODE.MEM) return memory[k]!
  if (mode === MODE.MSH) return k < frame.length ? 4 * (frame[k]! & 15) : null
  if (mode === MODE.ABS && k >= FACTS_AT) return factAt(k - FACTS_AT, facts)
  const place = mode === MODE.IND ? (x + k) >>> 0 : k
  const size = SIZES[code & 0x18]!
  if (place + size > frame.length) return null
  let value = 0
  for (let i = 0; i < size; i++) value = value * 256 + frame[place + i]!
  return value
}

function factAt(place: number, { protocol, packetType, interfaceIndex, vlan }: FrameFacts): number {
  const values = [protocol, packetType, interfaceIndex, vlan ?? 0, vlan === null ? 0 : 1]
  return values[FACTS.indexOf(place)]!
}

/** Returns the result; null for a division by a register that is 0. */
function compute(operation: number, a: number, operand: number): number | null {
  switch (operation) {
    case ALU.ADD:
      return (a + operand) >>> 0
    case ALU.SUB:
      return (a - operand) >>> 0
    case ALU.MUL:
      return Math.imul(a, operand) >>> 0
    case ALU.DIV:
      return operand === 0 ? null : Math.floor(a / operand)
    case ALU.MOD:
      return operand === 0 ? null : a % operand
    case ALU.OR:
      return (a | operand) >>> 0
    case ALU.AND:
      return (a & operand) >>> 0
    case ALU.XOR:
      return (a ^ operand) >>> 0
    case ALU.LSH:
      return (a << operand) >>> 0
    case ALU.RSH:
      return a >>> operand
    default:
      return -a >>> 0
  }
}

function holds(comparison: number, a: number, operand: number): boolean {
  if (comparison === JMP.JEQ) return a === operand
  if (comparison === JMP.JGT) return a > operand
  if (comparison === JMP.JGE) return a >= operand
  return (a & operand) !== 0
}
