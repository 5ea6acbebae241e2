import { describe, expect, test } from 'vitest'
import { runProgram } from '../../run-program.fixture.ts'

const lookUp = (name: string, options = '{}') =>
  `require('dns').lookup('${name}', { all: true, ...${options} }, (e, all) => console.log(...all.map((one) => one.address)))`

describe('dns.lookup without a server', () => {
  test('finds localhost at both loopback addresses, IPv6 first', async () => {
    expect((await runProgram(lookUp('localhost'))).stdout).toBe('::1 127.0.0.1\n')
    expect((await runProgram(lookUp('localhost', "{ order: 'ipv4first' }"))).stdout).toBe('127.0.0.1 ::1\n')
    expect((await runProgram(lookUp('localhost', '{ family: 4 }'))).stdout).toBe('127.0.0.1\n')
  })

  test('prefers IPv6 where the host has it, and otherwise a reachable address', async () => {
    const both = ['10.0.0.2', '2001:db8::2']
    const inDual = await runProgram(lookUp('peer'), { hosts: { peer: both, server: ['10.0.0.1', '2001:db8::1'] } })
    expect(inDual.stdout).toBe('2001:db8::2 10.0.0.2\n')
    const inIpv4 = await runProgram(lookUp('peer'), { hosts: { peer: both, server: ['10.0.0.1'] } })
    expect(inIpv4.stdout).toBe('10.0.0.2 2001:db8::2\n')
  })

  test('finds a host by its /etc/hosts, ignoring comments and case', async () => {
    const program = `console.log(require('fs').readFileSync('/etc/hosts', 'utf8')); ${lookUp('PEER')}`
    const { stdout } = await runProgram(program, { hosts: { peer: ['10.0.0.2'] } })
    expect(stdout).toBe('127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n10.0.0.2\tpeer\n\n10.0.0.2\n')
  })

  test('a connection to localhost without a listener is refused at both, as on Linux', async () => {
    const { stdout } = await runProgram(
      "require('net').connect(1, 'localhost').on('error', (e) => console.log(e.name, e.code, e.errors.map((one) => one.message).join()))",
    )
    expect(stdout).toBe('AggregateError ECONNREFUSED connect ECONNREFUSED ::1:1,connect ECONNREFUSED 127.0.0.1:1\n')
  })
})

/** A name server in the program: `zone` by type and name; records with `cut` are only sent over TCP. */
const SERVER = `
  const [dgram, net, dns] = ['dgram', 'net', 'dns'].map(require)
  const zone = { '1 www.lab.test': [192, 0, 2, 7], '28 www.lab.test': null, '1 big.lab.test': [192, 0, 2, 8], '12 9.2.0.192.in-addr.arpa': 'nine' }
  const asked = []
  function reply(query, byStream) {
    let at = 12, labels = []
    while (query[at]) { labels.push(query.toString('latin1', at + 1, at + 1 + query[at])); at += query[at] + 1 }
    const name = labels.join('.'), type = query.readUInt16BE(at + 1), value = zone[type + ' ' + name]
    asked.push(type + ' ' + name + (byStream ? ' by TCP' : ''))
    const known = Object.keys(zone).some((key) => key.endsWith(' ' + name))
    const cut = name.startsWith('big') && type === 1 && !byStream
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180 | (cut ? 0x200 : 0) | (known ? 0 : 3), 2)
    head.writeUInt16BE(value && !cut ? 1 : 0, 6)
    const data = typeof value === 'string' ? Buffer.from([value.length, ...Buffer.from(value), 0]) : Buffer.from(value ?? [])
    const record = value && !cut ? Buffer.concat([Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]), data]) : Buffer.alloc(0)
    return Buffer.concat([head, query.subarray(12, at + 5), record])
  }
  const udp = dgram.createSocket('udp4', (query, { port }) => udp.send(reply(query, false), port)).bind(53, '127.0.0.1')
  const tcp = net.createServer((socket) => socket.on('data', (data) => {
    const answer = reply(data.subarray(2), true)
    socket.end(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]))
  })).listen(53, '127.0.0.1')
  const done = () => { console.log(asked.join('; ')); udp.close(); tcp.close() }`

