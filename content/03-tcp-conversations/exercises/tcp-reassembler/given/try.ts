/** Hands your receiver a few segments, one of them too early and one twice, and prints what it answers. */
import { params } from './params.ts'
import { Receiver } from './receiver.ts'

const stream = Buffer.from('TCP puts bytes in order.')
const receiver = new Receiver({ capacity: params.capacity })
const first = params.isn + 1 // the number of the first byte

const show = (what: string, segment: Parameters<Receiver['segment']>[0]) =>
  console.log(what.padEnd(22), receiver.segment(segment))

show('SYN', { seq: params.isn, syn: true })
for (const [from, to] of [
  [0, 9],
  [14, 20],
  [0, 9],
  [5, 16],
] as const)
  show(`bytes ${from} to ${to}`, { seq: first + from, data: stream.subarray(from, to) })
show('bytes 20 to 24 and FIN', { seq: first + 20, data: stream.subarray(20), fin: true })

for (let piece = receiver.read(10); piece?.length; piece = receiver.read(10))
  console.log(`read(10) gives ${JSON.stringify(Buffer.from(piece).toString())}`)
