/** The hosts' curl beside Debian's: the same lines against the same servers, behind a router, on simulated hosts and in namespaces. */
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'
import { onHost, type Result, ROUTED_TOPOLOGY, resultsInNamespaces } from './routed.ts'

const { ca, server } = createRequire(import.meta.url)('../parity/support/tls-certificates.cjs') as Record<
  string,
  { cert: string; key: string }
>

/** Servers of HTTP on 8080 and of TLS on 8443; behind them, ports from 9000 on that answer with a text, or as it says. */
const PROGRAM = `import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { readFileSync } from 'node:fs'
const pages = {
  '/': (q, r) => r.end('hello\\n'),
  '/missing': (q, r) => r.writeHead(404).end('no such page\\n'),
  '/moved': (q, r) => r.writeHead(302, { Location: '/' }).end('look elsewhere\\n'),
  '/loop': (q, r) => r.writeHead(301, { Location: '/loop' }).end(),
  '/chunks': (q, r) => { r.write('one\\n'); r.write('two\\n'); r.end('three\\n') },
  '/slow': () => {},
  '/close': (q, r) => { r.setHeader('Connection', 'close'); r.end('bye\\n') },
  '/last': (q, r) => { r.end('bye\\n'); setTimeout(() => q.socket.destroy(), 100) },
  '/none': (q, r) => r.writeHead(204).end(),
  '/private': (q, r) => r.writeHead(q.headers.authorization === 'Basic bWU6c2VjcmV0' ? 200 : 401).end('private\\n'),
  '/half': (q, r) => { r.setHeader('Content-Length', 100); r.write('half'); setTimeout(() => r.destroy(), 20) },
  '/cut': (q, r) => { r.write('half'); setTimeout(() => r.destroy(), 20) },
}
async function answer(q, r) {
  r.sendDate = false
  const page = pages[new URL(q.url, 'http://x').pathname]
  if (page) return page(q, r)
  let body = ''
  for await (const piece of q) body += piece
  const fields = q.rawHeaders.map((text, i) => text + (i % 2 ? '\\n' : ': ')).join('')
  r.end(q.method + ' ' + q.url + '\\n' + fields + '\\n' + body + '\\n')
}
const texts = [
  ['HTTP/1.1 abc\\r\\n\\r\\n'],
  ['HTTP/3.0 200 OK\\r\\n\\r\\n'],
  ['HTTP/1.1 20 OK\\r\\n\\r\\n'],
  ['HTTP/1.1 200 OK\\r\\nno colon\\r\\n\\r\\n'],
  ['HTTP/1.1 200 OK\\r\\nContent-Length: abc\\r\\n\\r\\nhi'],
  ['HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n'],
  ['HTTP/1.1 200 OK\\r\\nContent-Le'],
  ['HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nhi there', true],
  ['HTTP/1.0 200 OK\\n\\nold'],
  ['HTTP/1.1 200 OK\\r\\n\\r\\nuntil the end'],
  ['HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\nhi', true],
  ['SSH-2.0-x\\r\\n'],
  ['HTT'],
  ['HTTP/1.1 302 Found\\r\\nLocation: http://10.0.2.10:8080/echo\\r\\nContent-Length: 0\\r\\n\\r\\n', true],
  ['HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nhi', true],
  [''],
]
const servers = [
  http.createServer(answer).listen(8080, '::'),
  https.createServer({ cert: readFileSync('server.pem'), key: readFileSync('server.key') }, answer).listen(8443),
  net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.resetAndDestroy())).listen(8999),
]
for (const [i, [text, stays]] of texts.entries())
  servers.push(net.createServer((socket) => {
    socket.on('error', () => {}).once('data', () => stays ? socket.write(text) : socket.end(text))
  }).listen(9000 + i))
await Promise.all(servers.map((one) => new Promise((resolve) => one.on('listening', resolve))))
console.log('ready')
`

