import type { Host, Lab } from '#lab'

/** Context of a tool. */
export interface Shell {
  lab: Lab
  host: string
  /** Server of /etc/resolv.conf. */
  nameserver: string | null
  /** Other command lines that this host knows: how its programs are started. */
  programs: readonly string[]
}

/** A command: prints what its original on Linux would, as far as it goes. */
export interface Tool {
  usage: string
  /** What it does, as a phrase for the list of commands. */
  about: string
  run(shell: Shell, args: readonly string[]): Promise<string>
}

/** What a tool prints when it can't do its work. */
export class ToolError extends Error {}

/** A wrong use of a tool: its usage follows. */
export class UsageError extends ToolError {}

export const hostOf = ({ lab, host }: Shell): Host => lab.host(host)

/** Four numbers, which may be too large for an address. */
export const LIKE_IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/

export const isIpv4 = (text: string): boolean =>
  LIKE_IPV4.test(text) && text.split('.').every((part) => Number(part) < 256)

/** Words of libc for errors of sockets. */
export const errnoWords = (errno: string): string =>
  ({ ENETUNREACH: 'Network is unreachable', EHOSTUNREACH: 'No route to host', EACCES: 'Permission denied' })[errno] ??
  errno

/** The value of an option with one (`-c 3` or `-c3`), and the other arguments. */
export function optionsOf(args: readonly string[], withValue: readonly string[], flags: readonly string[] = []) {
  const options = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    const name = withValue.find((option) => word.startsWith(option))
    if (name !== undefined) {
      const value = word === name ? args[++i] : word.slice(name.length)
      if (value === undefined) throw new UsageError(`option ${name} needs a value`)
      options.set(name, value)
    } else if (flags.includes(word)) options.set(word, '')
    else if (word.startsWith('-') && word.length > 1)
      throw new UsageError(`unknown option ${word}, expected ${[...withValue, ...flags].join(', ') || 'none'}`)
    else rest.push(word)
  }
  return { options, rest }
}

/** A whole number of an option, from 1 to `most`. */
export function numberOf(options: ReadonlyMap<string, string>, name: string, otherwise: number, most: number): number {
  const text = options.get(name)
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > most)
    throw new UsageError(`option ${name} ${text}: expected a whole number from 1 to ${most}`)
  return number
}
