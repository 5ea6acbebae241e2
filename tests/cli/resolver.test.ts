/** The resolver of dns-recursive-resolver among software that nobody here wrote: `dig` asks it, and BIND has the zones. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { missing } from '../support/requirements.ts'
import { Command, root } from './command.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const execute = promisify(execFile)
const EXERCISE = join(root, 'content/08-dns/exercises/dns-recursive-resolver')
const folder = mkdtempSync(join(tmpdir(), 'resolver-'))
for (const part of ['starter', 'solution']) cpSync(join(EXERCISE, part), folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Status, flags and answers, as `dig` prints them. */
interface Dug {
  status: string
  flags: string
  rows: string[]
}

async function dig(within: string[], ...words: string[]): Promise<Dug> {
  const [command = '', ...args] = [
    ...within,
    'dig',
    '+noall',
    '+comments',
    '+answer',
    '+tries=1',
    '+timeout=7',
    ...words,
  ]
  const { stdout } = await execute(command, args)
  return {
    status: /status: (\w+)/.exec(stdout)?.[1] ?? stdout,
    flags: /flags: ([^;]*);/.exec(stdout)?.[1] ?? '',
    rows: stdout
      .split('\n')
      .filter((line) => /^[^;\s]/.test(line))
      .map((line) => line.split(/\s+/).slice(3).join(' ')),
  }
}

describe.skipIf(missing('clients'))('in a simulated world', () => {
  let command: Command
  let port = ''
  beforeAll(async () => {
    const where = ['--topology', 'dns-wild', '--host', 'resolver', '--publish', '0:resolver:53']
    command = new Command(['run', ...where, join(folder, 'server.ts')])
    await command.printed(/listening/)
    port = /127\.0\.0\.1:(\d+)/.exec(command.stderr)?.[1] ?? ''
  })
  afterAll(async () => {
    command.child.kill('SIGINT')
    await command.ended
  })
  const ask = (...words: string[]) => dig([], '@127.0.0.1', '-p', port, ...words)

  test('dig gets an address, and sees a resolver', async () => {
    expect(await ask('web.example.test')).toEqual({ status: 'NOERROR', flags: 'qr rd ra', rows: ['A 203.0.113.10'] })
  })

  test('dig gets an alias of another zone over TCP', async () => {
    const { status, rows } = await ask('+tcp', 'shop.example.test')
    expect(status).toBe('NOERROR')
    expect(rows).toEqual(['CNAME front.other.test.', 'A 203.0.113.30'])
  })

  test('dig gets NXDOMAIN, and SERVFAIL where servers need each other', async () => {
    expect(await ask('nobody.example.test')).toMatchObject({ status: 'NXDOMAIN', rows: [] })
    expect(await ask('www.hen.test')).toMatchObject({ status: 'SERVFAIL', rows: [] })
  })

  test('dig without RD is refused', async () => {
    expect(await ask('+norecurse', 'web.example.test')).toMatchObject({ status: 'REFUSED' })
  })
})

/** Zones by the address of the BIND that serves them. */
const ZONES: Record<string, Record<string, string>> = {
  '198.51.100.1': {
    '.': `@ 86400 SOA a.root.test. admin.root.test. 1 1800 900 604800 60
@ 86400 NS a.root.test.
a.root.test. 86400 A 198.51.100.1
test. 86400 NS ns.nic.test.
ns.nic.test. 86400 A 198.51.100.2`,
  },
  '198.51.100.2': {
    test: `@ 3600 SOA ns.nic admin.nic 1 1800 900 604800 60
@ 3600 NS ns.nic
ns.nic 3600 A 198.51.100.2
example 3600 NS ns1.example
example 3600 NS ns2.example
ns1.example 3600 A 203.0.113.99
ns2.example 3600 A 203.0.113.53
glueless 3600 NS dns.example
lame 3600 NS ns1.lame
lame 3600 NS ns2.lame
ns1.lame 3600 A 198.51.100.2
ns2.lame 3600 A 203.0.113.53`,
  },
  '203.0.113.53': {
    'example.test': `@ 60 SOA ns2 admin 1 7200 900 1209600 30
@ 60 NS ns1
@ 60 NS ns2
ns1 60 A 203.0.113.99
ns2 60 A 203.0.113.53
dns 60 A 203.0.113.53
web 60 A 203.0.113.10
web 60 AAAA 2001:db8::10
www 60 CNAME front.glueless.test.
*.wild 60 A 203.0.113.11
${Array.from({ length: 20 }, (_, n) => `big 60 TXT "${String(n).padStart(100, 'x')}"`).join('\n')}`,
    'glueless.test': `@ 60 SOA dns.example.test. admin 1 7200 900 1209600 30
@ 60 NS dns.example.test.
front 60 A 203.0.113.30`,
    'lame.test': `@ 60 SOA ns2 admin 1 7200 900 1209600 30
@ 60 NS ns1
@ 60 NS ns2
ns1 60 A 198.51.100.2
ns2 60 A 203.0.113.53
web 60 A 203.0.113.40`,
  },
}

