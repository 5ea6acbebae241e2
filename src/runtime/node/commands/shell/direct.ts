import { BUILT_IN } from './built-in.ts'
import { parse, ShellProblem } from './syntax.ts'
import { fieldsOf, oneWord } from './words.ts'

export interface DirectCommand {
  args: string[]
  env: string[]
}

/** The shell itself has to look at the files. */
function needsShell(): never {
  throw new ShellProblem('a pattern')
}

/**
 * Returns the program of `sh -c line` if the line only starts one: it replaces the shell (as in dash), so that the shell's pid, signals and end
 * are the program's. Null if the shell has more to do.
 */
export function directCommand(line: string, env: readonly string[]): DirectCommand | null {
  const lookup = (name: string) => env.findLast((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  try {
    const list = parse(line)
    const [item, ...more] = list.kind === 'list' ? list.items : []
    const only = item?.node.kind === 'pipeline' ? item.node : null
    const command = only?.parts[0]
    if (more.length > 0 || item?.background || only?.negated || only?.parts.length !== 1) return null
    if (command?.kind !== 'simple' || command.redirections.length > 0) return null
    if (/[$][?#!\d]/.test(line)) return null
    const words = command.words.flatMap((word) => fieldsOf(word, lookup, needsShell))
    const args = words[0] === 'exec' ? words.slice(1) : words
    if (args[0] === undefined || Object.hasOwn(BUILT_IN, args[0])) return null
    const assigned = command.assignments.map((text) => {
      const equals = text.indexOf('=')
      return `${text.slice(0, equals)}=${oneWord(text.slice(equals + 1), lookup)}`
    })
    return { args, env: [...env, ...assigned] }
  } catch (problem) {
    if (problem instanceof ShellProblem) return null
    throw problem
  }
}
