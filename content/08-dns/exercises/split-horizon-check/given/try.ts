/** Prints your report on each name. This machine has no resolv.conf, so lookup finds only what is in /etc/hosts: the machines, such as `outside`. */
import { inspect } from 'node:util'
import { verify } from './verify.ts'

const SERVERS = ['10.0.0.53', '203.0.113.53']

for (const name of process.argv.slice(2)) console.log(name, inspect(await verify(name, SERVERS), { depth: 4 }))
