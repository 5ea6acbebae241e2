/** One transfer of curl: connecting, the request, the response, redirects. */
'use strict'
const { Connection, addressesOf, certificateOf, openTcp, secure } = require('./curl-connection.cjs')
const { Failure } = require('./curl-options.cjs')
const { methodOf, partsOf, requestFor } = require('./curl-request.cjs')
const { framingOf, isHttp, lastOf, readBody, readHead } = require('./curl-response.cjs')

const MOST_REDIRECTS = 50
const REDIRECTS = [301, 302, 303, 307, 308]
const now = () => Number(process.hrtime.bigint()) / 1e6

/** One URL, with the redirects that it leads to. */
class Transfer {
  constructor(session, url, number, output) {
    Object.assign(this, { session, settings: session.settings, url, number, output })
    this.began = now()
    this.stage = 'resolve'
    this.connection = { number: -1 }
    this.times = {}
    this.head = null
    this.info = { ...{ url_effective: url, scheme: '', method: methodOf(this.settings), redirect_url: '' } }
    Object.assign(this.info, { remote_ip: '', remote_port: 0, local_ip: '', local_port: 0, num_connects: 0 })
    Object.assign(this.info, { size_download: 0, size_header: 0, size_request: 0, size_upload: 0, num_redirects: 0 })
    this.info.filename_effective = output.name ?? ''
  }

  elapsed() {
    return Math.floor(now() - this.began)
  }

  async connect(parts) {
    const { session, settings } = this
    const key = `${parts.scheme}://${parts.host}:${parts.port}`
    const idle = session.idle.get(key)
    if (idle && !idle.isEnded && !idle.error) {
      session.note(`Re-using existing connection #${idle.number} with host ${idle.name}`)
      this.connection = idle
      return
    }
    if (idle) {
      session.note(`Connection ${idle.number} seems to be dead`)
      session.close(idle)
    }
    this.connection = { number: session.opened++ }
    this.stage = 'resolve'
    const note = (text) => this.isOver || session.note(text)
    const addresses = await addressesOf(parts, { known: session.known, family: session.family, note })
    this.times.lookup = now() - this.began
    this.stage = 'connect'
    const limits = { note, elapsed: () => this.elapsed(), timeout: settings['connect-timeout'] }
    const tcp = await openTcp(parts, addresses, limits)
    this.info.num_connects++
    this.times.connect = now() - this.began
    session.note(`Connected to ${parts.host} (${tcp.remoteAddress}) port ${parts.port} (#${this.connection.number})`)
    const ca = parts.isSecure && settings.cacert !== undefined ? certificateOf(settings.cacert) : undefined
    const socket = parts.isSecure ? await secure(tcp, parts, { insecure: settings.insecure, ca, note }) : tcp
    if (parts.isSecure) this.times.secure = now() - this.began
    this.connection = new Connection(socket, this.connection.number, parts.host)
    Object.assign(this.connection, { key, tcp })
    session.idle.set(key, this.connection)
  }

  send(parts, user) {
    const { head, body } = requestFor(this.settings, parts, user)
    const { socket, tcp } = this.connection
    if (user !== undefined) this.session.note(`Server auth using Basic with user '${user.split(':')[0]}'`)
    this.times.send = now() - this.began
    this.stage = 'transfer'
    Object.assign(this.info, {
      remote_ip: tcp.remoteAddress,
      remote_port: tcp.remotePort,
      scheme: parts.scheme.toUpperCase(),
    })
    Object.assign(this.info, { local_ip: tcp.localAddress, local_port: tcp.localPort, size_upload: body?.length ?? 0 })
    this.info.size_request += head.length + (body?.length ?? 0)
    if (this.settings.verbose) process.stderr.write(head.replace(/[^\n]*\n/g, '> $&'), 'latin1')
    const bytes = Buffer.from(head, 'latin1')
    socket.write(body ? Buffer.concat([bytes, body]) : bytes)
    return body !== undefined
  }

  /** Shows a line of the head, and says what follows from the head once it is whole. */
  heard(line, head, hasBody) {
    const { settings, session, output } = this
    const { fields, code, isWhole } = head
    const wasFirst = fields.length === 0 && !isWhole
    if (wasFirst && head.version === '1.0') session.note('HTTP 1.0, assume close after body')
    if (isWhole && code >= 400 && settings.fail) throw this.refused(code)
    const framing = framingOf(head, settings.head)
    const closes = /\bclose\b/i.test(lastOf(head, 'connection') ?? '')
    if (isWhole && code >= 200 && head.version === '1.1' && !closes && !framing.chunked && framing.length === undefined)
      session.note('no chunk, no close, no size. Assume close to signal end')
    if (!wasFirst && hasBody && !isWhole && fields.at(-1)[0] === 'location' && settings.location)
      session.note('Please rewind output before next send')
    if (settings.verbose && !(isWhole && code < 200)) process.stderr.write(`< ${line}`, 'latin1')
    if (settings['dump-header'] !== undefined) session.headers.write(Buffer.from(line, 'latin1'))
    if (settings.include || settings.head) output.write(Buffer.from(line, 'latin1'))
    if (isWhole && code >= 200 && this.target(head) && framing.length !== 0) session.note('Ignoring the response-body')
  }

