import dns from 'node:dns/promises'
import { params } from './params.ts'

// /etc/resolv.conf: nameserver 10.0.0.53
//                   search default.svc.test svc.test test
//                   options ndots: as set below
const name = params.dot ? 'api.lab.test.' : 'api.lab.test'

async function main() {
  const start = performance.now()
  const { address } = await dns.lookup(name)
  console.log(name, '→', address, 'after', Math.round(performance.now() - start), 'ms')
}
main().catch((error) => console.log(error.message))