const CONFIGURATION = '# of the lab\nnameserver 127.0.0.1\nsearch other.test lab.test\noptions timeout:1 attempts:1\n'
const inLab = (text: string) =>
  runProgram(`${SERVER}\nudp.on('listening', async () => { ${text} })`, {
    files: { '/etc/resolv.conf': CONFIGURATION },
  })

describe('dns.lookup with the servers of /etc/resolv.conf', () => {
  test('looks for a short name in the domains of the search list, and for one with dots as it is', async () => {
    const { stdout } = await inLab(`
      console.log(dns.getServers(), await dns.promises.lookup('www', 4), await dns.promises.lookup('www.lab.test', 4)); done()`)
    expect(stdout.split('\n').slice(-2)[0]).toBe('1 www.other.test; 1 www.lab.test; 1 www.lab.test')
    expect(stdout).toContain("{ address: '192.0.2.7', family: 4 }")
  })

  test('asks for both kinds of addresses, and takes those it gets', async () => {
    const { stdout } = await inLab("console.log(await dns.promises.lookup('www.lab.test', { all: true })); done()")
    expect(stdout).toBe("[ { address: '192.0.2.7', family: 4 } ]\n1 www.lab.test; 28 www.lab.test\n")
  })

  test('asks again over TCP when the answer was truncated', async () => {
    const { stdout } = await inLab(
      "console.log(await dns.promises.lookup('big.lab.test', 4), await dns.promises.resolve4('big.lab.test')); done()",
    )
    expect(stdout).toContain("{ address: '192.0.2.8', family: 4 } [ '192.0.2.8' ]")
    expect(stdout).toContain('1 big.lab.test; 1 big.lab.test by TCP; 1 big.lab.test; 1 big.lab.test by TCP')
  })

  test('fails with ENOTFOUND for a name that no domain has, and EAI_AGAIN when no server answers', async () => {
    const { stdout } = await inLab("await dns.promises.lookup('none').catch((e) => console.log(e.code)); done()")
    expect(stdout).toMatch(/^ENOTFOUND\n/)
    const alone = await runProgram(
      "require('dns').lookup('www', (e) => console.log(e.code, e.syscall, Date.now() % 1000))",
      {
        files: { '/etc/resolv.conf': 'nameserver 127.0.0.1\n' },
      },
    )
    expect(alone.stdout).toMatch(/^EAI_AGAIN getaddrinfo \d+\n/)
  })

  test('/etc/hosts comes first', async () => {
    const { stdout } = await runProgram(
      `${SERVER}\nudp.on('listening', () => dns.lookup('www.lab.test', (e, address) => { console.log(address); done() }))`,
      {
        hosts: { 'www.lab.test': ['10.0.0.9'] },
        files: { '/etc/resolv.conf': CONFIGURATION },
      },
    )
    expect(stdout).toBe('10.0.0.9\n\n')
  })

  test('lookupService asks for the name of an address', async () => {
    const { stdout } = await inLab("console.log(await dns.promises.lookupService('192.0.2.9', 80)); done()")
    expect(stdout).toContain("{ hostname: 'nine', service: 'http' }")
  })

  test('two lookups run at a time, in half of the four threads', async () => {
    const { stdout } = await inLab(`
      udp.removeAllListeners('message')
      let waiting = 0
      udp.on('message', (query, { port }) => { console.log('asked', ++waiting); setTimeout(() => { waiting--; udp.send(reply(query, false), port) }, 10) })
      await Promise.all([1, 2, 3, 4].map(() => dns.promises.lookup('www.lab.test', 4))); done()`)
    expect(stdout.match(/asked \d/g)).toEqual(['asked 1', 'asked 2', 'asked 1', 'asked 2'])
  })
})
