import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import { params } from './params.ts'

// An echo request with id 0x1234 and sequence number 1.
const request = Buffer.from('0800e5ca12340001', 'hex')
const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
icmp.sendto(request, params.to)
await poll([{ socket: icmp, events: POLLIN }], 1_000)
const packet = icmp.recvfrom(2_048)
const type = packet?.bytes[20]
console.log(`yours: type ${type} from ${packet?.address}`)
icmp.close()
