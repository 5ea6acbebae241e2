// Everything that can be found, for the search in the page.
import type { APIRoute } from 'astro'
import { searchEntries } from '#labs/publishing/index.ts'

export const GET: APIRoute = async () =>
  new Response(JSON.stringify(await searchEntries()), { headers: { 'content-type': 'application/json' } })
