/** One learner's investigation: what is graded, what a verdict says, and that the seed decides everything. */
// cspell:ignore pign
import { describe, expect, test, vi } from 'vitest'
import { readScenarios } from '#grader/node/index.ts'
import { drawFault, Investigation, type LoadedScenario, packetsOf } from '#grader/surprise/index.ts'
import { openHere } from './open-here.ts'
import { proofNumbers } from './proof-numbers.ts'

vi.setConfig({ testTimeout: 120_000 })

const scenarios = readScenarios('content')
const shop = scenarios.find(({ id }) => id === 'shop-unreachable')!

/** The first seed that hides this fault. */
function seedOf(scenario: LoadedScenario, fault: string): number {
  for (let seed = 0; seed < 1000; seed++) if (drawFault(scenario, seed).id === fault) return seed
  throw new Error(`no seed below 1000 hides ${fault}`)
}

async function investigating<T>(fault: string, body: (investigation: Investigation) => Promise<T>): Promise<T> {
  const investigation = await Investigation.begin(shop, seedOf(shop, fault), openHere)
  try {
    return await body(investigation)
  } finally {
    await investigation.close()
  }
}
const faultOf = (id: string) => shop.faults.find((fault) => fault.id === id)!

describe('the seed', () => {
  test.each(scenarios)('hides every fault of $id for some seed', (scenario) => {
    const drawn = new Set(Array.from({ length: 200 }, (_, seed) => drawFault(scenario, seed).id))
    expect([...drawn].sort()).toEqual(scenario.faults.map(({ id }) => id).sort())
  })

  test('gives the same packets and the same output, byte for byte', async () => {
    const run = () =>
      investigating('firewall-drops', async (one) => [await one.command('user', 'ping web'), await one.lab.pcapng()])
    expect(await run()).toEqual(await run())
  })
})

describe('a diagnosis', () => {
  test('with the right name and its packets earns both points of each', async () => {
    await investigating('old-address', async (one) => {
      const packets = (await proofNumbers(one.lab, faultOf('old-address')))!
      const verdict = await one.diagnose({ fault: 'old-address', packets })
      expect(verdict).toMatchObject({ isRight: true, proof: { isComplete: true, missing: 0, others: [] } })
      expect(one.points).toBe(4)
    })
  })

  test('with a packet too few or one that shows nothing of it is not proven', async () => {
    await investigating('old-address', async (one) => {
      const [answer, arp] = (await proofNumbers(one.lab, faultOf('old-address')))!
      const few = await one.diagnose({ fault: 'old-address', packets: [answer!] })
      expect(few.proof).toMatchObject({ isComplete: false, missing: 1, shown: [{ packet: answer }], others: [] })
      const stray = await one.diagnose({ fault: 'old-address', packets: [answer!, arp!, 1] })
      expect(stray.proof).toMatchObject({ isComplete: false, missing: 0, others: [1] })
      await one.diagnose({ fault: 'old-address', packets: [answer!, arp!] })
      expect(one.points).toBe(3)
    })
  })

  test('with a wrong name is refused with a packet that speaks against it, and says nothing of the proof', async () => {
    await investigating('wrong-port', async (one) => {
      const verdict = await one.diagnose({ fault: 'firewall-drops', packets: [1] })
      expect(verdict).toMatchObject({ isRight: false, because: null, proof: null })
      const [against] = (await packetsOf(one.lab, shop.links, 'tcp.flags.syn == 1')).filter(
        ({ to }) => to === 'web:eth0',
      )
      expect(verdict.against?.packet).toBe(against!.number)
      expect(one.points).toBe(0)
    })
  })

  test('of a wrong address is refuted by the answer that there is no such name', async () => {
    await investigating('no-record', async (one) => {
      const [answer] = await packetsOf(one.lab, shop.links, 'dns.flags.rcode == 3 && dns.qry.name == "shop.lab.test"')
      const verdict = await one.diagnose({ fault: 'old-address', packets: [answer!.number] })
      expect(verdict.against).toEqual({ packet: answer!.number, says: expect.stringContaining('no record') })
    })
  })

  test('of a wrong address or a missing record is refuted by a packet whenever the DNS server answered', async () => {
    for (const { id } of shop.faults)
      await investigating(id, async (one) => {
        for (const fault of ['old-address', 'no-record'])
          if (fault !== id)
            expect((await one.diagnose({ fault, packets: [] })).against, `${fault} in ${id}`).not.toBeNull()
      })
  })

  test('loses a point for each hint, of which the last one says where to look', async () => {
    await investigating('firewall-drops', async (one) => {
      expect(one.openHint()).toEqual({ kind: 'text', text: shop.hints[0] })
      expect(one.openHint()).toEqual({ kind: 'place', from: 'user', to: 'fw' })
      expect(one.openHint()).toBeNull()
      expect(one.points).toBe(0)
      const packets = (await proofNumbers(one.lab, faultOf('firewall-drops')))!
      await one.diagnose({ fault: 'firewall-drops', packets })
      expect([one.points, one.pointsOf('name'), one.pointsOf('proof')]).toEqual([2, 2, 2])
    })
  })

  test('after giving up earns nothing', async () => {
    await investigating('no-record', async (one) => {
      expect(one.giveUp().id).toBe('no-record')
      await one.diagnose({ fault: 'no-record', packets: (await proofNumbers(one.lab, faultOf('no-record')))! })
      await one.mend('add-record')
      expect(one.points).toBe(0)
    })
  })
})