/** A network namespace with these addresses on its loopback interface, three BINDs, and the resolver on Node. */
class Namespace {
  readonly #keeper = spawn('unshare', ['--net', 'sleep', '300'], { stdio: 'ignore' })
  readonly #programs: ChildProcess[] = []

  get within(): string[] {
    return ['nsenter', '--target', String(this.#keeper.pid), '--net']
  }

  async open(): Promise<void> {
    const namespaceOf = (pid: number | string | undefined) => readlinkSync(`/proc/${pid}/ns/net`)
    // Until `unshare` has made the namespace, this is the machine's own.
    await vi.waitFor(() => expect(namespaceOf(this.#keeper.pid)).not.toBe(namespaceOf('self')), 5_000)
    this.#sh('ip link set lo up')
    for (const [address, zones] of Object.entries(ZONES)) {
      this.#sh(`ip address add ${address}/32 dev lo`)
      this.#start('named', '-g', '-c', configure(address, zones))
    }
    const resolver = this.#start('env', 'PORT=5300', process.execPath, join(folder, 'server.ts'), '198.51.100.1')
    await once(resolver.stdout, 'data') // it says that it listens
    for (const address of Object.keys(ZONES))
      await vi.waitFor(() => this.#sh(`ss -Huln src ${address}:53 | grep -q .`), { timeout: 20_000, interval: 300 })
  }

  async close(): Promise<void> {
    for (const one of [...this.#programs, this.#keeper]) {
      if (one.exitCode !== null || !one.kill('SIGKILL')) continue
      await once(one, 'exit')
    }
  }

  #sh(line: string): void {
    const [command = '', ...args] = [...this.within, 'sh', '-c', line]
    execFileSync(command, args, { stdio: 'ignore' })
  }

  #start(...words: string[]) {
    const [command = '', ...args] = [...this.within, ...words]
    const program = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: folder })
    program.stdout.resume()
    this.#programs.push(program)
    return program
  }
}

/** The path of named's configuration for one address. */
function configure(address: string, zones: Record<string, string>): string {
  const own = join(folder, address)
  mkdirSync(own)
  const clauses = Object.entries(zones).map(([name, text], i) => {
    const file = join(own, `zone-${i}`)
    writeFileSync(file, `${text}\n`)
    return `zone "${name}" { type primary; file "${file}"; };`
  })
  const options = `options { directory "${own}"; pid-file none; listen-on { ${address}; }; listen-on-v6 { none; }; recursion no; session-keyfile none; };`
  const path = join(own, 'named.conf')
  writeFileSync(path, [options, 'controls { };', ...clauses].join('\n'))
  return path
}

describe.skipIf(missing('clients', 'namespaces', 'named'))('on real Node, with the zones on BIND', () => {
  const namespace = new Namespace()
  beforeAll(() => namespace.open())
  afterAll(() => namespace.close())
  const ask = (...words: string[]) => dig(namespace.within, '@127.0.0.1', '-p', '5300', ...words)

  test('an address, though the first of two servers is silent', async () => {
    expect(await ask('web.example.test')).toEqual({ status: 'NOERROR', flags: 'qr rd ra', rows: ['A 203.0.113.10'] })
    expect((await ask('web.example.test', 'AAAA')).rows).toEqual(['AAAA 2001:db8::10'])
  })

  test('an alias into a zone without glue', async () => {
    expect((await ask('www.example.test')).rows).toEqual(['CNAME front.glueless.test.', 'A 203.0.113.30'])
  })

  test('a wildcard, and both kinds of no', async () => {
    expect((await ask('any.wild.example.test')).rows).toEqual(['A 203.0.113.11'])
    expect(await ask('wild.example.test')).toMatchObject({ status: 'NOERROR', rows: [] })
    expect(await ask('nobody.example.test')).toMatchObject({ status: 'NXDOMAIN', rows: [] })
    expect(await ask('nobody.nowhere.test')).toMatchObject({ status: 'NXDOMAIN', rows: [] })
  })

  test('twenty records that BIND cuts over UDP', async () => {
    expect((await ask('+tcp', 'big.example.test', 'TXT')).rows).toHaveLength(20)
    // Over UDP dig gets a cut reply of ours as well, and asks again over TCP.
    expect((await ask('big.example.test', 'TXT')).rows).toHaveLength(20)
  })

  test('the second server of a zone whose first one is lame', async () => {
    expect((await ask('web.lame.test')).rows).toEqual(['A 203.0.113.40'])
  })
})
