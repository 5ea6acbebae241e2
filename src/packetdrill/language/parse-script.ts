/** The grammar of packetdrill scripts, as the tool and the Linux kernel's own scripts have it (packetdrill, USENIX ATC 2013). */
import type { Nanoseconds } from '#network'
import { parseExpression, parseItems } from './parse-expression.ts'
import { parsePacket } from './parse-packet.ts'
import { Scanner } from './scanner.ts'
import type {
  Action,
  CallAction,
  CallResult,
  CommandAction,
  EventTime,
  Script,
  ScriptEvent,
  ScriptOption,
} from './script.ts'

const OPTION = /--([a-z_0-9]+)(?:=("[^"\n]*"|[^\s]*))?/y
const SECONDS = /\d+(?:\.\d+)?|\.\d+/y
const NAME = /[a-z_][a-z_0-9]*/y
const ERRNO = /E[A-Z0-9]+/y
/** Text after a result in ( ), for human readers. */
const REMARK = /\([^()\n]*\)/y

/** Reads a script. Throws ScriptError where it is not one, and NeedsError when it uses an extension that only needs naming. */
export function parseScript(file: string, text: string): Script {
  const scanner = new Scanner(file, text)
  const options = parseOptions(scanner)
  const setup = parseCommand(scanner)
  const events: ScriptEvent[] = []
  let cleanup: CommandAction | null = null
  while (!scanner.atEnd) {
    if (cleanup !== null) scanner.fail('nothing more: a command without a time is the last thing of a script')
    if (scanner.peek('`')) cleanup = parseCommand(scanner)
    else events.push(parseEvent(scanner))
  }
  return { file, options, setup, events, cleanup }
}

function parseOptions(scanner: Scanner): ScriptOption[] {
  const options: ScriptOption[] = []
  for (;;) {
    scanner.skipSpace()
    const { line } = scanner
    const match = scanner.take(OPTION)
    if (match === null) return options
    options.push({ line, name: match[1]!, value: (match[2] ?? '').replaceAll('"', '') })
  }
}

function parseCommand(scanner: Scanner): CommandAction | null {
  scanner.skipSpace()
  const { line } = scanner
  if (!scanner.accept('`')) return null
  return { kind: 'command', line, command: takeUntil(scanner, '`') }
}

function takeUntil(scanner: Scanner, end: string): string {
  const at = scanner.text.indexOf(end, scanner.at)
  if (at < 0) scanner.fail(`a closing ${end} somewhere below`)
  const inside = scanner.text.slice(scanner.at, at)
  scanner.at = at + end.length
  return inside
}

function parseEvent(scanner: Scanner): ScriptEvent {
  scanner.skipSpace()
  const { line, at } = scanner
  const { time, end } = parseTime(scanner)
  const action = parseAction(scanner, end)
  const text = scanner.text.slice(at, scanner.at).replace(/\s+/g, ' ').trim()
  return { line, text, time, action }
}

function parseTime(scanner: Scanner): { time: EventTime; end: Nanoseconds | null } {
  if (scanner.accept('*')) return { time: { kind: 'any' }, end: null }
  const relative = scanner.accept('+')
  const from = parseSeconds(scanner)
  if (scanner.accept('...')) {
    const end = parseSeconds(scanner)
    return { time: { kind: 'at', relative, from, to: null }, end }
  }
  let to: Nanoseconds | null = null
  if (scanner.accept('~')) {
    if (relative) scanner.accept('+')
    to = parseSeconds(scanner)
  }
  return { time: { kind: 'at', relative, from, to }, end: null }
}

function parseSeconds(scanner: Scanner): Nanoseconds {
  const match = scanner.take(SECONDS)
  if (match === null) return scanner.fail('a time: 0.1, +.1, +.1~+.2, 0.1...0.2 or *')
  const [whole = '', fraction = ''] = match[0].split('.')
  return Number(whole || '0') * 1_000_000_000 + Number(fraction.padEnd(9, '0').slice(0, 9))
}

function parseAction(scanner: Scanner, end: Nanoseconds | null): Action {
  if (scanner.accept('<')) return parsePacket(scanner, 'inbound')
  if (scanner.accept('>')) return parsePacket(scanner, 'outbound')
  if (scanner.accept('%{')) return { kind: 'code', code: takeUntil(scanner, '}%') }
  const command = parseCommand(scanner)
  if (command !== null) return command
  const name = scanner.take(NAME)
  if (name === null) return scanner.fail('what happens: a packet (< or >), a call, %{ code }% or a `command`')
  return parseCall(scanner, name[0], end)
}

function parseCall(scanner: Scanner, name: string, end: Nanoseconds | null): CallAction {
  scanner.expect('(', 'before the parameters of a call')
  const parameters = parseItems(scanner, ')', parseExpression)
  scanner.expect('=', 'before the result of a call')
  return { kind: 'call', name, parameters, result: parseResult(scanner), end }
}

function parseResult(scanner: Scanner): CallResult {
  if (scanner.accept('...')) return { value: null, errno: null }
  const value = parseExpression(scanner)
  const errno = scanner.take(ERRNO)?.[0] ?? null
  scanner.take(REMARK)
  return { value, errno }
}