  refused(code) {
    return new Failure(22, `The requested URL returned error: ${code}`)
  }

  /** The URL that a response redirects to, if `-L` follows it. */
  target(head) {
    return this.settings.location && REDIRECTS.includes(head.code) ? lastOf(head, 'location') : undefined
  }

  async receive(hasBody) {
    const { connection, settings, session, info } = this
    const take = (bytes) => {
      info.size_download += bytes.length
      if (!this.head || !this.target(this.head)) this.output.write(bytes)
    }
    this.head = null
    info.size_download = 0
    if (connection.buffer.length === 0) await connection.more()
    this.times.first = now() - this.began
    if (!(await isHttp(connection, settings['http0.9']))) {
      await readBody(connection, {}, take)
      return session.close(connection)
    }
    const head = await readHead(connection, (line, head) => this.heard(line, head, hasBody))
    this.head = head
    info.size_header += head.size
    const framing = framingOf(head, settings.head)
    this.expected = framing.length
    const isReusable = await readBody(connection, framing, take)
    this.finish(head, framing, isReusable)
  }

  /** Keeps the connection or closes it. */
  finish(head, framing, isReusable) {
    const { connection, session } = this
    const excess = head.isWhole ? connection.buffer.length : 0
    if (excess > 0) {
      const size = framing.length ?? 0
      session.note(`Excess found in a read: excess = ${excess}, size = ${size}, maxdownload = ${size}, bytecount = 0`)
    }
    const field = lastOf(head, 'connection') ?? ''
    const closes = head.version === '1.0' ? !/keep-alive/i.test(field) : /\bclose\b/i.test(field)
    if (excess > 0 || closes || !isReusable) session.close(connection)
    else session.note(`Connection #${connection.number} to host ${connection.name} left intact`)
  }

  async run() {
    const { settings, session, info } = this
    session.resolve()
    let parts = partsOf(this.url)
    let user = settings.user ?? parts.user
    for (;;) {
      info.url_effective = parts.url
      await this.connect(parts)
      const hasBody = this.send(parts, user)
      await this.receive(hasBody)
      const location = this.head && REDIRECTS.includes(this.head.code) ? lastOf(this.head, 'location') : undefined
      if (location === undefined) break
      const next = partsOf(new URL(location, parts.url).href)
      if (!settings.location) {
        info.redirect_url = next.url
        break
      }
      this.redirect()
      user = this.userFor(parts, next, user)
      session.note(`Issue another request to this URL: '${next.url}'`)
      this.adaptMethod()
      parts = next
    }
    this.output.open()
    if (settings['fail-with-body'] && this.head?.code >= 400)
      throw Object.assign(this.refused(this.head.code), { isQuiet: true })
  }

  redirect() {
    const most = this.settings['max-redirs'] ?? MOST_REDIRECTS
    if (this.info.num_redirects >= most)
      throw Object.assign(new Failure(47, `Maximum (${most}) redirects followed`), { isOver: true })
    this.info.num_redirects++
    this.times.redirect = now() - this.began
  }

  /** The user name goes to no other host or port. */
  userFor(from, to, user) {
    if (user === undefined || (from.host === to.host && from.port === to.port)) return user
    const what = from.host === to.host ? `port from ${from.port} to ${to.port}` : `host from ${from.host} to ${to.host}`
    this.session.note(`Clear auth, redirects to ${what}`)
    return undefined
  }

  /** A POST becomes a GET, as in browsers, unless 307 or 308 forbids it or `-X` names the method. */
  adaptMethod() {
    const { settings } = this
    const isPost = settings.data !== undefined && !settings.get
    if (!isPost || this.head.code > 303) return
    if (!settings.request) this.session.note('Switch from POST to GET')
    this.settings = { ...settings, data: undefined }
    if (!settings.request) this.info.method = 'GET'
  }

  /** Runs, at most for `--max-time`; returns the Failure or null. */
  async outcome() {
    let timer
    const limit = this.settings['max-time']
    const late = new Promise((_, reject) => {
      if (limit > 0) timer = setTimeout(() => reject(new Failure(28, this.lateText())), limit)
    })
    try {
      await Promise.race([this.run(), late])
      return null
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const [text] = error.message.split('\n')
      if (!error.isQuiet && error.status !== 3) this.session.note(text)
      if (error.isQuiet || error.isOver) return error
      this.session.note(`Closing connection ${this.connection.number}`)
      this.session.idle.delete(this.connection.key)
      this.connection.socket?.destroy()
      return error
    } finally {
      this.isOver = true
      clearTimeout(timer)
      this.times.total = now() - this.began
      this.output.close()
    }
  }

  lateText() {
    const after = `after ${this.elapsed()} milliseconds`
    if (this.stage !== 'transfer') return `${this.stage === 'resolve' ? 'Resolving' : 'Connection'} timed out ${after}`
    const size = this.info.size_download
    return `Operation timed out ${after} with ${this.expected > 0 ? `${size} out of ${this.expected}` : size} bytes received`
  }
}

module.exports = { Transfer }
