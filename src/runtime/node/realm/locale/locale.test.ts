import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { hostDate } from './index.ts'

const zone = process.env.TZ
afterAll(() => inZone(zone))

/** Sets TZ: Node reads the zone again when it is set. */
function inZone(name: string | undefined): void {
  if (name === undefined) delete process.env.TZ
  else process.env.TZ = name
}

const AWAY = ['Asia/Tokyo', 'America/St_Johns', 'Pacific/Apia']
const HostDate = hostDate(Date, () => 0, Intl)

/** Everything that a `Date` shows in local time. */
const seen = (date: Date) => [
  date.getTime(),
  String(date),
  date.toLocaleString(),
  date.getDay(),
  date.getHours(),
  (date as unknown as { getYear(): number }).getYear(),
]

/** Compares the machine's own `Date`, with the machine in UTC, to a host's `Date`, with the machine elsewhere. */
function expectEqualEverywhere(make: (Type: DateConstructor) => unknown): void {
  inZone('UTC')
  const native = make(Date)
  for (const away of AWAY) {
    inZone(away)
    expect(make(HostDate)).toEqual(native)
  }
}

const part = fc.integer({ min: -100, max: 3000 })

describe('the Date of a host, on a machine anywhere', () => {
  it('gets its parts in UTC', () => {
    fc.assert(
      fc.property(fc.tuple(part, part), fc.array(part, { maxLength: 5 }), (first, rest) => {
        expectEqualEverywhere((Type) => seen(new Type(...([...first, ...rest] as [number, number]))))
      }),
      { numRuns: 60 },
    )
  })

  it('sets them in UTC', () => {
    const setters = [
      'setDate',
      'setFullYear',
      'setHours',
      'setMilliseconds',
      'setMinutes',
      'setMonth',
      'setSeconds',
      'setYear',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...setters),
        part,
        fc.oneof(fc.integer(), fc.constant(Number.NaN)),
        (setter, value, at) => {
          expectEqualEverywhere((Type) => {
            const date = new Type(at * 1000)
            return [(date as unknown as Record<string, (value: number) => number>)[setter]!(value), seen(date)]
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('reads text as UTC', () => {
    const days = [
      'Jan 4 2026',
      '4 march 2026',
      'Mon, 31 Aug 1998',
      '2026-1-31',
      '2026/3/4',
      '3/4/26',
      'Jan-4-2026',
      '31 Feb 2026',
      'no day',
    ]
    const times = ['', '10:20', '5:06:07.8', '5:06 PM', '24:00', '25:00']
    const zones = ['', 'Z', 'UTC', 'gmt', 'EST', '+0200', '-05:00', 'GMT+0200', 'GMT-5', 'XYZ']
    const remarks = ['', '(somewhere)', '(a (b) c) ', '(not closed']
    const text = fc
      .tuple(
        ...[days, times, zones, remarks].map((parts) => fc.constantFrom(...parts)),
        fc.constantFrom(' ', '  ', ', '),
      )
      .map(([day, time, zone, remark, space]) => [day, time, zone, remark].filter((part) => part !== '').join(space))
    const iso = fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, -1))
    fc.assert(
      fc.property(fc.oneof(text, iso), (dated) => {
        expectEqualEverywhere((Type) => [Type.parse(dated), seen(new Type(dated))])
      }),
      { numRuns: 400 },
    )
  })
})

describe('a process on a machine in Japan whose user speaks German', () => {
  const script = `${import.meta.dirname}/elsewhere.fixture.ts`

  it('prints the same as anywhere', async () => {
    const run = promisify(execFile)
    const there = { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }
    const [away, atHome] = await Promise.all(
      [there, { TZ: 'UTC', LANG: 'C' }].map((env) => run(process.execPath, [script], { env })),
    )
    expect(away).toEqual(atHome)
    expect(away!.stdout).toContain(
      'Thu Jan 01 2026 00:00:00 GMT+0000 (Coordinated Universal Time) 0 1/1/2026, 12:00:00 AM',
    )
    expect(away!.stdout).toContain('1,234.5')
  }, 60_000)
})
