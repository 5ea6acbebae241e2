import type { RealmContext } from '../context.ts'
import { nativeError } from '../native-error.ts'
import { domainToUnicode } from '../punycode.ts'
import type { Binding } from '../types.ts'

/** ada's url_aggregator's value for "no such component". */
const OMITTED = 0xffffffff
/** ada::scheme::type of the special schemes; 1 is any other. */
const SCHEMES: Record<string, number> = { 'http:': 0, 'https:': 2, 'ws:': 3, 'ftp:': 4, 'wss:': 5, 'file:': 6 }
const NOT_SPECIAL = 1
/** Parts that `update` changes, by the library's `updateActions`. */
const SETTERS = [
  'protocol',
  'host',
  'hostname',
  'port',
  'username',
  'password',
  'pathname',
  'search',
  'hash',
  'href',
] as const

/** Matches a URL up to the end of its host; group 1 ends where the host begins. */
const TO_HOST = /^([^:]+:\/\/(?:[^/?#@]*@)?)[^/?#:@]+/

/**
 * `internalBinding('url')`: node_url.cc over the platform's own WHATWG parser. The library keeps a URL as its text and the
 * positions of its components, which each call stores in `urlComponents`.
 */
export function urlBinding(realm: RealmContext): Binding {
  const { URL: PlatformUrl } = realm.platform
  const components = new Uint32Array(9)
  const parsed = (input: string, base?: string): URL | null => {
    try {
      const url = base === undefined ? new PlatformUrl(input) : new PlatformUrl(input, base)
      // Chromium escapes a space in a domain; the standard allows none.
      return url.protocol in SCHEMES && url.hostname.includes('%') ? null : url
    } catch {
      return null
    }
  }
  const refuse = (input: string, base?: string): never => {
    const error = nativeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL')
    throw Object.assign(error, base === undefined ? { input } : { input, base })
  }
  const hostOf = (domain: string) => parsed(`ws://${domain}`)?.hostname ?? ''
  return {
    urlComponents: components,
    parse(input: string, base: string | undefined, raise: boolean) {
      const url = parsed(input, base)
      if (url) return writeComponents(url, components)
      return raise ? refuse(input, base) : undefined
    },
    canParse: (input: string, base?: string) => parsed(input, base) !== null,
    getOrigin: (input: string) => (parsed(input) ?? refuse(input)).origin,
    domainToASCII: hostOf,
    domainToUnicode: (domain: string) => domainToUnicode(hostOf(domain)),
    format: (href: string, hash: boolean, unicode: boolean, search: boolean, auth: boolean) => {
      const url = parsed(href)!
      if (!hash) url.hash = ''
      if (!search) url.search = ''
      if (!auth) url.username = url.password = ''
      if (!unicode) return url.href
      return url.href.replace(TO_HOST, (_, before) => before + domainToUnicode(url.hostname))
    },
    pathToFileURL(path: string, windows: boolean, host?: string) {
      const escaped = path.replace(
        windows ? /[%\n\r\t?#[\]^|~]/g : /[%\\\n\r\t?#[\]^|~]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      )
      const url = parsed('file:///')!
      url.pathname = escaped
      if (host !== undefined) url.hostname = host
      return host && url.hostname === '' ? refuse(`file://${host}${escaped}`) : writeComponents(url, components)
    },
    update(href: string, action: number, value: string) {
      const name = SETTERS[action]!
      if (name === 'href') {
        const url = parsed(value)
        return url ? writeComponents(url, components) : false
      }
      const url = parsed(href)!
      url[name] = value
      return writeComponents(url, components)
    },
  }
}

/**
 * Writes the starts and ends of the parts of `https://user:pass@example.com:1234/foo/bar?baz#quux` in ada's order. Returns the text.
 */
function writeComponents(url: URL, into: Uint32Array): string {
  const { href, protocol, username, password, hostname, port } = url
  let at = protocol.length
  let [usernameEnd, hostStart, hostEnd] = [at, at, at]
  if (href.startsWith('//', at)) {
    usernameEnd = at + 2 + username.length
    hostStart = usernameEnd + (password ? 1 + password.length : 0)
    hostEnd = hostStart + (username || password ? 1 : 0) + hostname.length
    at = hostEnd + (port === '' ? 0 : 1 + port.length)
  } else if (href.startsWith('/.//', at)) at += 2 // a path that begins with '//' must not be read as a host
  const hash = href.indexOf('#')
  const query = href.indexOf('?')
  const search = query >= 0 && (hash < 0 || query < hash) ? query : -1
  into.set([
    protocol.length,
    usernameEnd,
    hostStart,
    hostEnd,
    port === '' ? OMITTED : Number(port),
    at,
    search < 0 ? OMITTED : search,
    hash < 0 ? OMITTED : hash,
    SCHEMES[protocol] ?? NOT_SPECIAL,
  ])
  return href
}