describe('a repair', () => {
  test('is judged by what the client does afterwards', async () => {
    await investigating('firewall-drops', async (one) => {
      expect(await one.mend('correct-address')).toMatchObject({ works: false, attempt: { status: 1 } })
      expect(await one.mend('open-port')).toEqual({
        works: true,
        attempt: { works: true, status: 0, output: 'welcome\n' },
      })
      expect(one.points).toBe(1)
    })
  })

  test('that sets a record creates the record where there is none', async () => {
    await investigating('no-record', async (one) => {
      expect(await one.mend('correct-address')).toMatchObject({ works: true, attempt: { output: 'welcome\n' } })
    })
  })
})

describe('a tool', () => {
  test('sends packets that are in the capture', async () => {
    await investigating('firewall-drops', async (one) => {
      const pings = async () => (await packetsOf(one.lab, shop.links, 'icmp')).length
      const before = await pings()
      expect(await one.command('user', 'ping -c 1 web')).toContain('1 packets transmitted, 1 received, 0% packet loss')
      // A request and a reply, each on two links.
      expect((await pings()) - before).toBe(4)
    })
  })

  test.each([
    ['user', 'dig shop.lab.test', /^shop\.lab\.test\.\t300\tIN\tA\t10\.0\.2\.10$/m],
    ['user', 'traceroute web', /^ 2 {2}10\.0\.2\.10 {2}\d+\.\d+ ms$/m],
    ['user', 'nc -zv -w 3 web 80', 'nc: connect to 10.0.2.10 port 80 (tcp) timed out: Operation now in progress\n'],
    ['fw', 'nc -zv web 81', 'nc: connect to 10.0.2.10 port 81 (tcp) failed: Connection refused\n'],
    ['web', 'ss -tln', /^tcp +LISTEN +0 +511 +\[::\]:80 +\*:\*$/m],
    ['web', 'ip route', /^default via 10\.0\.2\.1 dev eth0/m],
    ['user', 'ip neigh', /^10\.0\.1\.1 dev eth0 lladdr [0-9a-f:]{17} /m],
    ['user', 'node browser.mjs', "shop.lab.test can't be reached: no answer for 8 s\n"],
    ['user', 'ping --help', /^Usage: ping .*\nping sends ICMP echo requests/],
    ['user', 'cat /etc/resolv.conf', 'nameserver 10.0.3.53\n'],
    // The environment of a process has the parameters of the world, the broken one among them.
    ['web', 'cat /proc/1/environ', 'cat: /proc/1/environ: No such file or directory\n'],
    ['user', 'ping nobody', 'ping: nobody: Name or service not known\n'],
    ['user', 'pign web', /^pign: command not found; did you mean "ping"\?\nCommands here:\n/],
    ['user', 'ping -c many web', /^option -c many: expected a whole number from 1 to 20\nUsage: ping/],
    ['usr', 'ping web', 'usr: no shell there, expected one of user, fw, web, dns; did you mean "user"?\n'],
  ])('%s: %s', async (host, line, expected) => {
    await investigating('firewall-drops', async (one) => {
      const printed = await one.command(host, line)
      if (typeof expected === 'string') expect(printed).toBe(expected)
      else expect(printed).toMatch(expected)
    })
  })
})
