/** The program that grows through module 11: each version does what its lesson says. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { fieldsWithTshark } from '../network/tshark.ts'
import { missing } from '../support/requirements.ts'

/** Lines that a version prints on `client` for a target, with the times cut off. `other`: a host that another ping asks first. */
async function probe(version: number, topology: string, target: string, other?: string): Promise<string[]> {
  const source = readFileSync(`content/11-raw-packets/probe/11-${version}.ts`, 'utf8')
  const { lab } = await openSimulatedLab({ topology, seed: 1, files: { submission: { 'probe.ts': source } } })
  try {
    if (other) await lab.host('client').run('probe.ts', { args: [other] })
    const program = await lab.host('client').run('probe.ts', { args: [target] })
    await program.exited({ within: '60s' })
    const lines = (await program.output()).stdout.trimEnd().split('\n')
    return lines.map((line) => line.replace(/(,| after) [\d.]+ ms$/, ''))
  } finally {
    await lab.close()
  }
}

describe('the program of module 11', () => {
  test('11.1 prints what comes after each of three requests', async () => {
    expect(await probe(1, 'two-routers', 'server')).toEqual(
      [1, 2, 3].map((seq) => `${seq}: type 0, code 0 from 10.0.2.10`),
    )
  })

  test('11.1 takes the reply to another ping for its own', async () => {
    expect((await probe(1, 'two-routers', '10.0.2.99', '10.0.2.10'))[0]).toBe('1: type 0, code 0 from 10.0.2.10')
  })

  test('11.2 lists the routers on the way', async () => {
    expect(await probe(2, 'two-routers', 'server')).toEqual(['1: 10.0.1.1', '2: 10.0.12.2', '3: 10.0.2.10'])
  })

  test.each([
    ['10.0.2.99', ['1: 10.0.1.1', '2: 10.0.12.2', '3: 10.0.12.2', 'unreachable, code 1']],
    ['10.0.3.1', ['1: 10.0.1.1', 'unreachable, code 0']],
  ])('11.2 says that %s is unreachable, also beside another ping', async (target, lines) => {
    expect(await probe(2, 'two-routers', target, '10.0.2.10')).toEqual(lines)
  })

  test('11.2 follows one of two paths, since its probes have no ports', async () => {
    expect(await probe(2, 'two-paths', 'server')).toEqual([
      '1: 10.0.1.1',
      '2: 10.0.13.2',
      '3: 10.0.35.2',
      '4: 10.0.56.2',
      '5: 10.0.2.10',
    ])
  })

  test.skipIf(missing('tshark'))('11.3 writes a capture file that tshark reads', async () => {
    const source = readFileSync('content/11-raw-packets/probe/11-3.ts', 'utf8')
    const { lab } = await openSimulatedLab({ topology: 'two-routers', files: { submission: { 'probe.ts': source } } })
    const program = await lab.host('client').run('probe.ts', { args: ['server'] })
    await program.exited({ within: '60s' })
    expect((await program.output()).stdout).toMatch(/\nprobe\.pcap: 6 frames, 0 dropped\n$/)
    const capture = await lab.host('client').readFile('/work/probe.pcap')
    await lab.close()
    const packets = fieldsWithTshark(capture, ['icmp.type', 'ip.ttl', 'frame.len', 'frame.cap_len'])
    expect(packets.map((fields) => [...fields.values()].join(' '))).toEqual([
      '8 1 47 47',
      '11,8 64,1 75 75',
      '8 2 47 47',
      '11,8 63,1 75 75',
      '8 3 47 47',
      '0 62 47 47',
    ])
  })

  test('11.4 counts the fragments of large requests and of the reply', async () => {
    const source = readFileSync('content/11-raw-packets/probe/11-4.ts', 'utf8')
    const { lab } = await openSimulatedLab({ topology: 'two-routers', files: { submission: { 'probe.ts': source } } })
    const program = await lab.host('client').run('probe.ts', { args: ['server', 'eth0', 3_000] })
    await program.exited({ within: '60s' })
    const lines = (await program.output()).stdout.trimEnd().split('\n').slice(3)
    await lab.close()
    const request = '10.0.1.10 > 10.0.2.10, protocol 1: 3 fragments, 3008 of 3008 bytes'
    const reply = '10.0.2.10 > 10.0.1.10, protocol 1: 3 fragments, 3008 of 3008 bytes'
    const wanted = ['probe.pcap: 14 frames, 0 dropped', request, request, request, reply]
    expect(lines.map((line) => line.replace(/, id \d+/, ''))).toEqual(wanted)
  })

  test.each([
    ['eth0', '10.1.0.1'],
    ['eth1', '10.2.0.1'],
  ])('11.5 leaves through %s, whose provider answers', async (device, router) => {
    const source = readFileSync('content/11-raw-packets/probe/11-5.ts', 'utf8')
    const { lab } = await openSimulatedLab({ topology: 'multi-wan', files: { submission: { 'probe.ts': source } } })
    const program = await lab.host('host').run('probe.ts', { args: ['203.0.113.80', device] })
    await program.exited({ within: '60s' })
    const { stdout } = await program.output()
    await lab.close()
    expect(
      stdout
        .replaceAll(/, [\d.]+ ms$/gm, '')
        .split('\n')
        .slice(0, 2),
    ).toEqual([`1: ${router}`, '2: 203.0.113.80'])
  })

  test('11.6 tells open, closed and filtered ports apart', async () => {
    const source = readFileSync('content/11-raw-packets/probe/11-6.ts', 'utf8')
    const listen = `import { createServer } from 'node:net'\ncreateServer((socket) => socket.end()).listen(8000)`
    const submission = { 'probe.ts': source, 'listen.ts': listen }
    const { lab } = await openSimulatedLab({ topology: 'guarded', files: { submission } })
    await lab.host('server').run('listen.ts', { listens: { tcp: 8000 } })
    const program = await lab.host('client').run('probe.ts', { args: ['server', 'eth0', 5, '8000-8004'] })
    await program.exited({ within: '60s' })
    const lines = (await program.output()).stdout.trimEnd().split('\n')
    await lab.close()
    expect(lines.filter((line) => line.startsWith('port'))).toEqual([
      'port 8000: open',
      'port 8001: filtered, no answer',
      'port 8002: filtered, EHOSTUNREACH',
      'port 8003: closed',
      'port 8004: closed',
    ])
  })
})
