import { describe, expect, test } from 'vitest'
import { runProgram } from '../../run-program.case.ts'

const lookUp = (name: string, options = '{}') =>
  `require('dns').lookup('${name}', { all: true, ...${options} }, (e, all) => console.log(...all.map((one) => one.address)))`

describe('dns.lookup without a server', () => {
  test('finds localhost at both loopback addresses, that of IPv6 first', async () => {
    expect((await runProgram(lookUp('localhost'))).stdout).toBe('::1 127.0.0.1\n')
    expect((await runProgram(lookUp('localhost', "{ order: 'ipv4first' }"))).stdout).toBe('127.0.0.1 ::1\n')
    expect((await runProgram(lookUp('localhost', '{ family: 4 }'))).stdout).toBe('127.0.0.1\n')
  })

  test('prefers IPv6 where the host has it, and what can be reached where it has not', async () => {
    const both = ['10.0.0.2', '2001:db8::2']
    const inDual = await runProgram(lookUp('peer'), { hosts: { peer: both, server: ['10.0.0.1', '2001:db8::1'] } })
    expect(inDual.stdout).toBe('2001:db8::2 10.0.0.2\n')
    const inIpv4 = await runProgram(lookUp('peer'), { hosts: { peer: both, server: ['10.0.0.1'] } })
    expect(inIpv4.stdout).toBe('10.0.0.2 2001:db8::2\n')
  })

  test('knows a host by what its /etc/hosts says, comments and case aside', async () => {
    const program = `console.log(require('fs').readFileSync('/etc/hosts', 'utf8')); ${lookUp('PEER')}`
    const { stdout } = await runProgram(program, { hosts: { peer: ['10.0.0.2'] } })
    expect(stdout).toBe('127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n10.0.0.2\tpeer\n\n10.0.0.2\n')
  })

  test('a connection to localhost where nobody listens is refused at both, as on Linux', async () => {
    const { stdout } = await runProgram(
      "require('net').connect(1, 'localhost').on('error', (e) => console.log(e.name, e.code, e.errors.map((one) => one.message).join()))",
    )
    expect(stdout).toBe('AggregateError ECONNREFUSED connect ECONNREFUSED ::1:1,connect ECONNREFUSED 127.0.0.1:1\n')
  })
})
