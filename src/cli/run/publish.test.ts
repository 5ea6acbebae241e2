import { describe, expect, test } from 'vitest'
import { describeEntrances, describeProblem, parsePublication } from './publish.ts'

describe('what is published', () => {
  test.each([
    ['80', { host: 'server', port: 80, address: null, realPort: 80, protocols: ['tcp', 'udp'] }],
    ['web:80', { host: 'web', port: 80, realPort: 80 }],
    ['8080:80', { host: 'server', port: 80, realPort: 8080 }],
    ['8080:web:80', { host: 'web', port: 80, realPort: 8080 }],
    ['0:web:53/udp', { realPort: 0, port: 53, protocols: ['udp'] }],
    ['0.0.0.0:8080:web:80/tcp', { address: '0.0.0.0', realPort: 8080, host: 'web', protocols: ['tcp'] }],
    ['[::1]:8080:80', { address: '::1', realPort: 8080, host: 'server', port: 80 }],
  ])('%s', (text, publication) => {
    expect(parsePublication(text, 'server')).toMatchObject({ text, ...publication })
  })

  test('is said in one line for each port', () => {
    const publication = parsePublication('8080:80', 'server')
    const at = (address: string, protocol: 'tcp' | 'udp') => ({ address, protocol, port: 8080, publication })
    expect(describeEntrances([at('127.0.0.1', 'tcp'), at('127.0.0.1', 'udp'), at('::1', 'tcp')])).toBe(
      'ackademy run: 127.0.0.1:8080 and [::1]:8080 lead to port 80 of server (TCP and UDP)\n',
    )
  })

  test.each([
    [
      'EADDRINUSE',
      'something on this machine uses TCP port 80 of 127.0.0.1 already; another one: --publish 0:server:80',
    ],
    ['EACCES', 'this machine gives ports below 1024 to its administrator alone; another one: --publish 8080:server:80'],
    ['EADDRNOTAVAIL', '127.0.0.1 is no address of this machine'],
    ['EMFILE', '127.0.0.1:80 cannot be had: EMFILE'],
  ])('%s is a sentence that says what to do', (code, sentence) => {
    const publication = parsePublication('80', 'server')
    const problem = { publication, protocol: 'tcp', address: '127.0.0.1', port: 80, code } as const
    expect(describeProblem(problem)).toBe(`--publish 80: ${sentence}`)
  })
})
