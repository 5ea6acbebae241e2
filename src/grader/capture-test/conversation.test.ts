import { expect, test } from 'vitest'
import type { ClientSide } from '#network'
import { Conversation } from './conversation.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const END = { end: null, serverEnd: null, repliesEnd: null }
const ENDS = { client: '10.0.9.1 40000', server: '10.0.9.2 9000', port: 9000, frame: 1, opensAt: 0 }

/** What the saved test says that each value is. */
function labels(side: Pick<ClientSide, 'protocol' | 'sends' | 'replies'>): string[] {
  const place = { server: 'server', client: 'client', port: 9000 }
  const lines = new Conversation({ ...ENDS, ...END, ...side }, 0, 1, place).lines()
  return lines.flatMap(({ text }) => /^await expect\(.*, '(.*)'\)\.to/.exec(text)?.[1] ?? [])
}

test('an answer to a line that came in pieces names the whole line', () => {
  const sends = [
    { at: 10, heard: 0, bytes: bytes('thr') },
    { at: 20, heard: 0, bytes: bytes('ee\n') },
  ]
  expect(labels({ protocol: 'tcp', sends, replies: [{ at: 30, bytes: bytes('3\n') }] })[0]).toBe('the answer to three⏎')
})

test('what a server says before it was asked is not called an answer', () => {
  expect(labels({ protocol: 'tcp', sends: [], replies: [{ at: 30, bytes: bytes('220 hello\n') }] })[0]).toBe(
    'what your server says first',
  )
})

test('with several datagrams on their way, an answer is not given to one of them', () => {
  const sends = ['a', 'b'].map((text, index) => ({ at: 10 + index, heard: 0, bytes: bytes(text) }))
  const replies = [{ at: 30, bytes: bytes('A') }]
  expect(labels({ protocol: 'udp', sends, replies })[0]).toBe('an answer to one of 2 datagrams')
})
