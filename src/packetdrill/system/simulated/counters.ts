import { NeedsError } from '../../language/index.ts'

/**
 * The ways in which scripts look at `nstat`: it is set back (`nstat -n`, or printed to nowhere), or asked whether a counter has some value.
 * Returns that, or why not, or null when it has.
 */
export function checkCounters(command: string, counted: (name: string) => number): 'set back' | string | null {
  const asked =
    /^\s*nstat(?: -\w+)*\s*\|\s*grep(?: -q)? "?(?:TcpExt)?(\w+)"?\s*(?:\|\s*grep -q " (\d+) "\s*|>\s*\/dev\/null\s*)?$/.exec(
      command,
    )
  if (asked === null) {
    if (/^\s*nstat(?: -n)?\s*(?:>\s*\/dev\/null\s*)?$/.test(command)) return 'set back'
    throw new NeedsError(`a shell to run "${command.trim()}"`)
  }
  const [, name = '', value] = asked
  const got = counted(name)
  if (value === undefined) return got > 0 ? null : `${name} is 0`
  return got === Number(value) ? null : `${name} is ${got}, expected ${value}`
}
