/** A small sh: lists, pipelines, redirections, variables, patterns of file names, and built-in commands. No control structures, no `$( )`. */
import { Op } from '../../syscalls/index.ts'
import { messageOf, type Steps, type System } from '../system.ts'
import { Shell } from './shell.ts'

export { directCommand } from './direct.ts'

const INPUT = 0

/** `sh -c TEXT [NAME [PARAMETER…]]`, `sh FILE [PARAMETER…]`, or a text on standard input. */
export function* sh(system: System, args: string[]): Steps<number> {
  const [first, text, name = '/bin/sh', ...parameters] = args
  if (first === '-c') return yield* new Shell(system, name, parameters).run(text ?? '')
  const fd = first === undefined ? INPUT : system.call(Op.open, 0, 0, 0, first)
  const shell = new Shell(system, first ?? '/bin/sh', args.slice(1))
  const script = fd < 0 ? fd : yield* textOf(system, fd)
  if (typeof script === 'number') return yield* shell.complain(2, `cannot open ${first}: ${messageOf(script)}`, 127)
  return yield* shell.run(script)
}

function* textOf(system: System, fd: number): Steps<string | number> {
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const bytes = yield* system.read(fd)
    if (typeof bytes === 'number') return bytes
    if (bytes.length === 0) break
    text += decoder.decode(bytes, { stream: true })
  }
  if (fd > INPUT) system.call(Op.close, fd)
  return text
}
