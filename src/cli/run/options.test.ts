import { describe, expect, test } from 'vitest'
import { CommandError } from '../command-error.ts'
import { parseRunOptions } from './options.ts'

describe('the options of run', () => {
  test('have defaults', () => {
    const common = {
      client: null,
      clientHost: 'client',
      clientPort: null,
      saveTest: null,
      topology: 'wire',
      host: 'server',
      seed: 1,
      pcap: null,
      realTime: false,
    }
    const defaults = { ...common, publish: [], limits: {}, args: [] }
    expect(parseRunOptions(['server.ts'])).toEqual({ ...defaults, program: 'server.ts' })
  })

  test('come before the program; what follows it is the program’s own, options and all', () => {
    const options = parseRunOptions(['--seed=7', '--host', 'client', '--pcap', 'a', 'x.ts', '--seed', '8', '--', '-h'])
    expect(options).toMatchObject({
      seed: 7,
      host: 'client',
      pcap: 'a',
      program: 'x.ts',
      args: ['--seed', '8', '--', '-h'],
    })
  })

  test('ask for real time', () => {
    expect(parseRunOptions(['--real-time', 'p.ts'])).toMatchObject({ realTime: true, program: 'p.ts' })
  })

  test('end at --', () => {
    expect(parseRunOptions(['--', '-odd.ts', 'a'])).toMatchObject({ program: '-odd.ts', args: ['a'] })
  })

  test('set limits, in one list or several', () => {
    const all = { packets: 5, descriptors: 64, memoryMiB: 2048 }
    expect(parseRunOptions(['--limit', 'packets=5,descriptors=64,memory=2GiB', 'p.ts'])?.limits).toEqual(all)
    expect(parseRunOptions(['--limit', 'packets=1', '--limit=packets=5', 'p.ts'])?.limits).toEqual({ packets: 5 })
  })

  test('ask for help', () => {
    expect(parseRunOptions(['--help'])).toBe(null)
    expect(parseRunOptions(['x.ts', '--help'])).not.toBe(null)
  })

  test.each([
    [[], 'which program?'],
    [['--client-port', '0', 'p.ts'], '--client-port 0: a port is a whole number from 1 to 65535'],
    [['--save-test', 'a.test.ts', 'p.ts'], '--save-test needs --client'],
    [['--seed', 'x', 'p.ts'], '--seed x: a seed is a whole number from 0 to 4294967295'],
    [['--seed', '', 'p.ts'], 'a seed is a whole number'],
    [['--seed', '1.5', 'p.ts'], 'a seed is a whole number'],
    [
      ['--publish', 'x', 'p.ts'],
      '--publish x: expected [[ADDRESS:]REALPORT:][HOST:]PORT[/tcp|/udp], for example 8080:server:80',
    ],
    [['--limit', 'files=3', 'p.ts'], '--limit files=3: there are limits of packets, descriptors and memory'],
    [['--limit', 'packets=many', 'p.ts'], '--limit packets=many: expected a whole number from 1'],
    [
      ['--limit', 'memory=512', 'p.ts'],
      '--limit memory=512: expected a size of at least 16 MiB, such as 512MiB or 2GiB',
    ],
    [['--publish', '70000', 'p.ts'], '--publish 70000: a port is a whole number from 1 to 65535'],
    [['--publish', 'here:8080:server:80', 'p.ts'], 'here is no IP address of this machine'],
  ])('refuse %j', (args, message) => {
    expect(() => parseRunOptions(args)).toThrow(CommandError)
    expect(() => parseRunOptions(args)).toThrow(message)
  })
})
