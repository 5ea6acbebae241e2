/** Other parts of the program, which ask while and after verify runs. */
import dns from 'node:dns/promises'

const { verify } = (await import('./verify.ts' as string)) as typeof import('../../solution/verify.ts')

/** The servers that Node's own calls would ask: before, while and after verify runs. */
export async function serversAround(name: string, server: string): Promise<string[]> {
  const before = dns.getServers().join()
  const running = verify(name, [server])
  const during = dns.getServers().join()
  await running
  return [before, during, dns.getServers().join()]
}

/** What resolve4 finds while verify runs. */
export async function resolveDuring(name: string, server: string): Promise<string[]> {
  const running = verify(name, [server])
  const found = await dns.resolve4(name)
  await running
  return found
}
