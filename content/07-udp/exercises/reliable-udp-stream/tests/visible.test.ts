import { bytes, expect } from 'ackademy/lab'
import { DONE, dataOf, expectReceived, PlayedReceiver, PlayedSender, pieceOf, streamOf, test } from './setup.ts'
import { placed } from './wire.ts'

test('v1 a stream is opened, sent and ended', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(2_500))
  const all = [await receiver.open()]
  for (let place = 1; place <= 4; place++) {
    await receiver.ack(place)
    all.push(await receiver.next(`datagram ${place + 1} of your stream`))
  }
  await receiver.ack(5)
  const wanted = ['OPEN +0', 'DATA +1, 1000 bytes', 'DATA +2, 1000 bytes', 'DATA +3, 500 bytes', 'END +4']
  const seen = all.map((message) => placed(message, receiver.first))
  expect(seen, 'your datagrams, by number after OPEN').toEqual(wanted)
  expect(new Set(all.map(({ id }) => id)).size, 'the number of ids in one stream').toBe(1)
  expect(bytes(...all.map(({ body }) => body)), 'the bytes in your pieces').toEqualBytes(dataOf(2_500))
  await expect(outcome, 'what sendStream came to').toBe(DONE)
})

test('v2 a stream is acknowledged and returned', async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  await sender.send('DATA', 1, pieceOf(1))
  await sender.expectAck(2, [], 'the ACK of the first piece')
  await sender.send('DATA', 2, pieceOf(2))
  await sender.expectAck(3, [], 'the ACK of the second piece')
  await sender.send('END', 3)
  await sender.expectAck(4, [], 'the ACK of END')
  await expectReceived(received, streamOf(2))
})
