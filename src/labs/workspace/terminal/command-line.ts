import { strings } from '#strings'

export interface ProgramCommand {
  program: string
  args: string[]
}

/** Characters that mean more to a shell than to `split`. */
const NEEDS_SHELL = /[|&;<>()$`\\*?[\]#~=]/
const SHELL = '/bin/sh'

/**
 * Parses `node client.ts "two words"` into the program and its arguments, so that the terminal can start it again. Every other line is one for the
 * host's shell. Returns an error message for a file that does not exist.
 */
export function readCommand(line: string, files: readonly string[]): ProgramCommand | string {
  const words = split(line)
  if (words === null) return strings.terminal.openQuote
  const [command, program, ...args] = words
  if (command !== 'node' || program?.startsWith('-') || NEEDS_SHELL.test(line))
    return { program: SHELL, args: ['-c', line] }
  if (program === undefined) return strings.terminal.noFile(files.join(', '))
  const name = program.replace(/^\.\//, '')
  if (!files.includes(name)) return strings.terminal.noSuchFile(name, files.join(', '))
  return { program: name, args }
}

/** Returns the files of the tools that a line of the host's shell names. Rejects when they can't be fetched. */
export async function toolsOf({ program }: ProgramCommand, line: string): Promise<Record<string, string>> {
  return program === SHELL ? (await import('./tools.ts')).filesForLine(line) : {}
}

/** Splits a line like a shell: at spaces, except inside quotes. Null while a quote is open. */
function split(line: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (const character of line) {
    if (quote !== '') {
      if (character === quote) quote = ''
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== '') return null
  return word === null ? words : [...words, word]
}
