import type { Files } from '#lab'
import type { AddOnName } from '#node/library/index.ts'
import brotliUrl from '../../../generated/add-on-brotli.json?url'
import cryptoUrl from '../../../generated/add-on-crypto.json?url'
import fetchUrl from '../../../generated/add-on-fetch.json?url'
import furtherUrl from '../../../generated/add-on-further.json?url'
import http2Url from '../../../generated/add-on-http2.json?url'
import socketsUrl from '../../../generated/add-on-sockets.json?url'
import zlibUrl from '../../../generated/add-on-zlib.json?url'
import zstdUrl from '../../../generated/add-on-zstd.json?url'
import loadDriver from '../../../generated/load-driver.json?raw'
import libraryUrl from '../../../generated/node-library-page.json?url'
import runtimeUrl from '../../../generated/node-realm.js?url'
import testWorkerUrl from '../../../generated/test-worker.js?url'
import worldWorkerUrl from '../../../generated/world-worker.js?url'
import type { AddOnTexts } from './protocol.ts'
import type { SandboxScripts } from './sandbox.ts'
import { text } from './site-text.ts'

const ADD_ON_URLS: Record<AddOnName, string> = {
  further: furtherUrl,
  zlib: zlibUrl,
  fetch: fetchUrl,
  brotli: brotliUrl,
  zstd: zstdUrl,
  sockets: socketsUrl,
  http2: http2Url,
  crypto: cryptoUrl,
}

/** Scripts of the world's worker, fetched once per page. */
export async function worldScripts(): Promise<SandboxScripts> {
  const [world, library, runtime] = await Promise.all([text(worldWorkerUrl), text(libraryUrl), text(runtimeUrl)])
  return { world, library, runtime, addOns: addOnTexts(), loadDriver: JSON.parse(loadDriver) as Files }
}

/**
 * Fetched after everything that all programs need: only programs that may load an add-on wait for it, and learn of a
 * failed fetch.
 */
async function addOnTexts(): Promise<AddOnTexts> {
  const orNothing = (url: string) => text(url).catch(() => null)
  const names = Object.keys(ADD_ON_URLS) as AddOnName[]
  const texts = names.map(async (name) => [name, await orNothing(ADD_ON_URLS[name])] as const)
  return Object.fromEntries(await Promise.all(texts)) as AddOnTexts
}

/** Scripts of the tests' worker. */
export function testScript(): Promise<string> {
  return text(testWorkerUrl)
}
