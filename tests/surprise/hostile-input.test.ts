/** What a learner may type at a node: whatever it is, the tool answers with text and the world goes on. */
import { expect, test, vi } from 'vitest'
import { readScenarios } from '#grader/node/index.ts'
import { Investigation } from '#grader/surprise/index.ts'
import { openHere } from './open-here.ts'

vi.setConfig({ testTimeout: 300_000 })

const shop = readScenarios('content').find(({ id }) => id === 'shop-unreachable')!
const LONG = 'a'.repeat(5000)

const LINES = [
  LONG,
  `dig ${LONG}`,
  `dig ${'a.'.repeat(2000)}`,
  'dig a..b',
  'dig .',
  'dig -- x',
  'dig @ x',
  'dig @999.1.1.1 shop.lab.test',
  'dig @0.0.0.0 shop.lab.test',
  'dig @255.255.255.255 shop.lab.test',
  'dig shop.lab.test __proto__',
  'dig shop.lab.test constructor',
  'dig \u0000\u001b[2J A',
  'ping 999.999.999.999',
  'ping 255.255.255.255',
  'ping 224.0.0.1',
  'ping 0.0.0.0',
  'ping 127.0.0.1',
  'ping -c 1 10.0.1.10',
  'ping __proto__',
  'ping constructor',
  'ping ::1',
  'ping -c',
  'ping -c 1e3 web',
  'ping -c 20000000 web',
  'ping -s 0 web',
  'ping -s 1472 -M do web',
  'ping -M please web',
  'ping -c1 web web web',
  'traceroute',
  'traceroute 300.1.1.1',
  'traceroute 127.0.0.1',
  'traceroute 10.0.1.10',
  'traceroute 255.255.255.255',
  'nc -zv web 0',
  'nc -zv web 65536',
  'nc -zv web 80.5',
  'nc -zv 1.2.3.4.5 80',
  'nc -zv 999.1.1.1 80',
  'nc -zv 255.255.255.255 80',
  'nc -zv 224.0.0.1 80',
  'nc -zv -w 0 web 80',
  'nc -zv 127.0.0.1 80',
  'nc -zv 0.0.0.0 80',
  'ip',
  'ip __proto__',
  'ip route add default via 10.0.1.1',
  'ss -x',
  `ss -${'t'.repeat(4000)}`,
  'toString',
  '__proto__',
  'constructor x',
  'node',
  'node /etc/passwd',
  'node browser.mjs; rm -rf /',
  '$(reboot)',
  '<script>alert(1)</script>',
  'ping `web`',
  '\u202eping web',
  'cat',
  'cat /proc/1/environ',
  'cat /etc/../proc/1/environ',
  'cat /etc/nothing',
]

test.each(LINES.map((line) => [line.slice(0, 40), line]))('%s', async (_, line) => {
  const one = await Investigation.begin(shop, 1, openHere)
  try {
    for (const host of ['user', 'fw']) expect(await one.command(host, line)).toBeTypeOf('string')
    expect(await one.command('user', 'ping -c 1 web')).toContain('1 received')
  } finally {
    await one.close()
  }
})
