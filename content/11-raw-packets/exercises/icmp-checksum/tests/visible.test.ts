import { bytes, hex } from 'ackademy/lab'
import { params } from './params.ts'
import { datagram, test } from './setup.ts'

test('v1 the words of a message are added up', async ({ expectChecksum }) => {
  await expectChecksum('0001 f203 f4f5 f6f7', hex('0001 f203 f4f5 f6f7'), 0x220d)
})

test('v2 an echo request carries its checksum', async ({ expectEcho }) => {
  await expectEcho('an echo request', [params.id, 1], bytes('HELLO!'))
})

// Sent by Linux 6.18 between these addresses; the frame as tcpdump wrote it.
test('v3 a datagram is added up with its addresses', async ({ expectUdp }) => {
  await expectUdp('the datagram that carries “hello”', datagram(bytes('hello')), 0xd696)
})
