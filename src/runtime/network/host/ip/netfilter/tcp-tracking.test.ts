import { describe, expect, test } from 'vitest'
import { type Direction, kindOfSegment, nextTcpState, type TrackedTcpState } from './tcp-tracking.ts'

const FLAGS = { S: 2, SA: 18, A: 16, F: 17, R: 4, SF: 3, none: 0 } as const

/** States after segments such as `>S` (from the side that began) and `<SA`. A segment that changes nothing repeats the state. */
function walk(segments: string): string[] {
  let state: TrackedTcpState = 'SYN_SENT'
  return segments.split(' ').map((segment) => {
    const direction: Direction = segment[0] === '>' ? 'original' : 'reply'
    const step = nextTcpState(state, kindOfSegment(FLAGS[segment.slice(1) as keyof typeof FLAGS]), direction)
    if (step === 'invalid' || step === 'again') return step
    if (step !== 'same') state = step
    return state
  })
}

describe('a tracked connection', () => {
  test.each([
    ['opens and closes', '<SA >A >F <A <F >A', 'SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT LAST_ACK TIME_WAIT'],
    ['is opened by both ends', '<S >SA <SA >A', 'SYN_SENT2 SYN_RECV SYN_RECV ESTABLISHED'],
    ['is refused', '<R', 'CLOSE'],
    ['repeats its SYN', '>S <SA >S', 'SYN_SENT SYN_RECV SYN_RECV'],
    ['begins again after it was over', '<R >S', 'CLOSE again'],
    ['is not answered before its SYN is', '>A <A', 'invalid SYN_SENT'],
    ['knows no segment without flags, nor SYN with FIN', '>none >SF', 'invalid invalid'],
  ])('%s', (_, segments, states) => expect(walk(segments)).toEqual(states.split(' ')))
})
