/** Counts what passes the interface that it is given for three seconds, and prints your report: `node try.ts eth1 udp` counts UDP. */
import { setTimeout as wait } from 'node:timers/promises'
import { type Options, sniff } from './sniff.ts'

const [iface = 'eth0', protocol] = process.argv.slice(2)
const capture = await sniff(iface, protocol === undefined ? {} : { protocol: protocol as Options['protocol'] })
console.log('watching', iface)
await wait(3_000)
console.log(capture.report())
capture.close()
