/** A part of the page could not be fetched. */
export class LoadError extends Error {}

const texts = new Map<string, Promise<string>>()

/** A file of the site, fetched once per page. */
export function text(url: string): Promise<string> {
  let known = texts.get(url)
  if (!known) {
    known = fetchText(url)
    texts.set(url, known)
    // Failures are not cached: the next attempt fetches again.
    known.catch(() => texts.delete(url))
  }
  return known
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url).catch(() => null)
  if (!response?.ok) throw new LoadError(url)
  return response.text()
}