const FILES = {
  'program.mjs': PROGRAM,
  'server.pem': server!.cert,
  'server.key': server!.key,
  'ca.pem': ca!.cert,
  'two.txt': 'one\ntwo\n',
}

const FAR = 'http://10.0.2.10'
const WEB = `${FAR}:8080`
const VARIABLES = [
  'http_code',
  'size_download',
  'remote_ip',
  'remote_port',
  'local_ip',
  'num_connects',
  'num_redirects',
]
const MORE = ['url', 'url_effective', 'content_type', 'method', 'scheme', 'http_version', 'redirect_url', 'errormsg']
const REST = ['exitcode', 'size_header', 'size_request', 'size_upload', 'num_headers', 'urlnum', 'filename_effective']
const formatOf = (names: string[]) => `'${names.map((name) => `%{${name}}`).join(' ')}\\n'`
const ALL = formatOf([...VARIABLES, ...MORE, ...REST])

const LINES = [
  `curl -sv ${WEB}/echo`,
  `curl -sv -d a=1 -d b=2 ${WEB}/echo`,
  `curl -si ${WEB}/missing`,
  `curl -sSv -I ${WEB}/`,
  `curl -sS -f ${WEB}/missing`,
  `curl -sSvf ${WEB}/missing`,
  `curl -sSv --fail-with-body ${WEB}/missing`,
  `curl -sSvL ${WEB}/moved`,
  `curl -sSvL -d x=1 ${WEB}/moved`,
  `curl -sSvL -X POST ${WEB}/moved`,
  `curl -sSvL --max-redirs 2 ${WEB}/loop`,
  `curl -sSvL -u me:x ${FAR}:9013/`,
  `curl -sv ${WEB}/ ${WEB}/none`,
  `curl -sv ${WEB}/close ${WEB}/`,
  `curl -sSv ${WEB}/last ${FAR}:9010 ${WEB}/ -m 3`,
  `curl -sSv ${FAR}:81/ ${WEB}/`,
  `curl -sSv ${WEB}/ ${FAR}:81/`,
  `curl -s ${FAR}:81/`,
  `curl -sSv --max-time 3 ${WEB}/slow`,
  `curl -sSv -m 3 ${WEB}/slow ${WEB}/`,
  `curl -sSv -m 3 ${FAR}:9010/`,
  'curl -sSv --connect-timeout 1 http://10.0.2.99:8080/',
  'curl -sSv -m 1 http://10.0.2.99:8080/',
  'curl -sSv http://10.0.2.99:8080/',
  'curl -sSv http://192.0.2.1/',
  'curl -sSv http://nosuch.invalid/',
  'curl -sSv http://localhost:81/',
  'curl -sSv -4 http://x.localhost:81/',
  `curl -sSv ${FAR}:8999/`,
  `curl -sSv ${FAR}:9015/ ${WEB}/`,
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12].map((i) => `curl -sSv ${FAR}:${9000 + i}/`),
  `curl -sSiv ${FAR}:9014/`,
  `curl -sSv --http0.9 ${FAR}:9011/`,
  `curl -sSv ${WEB}/half`,
  `curl -sSv ${WEB}/cut`,
  `curl -sSi ${WEB}/chunks`,
  `curl -sSv -u me:secret ${WEB}/private`,
  `curl -sSv http://me:secret@10.0.2.10:8080/private`,
  'curl -sSv --resolve far:8080:10.0.2.10 http://far:8080/',
  'curl -sS --resolve far http://far/',
  `curl -sS -o /dev/null -w ${ALL} ${WEB}/moved`,
  `curl -sS -L -d x -w ${ALL} ${WEB}/moved`,
  `curl -sS -w ${ALL} ${FAR}:81/`,
  `curl -sS -w '%{http_code}\\r\\q%{foo}%%%header{content-length}%' ${WEB}/ -L ${WEB}/a/../b/./c?x#y`,
  `curl -sS -D - -o one.out ${WEB}/ ${WEB}/; cat one.out`,
  `curl -sSO ${WEB}/`,
  `curl -sSO ${WEB}/page.txt; cat page.txt`,
  `curl -sS -o /nodir/x ${WEB}/`,
  `curl -sS -X PUT -H 'X-A: 1' -H 'Accept:' -H 'X-B;' --json '{"a":1}' ${WEB}/echo`,
  `curl -sS -X DELETE ${WEB}/echo -H 'Host: web' -H 'User-Agent: mine' -H 'content-type: text/plain' -d x`,
  `curl -sS -G -d a=1 --data-urlencode 'q=a b&c' '${WEB}/echo?x=1#frag'`,
  `curl -sS --data-urlencode 'a b' --data-urlencode '=c&' --data-raw '@x' ${WEB}/echo`,
  `curl -sS -d @two.txt --data-binary @two.txt ${WEB}/echo`,
  `curl -sS -d @nothing ${WEB}/echo`,
  `curl -sS -A me -e http://ref/ -b 'c=1; d=2' -r 0-3 ${WEB}/echo`,
  `curl -sSv --http1.0 ${WEB}/echo`,
  `curl -sSv -H 'Connection: close' ${WEB}/echo`,
  "curl -sSv 'http://[fd00:2::10]:8080/echo'",
  'curl -sS 10.0.2.10:8080',
  'curl -sSv --cacert ca.pem --resolve server.example:8443:10.0.2.10 https://server.example:8443/',
  'curl -sSv https://10.0.2.10:8443/',
  'curl -sS --cacert ca.pem https://10.0.2.10:8443/',
  'curl -sSvk https://10.0.2.10:8443/ https://10.0.2.10:8443/echo',
  'curl -sSv https://10.0.2.10:8080/',
  'curl -sS --cacert no.pem https://10.0.2.10:8443/',
  'curl',
  'curl --foo x',
  'curl -sS',
  'curl -H',
  'curl -sSv foo://x',
  'curl -sSv http://10.0.2.10:x/',
  'curl -sS http://10.0.2.10:99999/',
  'curl -sS http://',
  'curl -sS "http://a b/"',
  `curl -sS --max-time x ${WEB}/`,
  `curl -sS --connect-timeout -1 ${WEB}/`,
  `curl -I -d x ${WEB}/`,
]

