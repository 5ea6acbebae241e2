/** curl's `-w`: a text with variables of the transfer. */
'use strict'
const { complain } = require('./support.cjs')

const ESCAPES = { n: '\n', r: '\r', t: '\t' }
const seconds = (ms) => (ms / 1000).toFixed(6)
const TIMES = {
  namelookup: 'lookup',
  connect: 'connect',
  appconnect: 'secure',
  pretransfer: 'send',
  starttransfer: 'first',
}

/** Values by their names; what a transfer didn't come to is 0 or empty. */
function valuesOf({ info, times, head, failure, url, number }) {
  const field = (name) => head?.fields.findLast(([one]) => one === name)?.[1] ?? ''
  const status = `${head?.code ?? 0}`.padStart(3, '0')
  return {
    ...Object.fromEntries(Object.entries(TIMES).map(([name, key]) => [`time_${name}`, seconds(times[key] ?? 0)])),
    time_total: seconds(times.total),
    time_redirect: seconds(times.redirect ?? 0),
    http_code: status,
    response_code: status,
    http_version: head?.version ?? '0',
    http_connect: '000',
    content_type: field('content-type'),
    num_headers: head?.fields.length ?? 0,
    errormsg: failure?.message.split('\n')[0] ?? '',
    exitcode: failure?.status ?? 0,
    speed_download: times.total > 0 ? Math.floor(info.size_download / (times.total / 1000)) : 0,
    speed_upload: times.total > 0 ? Math.floor(info.size_upload / (times.total / 1000)) : 0,
    url,
    urlnum: number,
    ssl_verify_result: 0,
    proxy_ssl_verify_result: 0,
    ...info,
  }
}

/** Returns the text; complains about variables that it doesn't know. */
function writeOut(format, transfer) {
  const values = valuesOf(transfer)
  return format.replace(/%%|%header\{([^}]*)\}|%\{([^}]*)\}|\\(.)/gs, (whole, header, name, letter) => {
    if (whole === '%%') return '%'
    if (header !== undefined) return transfer.head?.fields.find(([one]) => one === header.toLowerCase())?.[1] ?? ''
    if (letter !== undefined) return ESCAPES[letter] ?? whole
    if (Object.hasOwn(values, name)) return `${values[name]}`
    complain(`curl: unknown --write-out variable: '${name}'`)
    return ''
  })
}

module.exports = { writeOut }
