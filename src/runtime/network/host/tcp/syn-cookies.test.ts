import { describe, expect, test } from 'vitest'
import { read, ScriptedPeer } from './scripted-peer.fixture.ts'

/** A listener whose queue of half-open connections is full. */
function flooded(tcp = {}) {
  const peer = new ScriptedPeer(tcp)
  const listener = peer.listening(80, 2)
  for (let port = 5000; port < 5003; port++) {
    peer.usePort(port)
    peer.receives('S 0:0(0) win 60000 <mss 1000>')
  }
  expect(peer.sent()).toHaveLength(3)
  peer.usePort(6000)
  return { peer, listener }
}

describe('SYN cookies (RFC 4987 3.6)', () => {
  test('a SYN without room in the queue is answered, and its ACK creates the connection', () => {
    const { peer, listener } = flooded()
    peer.receives('S 0:0(0) win 60000 <mss 1460>')
    expect(peer.sent()).toHaveLength(1)
    expect(peer.host.sockets().filter(({ remote }) => remote?.port === 6000)).toEqual([])
    peer.receives('P. 1:6(5) ack 1 win 60000', 'hello')
    const socket = listener.accept()
    if (typeof socket === 'number') throw new Error(`accept: ${socket}`)
    expect(read(socket)).toBe('hello')
    expect(socket.stats()).toMatchObject({ state: 'ESTABLISHED', sndMss: 1460 })
    expect(peer.host.counters.value('SyncookiesRecv')).toBe(1)
  })

  test('with timestamps the other options survive too', () => {
    const { peer, listener } = flooded({ timestamps: true })
    peer.receives('S 0:0(0) win 60000 <mss 1460,sackOK,TS val 5 ecr 0,nop,wscale 7>')
    expect(peer.sent()[0]).toContain('<mss 1460,sackOK,TS,nop,wscale 7>')
    peer.receives(`. 1:1(0) ack 1 win 500 <nop,nop,TS val 6 ecr ${peer.timestamp}>`)
    const socket = listener.accept()
    if (typeof socket === 'number') throw new Error(`accept: ${socket}`)
    expect(socket.stats().sndWnd).toBe(500 << 7)
  })

  test('an ACK with another number is refused', () => {
    const { peer, listener } = flooded()
    peer.receives('S 0:0(0) win 60000 <mss 1460>')
    peer.sent()
    peer.receives('. 1:1(0) ack 77 win 60000')
    expect(peer.sent()[0]).toMatch(/ R /)
    expect(listener.accept()).toBe(-11)
  })

  test('a cookie is valid for a minute or two', () => {
    const { peer, listener } = flooded()
    peer.receives('S 0:0(0) win 60000 <mss 1460>')
    peer.run(130_000)
    peer.receives('. 1:1(0) ack 1 win 60000')
    expect(listener.accept()).toBe(-11)
  })

  test('with cookies off, such a SYN is dropped', () => {
    const { peer } = flooded({ synCookies: false })
    peer.receives('S 0:0(0) win 60000 <mss 1460>')
    expect(peer.sent()).toEqual([])
    expect(peer.host.counters.value('TCPReqQFullDrop')).toBe(1)
  })
})