/** What no terminal shows or a run chooses: counts of bytes, handshakes, places in memory, and milliseconds. */
const PASSING =
  /^([{}] \[\d+ bytes data\]|\* (TLSv1|ALPN: offers| CAfile| CApath|Found bundle|Can not multiplex|old SSL|\(|subjectAltName| subjectAltName).*)\r?\n/gm
const lasting = (text: string) =>
  text
    .replace(PASSING, '')
    .replace(/after \d+ (ms|milliseconds)/g, 'after N $1')
    .replace(/OpenSSL\/[\d.]+/g, 'OpenSSL/N')

describe.skipIf(missing('clients', 'namespaces'))('curl of a simulated host', () => {
  let real: Result[] = []
  let lab: Lab
  beforeAll(async () => {
    real = resultsInNamespaces(LINES, { files: FILES, program: 'program.mjs' })
    lab = (await openSimulatedLab({ seed: 1, topology: ROUTED_TOPOLOGY, files: { submission: FILES } })).lab
    await (await lab.host('far').run('program.mjs')).line()
    return () => lab.close()
  }, 120_000)

  test.each(LINES.map((line, i) => [line, i] as const))('%s', async (line, i) => {
    const ours = await onHost(lab, 'near', line, ['curl'], FILES)
    const { stdout, stderr, code } = real[i]!
    const shown = { stdout: lasting(stdout), stderr: lasting(stderr), code }
    expect({ ...ours, stdout: lasting(ours.stdout), stderr: lasting(ours.stderr) }).toMatchObject(shown)
  })
})
