import { describe, test, expect as vitestExpect } from 'vitest'
import type { Process, TcpPeer } from '#lab'
import {
  answerLines,
  bitFlips,
  bytes,
  converse,
  cutsInTwo,
  dribble,
  expect,
  growth,
  lengthPrefixed,
  readFrames,
  readInteger,
  truncations,
  u8,
  u16,
  u32,
  u64,
  workOf,
} from './index.ts'

describe('bytes', () => {
  test('are joined from numbers and text', () => {
    expect(bytes(u8(1), u16(0x0203), u32(4, 'LE'), u64(2 ** 53), 'é')).toEqualBytes(
      Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0xc3, 0xa9),
    )
  })

  test('a number that does not fit throws, it does not wrap', () => {
    vitestExpect(() => u16(65_536)).toThrow('65536 does not fit into 2 bytes')
    vitestExpect(() => u8(-1)).toThrow(RangeError)
  })

  test('a length prefix may count itself', () => {
    expect(lengthPrefixed('hi', { width: 2 })).toEqualBytes('\0\x02hi')
    expect(lengthPrefixed('hi', { width: 2, includesHeader: true, order: 'LE' })).toEqualBytes('\x04\0hi')
    vitestExpect(readInteger(Uint8Array.of(0xff, 0xff, 0xff, 0xf0), 0, 4)).toBe(0xffff_fff0)
  })

  test('every prefix, every flipped bit, every cut', () => {
    vitestExpect(truncations('abc').map(({ length }) => length)).toEqual([0, 1, 2])
    vitestExpect(bitFlips(u8(0)).map(([byte]) => byte)).toEqual([128, 64, 32, 16, 8, 4, 2, 1])
    vitestExpect(cutsInTwo('abc').map((parts) => parts.map(({ length }) => length))).toEqual([
      [1, 2],
      [2, 1],
    ])
  })

  test('are compared whole and in part', () => {
    const data = bytes(u32(7), 'payload')
    expect(data).toStartWithBytes(u32(7))
    expect(data).toHaveBytesAt(4, 'pay')
    expect(data).toContainBytes('load')
    expect(data).not.toContainBytes('road')
    vitestExpect(() => expect(data).toHaveBytesAt(4, 'pax')).toThrow(
      'the bytes from 4 on differ at 2: expected 70 61 [78] (3 bytes), received 70 61 [79] (3 bytes)',
    )
    vitestExpect(() => expect(7).toContainBytes('x')).toThrow('expected bytes, received number')
  })
})

/** A peer whose other side has already sent `text`. */
function peerWith(text: string) {
  const sent: unknown[] = []
  let data = new TextEncoder().encode(text)
  const take = (n: number) => {
    const taken = data.subarray(0, n)
    data = data.subarray(n)
    return taken
  }
  const line = async () => new TextDecoder().decode(take(data.indexOf(10) + 1)).trimEnd()
  const send = async (...args: unknown[]) => void sent.push(args)
  const peer = {
    bytes: async (n: number) => take(n),
    line,
    send,
    ask: async (question: string) => {
      await send(question)
      return line()
    },
  }
  return { peer: peer as unknown as TcpPeer, sent }
}

describe('peers', () => {
  test('hold a conversation', async () => {
    const { peer, sent } = peerWith('PONG\nhello\n')
    await converse(peer, [
      ['PING', 'PONG'],
      ['hello', 'hello'],
    ])
    vitestExpect(sent).toEqual([['PING\n'], ['hello\n']])
  })

  test('send byte by byte', async () => {
    const { peer, sent } = peerWith('')
    await dribble(peer, 'hi', { every: '5s' })
    vitestExpect(sent).toEqual([[[Uint8Array.of(104), Uint8Array.of(105)], { gap: '5s' }]])
  })

  test('read length-prefixed messages', async () => {
    const { peer } = peerWith('\0\0\0\x02hi\0\0\0\0\0\0\0\x01x')
    vitestExpect((await readFrames(peer, 3)).map((frame) => new TextDecoder().decode(frame))).toEqual(['hi', '', 'x'])
  })

  test('answer lines as a server would, or not at all', async () => {
    const { peer, sent } = peerWith('a\nb\n')
    vitestExpect(await answerLines(peer, 2, (line) => (line === 'a' ? null : `${line}!`))).toEqual(['a', 'b'])
    vitestExpect(sent).toEqual([['b!']])
  })
})

describe('work', () => {
  test('counts what the program did meanwhile, from zero', async () => {
    let turns = 5
    const process = {
      counters: async (options?: { reset?: boolean }) => {
        if (options?.reset) turns = 0
        return { syscalls: { writev: turns }, turns, queuedBytes: 0 }
      },
    } as unknown as Process
    const work = await workOf(process, async () => {
      turns += 2
    })
    expect(work).toCostAtMost({ turns: 2, syscalls: { writev: 2, connect: 0 }, systemCalls: 2 })
    vitestExpect(() => expect(work).toCostAtMost({ syscalls: { writev: 1 } })).toThrow(
      'Expected at most 1 calls of writev, but there were 2.',
    )
    vitestExpect(() => expect(work).toCostAtMost({ bytesCopied: 1 })).toThrow('bytes copied are not counted here')
  })

  test('grows no faster than the size', async () => {
    expect(await growth([10, 100], async (n) => 3 * n)).toGrowLinearly()
    const squares = await growth([10, 100], async (n) => n * n)
    vitestExpect(() => expect(squares).toGrowLinearly()).toThrow(
      'but 100 cost 10,000 where 10 cost 100: 100 times as much for 10 times the size.',
    )
  })
})
