/** curl(1): transfers with HTTP/1.1 over TCP and TLS, its messages and exit statuses. Its parts are in the files `curl-*.cjs`. */
'use strict'
const { closeSync, openSync, writeSync } = require('node:fs')
const { isIP } = require('node:net')
const { Failure, Usage, readLine, warn } = require('./curl-options.cjs')
const { partsOf } = require('./curl-request.cjs')
const { Transfer } = require('./curl-transfer.cjs')
const { writeOut } = require('./curl-write-out.cjs')
const { complain, main, messageOf, print } = require('./support.cjs')

/** Where a transfer's bytes go: standard output, or a file from its first byte on. */
class Output {
  constructor(settings, name) {
    Object.assign(this, { settings, name, fd: null })
  }

  write(bytes) {
    if (this.name === undefined || this.name === '-') {
      process.stdout.write(bytes)
      return
    }
    this.open()
    writeSync(this.fd, bytes)
  }

  open() {
    if (this.name === undefined || this.name === '-' || this.fd !== null) return
    try {
      this.fd = openSync(this.name, 'w')
    } catch (error) {
      warn(this.settings, `Failed to open the file ${this.name}: ${messageOf(error)}`)
      throw new Failure(23, 'Failure writing output to destination')
    }
  }

  close() {
    if (this.fd !== null) closeSync(this.fd)
  }
}

/** What transfers share: settings, addresses, connections that may be used again. */
class Session {
  constructor(settings) {
    Object.assign(this, { settings, known: new Map(), idle: new Map(), opened: 0 })
    this.family = settings.ipv4 ? 4 : settings.ipv6 ? 6 : 0
    this.headers = new Output(settings, settings['dump-header'])
  }

  note(text) {
    if (this.settings.verbose) complain(`* ${text}`)
  }

  resolve() {
    for (const entry of this.settings.resolve.splice(0)) {
      const [, host, port, list] = /^\+?([^:]+):(\d+):(.+)$/.exec(entry) ?? []
      const addresses = list?.split(',').map((one) => one.replace(/^\[|\]$/g, '')) ?? []
      if (host === undefined || addresses.some((one) => !isIP(one)))
        throw new Failure(49, `Couldn't parse CURLOPT_RESOLVE entry '${entry}'`)
      this.note(`Added ${host}:${port}:${list} to DNS cache`)
      this.known.set(`${host}:${port}`, addresses)
    }
  }

  close(connection) {
    this.note(`Closing connection ${connection.number}`)
    this.idle.delete(connection.key)
    connection.socket.destroy()
  }
}

function outputFor(settings, url, number) {
  const given = settings.outputs[number]
  if (given !== null) return new Output(settings, given)
  const name = partsOf(url).path.split('/').pop()
  if (name === '') throw new Failure(23, 'Failed writing received data to disk/application')
  return new Output(settings, name)
}

async function transferAll(settings) {
  const session = new Session(settings)
  let status = 0
  for (const [number, url] of settings.urls.entries()) {
    let failure
    try {
      const transfer = new Transfer(session, url, number, outputFor(settings, url, number))
      failure = await transfer.outcome()
      Object.assign(transfer, { failure })
      if (settings['write-out'] !== undefined) print(writeOut(settings['write-out'], transfer))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failure = error
    }
    status = failure?.status ?? 0
    if (failure && (!settings.silent || settings['show-error'])) complain(`curl: (${status}) ${failure.message}`)
  }
  session.headers.close()
  for (const { socket } of session.idle.values()) socket.destroy()
  return status
}

const HELP = "curl: try 'curl --help' or 'curl --manual' for more information"

main('curl', async (args) => {
  try {
    if (args.length === 0) throw new Usage('')
    const settings = readLine(args)
    for (const text of settings.warnings) warn(settings, text)
    if (settings.head && settings.data !== undefined && !settings.get) {
      warn(
        settings,
        'You can only select one HTTP request method! You asked for both POST (-d, --data) and HEAD (-I, --head).',
      )
      return 2
    }
    return await transferAll(settings)
  } catch (error) {
    if (!(error instanceof Usage)) throw error
    if (error.message !== '')
      complain(error.message.startsWith('no URL') ? `curl: ${error.message}` : `curl: ${error.message}`)
    complain(HELP)
    return 2
  }
})
