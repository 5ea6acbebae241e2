import dns from 'node:dns/promises'

// /etc/hosts:       10.9.9.9 api.lab.test
// /etc/resolv.conf: nameserver 10.0.0.53
async function main() {
  console.log('lookup:  ', (await dns.lookup('api.lab.test')).address)
  console.log('resolve4:', ...(await dns.resolve4('api.lab.test')))
  const outside = new dns.Resolver({ timeout: 1000, tries: 2 })
  outside.setServers(['203.0.113.53'])
  console.log('outside: ', ...(await outside.resolve4('api.lab.test')))
}
main().catch((error) => console.log(error.message))
