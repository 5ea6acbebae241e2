/** Congestion control per namespace: a topology chooses it, and a choice that the machine doesn't allow is an error. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LinuxHost, Namespace, Poller } from '#lab/linux/index.ts'
import { missing } from '../support/requirements.ts'

const NAME = 'net.ipv4.tcp_congestion_control'
const FILE = '/proc/sys/net/ipv4/tcp_congestion_control'
const listed = (name: string) =>
  readFileSync(`/proc/sys/net/ipv4/tcp_${name}_congestion_control`, 'utf8').trim().split(' ')

describe.skipIf(missing('namespaces'))('on a real kernel', () => {
  const poller = new Poller(() => {})
  let hosts: [LinuxHost, LinuxHost]
  beforeAll(() => {
    hosts = [new LinuxHost('one', Namespace.create(), poller), new LinuxHost('other', Namespace.create(), poller)]
  })
  afterAll(async () => {
    for (const { namespace } of hosts) namespace.close()
    await poller.close()
  })
  const chosen = ({ namespace }: LinuxHost) => namespace.inside(() => readFileSync(FILE, 'utf8').trim())

  test('each host has its own', () => {
    const [one, other] = hosts
    other.sysctl(NAME, 'reno')
    for (const name of listed('allowed')) {
      one.sysctl(NAME, name)
      expect([chosen(one), chosen(other)]).toEqual([name, 'reno'])
    }
  })

  test('one that is missing, or not allowed for namespaces, can’t be chosen', () => {
    const refused = listed('available').filter((name) => !listed('allowed').includes(name))
    for (const [name, code] of [['nonsense', 'ENOENT'], ...refused.map((name) => [name, 'EPERM'])] as const)
      expect(() => hosts[0].sysctl(NAME, name!)).toThrow(`${NAME} cannot be ${name}: ${code}`)
  })
})
