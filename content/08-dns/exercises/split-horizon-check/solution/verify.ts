import dns, { Resolver } from 'node:dns/promises'
import { params } from './params.ts'

export interface Answer {
  /** IPv4, sorted. */
  addresses: string[]
  /** Why there are none. */
  code: string | null
}

export interface Report {
  /** What a program gets. */
  lookup: Answer
  /** What each server says. */
  servers: ({ server: string } & Answer)[]
  verdict: 'same' | 'local' | 'diverged'
}

export async function verify(name: string, servers: string[]): Promise<Report> {
  const [lookup, answers] = await Promise.all([
    answerOf(lookUp(name)),
    Promise.all(servers.map(async (server) => ({ server, ...(await answerOf(askServer(name, server))) }))),
  ])
  return { lookup, servers: answers, verdict: verdictOn(lookup, answers) }
}

/** The way of getaddrinfo: /etc/hosts first, then the servers of resolv.conf. */
async function lookUp(name: string): Promise<string[]> {
  const found = await dns.lookup(name, { family: 4, all: true })
  return found.map(({ address }) => address)
}

/** Asks this one server. A Resolver of its own leaves the others' servers alone. */
function askServer(name: string, server: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: params.patienceMs, tries: 1 })
  resolver.setServers([server])
  return resolver.resolve4(name)
}

async function answerOf(call: Promise<string[]>): Promise<Answer> {
  try {
    return { addresses: (await call).sort(), code: null }
  } catch (error) {
    return { addresses: [], code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' }
  }
}

function verdictOn(lookup: Answer, servers: Answer[]): Report['verdict'] {
  const views = servers.filter(({ code }) => code !== 'ETIMEOUT').map(({ addresses }) => addresses.join())
  const [first] = views
  if (views.some((view) => view !== first)) return 'diverged'
  return first === undefined || first === lookup.addresses.join() ? 'same' : 'local'
}
