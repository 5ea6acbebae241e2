import type { LoadedScenario } from '#grader/surprise/index.ts'

/**
 * Encodes a scenario for the site: compressed and in base64, so that reading the page's files does not spoil it by
 * accident. It is no secret: anyone who decodes it has the proofs of every fault.
 */
export async function packScenario(scenario: LoadedScenario): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(scenario)), new CompressionStream('deflate-raw'))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** Decodes it. Rejects if the text is none. */
export async function unpackScenario(text: string): Promise<LoadedScenario> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw'))))
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const answer = new Response(new Blob([bytes]).stream().pipeThrough(stream))
  return new Uint8Array(await answer.arrayBuffer())
}
