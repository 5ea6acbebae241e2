import { describe, expect, test } from 'vitest'
import { NeedsError } from '../language/index.ts'
import { checkAssertions } from './assertions.ts'

const VALUES = { tcpi_snd_cwnd: 10, tcpi_options: 6, tcpi_rtt: 20_000, tcpi_state: 1 }
const check = (code: string) => checkAssertions(code, VALUES)

describe('what Python would find true', () => {
  test.each([
    'assert tcpi_snd_cwnd == 10',
    'assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd',
    "assert tcpi_snd_cwnd == 10, 'cwnd=%d' % tcpi_snd_cwnd",
    'assert 19000 <= tcpi_rtt <= 21000, tcpi_rtt',
    'assert (tcpi_options & TCPI_OPT_SACK) != 0',
    // & binds tighter than a comparison.
    'assert tcpi_options & TCPI_OPT_TIMESTAMPS == 0',
    'assert tcpi_snd_cwnd == 2 * 5 and not tcpi_state == TCP_CLOSE',
    'assert tcpi_snd_cwnd < 5 or tcpi_snd_cwnd - 4 >= 6',
    'assert tcpi_state == TCP_ESTABLISHED; assert tcpi_rtt > 1; \\\n  assert tcpi_rtt < 1000000',
    'assert tcpi_rtt > 1   # remark\nassert tcpi_state == 1',
  ])('%s', (code) => {
    expect(check(code)).toBeNull()
  })
})

test('a failed assertion is reported with the values it looked at', () => {
  expect(check('assert tcpi_snd_cwnd == 7, tcpi_snd_cwnd')).toBe('assert tcpi_snd_cwnd == 7: tcpi_snd_cwnd is 10')
  expect(check('assert 1 < tcpi_state < tcpi_snd_cwnd')).toBe(
    'assert 1 < tcpi_state < tcpi_snd_cwnd: tcpi_state is 1, tcpi_snd_cwnd is 10',
  )
})

test.each([
  ['print("x")', 'Python to run "print("x")"; only assert statements are understood'],
  ['assert len([1]) == 1', 'Python to evaluate "[1]) == 1"'],
  ['assert tcpi_pacing_rate > 0', 'tcpi_pacing_rate in tcp_info'],
  ['assert (tcpi_rtt > 1', 'Python to evaluate "(tcpi_rtt > 1": a ( is not closed'],
])('more than that is refused by name: %s', (code, needs) => {
  expect(() => check(code)).toThrow(new NeedsError(needs).message)
})
