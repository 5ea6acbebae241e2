/** date(1): the time of the host's clock, or a given one, in UTC. */
'use strict'
const { Refusal, main, print, readOptions, tryHelp } = require('./support.cjs')

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const LONG = { utc: 'u', date: 'd', 'rfc-email': 'R', universal: 'u' }
const DAY_MS = 86_400_000

const padded = (number, width = 2, fill = '0') => `${number}`.padStart(width, fill)

/** The conversions of strftime(3), in the C locale. */
const CONVERSIONS = {
  '%': () => '%',
  n: () => '\n',
  t: () => '\t',
  a: (time) => DAYS[time.getUTCDay()].slice(0, 3),
  A: (time) => DAYS[time.getUTCDay()],
  b: (time) => MONTHS[time.getUTCMonth()].slice(0, 3),
  h: (time) => MONTHS[time.getUTCMonth()].slice(0, 3),
  B: (time) => MONTHS[time.getUTCMonth()],
  C: (time) => padded(Math.floor(time.getUTCFullYear() / 100)),
  d: (time) => padded(time.getUTCDate()),
  e: (time) => padded(time.getUTCDate(), 2, ' '),
  H: (time) => padded(time.getUTCHours()),
  I: (time) => padded(time.getUTCHours() % 12 || 12),
  j: (time) => padded(Math.floor((time - Date.UTC(time.getUTCFullYear(), 0)) / DAY_MS) + 1, 3),
  k: (time) => padded(time.getUTCHours(), 2, ' '),
  l: (time) => padded(time.getUTCHours() % 12 || 12, 2, ' '),
  m: (time) => padded(time.getUTCMonth() + 1),
  M: (time) => padded(time.getUTCMinutes()),
  N: (time) => `${padded(time.getUTCMilliseconds(), 3)}000000`,
  p: (time) => (time.getUTCHours() < 12 ? 'AM' : 'PM'),
  s: (time) => `${Math.floor(time / 1000)}`,
  S: (time) => padded(time.getUTCSeconds()),
  u: (time) => `${time.getUTCDay() || 7}`,
  w: (time) => `${time.getUTCDay()}`,
  y: (time) => padded(time.getUTCFullYear() % 100),
  Y: (time) => `${time.getUTCFullYear()}`,
  Z: () => 'UTC',
  z: () => '+0000',
}
const COMBINED = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
}

function formatted(time, format) {
  return format.replace(/%(:?.)/gs, (whole, letter) => {
    if (Object.hasOwn(COMBINED, letter)) return formatted(time, COMBINED[letter])
    if (letter === ':z') return '+00:00'
    return Object.hasOwn(CONVERSIONS, letter) ? CONVERSIONS[letter](time) : whole
  })
}

/** `@SECONDS`, a date, a date and a time in UTC. */
function timeOf(text) {
  const invalid = () => new Refusal(`invalid date '${text}'`, 1)
  const [, seconds] = /^@(-?\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (seconds !== undefined) return new Date(Number(seconds) * 1000)
  if (text === 'now') return new Date()
  const [, day, clock = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?Z?$/.exec(text) ?? []
  if (day === undefined) throw invalid()
  const time = new Date(`${day}T${clock}Z`)
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== day) throw invalid()
  return time
}

main('date', async (args) => {
  const iso = args.findIndex((word) => /^(-I|--iso-8601)/.test(word))
  const kind = iso < 0 ? undefined : args[iso].replace(/^(-I|--iso-8601)=?/, '') || 'date'
  const rest = args.filter((_, i) => i !== iso)
  const { has, last, operands } = readOptions(rest, 'ud:R', LONG, tryHelp('date', 1))
  const [format] = operands
  if (operands.length > 1) throw tryHelp('date', 1)(`extra operand '${operands[1]}'`)
  if (format !== undefined && format[0] !== '+') throw new Refusal(`invalid date '${format}'`, 1)
  const shapes = { date: '%F', hours: '%FT%H%:z', minutes: '%FT%R%:z', seconds: '%FT%T%:z' }
  if (kind !== undefined && !Object.hasOwn(shapes, kind))
    throw tryHelp('date', 1)(`invalid argument '${kind}' for '--iso-8601'`)
  const shape = kind !== undefined ? shapes[kind] : has('R') ? '%a, %d %b %Y %T %z' : '%a %b %e %H:%M:%S %Z %Y'
  print(`${formatted(has('d') ? timeOf(last('d')) : new Date(), format?.slice(1) ?? shape)}\n`)
  return 0
})
