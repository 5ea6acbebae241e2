/**
 * Requirements of tests. Where one is missing, tests skip and print the reason; with ACKADEMY_NO_SKIP=1 (CI) they fail
 * instead, so that no proof is skipped unnoticed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { PINNED_VERSION, pinnedNode, pinnedPackage } from '#node/library/on-disk/index.ts'

const looks: Record<Requirement, () => string | null> = {
  tshark: () => (runs('tshark', '--version') ? null : 'tshark is not installed (Debian: apt-get install tshark)'),
  chromium: () =>
    chromiumPath() ? null : 'Chromium is not installed (Debian: apt-get install chromium-headless-shell)',
  firefox: () => (firefoxPath() ? null : 'Firefox is not installed (Debian: apt-get install firefox-esr)'),
  webkit: () =>
    webkitBrowserPath() && existsSync('/usr/bin/WebKitWebDriver') && existsSync('/usr/bin/Xvfb')
      ? null
      : 'WebKit is not installed (Debian: apt-get install webkit2gtk-driver xvfb)',
  docker: () => (runs('docker', 'version') ? null : 'no Docker daemon answers'),
  root: () => (process.getuid?.() === 0 ? null : 'this needs root'),
  namespaces: () =>
    process.platform !== 'linux' || !runs('unshare', '--net', 'ip', 'link') || !runs('ethtool', '--version')
      ? 'network namespaces cannot be made here (root on Linux, iproute2, ethtool)'
      : null,
  clients: () => {
    const absent = [
      ['curl', '--version'],
      ['dig', '-v'],
      ['nc', '-h'],
      ['hexdump', '--version'],
      ['xxd', '--version'],
    ].filter(([command, option]) => !runs(command!, option!))
    const names = absent.map(([command]) => command).join(', ')
    return names === ''
      ? null
      : `missing: ${names} (Debian: apt-get install curl bind9-dnsutils netcat-openbsd bsdextrautils xxd)`
  },
  ping: () => (runs('ping', '-V') ? null : 'ping is not installed (Debian: apt-get install iputils-ping)'),
  traceroute: () =>
    runs('traceroute', '--version') ? null : 'traceroute is not installed (Debian: apt-get install traceroute)',
  tcpdump: () => (runs('tcpdump', '--version') ? null : 'tcpdump is not installed (Debian: apt-get install tcpdump)'),
  openssl: () => (runs('openssl', 'version') ? null : 'openssl is not installed (Debian: apt-get install openssl)'),
  nghttp2: () =>
    runs('nghttp', '--version') && runs('h2load', '--version')
      ? null
      : 'nghttp or h2load is not installed (Debian: apt-get install nghttp2-client)',
  named: () => (runs('named', '-v') ? null : 'named is not installed (Debian: apt-get install bind9)'),
  nginx: () => (runs('nginx', '-v') ? null : 'nginx is not installed (Debian: apt-get install nginx-light)'),
  'pinned Node': () =>
    pinnedNode() ? null : `${pinnedPackage()}@${PINNED_VERSION}, the real Node of comparisons, is not installed`,
  tun: () => (existsSync('/dev/net/tun') && runs('socat', '-V') ? null : 'there is no /dev/net/tun or no socat'),
}
export type Requirement =
  | 'tshark'
  | 'chromium'
  | 'firefox'
  | 'webkit'
  | 'docker'
  | 'root'
  | 'namespaces'
  | 'tun'
  | 'clients'
  | 'ping'
  | 'traceroute'
  | 'tcpdump'
  | 'openssl'
  | 'nghttp2'
  | 'named'
  | 'nginx'
  | 'pinned Node'

const known = new Map<Requirement, string | null>()

/** For `describe.skipIf(missing('tshark', 'root'))`: whether something is missing. Prints what; throws where skipping is forbidden. */
export function missing(...requirements: Requirement[]): boolean {
  for (const requirement of requirements) {
    if (!known.has(requirement)) known.set(requirement, looks[requirement]())
    const reason = known.get(requirement)
    if (!reason) continue
    if (process.env.ACKADEMY_NO_SKIP === '1') throw new Error(`${reason}, and skipping is forbidden here`)
    process.stderr.write(`skipped: ${reason}\n`)
    return true
  }
  return false
}

const CHROMIUMS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** Names of Chromium's executable on Debian and elsewhere. The headless one comes first: it takes a third less processor time. */
export function chromiumPath(): string | undefined {
  return CHROMIUMS.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path))
}

export function firefoxPath(): string | undefined {
  return ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path))
}

/** The mini browser from the driver's package: a window with a page. */
export function webkitBrowserPath(): string | undefined {
  return globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser')[0]
}

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
