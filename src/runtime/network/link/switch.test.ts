import { describe, expect, test } from 'vitest'
import { Recorder } from '../capture/index.ts'
import { Clock, SECOND } from '../clock.ts'
import { emitEthernet } from '../wire/index.ts'
import { Link, Switch } from './index.ts'

const MAC = {
  a: '02:00:00:00:00:0a',
  b: '02:00:00:00:00:0b',
  c: '02:00:00:00:00:0c',
  all: 'ff:ff:ff:ff:ff:ff',
} as const
type Station = 'a' | 'b' | 'c'

/** Three stations on a switch. `say` sends a frame and returns its receivers. */
function lan() {
  const clock = new Clock()
  const lanSwitch = new Switch('lan', clock)
  const heard: Station[] = []
  const links = new Map<Station, Link>()
  for (const [index, name] of (['a', 'b', 'c'] as const).entries()) {
    const endpoints = [`${name}:eth0`, `lan:p${index}`] as const
    const link = new Link({ scheduler: clock, recorder: new Recorder(), seed: 1, index, endpoints })
    link.ends[0].onReceive = () => void heard.push(name)
    lanSwitch.connect(`p${index}`, link.ends[1])
    links.set(name, link)
  }
  const say = (from: Station, to: string, source: string = MAC[from]) => {
    heard.length = 0
    links
      .get(from)!
      .ends[0].transmit(emitEthernet({ destination: to, source, type: 0x0800, payload: new Uint8Array(20) }))
    clock.runUntil(clock.now)
    return [...heard]
  }
  return { clock, lanSwitch, say }
}

describe('a learning switch', () => {
  test('floods to a station it does not know, and then sends to that station alone', () => {
    const { say } = lan()
    expect(say('a', MAC.b)).toEqual(['b', 'c'])
    expect(say('b', MAC.a)).toEqual(['a'])
    expect(say('a', MAC.b)).toEqual(['b'])
  })

  test('floods broadcast and multicast, and never learns such an address', () => {
    const { say, lanSwitch } = lan()
    expect(say('a', MAC.all)).toEqual(['b', 'c'])
    expect(say('a', '01:00:5e:00:00:01')).toEqual(['b', 'c'])
    say('c', MAC.all, '01:00:5e:00:00:02')
    expect(lanSwitch.table().map(({ mac, port }) => [mac, port])).toEqual([[MAC.a, 'p0']])
  })

  test('keeps a frame to itself when its destination is where it came from', () => {
    const { say } = lan()
    say('a', MAC.all)
    expect(say('a', MAC.a)).toEqual([])
  })

  test('follows a station that moves to another port', () => {
    const { say } = lan()
    say('a', MAC.all)
    say('c', MAC.all, MAC.a)
    expect(say('b', MAC.a)).toEqual(['c'])
  })

  test('forgets a station after 300 s of silence', () => {
    const { clock, say, lanSwitch } = lan()
    say('a', MAC.all)
    clock.runUntil(300 * SECOND - 1)
    expect(say('b', MAC.a)).toEqual(['a'])
    expect(lanSwitch.table()[0]).toEqual({ mac: MAC.a, port: 'p0', age: 300 * SECOND - 1 })
    clock.runUntil(300 * SECOND)
    expect(lanSwitch.table().map(({ mac }) => mac)).toEqual([MAC.b])
    expect(say('b', MAC.a)).toEqual(['a', 'c'])
  })

  test('drops what is too short for a header', () => {
    const clock = new Clock()
    const lanSwitch = new Switch('lan', clock)
    const link = new Link({
      scheduler: clock,
      recorder: new Recorder(),
      seed: 1,
      index: 0,
      endpoints: ['a:eth0', 'lan:p0'],
    })
    lanSwitch.connect('p0', link.ends[1])
    link.ends[0].transmit(new Uint8Array(5))
    clock.runUntil(0)
    expect(lanSwitch.table()).toEqual([])
  })

  test('refuses a second cable in a port', () => {
    const { lanSwitch } = lan()
    expect(() => lanSwitch.connect('p0', { transmit() {}, onReceive: null })).toThrow('lan:p0 has a cable already')
  })
})
