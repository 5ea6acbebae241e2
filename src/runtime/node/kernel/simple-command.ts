/**
 * `/bin/sh -c` without a shell: the hosts have none yet, but `exec('node server.js')` is what many programs say. One command
 * of plain words is understood, with quotes, backslashes, variables and assignments in front, and the few words that sh(1) does
 * itself: `echo`, `exit`, `true`, `false`, `:`, `exec`. Whatever needs a shell (pipes, redirections, lists, globs, substitutions) is refused by saying so.
 */
export type ShellOutcome =
  /** The program that takes the shell's place. */
  | { run: string[]; env: string[] }
  /** What the shell would have said, on standard output (1) or error (2), and its exit status. */
  | { fd: 1 | 2; text: string; status: number }

const SPECIAL = /[|&;<>()`*?[\]{}\n#~]/
const NAME = /^[A-Za-z_]\w*/
const ASSIGNMENT = /^[A-Za-z_]\w*=/

/** What `sh -c line` comes to with this environment (`NAME=value`). */
export function simpleCommand(line: string, env: string[]): ShellOutcome {
  const words = wordsOf(line.trim(), env)
  if (typeof words === 'string')
    return refuse(`there is no shell on this host yet, and ${words} needs one: start programs with spawn or execFile`)
  const first = words.findIndex((word) => !ASSIGNMENT.test(word))
  const assigned = first < 0 ? words : words.slice(0, first)
  const [name, ...args] = first < 0 ? [] : words.slice(first)
  const builtin = name === undefined ? { fd: 1 as const, text: '', status: 0 } : builtinOf(name, args)
  return builtin ?? { run: name === 'exec' ? args : [name!, ...args], env: [...env, ...assigned] }
}

/** The words that no program is needed for. */
function builtinOf(name: string, args: string[]): ShellOutcome | null {
  if (name === 'echo') return { fd: 1, text: `${args.join(' ')}\n`, status: 0 }
  if (name === 'exit') return { fd: 1, text: '', status: Number(args[0] ?? 0) & 0xff }
  if (name === 'true' || name === ':') return { fd: 1, text: '', status: 0 }
  return name === 'false' ? { fd: 1, text: '', status: 1 } : null
}

/** dash's words for a program that is not there (127) or cannot be run (126). */
export function notRun(name: string, isThere: boolean): ShellOutcome {
  const reason = isThere ? 'Permission denied' : 'not found'
  return { fd: 2, text: `/bin/sh: 1: ${name}: ${reason}\n`, status: isThere ? 126 : 127 }
}

function refuse(reason: string): ShellOutcome {
  return { fd: 2, text: `/bin/sh: ${reason}\n`, status: 2 }
}

/** The words of a line, or the piece of it that a shell would be needed for. */
function wordsOf(line: string, env: string[]): string[] | string {
  const words: string[] = []
  let word: string | null = null
  for (let at = 0; at < line.length; ) {
    const character = line[at]!
    if (character === ' ' || character === '\t') {
      if (word !== null) words.push(word)
      word = null
      at++
      continue
    }
    const piece = pieceAt(line, at, env)
    if (piece === null) return `'${character}'`
    word = (word ?? '') + piece.text
    at = piece.end
  }
  if (word !== null) words.push(word)
  return words
}

interface TextPiece {
  text: string
  end: number
}

function pieceAt(line: string, at: number, env: string[]): TextPiece | null {
  const character = line[at]!
  if (character === "'") {
    const end = line.indexOf("'", at + 1)
    return end < 0 ? null : { text: line.slice(at + 1, end), end: end + 1 }
  }
  if (character === '"') return doubleQuoted(line, at + 1, env)
  if (character === '\\') return { text: line[at + 1] ?? '', end: at + 2 }
  if (character === '$') return variableAt(line, at + 1, env)
  return SPECIAL.test(character) ? null : { text: character, end: at + 1 }
}

function doubleQuoted(line: string, start: number, env: string[]): TextPiece | null {
  let text = ''
  for (let at = start; at < line.length; ) {
    const character = line[at]!
    if (character === '"') return { text, end: at + 1 }
    if (character === '`') return null
    const isEscape = character === '\\' && /[$`"\\]/.test(line[at + 1] ?? '')
    const piece = character === '$' ? variableAt(line, at + 1, env) : null
    if (character === '$' && piece === null) return null
    text += piece?.text ?? (isEscape ? line[at + 1] : character)
    at = piece?.end ?? at + (isEscape ? 2 : 1)
  }
  return null
}

function variableAt(line: string, at: number, env: string[]): TextPiece | null {
  const isBraced = line[at] === '{'
  const name = NAME.exec(line.slice(isBraced ? at + 1 : at))?.[0]
  if (name === undefined) return null
  const end = at + name.length + (isBraced ? 1 : 0)
  if (isBraced && line[end] !== '}') return null
  const value = env.findLast((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  return { text: value, end: isBraced ? end + 1 : end }
}
