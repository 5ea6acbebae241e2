/**
 * Caches the site. Files for reading are cached before the worker takes over; the large parts of the labs follow when a
 * page asks (`keep`), and the page is told at the end (`kept`). Names in `_astro/` contain a hash: files of an older
 * version are not fetched again.
 */
import { isolationHeaders } from './isolation.ts'

declare const __VERSION__: string
declare const __FIRST__: readonly string[]
declare const __LATER__: readonly string[]

/** Parts of a worker's scope that TypeScript's DOM library lacks. */
interface WorkerScope extends EventTarget {
  readonly registration: { readonly scope: string }
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
interface LastingEvent extends Event {
  waitUntil(done: Promise<unknown>): void
}
interface PageRequest extends LastingEvent {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
interface PageMessage extends LastingEvent {
  readonly data: unknown
  readonly source: { postMessage(data: unknown): void } | null
}

const worker = self as unknown as WorkerScope
const PREFIX = 'ackademy-site-'
const CACHE = PREFIX + __VERSION__
const address = (path: string) => new URL(path, worker.registration.scope).href

worker.addEventListener('install', (event) => {
  ;(event as LastingEvent).waitUntil(keep(__FIRST__).then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => {
  ;(event as LastingEvent).waitUntil(worker.clients.claim())
})

worker.addEventListener('message', (event) => {
  const { data, source } = event as PageMessage
  if (data !== 'keep') return
  const all = keep(__LATER__)
    .then(forgetOlder)
    .then(() => source?.postMessage('kept'))
  ;(event as LastingEvent).waitUntil(all.catch(() => source?.postMessage('not kept')))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event as PageRequest
  if (request.method !== 'GET' || !request.url.startsWith(worker.registration.scope)) return
  const response = request.mode === 'navigate' ? page(request) : file(request)
  ;(event as PageRequest).respondWith(response.then((found) => isolated(request, found)))
})

/** Fetches missing files, a few at a time, so that an open page keeps its share of the network. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE)
  const left = [...paths]
  const work = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const url = address(path)
      if (await cache.match(url)) continue
      const older = path.startsWith('_astro/') ? await caches.match(url) : undefined
      const response = older ?? (await fetch(url, { cache: 'no-cache' }))
      if (!response.ok) throw new Error(`${url}: ${response.status}`)
      await cache.put(url, response)
    }
  }
  await Promise.all([work(), work(), work(), work()])
}

async function forgetOlder(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name)
}

/** Pages: network first. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return (await kept(request)) ?? Response.error()
  }
}

/** Other files never change within a version: cache first. */
async function file(request: Request): Promise<Response> {
  return (await kept(request)) ?? (IS_PACKAGE.test(request.url) ? keepNow(request) : fetch(request))
}

/** An npm package: most visitors need none, so each is kept when it was first fetched. */
const IS_PACKAGE = /\/_astro\/package-[^/]*\.json$/

async function keepNow(request: Request): Promise<Response> {
  const response = await fetch(request)
  const cache = await caches.open(CACHE)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

async function kept(request: Request): Promise<Response | undefined> {
  const cache = await caches.open(CACHE)
  return cache.match(request, { ignoreSearch: true })
}

/** Adds the headers that a configurable server would send for pages and workers. */
function isolated({ url, mode, destination }: Request, response: Response): Response {
  const isOwnPlace = mode === 'navigate' || destination === 'worker'
  const headers = Object.entries(isOwnPlace ? isolationHeaders(new URL(url).pathname) : {})
  if (headers.length === 0 || !response.ok) return response
  const copy = new Response(response.body, response)
  for (const [name, value] of headers) copy.headers.set(name, value)
  return copy
}
