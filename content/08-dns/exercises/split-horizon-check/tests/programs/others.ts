/** Other parts of the program, which ask while and after verify runs. */
import dns from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const { verify } = (await import('./verify.ts' as string)) as typeof import('../../solution/verify.ts')

/** The servers that Node's own calls would ask: before, while and after verify runs. */
export async function serversAround(name: string, server: string): Promise<string[]> {
  const before = dns.getServers().join()
  const during = new Set<string>()
  await whileRunning(verify(name, [server]), async () => {
    during.add(dns.getServers().join())
    await sleep(1)
  })
  return [before, [...during].join(' and '), dns.getServers().join()]
}

/** What resolve4 finds while verify runs, at any time. */
export async function resolveDuring(name: string, server: string): Promise<string[]> {
  const found = new Set<string>()
  await whileRunning(verify(name, [server]), async () => {
    for (const address of await dns.resolve4(name)) found.add(address)
  })
  return [...found]
}

/** Looks again and again until the report is there: verify may change the servers late, and set them back. */
async function whileRunning(running: Promise<unknown>, look: () => Promise<void>): Promise<void> {
  let isRunning = true
  const ended = running.finally(() => {
    isRunning = false
  })
  ended.catch(() => {}) // awaited below
  while (isRunning) await look()
  await ended
}
