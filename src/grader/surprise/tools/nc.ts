import { isLabError } from '#lab'
import { addressOf } from './dig.ts'
import { hostOf, numberOf, optionsOf, type Tool, UsageError } from './tool.ts'

/** `nc -z`: does a TCP connection open? */
export const nc: Tool = {
  usage: 'nc -zv [-w SECONDS] HOST PORT',
  about: 'opens a TCP connection and closes it again',
  async run(shell, args) {
    const { options, rest } = optionsOf(args, ['-w'], ['-z', '-v', '-zv', '-vz'])
    const [target, portText] = rest
    const port = Number(portText)
    if (target === undefined || !Number.isInteger(port) || port < 1 || port > 65_535)
      throw new UsageError('nc: expected a host and a port from 1 to 65535')
    const seconds = numberOf(options, '-w', 10, 60)
    const address = await addressOf(shell, 'nc', target)
    try {
      const peer = await hostOf(shell).connect(address, port, { within: seconds * 1000 })
      await peer.end()
      return `Connection to ${address} ${port} port [tcp/*] succeeded!\n`
    } catch (error) {
      if (!isLabError(error)) throw error
      return `nc: connect to ${address} port ${port} (tcp) ${WORDS[error.code] ?? `failed: ${error.seen}`}\n`
    }
  },
}

const WORDS: Readonly<Record<string, string>> = {
  REFUSED: 'failed: Connection refused',
  TIMEOUT: 'timed out: Operation now in progress',
  UNREACHABLE: 'failed: No route to host',
}
