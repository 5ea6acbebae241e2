import { describe, expect, test } from 'vitest'
import { NO_CONNECTION, readTcpInfo, TCP_INFO_ROOM, waitingConnections } from './tcp-info.ts'

const NO_BYTES = { taken: 0, read: 0, unread: 0, unacknowledged: 0 }

/** struct tcp_info with these fields, by offset (include/uapi/linux/tcp.h). */
function info(state: number, words: Record<number, number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(TCP_INFO_ROOM))
  view.setUint8(0, state)
  for (const [at, value] of Object.entries(words)) view.setUint32(Number(at), value, true)
  return new Uint8Array(view.buffer)
}

describe('struct tcp_info', () => {
  test('in units of this platform', () => {
    const bytes = info(1, { 8: 204_000, 16: 1448, 68: 20_150, 72: 5_000, 76: 0x7fffffff, 80: 10, 100: 3, 144: 100 })
    expect(readTcpInfo(bytes, { taken: 1000, read: 7, unread: 5, unacknowledged: 300 })).toMatchObject({
      state: 'ESTABLISHED',
      payloadAcked: 700,
      payloadReceived: 12,
      unacknowledged: 200,
      notsentBytes: 100,
      sndMss: 1448,
      sndCwnd: 10,
      slowStartThreshold: null,
      smoothedRtt: 20_150_000,
      rttVariation: 5_000_000,
      retransmissionTimeout: 204_000_000,
      totalRetrans: 3,
    })
  })

  test('a FIN that is not acknowledged yet makes no byte less', () => {
    expect(readTcpInfo(info(4, {}), { ...NO_BYTES, taken: 0, unacknowledged: 1 }).payloadAcked).toBe(0)
  })

  test('of an older kernel is shorter: what is not there is 0', () => {
    expect(readTcpInfo(info(1, { 16: 536 }).subarray(0, 104), NO_BYTES)).toMatchObject({ sndMss: 536, sndWnd: 0 })
  })

  test('connections wait in a socket that listens, and in no other', () => {
    expect(waitingConnections(info(10, { 24: 2 }))).toBe(2)
    expect(waitingConnections(info(1, { 24: 2 }))).toBe(0)
    expect(waitingConnections(NO_CONNECTION)).toBe(0)
  })
})
