/** traceroute(8) of Linux: probes by UDP, each from a socket of its own, or ICMP echo requests, with growing time to live. */
'use strict'
const { isIP } = require('node:net')
const { lookup, lookupService } = require('node:dns/promises')
const s = require('ackademy:sockets')
const { EchoProbes, UdpProbes } = require('./traceroute-probes.cjs')
const { Refusal, complain, main, print } = require('./support.cjs')

const USAGE =
  'Usage:\n  traceroute [ -46FIn ] [ -f first_ttl ] [ -m max_ttl ] [ -N squeries ] [ -p port ] [ -w MAX,HERE,NEAR ] [ -q nqueries ] host [ packetlen ]'
const FLAGS = { 4: 'ipv4', 6: 'ipv6', F: 'dont-fragment', I: 'icmp', n: 'numeric' }
const VALUES = {
  f: ['first', 'first_ttl'],
  m: ['max-hops', 'max_ttl'],
  N: ['sim-queries', 'squeries'],
  p: ['port', 'port'],
  q: ['queries', 'nqueries'],
  w: ['wait', 'MAX,HERE,NEAR'],
}
const DEFAULTS = { f: 1, m: 30, N: 16, q: 3, w: [5, 3, 10] }
const [MOST_HOPS, MOST_QUERIES, MOST_LENGTH] = [255, 10, 65_000]
/** Allowance for the resolution of clocks, in ms. */
const PRECISION = 1

const wrong = (text) => new Refusal(text, 2)
const now = () => Number(process.hrtime.bigint()) / 1e6

