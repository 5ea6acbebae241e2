/** Built-in commands: those that change the shell, and others that are built into dash. */
import { Op } from '../../syscalls/index.ts'
import type { Steps, System } from '../system.ts'
import { ASSIGNMENT, ShellEnd } from './syntax.ts'

/** The shell's descriptors that a command has as its 0, 1, 2 …; -1 for none. */
export type Descriptors = readonly number[]

/** The shell, as its built-in commands see it. */
interface Shell {
  readonly system: System
  readonly variables: Map<string, string>
  /** Exit status of the last command. */
  readonly status: number
  complain(fd: number, text: string, status: number): Steps<number>
  execute(args: string[], fds: Descriptors): Steps<number>
}

/** Returns the exit status, or the steps to it. */
type BuiltIn = (shell: Shell, args: string[], descriptors: Descriptors) => Steps<number> | number

const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\t': '\t', '\\r': '\r' }

function* cd(shell: Shell, [folder = shell.variables.get('HOME') ?? '/']: string[], fds: Descriptors): Steps<number> {
  const { system, variables } = shell
  if (system.call(Op.chdir, 0, 0, 0, folder) < 0) return yield* shell.complain(fds[2]!, `cd: can't cd to ${folder}`, 2)
  system.call(Op.getcwd)
  variables.set('PWD', system.out.str)
  return 0
}

/** dash's echo interprets the commonest escapes without an option. */
function* echo({ system }: Shell, args: string[], fds: Descriptors): Steps<number> {
  const withoutEnd = args[0] === '-n'
  const text = (withoutEnd ? args.slice(1) : args).join(' ').replace(/\\[\\ntr]/g, (sequence) => ESCAPES[sequence]!)
  return (yield* system.write(fds[1]!, withoutEnd ? text : `${text}\n`)) < 0 ? 1 : 0
}

function exit({ status }: Shell, [given = `${status}`]: string[]): number {
  throw new ShellEnd(Number(given) & 0xff)
}

function* exec(shell: Shell, args: string[], fds: Descriptors): Steps<number> {
  if (args.length === 0) return 0
  throw new ShellEnd(yield* shell.execute(args, fds))
}

function assign({ variables }: Shell, args: string[]): number {
  for (const word of args) {
    if (!ASSIGNMENT.test(word)) continue
    const equals = word.indexOf('=')
    variables.set(word.slice(0, equals), word.slice(equals + 1))
  }
  return 0
}

function* pwd({ system }: Shell, _: string[], fds: Descriptors): Steps<number> {
  system.call(Op.getcwd)
  return (yield* system.write(fds[1]!, `${system.out.str}\n`)) < 0 ? 1 : 0
}

function unset({ variables }: Shell, args: string[]): number {
  for (const name of args) variables.delete(name)
  return 0
}

export const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  cd,
  echo,
  exec,
  exit,
  export: assign,
  pwd,
  unset,
}
