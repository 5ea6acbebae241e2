// What a device shows of the site once it is installed.
import type { APIRoute } from 'astro'
import { courseFile } from '#labs/publishing/index.ts'
import { strings } from '#strings'

const icon = (name: string, purpose: string) => ({ src: name, sizes: 'any', type: 'image/svg+xml', purpose })

export const GET: APIRoute = () => {
  const { title } = courseFile()
  const manifest = {
    name: title,
    short_name: title,
    description: strings.site.description,
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#fafbf9',
    theme_color: '#14181a',
    icons: [icon('favicon.svg', 'any'), icon('icon-maskable.svg', 'maskable')],
  }
  return new Response(JSON.stringify(manifest), { headers: { 'Content-Type': 'application/manifest+json' } })
}