function readValue(letter, text) {
  if (letter === 'w') {
    const parts = text.split(',')
    if (parts.length > 3 || !parts.every((one) => /^\d*\.?\d+$/.test(one))) return undefined
    return DEFAULTS.w.map((value, i) => (parts[i] === undefined ? value : Number(parts[i])))
  }
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** The option of a word: its letter, how it was written, and a value that stands in the same word. */
function optionIn(word) {
  const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? []
  if (name === undefined) return { letter: word[1], written: word.slice(0, 2), value: word.slice(2) || undefined }
  const letter =
    Object.keys(VALUES).find((one) => VALUES[one][0] === name) ?? Object.keys(FLAGS).find((one) => FLAGS[one] === name)
  return { letter: name === 'numeric' ? undefined : letter, written: `--${name}`, value }
}

function readLine(args) {
  const given = { ...DEFAULTS, flags: new Set(), operands: [] }
  for (let at = 0; at < args.length; at++) {
    if (!/^-./.test(args[at])) {
      given.operands.push({ text: args[at], argc: at + 1 })
      continue
    }
    const { letter, written, value } = optionIn(args[at])
    if (letter !== undefined && Object.hasOwn(VALUES, letter)) {
      const isLong = written.startsWith('--')
      const text = value ?? (isLong ? undefined : args[++at])
      if (text === undefined)
        throw wrong(
          `Option \`${written}' (argc ${isLong ? at + 1 : at}) requires an argument: \`${written}${isLong ? '=' : ' '}${VALUES[letter][1]}'`,
        )
      given[letter] = readValue(letter, text)
      if (given[letter] === undefined)
        throw wrong(`Cannot handle \`${written}' option with arg \`${text}' (argc ${at + 1})`)
    } else {
      const letters = written.startsWith('--') ? [letter] : [...args[at].slice(1)]
      const bad = letters.find((one) => one === undefined || !Object.hasOwn(FLAGS, one))
      if (bad !== undefined || letter === undefined)
        throw wrong(`Bad option \`${letters.length > 1 ? `-${bad}` : written}' (argc ${at + 1})`)
      for (const one of letters) given.flags.add(one)
    }
  }
  return given
}

async function addressOf({ text, argc }, family) {
  const version = isIP(text)
  let why = 'Address family for hostname not supported'
  if (version && (family === 0 || family === version)) return text
  if (!version) {
    try {
      return (await lookup(text, { family })).address
    } catch ({ code }) {
      why = code === 'EAI_AGAIN' ? 'Temporary failure in name resolution' : 'Name or service not known'
    }
  }
  throw wrong(`${text}: ${why}\nCannot handle "host" cmdline arg \`${text}' on position 1 (argc ${argc})`)
}

async function settingsOf(args) {
  const { flags, operands, ...given } = readLine(args)
  const [host, length, excess] = operands
  if (host === undefined) throw wrong('Specify "host" missing argument.')
  const address = await addressOf(host, flags.has('6') ? 6 : flags.has('4') ? 4 : 0)
  if (length !== undefined && !/^\d+$/.test(length.text))
    throw wrong(`Cannot handle "packetlen" cmdline arg \`${length.text}' on position 2 (argc ${length.argc})`)
  if (excess !== undefined) throw wrong(`Extra arg \`${excess.text}' (position 3, argc ${excess.argc})`)
  const version = isIP(address)
  const headers = (version === 4 ? 20 : 40) + 8
  const settings = { ...given, target: host.text, address, version, numeric: flags.has('n'), echo: flags.has('I') }
  if (given.f < 1 || given.f > given.m) throw wrong('first hop out of range')
  if (given.m > MOST_HOPS) throw wrong(`max hops cannot be more than ${MOST_HOPS}`)
  if (given.q < 1 || given.q > MOST_QUERIES) throw wrong(`no more than ${MOST_QUERIES} probes per hop`)
  const size = Math.max(Number(length?.text ?? headers + 32), headers)
  if (size > MOST_LENGTH) throw wrong(`too big packetlen ${length.text} specified`)
  return { ...settings, size, data: size - headers, whole: flags.has('F') }
}

/** All probes in their order; each is sent, then done by an answer or at the end of its patience. */
class Trace {
  constructor(settings, sender) {
    Object.assign(this, { settings, sender, shown: (settings.f - 1) * settings.q })
    this.probes = Array.from({ length: settings.m * settings.q }, (_, i) => ({ ttl: Math.floor(i / settings.q) + 1 }))
    this.end = this.probes.length
  }

  /** How long to wait for a probe: some times longer than others of its hop, or the next that answered. */
  patience(index) {
    const { q, w } = this.settings
    const [most, here, near] = w.map((one, i) => (i === 0 ? one * 1000 : one))
    const took = ({ received, sent }) => received !== undefined && received > sent
    const first = index - (index % q)
    const sibling = here > 0 && this.probes.slice(first, first + q).find(took)
    const later = near > 0 && this.probes.slice(index + 1).find(took)
    const [other, factor] = sibling ? [sibling, here] : [later, near]
    return other ? Math.min((other.received - other.sent + PRECISION) * factor, most) : most
  }

  async run() {
    const { settings, sender, probes } = this
    while (this.shown < this.end) {
      let until = 0
      let waiting = 0
      for (let i = this.shown; i < this.end && waiting < Math.max(settings.N, 1); i++) {
        const probe = probes[i]
        if (i === this.shown && probe.sent !== undefined && !probe.isDone) {
          until = probe.sent + this.patience(i)
          if (until <= now()) this.finish(probe)
        }
        if (probe.isDone) {
          if (i === this.shown) await this.show(i)
          if (probe.isFinal) this.end = Math.min(this.end, probe.ttl * settings.q)
          continue
        }
        if (probe.sent === undefined) sender.send(probe)
        waiting++
      }
      if (until > now()) await this.answers(until)
    }
  }

  finish(probe) {
    probe.isDone = true
    this.sender.release(probe)
  }

  async answers(until) {
    const { probes, sender } = this
    const open = probes.filter(({ sent, isDone }) => sent !== undefined && !isDone)
    const wanted = sender.sockets(open).map((socket) => ({ socket, events: s.POLLIN }))
    await s.poll(wanted, sender.tooLarge?.length > 0 ? 0 : Math.ceil(until - now()))
    for (const { probe, address, text, isFinal } of sender.answers(open)) {
      Object.assign(probe, { received: now(), address, text, isFinal })
      this.finish(probe)
    }
  }

  async show(index) {
    const { q, numeric } = this.settings
    const probe = this.probes[index]
    const first = index - (index % q)
    if (index === first) print(`\n${`${probe.ttl}`.padStart(2)} `)
    this.shown++
    if (probe.address === undefined) print(' *')
    if (probe.received === undefined) return
    const before = this.probes.slice(first, index).findLast(({ address }) => address !== undefined)
    if (probe.address !== undefined && before?.address !== probe.address)
      print(` ${numeric ? probe.address : await named(probe.address)}`)
    print(`  ${(probe.received - probe.sent).toFixed(3)} ms${probe.text === '' ? '' : ` ${probe.text}`}`)
  }
}

async function named(address) {
  const name = await lookupService(address, 0).then(
    ({ hostname }) => hostname,
    () => address,
  )
  return `${name} (${address})`
}

/** The kernel's word for an address without a way there; null if there is one. */
function connectProblem({ version, address }) {
  const probe = s.socket(version === 4 ? s.AF_INET : s.AF_INET6, s.SOCK_DGRAM)
  try {
    probe.connect(address, 1025)
    return null
  } catch ({ code }) {
    return `\nconnect: ${code === 'ENETUNREACH' ? 'Network is unreachable' : code === 'EACCES' ? 'Permission denied' : code === 'EHOSTUNREACH' ? 'No route to host' : code}`
  } finally {
    probe.close()
  }
}

async function trace(args) {
  const settings = await settingsOf(args)
  const { target, address, m, size, echo } = settings
  const problem = connectProblem(settings)
  const heading = `traceroute to ${target} (${address}), ${m} hops max, ${size} byte packets`
  if (!(problem && echo)) print(heading)
  if (problem) {
    complain(problem)
    return 1
  }
  await new Trace(settings, echo ? new EchoProbes(settings) : new UdpProbes(settings)).run()
  print('\n')
  return 0
}

main('traceroute', async (args) => {
  try {
    if (args.length > 0) return await trace(args)
    complain(USAGE)
    return 0
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    complain(error.message)
    return error.status
  }
})
