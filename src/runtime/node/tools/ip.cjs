/** ip(8) of iproute2: addresses, links, routes, neighbors, groups and rules of the host, as tables to read. It changes nothing. */
'use strict'
const { isIP } = require('node:net')
const { addressesText, groupsText, linksText } = require('./ip-devices.cjs')
const { neighborsText, routeText, routesText, rulesText } = require('./ip-routes.cjs')
const { Refusal, complain, main, print } = require('./support.cjs')

const host = require('ackademy:sockets')[Symbol.for('ackademy tables')]

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                   link | macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -4 | -6 | -M | -B | -0 |
                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor]}`
const CHANGES = /^(add|append|change|chg|del|delete|flush|leave|prepend|replace|set)$/
const ERRORS = {
  1: 'Operation not permitted',
  13: 'Permission denied',
  22: 'Invalid argument',
  101: 'Network is unreachable',
  113: 'No route to host',
}

/** Ends it with text of its own, as iproute2 does. */
class Problem extends Error {
  constructor(text, status) {
    super(text)
    this.status = status
  }
}

const refused = (errno) => new Problem(`RTNETLINK answers: ${ERRORS[errno] ?? `Unknown error ${errno}`}`, 2)

/** Options before the object; each may be shortened. */
function readOptions(args) {
  const options = { family: 0, statistics: 0, isBrief: false, isOneLine: false }
  let at = 0
  for (; at < args.length && args[at].startsWith('-'); at++) {
    const name = args[at].replace(/^--?/, '')
    const isShort = (long, least = 1) => name.length >= least && long.startsWith(name)
    if (name === '4' || name === '6') options.family = Number(name)
    else if (isShort('family')) options.family = { inet: 4, inet6: 6 }[args[++at]] ?? 0
    else if (isShort('statistics') || isShort('stats')) options.statistics++
    else if (isShort('brief', 2)) options.isBrief = true
    else if (isShort('oneline')) options.isOneLine = true
    else throw new Problem(`Option "${args[at]}" is unknown, try "ip -help".`, 255)
  }
  return { options, words: args.slice(at) }
}

const deviceNamed = (tables, name, problem) => {
  if (!tables.interfaces.some((one) => one.name === name)) throw new Problem(problem(name), 1)
  return name
}
const noDevice = (name) => `Device "${name}" does not exist.`
const noSuchDevice = (name) => `Cannot find device "${name}"`

/** `[dev] NAME` and `up`. */
function devicesShown(tables, words) {
  let name
  let onlyUp = false
  for (let i = 0; i < words.length; i++) {
    if (words[i] === 'up') onlyUp = true
    else name = deviceNamed(tables, words[i] === 'dev' && i + 1 < words.length ? words[++i] : words[i], noDevice)
  }
  return tables.interfaces
    .map((row, i) => ({ ...row, index: i + 1 }))
    .filter((row) => (name === undefined || row.name === name) && (!onlyUp || row.up))
}

/** Reads `KEY VALUE` pairs and at most one word without a key. */
function wishesOf(words, keys) {
  const wishes = {}
  for (let i = 0; i < words.length; i++) {
    if (!keys.includes(words[i])) wishes.to = words[i] === 'to' ? words[++i] : words[i]
    else if (i + 1 === words.length) throw new Problem('Command line is not complete. Try option "help"', 255)
    else wishes[words[i]] = words[++i]
  }
  return wishes
}

/** What `help` after an object shows: only what is there. */
const HELP = {
  address: '[ show [ [ dev ] DEVICE ] [ up ] ]',
  maddr: '[ show [ dev ] DEVICE ]',
  route:
    '[ show [ PREFIX ] [ dev DEVICE ] [ via ADDRESS ] [ table TABLE ] ]\n       ip route get ADDRESS [ from ADDRESS ]',
  rule: '[ show ]',
  neigh: '[ show [ ADDRESS ] [ dev DEVICE ] ]',
  link: '[ show [ [ dev ] DEVICE ] [ up ] ]',
}

const isPrefix = (text) => text === 'default' || text === 'all' || isIP(text.replace(/\/\d+$/, '')) > 0

function checkPrefix(text, family) {
  const version = isPrefix(text) ? isIP(text.replace(/\/\d+$/, '')) : null
  const kind = family === 0 ? 'any valid' : family === 4 ? 'inet' : 'inet6'
  if (version === null || (version > 0 && family > 0 && version !== family))
    throw new Problem(`Error: ${kind} prefix is expected rather than "${text}".`, 1)
}

function showRoutes(tables, words, { family }) {
  const wishes = wishesOf(words, ['dev', 'table', 'via'])
  if (wishes.dev !== undefined) deviceNamed(tables, wishes.dev, noSuchDevice)
  if (wishes.to !== undefined) checkPrefix(wishes.to, family)
  const version = family || isIP((wishes.to ?? '').replace(/\/\d+$/, '')) || 4
  const { table = 'main' } = wishes
  const known = table === 'main' || table === 'all' || tables.routes.some((row) => row.table === table)
  if (!known && version === 4 && table !== 'default')
    throw new Problem('Error: ipv4: FIB table does not exist.\nDump terminated', 2)
  return routesText(tables, { ...wishes, table, family: version })
}

function getRoute(tables, words, { family }) {
  if (words.length === 0) throw new Problem('need at least a destination address', 1)
  const { to, from } = wishesOf(words, ['from', 'uid'])
  checkPrefix(to, family)
  if (from !== undefined) checkPrefix(from, family)
  const way = host.way(to, from)
  if (way.errno !== undefined) throw refused(way.errno)
  return routeText(tables, to, from, way)
}

function showNeighbors(tables, words, { family }) {
  const wishes = wishesOf(words, ['dev'])
  if (wishes.dev !== undefined) deviceNamed(tables, wishes.dev, noSuchDevice)
  if (wishes.to !== undefined) checkPrefix(wishes.to, family)
  return neighborsText(tables, { ...wishes, family })
}

/** In the order in which iproute2 tries shortened names; `help`: what its messages call the object. */
const OBJECTS = [
  {
    name: 'address',
    help: 'address',
    show: (tables, words, options) => addressesText(devicesShown(tables, words), options),
  },
  {
    name: 'maddress',
    help: 'maddr',
    show: (tables, words, options) => groupsText(tables, words.at(-1), options),
  },
  { name: 'route', help: 'route', show: showRoutes, get: getRoute },
  { name: 'rule', help: 'rule', show: (tables, _, options) => rulesText(tables, options) },
  { name: 'neighbor', help: 'neigh', show: showNeighbors },
  { name: 'neighbour', help: 'neigh', show: showNeighbors },
  {
    name: 'link',
    help: 'link',
    show: (tables, words, options) => linksText(devicesShown(tables, words), options, tables.bytes),
  },
]

function run(args) {
  const { options, words } = readOptions(args)
  const [object, command = 'show', ...rest] = words
  if (object === undefined || 'help'.startsWith(object)) throw new Problem(USAGE, 255)
  const found = OBJECTS.find(({ name }) => name.startsWith(object))
  if (found === undefined) throw new Problem(`Object "${object}" is unknown, try "ip help".`, 1)
  if (command === 'help') throw new Problem(`Usage: ip ${found.help} ${HELP[found.help]}`, 255)
  const tables = host.tables()
  if (CHANGES.test(command)) throw refused(1)
  if (found.get !== undefined && command.length > 0 && 'get'.startsWith(command))
    return found.get(tables, rest, options)
  if (!['show', 'list', 'lst'].some((name) => name.startsWith(command)))
    throw new Problem(`Command "${command}" is unknown, try "ip ${found.help} help".`, 255)
  return found.show(tables, rest, options)
}

main('ip', async (args) => {
  try {
    if (host === undefined) throw new Refusal('there are no tables here', 1)
    print(run(args))
    return 0
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    complain(problem.message)
    return problem.status
  }
})
