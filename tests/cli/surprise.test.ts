/** `ackademy surprise`: a session read from standard input, graded. */
// cspell:ignore nmae unreachble
import { describe, expect, test, vi } from 'vitest'
import { ackademy } from './command.ts'

vi.setConfig({ testTimeout: 120_000 })

const session = (input: string, ...args: string[]) => ackademy(['surprise', ...args], { input })

describe('ackademy surprise', () => {
  test('grades a name, its packets and a repair', async () => {
    const look = await session('packets dns.flags.rcode == 3\n', 'shop-unreachable', '--seed', '3')
    expect(look.status).toBe(1)
    const [, packet] = /^ *(\d+) .* dns:eth0 → fw:eth2/m.exec(look.stdout) ?? []
    const lines = `name firewall-drops\nname no-record ${packet}\nmend add-record\n`
    const { stdout, status } = await session(lines, 'shop-unreachable', '--seed', '3')
    expect(stdout).toContain('That is not the fault.')
    expect(stdout).toContain('Right: The DNS zone has no record for shop.lab.test.')
    expect(stdout).toContain('Your packets prove it.')
    expect(stdout).toContain('Mended. With this change the client succeeds:\n  welcome\n5 of 6 points\n')
    expect(status).toBe(0)
  })

  test('prints nothing that names the fault before it is named', async () => {
    const [one, other] = await Promise.all([3, 4].map((seed) => session('', 'home-server', '--seed', `${seed}`)))
    const withoutSymptom = (text: string) =>
      text.replace(/seed \d+/, '').replace(/What the user sees[\s\S]*?When all/, '')
    expect(withoutSymptom(one!.stdout)).toBe(withoutSymptom(other!.stdout))
  })

  test('lists packets without saying which of them were lost, and takes a point for a hint', async () => {
    // Seed 9 hides the line that loses packets.
    const { stdout } = await session('packets\nhint\n', 'slow-backup', '--seed', '9')
    expect(stdout).toContain('office — r1')
    const rows = stdout.split('\n').filter((line) => / → /.test(line))
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.filter((row) => !/^ *\d+ +[\d.]+ {2}\S+ → \S+ {2}\S/.test(row) || /lost/.test(row))).toEqual([])
    expect(stdout).toContain('Two things often slow a sender down')
  })

  test('lists the scenarios, and refuses one that does not exist', async () => {
    const list = await session('', '--list')
    expect(list.stdout.split('\n').filter(Boolean).length).toBeGreaterThanOrEqual(6)
    const { status, stderr } = await session('', 'shop-unreachble')
    expect(stderr).toMatch(/unknown scenario "shop-unreachble", expected one of .*did you mean "shop-unreachable"\?/)
    expect(status).toBe(2)
  })

  test('answers lines that mean nothing', async () => {
    const { stdout } = await session(
      'nmae x\nname nobody 1\nname no-record 9999\nmend\npackets tcp.nothing\n',
      'shop-unreachable',
      '--seed',
      '3',
    )
    expect(stdout).toContain('Unknown command "nmae".')
    expect(stdout).toContain('unknown fault "nobody", expected one of old-address')
    expect(stdout).toMatch(/"9999" is not a packet: expected a number from 1 to \d+\./)
    expect(stdout).toContain('unknown repair "", expected one of correct-address')
    expect(stdout).toContain('tcp.nothing')
  })
})
