import { Resolver } from 'node:dns/promises'

const resolver = new Resolver({ timeout: 5000, tries: 1 })
resolver.setServers(['10.0.0.53'])

async function main() {
  const start = performance.now()
  const addresses = await resolver.resolve4('web.example.test')
  console.log(addresses.join(), 'after', Math.round(performance.now() - start), 'ms')
}
main().catch((error) => console.log(error.code))
