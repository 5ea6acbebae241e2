/** Joins the group on eth0 for two and a half seconds, prints what has arrived, leaves, and sends a datagram of its own by eth1. */
import { setTimeout as wait } from 'node:timers/promises'
import { join, send } from './group.ts'
import { params } from './params.ts'

const ETH0 = '10.0.1.20'
const ETH1 = '10.0.2.20'

const receiver = await join(params.group, params.port, ETH0)
console.log('joined', params.group, 'on', ETH0)
await wait(2_500)
console.log('received', receiver.received())
await receiver.leave()
console.log('left')
await send(params.group, params.port, 'hello', { iface: ETH1 })
console.log('sent a datagram by', ETH1)
