/** dig(1): asks DNS servers and prints their replies, line by line as BIND 9.18 does. */
import { addressFamily, SECOND } from '#network'
import { Op } from '../../syscalls/index.ts'
import { readHostsFile, readNameservers } from '../names.ts'
import { OUTPUT, print } from '../output.ts'
import type { Steps, System } from '../system.ts'
import { exchange, type Outcome, queryFor } from './exchange.ts'
import { DigProblem, type Lookup, readDigLine, type Wish } from './options.ts'
import { messageText, statisticsText } from './text.ts'

const ERRORS = 2
const [NO_REPLY, BAD_PACKET] = [9, 8]
const MILLISECOND = 1e6
const VERSION = 'DiG 9.18'

export function* dig(system: System, args: string[]): Steps<number> {
  const hosts = yield* readHostsFile(system)
  const nameservers = yield* readNameservers(system)
  try {
    const wish = readDigLine(args, (name) => hosts.get(name.toLowerCase()) ?? [])
    return yield* answerAll(system, wish, args, nameservers)
  } catch (problem) {
    if (!(problem instanceof DigProblem)) throw problem
    yield* system.write(OUTPUT, problem.stdout)
    yield* system.write(ERRORS, problem.text)
    return problem.status
  }
}

function* answerAll(system: System, { lookups, greeting }: Wish, args: string[], nameservers: readonly string[]) {
  let status = 0
  for (const [index, lookup] of lookups.entries()) {
    const all = lookup.servers.length > 0 ? lookup.servers : nameservers
    const servers = all.filter((one) => lookup.family === 0 || addressFamily(one) === lookup.family)
    const found = `; (${servers.length} server${servers.length === 1 ? '' : 's'} found)\n`
    const words = `\n; <<>> ${VERSION} <<>> ${args.join(' ')}\n${lookup.servers.length > 0 ? found : ''};; global options: +cmd\n`
    const failed = yield* answer(system, { ...lookup, servers }, index === 0 && greeting ? words : '')
    status = Math.max(status, failed)
  }
  return status
}

/** Asks until a server replies; returns the exit status. */
function* answer(system: System, lookup: Lookup, greeting: string): Steps<number> {
  for (let attempt = 0; attempt < lookup.tries; attempt++) {
    for (const server of lookup.servers) {
      const query = queryFor(system, lookup)
      const began = system.call(Op.clock)
      const outcome = yield* exchange(system, lookup, server, query)
      if (outcome.kind === 'reply') {
        if (outcome.message.isTruncated && !lookup.tcp && !lookup.ignoresTruncation) {
          if (lookup.shows.comments && !lookup.short)
            yield* system.write(OUTPUT, ';; Truncated, retrying in TCP mode.\n')
          return yield* answer(system, { ...lookup, tcp: true, servers: [server] }, greeting)
        }
        return yield* tell(system, lookup, server, outcome, began, greeting)
      }
      const line = failureText(lookup, server, outcome)
      yield* system.write(OUTPUT, line)
      if (outcome.kind === 'bad packet') return BAD_PACKET
    }
  }
  const isShown = greeting !== '' && !lookup.short
  const last = lookup.tcp ? '' : `${isShown ? greeting : ''};; no servers could be reached\n`
  yield* system.write(OUTPUT, last)
  return NO_REPLY
}

type Failure = Exclude<Outcome, { kind: 'reply' }>

function failureText({ port, name, tcp }: Lookup, server: string, outcome: Failure): string {
  if (outcome.kind === 'bad packet') return `;; Got bad packet: ${outcome.why}\n${outcome.size} bytes\n`
  const asked = `${server}#${port}(${server}) for ${name === '' ? '.' : name}`
  if (outcome.kind === 'failed') return `;; communications error to ${server}#${port}: ${outcome.why}\n`
  const what = tcp ? 'Connection to' : 'UDP setup with'
  return `;; ${what} ${asked} failed: ${outcome.why}.\n${tcp ? ';; no servers could be reached\n' : ''}`
}

type Reply = Extract<Outcome, { kind: 'reply' }>

function* tell(
  system: System,
  lookup: Lookup,
  server: string,
  { message, size }: Reply,
  began: number,
  greeting: string,
): Steps<number> {
  const now = system.call(Op.clock)
  const milliseconds = Math.floor((now - began) / MILLISECOND)
  const epochMs = system.start.epochMs + Math.floor(now / SECOND) * 1000
  const { port, tcp } = lookup
  const text = [
    lookup.shows.cmd && !lookup.short ? greeting : '',
    messageText(message, lookup),
    lookup.shows.stats && !lookup.short ? statisticsText({ milliseconds, server, port, tcp, epochMs, size }) : '',
  ]
  return yield* print(system, 'dig', text.join(''))
}
