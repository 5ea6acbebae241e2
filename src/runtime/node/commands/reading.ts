/** Commands that read files, or standard input if none is named. */
import { Op } from '../syscalls/index.ts'
import { complain, INPUT, print } from './output.ts'
import { messageOf, type Steps, type System } from './system.ts'

const NEWLINE = 10

/** Gets the next piece; returns false to stop. */
type Take = (bytes: Uint8Array) => Steps<boolean>

/** Passes a file's pieces to `take`; returns 0 or -errno. */
function* eachPiece(system: System, name: string, take: Take): Steps<number> {
  const fd = name === '-' ? INPUT : system.call(Op.open, 0, 0, 0, name)
  if (fd < 0) return fd
  let result = 0
  for (let goesOn = true; goesOn; ) {
    const bytes = yield* system.read(fd)
    if (typeof bytes === 'number') result = bytes
    goesOn = typeof bytes !== 'number' && bytes.length > 0 && (yield* take(bytes))
  }
  if (fd > INPUT) system.call(Op.close, fd)
  return result
}

const filesOf = (args: string[]) => (args.length > 0 ? args : ['-'])

export function* cat(system: System, args: string[]): Steps<number> {
  let status = 0
  for (const name of filesOf(args)) {
    let refused = 0
    const failed = yield* eachPiece(system, name, function* (bytes) {
      refused = yield* print(system, 'cat', bytes)
      return refused === 0
    })
    if (refused > 0) return refused
    if (failed < 0) status = yield* complain(system, `cat: ${name}: ${messageOf(failed)}`)
  }
  return status
}

export function* head(system: System, args: string[]): Steps<number> {
  const [first = '', second] = args
  const [, unit = 'n', digits = second] = /^-([nc])?(\d+)?$/.exec(first) ?? [null, 'n', '10']
  const names = !first.startsWith('-') || first === '-' ? args : args.slice(/\d$/.test(first) ? 1 : 2)
  if (!/^\d+$/.test(digits ?? '')) return yield* complain(system, `head: invalid number of lines: '${digits ?? ''}'`)
  let status = 0
  for (const name of filesOf(names)) {
    let left = Number(digits)
    const failed = yield* eachPiece(system, name, function* (bytes) {
      const end = unit === 'c' ? Math.min(left, bytes.length) : endOfLines(bytes, left)
      left -= unit === 'c' ? end : newlinesIn(bytes.subarray(0, end))
      return (yield* print(system, 'head', bytes.subarray(0, end))) === 0 && left > 0
    })
    if (failed < 0) {
      const where = name === '-' ? 'standard input' : name
      status = yield* complain(system, `head: cannot open '${where}' for reading: ${messageOf(failed)}`)
    }
  }
  return status
}

/** Returns the offset at which so many lines end. */
function endOfLines(bytes: Uint8Array, lines: number): number {
  let end = 0
  for (let left = lines; left > 0; left--) {
    const at = bytes.indexOf(NEWLINE, end)
    if (at < 0) return bytes.length
    end = at + 1
  }
  return end
}

function newlinesIn(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}

/** Lines, words and bytes. */
type Counts = [lines: number, words: number, bytes: number]

export function* wc(system: System, args: string[]): Steps<number> {
  const letters = args.filter((word) => /^-./.test(word)).join('')
  const unknown = /[^-lwc]/.exec(letters)
  if (unknown)
    return yield* complain(system, `wc: invalid option -- '${unknown[0]}'\nTry 'wc --help' for more information.`)
  const isShown = [...'lwc'].map((letter) => letters === '' || letters.includes(letter))
  const names = args.filter((word) => !/^-./.test(word))
  const counted: [Counts, string][] = []
  let status = 0
  for (const name of filesOf(names)) {
    const counts: Counts = [0, 0, 0]
    const failed = yield* eachPiece(system, name, counting(counts))
    if (failed < 0) status = yield* complain(system, `wc: ${name}: ${messageOf(failed)}`)
    else counted.push([counts, names.length === 0 ? '' : ` ${name}`])
  }
  if (names.length > 1) counted.push([sum(counted.map(([counts]) => counts)), ' total'])
  const width = widthOf(
    counted.map(([counts]) => counts),
    isShown.filter(Boolean).length,
    names.length,
  )
  const lines = counted.map(([counts, name]) => {
    const shown = counts.filter((_, i) => isShown[i]).map((count) => `${count}`.padStart(width))
    return `${shown.join(' ')}${name}\n`
  })
  return (yield* print(system, 'wc', lines.join(''))) || status
}

/** Returns GNU's column width: that of the largest number, at least 7 for anything but regular files, and no padding for one column. */
function widthOf(counted: Counts[], columns: number, files: number): number {
  if (columns === 1 && files <= 1) return 1
  const widest = Math.max(1, ...counted.map(([, , bytes]) => `${bytes}`.length))
  return files === 0 ? 7 : widest
}

function counting(counts: Counts): Take {
  let inWord = false
  // biome-ignore lint/correctness/useYield: it has nothing to wait for
  return function* (bytes) {
    counts[2] += bytes.length
    for (const byte of bytes) {
      const isSpace = byte === 32 || (byte >= 9 && byte <= 13)
      if (byte === NEWLINE) counts[0]++
      if (!isSpace && !inWord) counts[1]++
      inWord = !isSpace
    }
    return true
  }
}

const sum = (all: Counts[]): Counts =>
  all.reduce((total, counts) => total.map((count, i) => count + counts[i]!) as Counts, [0, 0, 0])
