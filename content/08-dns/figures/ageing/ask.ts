import { Resolver } from 'node:dns/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const resolver = new Resolver({ timeout: 5000, tries: 1 })
resolver.setServers(['10.0.0.53'])

async function main() {
  await ask()
  await delay(params.pause * 1000)
  await ask()
}

async function ask() {
  const asked = performance.now()
  const found = await resolver.resolve4(params.name, { ttl: true }).catch((error) => error.code)
  const said = Array.isArray(found) ? `TTL ${found[0]?.ttl}` : found
  console.log(`${Math.round(asked / 1000)} s: ${said}, in ${Math.round(performance.now() - asked)} ms`)
}
main().catch((error) => console.log(error.code))
