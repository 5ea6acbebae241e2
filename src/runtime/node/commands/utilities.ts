/** Commands of every host that don't read file contents: the parts of the GNU ones that programs use. */
import { SECOND } from '#network'
import { Op } from '../syscalls/index.ts'
import { dig } from './dig/index.ts'
import { namesIn } from './folder.ts'
import { complain, ERRORS, INPUT, OUTPUT, print } from './output.ts'
import { printf } from './printf.ts'
import { cat, head, wc } from './reading.ts'
import { ss } from './ss/index.ts'
import { messageOf, type ShellCommand, type Steps, type System } from './system.ts'

const SIZES: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

function* echo(system: System, args: string[]): Steps<number> {
  const withoutEnd = args[0] === '-n'
  const words = withoutEnd ? args.slice(1) : args
  return yield* print(system, 'echo', words.join(' ') + (withoutEnd ? '' : '\n'))
}

function* env(system: System, given: string[]): Steps<number> {
  const isEmpty = given[0] === '-i' || given[0] === '-'
  const args = isEmpty ? given.slice(1) : given
  const first = args.findIndex((word) => !/^[^-=][^=]*=/.test(word))
  const assigned = first < 0 ? args : args.slice(0, first)
  const names = new Map(isEmpty ? [] : Object.entries(system.start.env))
  for (const entry of assigned) names.set(entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1))
  const entries = [...names].map(([name, value]) => `${name}=${value}`)
  if (first < 0) return yield* print(system, 'env', entries.map((entry) => `${entry}\n`).join(''))
  const command = args.slice(first)
  const pid = system.spawn(command, entries, [INPUT, OUTPUT, ERRORS])
  if (pid >= 0) return yield* system.ended(pid)
  return yield* complain(system, `env: '${command[0]}': ${messageOf(pid)}`, 127)
}

function* ls(system: System, args: string[]): Steps<number> {
  const [all, almostAll] = ['a', 'A'].map((letter) => args.some((word) => new RegExp(`^-\\w*${letter}`).test(word)))
  const unknown = args.find((word) => /^-(?![aA1]*$)/.test(word))
  if (unknown) return yield* complain(system, `ls: invalid option -- '${unknown.replace(/^-[aA1]*/, '')[0]}'`, 2)
  const paths = args.filter((word) => !/^-./.test(word))
  const found: string[] = []
  let status = 0
  for (const path of paths.length > 0 ? paths : ['.']) {
    const names = namesIn(system, path)
    if (typeof names === 'number')
      status = yield* complain(system, `ls: cannot access '${path}': ${messageOf(names)}`, 2)
    else {
      const shown = [...(all ? ['.', '..'] : []), ...names].filter((name) => all || almostAll || name[0] !== '.')
      const text = shown.sort().map((name) => `${name}\n`)
      found.push(paths.length > 1 && names[0] !== path ? `${path}:\n${text.join('')}` : text.join(''))
    }
  }
  return (yield* print(system, 'ls', found.join(paths.length > 1 ? '\n' : ''))) || status
}

function* pwd(system: System): Steps<number> {
  system.call(Op.getcwd)
  return yield* print(system, 'pwd', `${system.out.str}\n`)
}

function* sleep(system: System, args: string[]): Steps<number> {
  let seconds = 0
  for (const word of args) {
    const [, number, unit] = /^(\d*\.?\d+)([smhd]?)$/.exec(word) ?? []
    if (number === undefined)
      return yield* complain(system, `sleep: invalid time interval '${word}'\nTry 'sleep --help' for more information.`)
    seconds += Number(number) * SIZES[unit || 's']!
  }
  const end = system.call(Op.clock) + Math.min(Math.round(seconds * SECOND), Number.MAX_SAFE_INTEGER / 2)
  while (system.call(Op.clock) < end) yield* system.wait(end)
  return 0
}

const ending = (status: number): ShellCommand =>
  // biome-ignore lint/correctness/useYield: it has nothing to wait for
  function* () {
    return status
  }

export const UTILITIES: Readonly<Record<string, ShellCommand>> = {
  cat,
  dig,
  echo,
  env,
  head,
  ls,
  printf,
  pwd,
  sleep,
  ss,
  wc,
  true: ending(0),
  false: ending(1),
}
