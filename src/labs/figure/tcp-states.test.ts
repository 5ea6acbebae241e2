import { describe, expect, test } from 'vitest'
import { recordFigure } from './record.fixture.ts'
import { between, type StateChange, stateAt, stateHistory } from './tcp-states.ts'

const ms = (time: number) => Number((time / 1e6).toFixed(1))
const told = ({ at, host, from, to, cause }: StateChange) =>
  `${ms(at)} ${host}: ${from} to ${to}${cause ? `, ${cause.packet.label} ${cause.kind}` : ''}`

describe('the states of both ends', () => {
  test('of an exchange of one line each way are those of RFC 9293, each with the packet that caused it', async () => {
    const history = stateHistory(await recordFigure('handshake'))!
    expect(history.changes.map(told)).toEqual([
      '0 client: CLOSED to SYN_SENT',
      '0 server: CLOSED to LISTEN',
      '30.1 server: LISTEN to SYN_RECEIVED, SYN arrives',
      '40.2 client: SYN_SENT to ESTABLISHED, SYN ACK arrives',
      '50.2 server: SYN_RECEIVED to ESTABLISHED, ACK arrives',
      '60.5 client: ESTABLISHED to FIN_WAIT_1, FIN leaves',
      '70.5 server: ESTABLISHED to CLOSE_WAIT, FIN arrives',
      '70.5 server: CLOSE_WAIT to LAST_ACK, FIN leaves',
      '80.6 client: FIN_WAIT_1 to TIME_WAIT, FIN arrives',
      '90.6 server: LAST_ACK to CLOSED, ACK 10 arrives',
    ])
    expect(stateAt(history, 'client', 50e6)).toBe('ESTABLISHED')
    expect(stateAt(history, 'server', 10e6)).toBe('LISTEN')
  })

  test('a program that ends its side leaves ESTABLISHED, even while its FIN waits behind data', async () => {
    const { changes } = stateHistory(await recordFigure('sum-of-lines'))!
    expect(changes.map(told)).toContain('40.2 client: ESTABLISHED to FIN_WAIT_1, FIN waits')
  })

  test('states left within one instant are those on the path that the diagram allows', () => {
    expect(between('ESTABLISHED', 'LAST_ACK')).toEqual(['CLOSE_WAIT'])
    expect(between('ESTABLISHED', 'FIN_WAIT_2')).toEqual(['FIN_WAIT_1'])
    expect(between('LISTEN', 'ESTABLISHED')).toEqual(['SYN_RECEIVED'])
    expect(between('ESTABLISHED', 'CLOSED')).toEqual([])
    expect(between('SYN_SENT', 'ESTABLISHED')).toEqual([])
  })
})
