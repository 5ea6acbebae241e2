import { hex } from 'ackademy/lab'
import { ARP, frame, IPV4, ipv4, TCP, tcp, udp, wanted, wantedOfTcp } from './frames.ts'
import { test } from './setup.ts'

test('v1 a datagram has MAC addresses, IP addresses, ports and data', async ({ expectDissection }) => {
  await expectDissection('a datagram', frame(IPV4, ipv4(udp('hello'))), wanted('hello'))
})

test('v2 an ARP request has no IP header', async ({ expectDissection }) => {
  const request = hex('0001 0800 0604 0001 020000000008 0a00010b 000000000000 0a000101')
  await expectDissection('an ARP request', frame(ARP, request), wanted(request, { type: ARP, ip: null, ports: null }))
})

test('v3 a TCP segment has ports, too', async ({ expectDissection }) => {
  await expectDissection('a segment', frame(IPV4, ipv4(tcp('GET /'), { protocol: TCP })), wantedOfTcp('GET /'))
})
