/** curl's command line: options and URLs to settings. */
'use strict'
const { readFileSync } = require('node:fs')
const { complain } = require('./support.cjs')

/** Ends one transfer, with curl's exit status; the next URL is still fetched. */
class Failure extends Error {
  constructor(status, text) {
    super(text)
    this.status = status
  }
}

/** Ends the whole command before the first transfer. */
class Usage extends Error {}

/** Long names of options that take a value, and of those that don't, each with its letter if it has one. */
const VALUES = {
  ...{ request: 'X', header: 'H', data: 'd', output: 'o', 'write-out': 'w', 'max-time': 'm', user: 'u' },
  ...{ 'user-agent': 'A', referer: 'e', cookie: 'b', range: 'r', 'dump-header': 'D', 'connect-timeout': '' },
  ...{ 'data-raw': '', 'data-binary': '', 'data-ascii': '', 'data-urlencode': '', json: '' },
  ...{ 'max-redirs': '', resolve: '', cacert: '', url: '' },
}
const FLAGS = {
  ...{ include: 'i', head: 'I', verbose: 'v', silent: 's', 'show-error': 'S', location: 'L', fail: 'f' },
  ...{ insecure: 'k', get: 'G', ipv4: '4', ipv6: '6', globoff: 'g', 'no-buffer': 'N', 'remote-name': 'O' },
  ...{ 'http1.0': '0', 'http1.1': '', 'http0.9': '', 'fail-with-body': '' },
}
const LETTERS = new Map(
  [VALUES, FLAGS].flatMap((names) =>
    Object.entries(names).flatMap(([name, letter]) => (letter ? [[letter, name]] : [])),
  ),
)
const isTimed = (name) => name === 'max-time' || name === 'connect-timeout'

/** Yields each option as [name, value, as it was written], and each URL as ['url', text]. */
function* optionsIn(args) {
  const queue = [...args]
  const value = (written) => {
    if (queue.length === 0) throw new Usage(`option ${written}: requires parameter`)
    return queue.shift()
  }
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (!/^-./s.test(word)) yield ['url', word, word]
    else if (word.startsWith('--')) {
      const name = word.slice(2)
      if (Object.hasOwn(VALUES, name)) yield [name, value(word), word]
      else if (Object.hasOwn(FLAGS, name)) yield [name, '', word]
      else throw new Usage(`option ${word}: is unknown`)
    } else {
      for (let at = 1; at < word.length; at++) {
        const name = LETTERS.get(word[at])
        if (name === undefined) throw new Usage(`option ${word}: is unknown`)
        if (Object.hasOwn(FLAGS, name)) {
          yield [name, '', word]
          continue
        }
        yield [name, word.slice(at + 1) || value(word), word]
        break
      }
    }
  }
}

/** Percent-encodes what RFC 3986 doesn't call unreserved, and a space as `+`, as curl does in data. */
const encoded = (text) =>
  text.replace(/[^\w.~-]/g, (one) =>
    one === ' ' ? '+' : `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

function contentOf(name, settings) {
  try {
    return readFileSync(name === '-' ? 0 : name, 'latin1')
  } catch {
    settings.warnings.push(`Couldn't read data from file "${name}", this makes an empty POST.`)
    return ''
  }
}

/** The bytes of one option with data; `@NAME` is a file's content. */
function dataOf(name, value, settings) {
  if (name === 'data-urlencode') {
    const [, before, kind, text] = /^([^=@]*)([=@])(.*)$/s.exec(value) ?? [null, '', '=', value]
    const content = kind === '@' ? contentOf(text, settings) : text
    return `${before === '' ? '' : `${before}=`}${encoded(content)}`
  }
  if (!value.startsWith('@') || name === 'data-raw') return value
  const content = contentOf(value.slice(1), settings)
  return name === 'data-binary' || name === 'json' ? content : content.replace(/[\r\n\0]/g, '')
}

function addData(settings, name, value) {
  const text = dataOf(name, value, settings)
  const isJson = name === 'json'
  settings.data = settings.data === undefined || isJson ? `${settings.data ?? ''}${text}` : `${settings.data}&${text}`
  if (isJson) settings.json = true
}

function numberOf(text, written) {
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) throw new Usage(`option ${written}: expected a proper numerical parameter`)
  if (text.startsWith('-')) throw new Usage(`option ${written}: expected a positive numerical parameter`)
  return Number(text)
}

/** Reads the whole line. Throws Usage. */
function readLine(args) {
  const settings = { urls: [], outputs: [], headers: [], resolve: [], warnings: [] }
  for (const [name, value, written] of optionsIn(args)) {
    if (name === 'url') settings.urls.push(value)
    else if (name === 'output') settings.outputs.push(value)
    else if (name === 'remote-name') settings.outputs.push(null)
    else if (name === 'header') settings.headers.push(value)
    else if (name === 'resolve') settings.resolve.push(value)
    else if (name === 'json' || /^data/.test(name)) addData(settings, name, value)
    else if (isTimed(name)) settings[name] = numberOf(value, written) * 1000
    else if (name === 'max-redirs') settings[name] = numberOf(value.replace(/^-1$/, '1e9'), written)
    else settings[name] = Object.hasOwn(FLAGS, name) ? true : value
  }
  if (settings.urls.length === 0) throw new Usage('no URL specified!')
  if (settings.json) addJsonHeaders(settings.headers)
  return settings
}

function addJsonHeaders(headers) {
  const has = (name) => headers.some((one) => one.toLowerCase().startsWith(name))
  if (!has('content-type:')) headers.push('Content-Type: application/json')
  if (!has('accept:')) headers.push('Accept: application/json')
}

/** Prints warnings as curl does: broken into lines of 79 columns at spaces. */
function warn(settings, text) {
  if (settings.silent) return
  for (let rest = text; rest !== ''; ) {
    const width = 79 - 'Warning: '.length
    let cut = rest.length
    if (rest.length >= width) cut = Math.max(rest.lastIndexOf(' ', width - 1), 0) + 1 || width
    complain(`Warning: ${rest.slice(0, cut)}`)
    rest = rest.slice(cut)
  }
}

module.exports = { Failure, Usage, readLine, warn }
