/** What curl sends: the parts of a URL, and a request's text. */
'use strict'
const { Failure } = require('./curl-options.cjs')

const AGENT = 'curl/7.88.1'
const PORTS = { http: 80, https: 443 }

/** Removes `.` and `..` (RFC 3986 §5.2.4). */
function withoutDots(path) {
  const kept = []
  const segments = path.split('/').slice(1)
  for (const [i, segment] of segments.entries()) {
    if (segment === '..') kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (i === segments.length - 1) kept.push('')
  }
  return `/${kept.join('/')}`
}

/** The parts of a URL; without a scheme it is http. Throws Failure. */
function partsOf(text) {
  const illegal = new Failure(3, 'URL using bad/illegal format or missing URL')
  const [, given, rest] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text)
  const scheme = (given ?? 'http').toLowerCase()
  if (!Object.hasOwn(PORTS, scheme)) throw new Failure(1, `Protocol "${scheme}" not supported or disabled in libcurl`)
  const [, authority, path, query] = /^([^/?#]*)([^?#]*)(\?[^#]*)?/s.exec(rest)
  const [, user, name, port] = /^(?:(.*)@)?(\[[\da-f:.]+\]|[^:[\]]+)(?::(\d*))?$/is.exec(authority) ?? []
  if (name === undefined || Number(port ?? 0) > 65_535 || /[\s\0-\x20]/.test(rest)) throw illegal
  return {
    scheme,
    user: user === undefined ? undefined : decodeURIComponent(user),
    host: name.replace(/^\[|\]$/g, ''),
    /** As in the Host field: an IPv6 address in brackets, and the port unless it is the scheme's own. */
    authority: `${name}${port && Number(port) !== PORTS[scheme] ? `:${Number(port)}` : ''}`,
    port: port ? Number(port) : PORTS[scheme],
    path: withoutDots(path === '' ? '/' : path),
    query: query ?? '',
    isSecure: scheme === 'https',
    url: `${scheme}://${authority}${path === '' ? '/' : path}${rest.slice(authority.length + path.length)}`,
  }
}

const methodOf = ({ request, head, get, data }) =>
  request || (head ? 'HEAD' : data !== undefined && !get ? 'POST' : 'GET')

/** The fields given with -H: `name;` is one without a value, `name:` removes curl's own. */
function customFields(headers) {
  return headers.flatMap((text) => {
    const [, name, mark, value] = /^([^:;]*)([:;])\s*(.*)$/s.exec(text) ?? []
    if (name === undefined || (mark === ';' && value !== '')) return []
    return [{ name, text: mark === ';' ? `${name}:` : text, isSent: mark === ';' || value !== '' }]
  })
}

/** The request's head, and its body or undefined. */
function requestFor(settings, parts, user) {
  const { data, get, headers, referer, cookie, range } = settings
  const custom = customFields(headers)
  const given = (name) => custom.find((one) => one.name.toLowerCase() === name.toLowerCase())
  const own = (name, value) => (value === undefined || given(name) ? [] : [`${name}: ${value}`])
  const body = data === undefined || get ? undefined : Buffer.from(data, 'latin1')
  const query = get && data !== undefined ? `${parts.query || '?'}${parts.query ? '&' : ''}${data}` : parts.query
  const host = given('host')
  const lines = [
    `${methodOf(settings)} ${parts.path}${query} HTTP/${settings['http1.0'] ? '1.0' : '1.1'}`,
    ...(host ? (host.isSent ? [host.text] : []) : [`Host: ${parts.authority}`]),
    ...own('Authorization', user && `Basic ${Buffer.from(user, 'latin1').toString('base64')}`),
    ...own('Range', range && `bytes=${range}`),
    ...own('User-Agent', settings['user-agent'] === '' ? undefined : (settings['user-agent'] ?? AGENT)),
    ...own('Accept', '*/*'),
    ...own('Referer', referer),
    ...own('Cookie', cookie),
    ...custom.flatMap((one) => (one.isSent && one !== host ? [one.text] : [])),
    ...(body
      ? [...own('Content-Length', body.length), ...own('Content-Type', 'application/x-www-form-urlencoded')]
      : []),
  ]
  return { head: `${lines.join('\r\n')}\r\n\r\n`, body }
}

module.exports = { methodOf, partsOf, requestFor }
