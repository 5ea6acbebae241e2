import { bytes, hex } from 'ackademy/lab'
import { packet, test } from './setup.ts'

const PIECES = [
  hex(`4500 0044 7a48 2000 3f11 ca4d 0a00 010a 0a00 020a 9c40 2328 006b 213f 5468 6520 6669 7273 7420 6672 6167 6d65
    6e74 2068 6173 2074 6865 2068 6561 6465 7220 6f66 2074 6865`),
  hex(`4500 0044 7a48 2006 3f11 ca47 0a00 010a 0a00 020a 2064 6174 6167 7261 6d2e 2054 6865 206f 7468 6572 7320 6861
    7665 206e 6f74 6869 6e67 2062 7574 2064 6174 612c 2061 6e64`),
  hex('4500 001f 7a48 000c 3f11 ea66 0a00 010a 0a00 020a 2061 6e20 6f66 6673 6574 2e'),
] as const
const TEXT = 'The first fragment has the header of the datagram. The others have nothing but data, and an offset.'

// Sent by Linux 6.18 over a link with an MTU of 68, as tcpdump wrote them.
test('v1 three fragments become a datagram', async ({ expectNothing, expectWhole }) => {
  await expectNothing('the first of three fragments', PIECES[0])
  await expectNothing('the second of three fragments', PIECES[1])
  const whole = Uint8Array.of(
    ...hex('4500 007f 7a48 0000 3f11 ea12 0a00 010a 0a00 020a 9c40 2328 006b 213f'),
    ...bytes(TEXT),
  )
  await expectWhole('the last of three fragments', PIECES[2], whole)
})

test('v2 a whole packet is returned as it came', async ({ expectWhole, expectHeld }) => {
  const short = packet({ data: bytes('short') })
  await expectWhole('a whole packet', short, short)
  const kept = packet({ data: bytes('kept whole'), dontFragment: true })
  await expectWhole('a whole packet with DF', kept, kept)
  await expectHeld('after two whole packets', 0)
})
